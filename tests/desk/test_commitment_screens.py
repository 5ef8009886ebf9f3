"""The pages of commitments in a real browser: by the rules of WCAG 2.2 AA, on a phone, and without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.axe import FRAME, bring, violations
from tests.desk.cell import Cell
from tests.desk.officers.aside import aside
from tests.desk.screens import SIZES, sign_in
from tests.desk.test_commitments import NOW_S, in_force, says
from tests.tracks.commitments.instruments import step, terms

pytestmark = [pytest.mark.browser, pytest.mark.nodejs]
WIDER = "() => document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def matter(cell: Cell) -> str:
    """An agreement of coupled, recurring, amended and disputed steps; another that is asserted; forces declared."""
    pair: dict[str, Any] = {"with": ["enter"]}
    made = in_force(
        cell, step("leave", by="D+30", after=["plan"], quantity={"value": 40, "unit": "tanks"}, **pair),
        step("enter", by="D+31", who="IL", to=["SY"]), step("late", by="2026-01-10"),
        step("report", recurring={"every": "15d", "from": "D", "until": "D+60d"}),
        events=[{"id": "plan", "what": "EXERCISE the plan", "verifier": "US"}], subject="EXERCISE screens",
    )  # fmt: skip
    says(cell, "US", "step_certified", {"step": "late", "percent": 60, "done_s": NOW_S - 60}, matter=made)
    says(cell, "IL", "step_disputed", {"step": "late", "stands": True, "why": "EXERCISE less"}, matter=made)
    elsewhere = terms(made="elsewhere", made_s=NOW_S - 86_400, sort="understanding", subject="EXERCISE asserted")
    says(cell, "US", "commitment_proposed", elsewhere)
    counts = [{"zone": "area_of_limitation_west_0_10", "limit": "tanks", "count": 80}]
    says(cell, "IL", "forces_declared", {"as_of_s": NOW_S - 3600, "counts": counts})
    return made


@pytest.fixture(params=[("en", "wide", True), ("ar", "phone", True), ("he", "small", True)])
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a delegate: language, size, and whether JavaScript runs."""
    yield from _page(browser, cell, *request.param)


@pytest.fixture
def plain_page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    yield from _page(browser, cell, "en", "phone", False)


def _page(browser: Browser, cell: Cell, language: str, size: str, javascript: bool) -> Iterator[Page]:
    width, height = SIZES[size]
    address = f"http://127.0.0.1:{cell.port}"
    context = browser.new_context(
        base_url=address, java_script_enabled=javascript, viewport={"width": width, "height": height}
    )
    context.add_cookies([{"name": "parley-language", "value": language, "url": address}])
    aside(lambda: _as("delegate"))
    sign_in(context, "officer-2")
    if javascript:
        bring(context)
    yield context.new_page()
    context.close()
    aside(lambda: _as("duty_officer"))


def _as(role: str) -> None:
    from parley.desk.models import Officer

    Officer.objects.filter(name="officer-2").update(role=role)


def test_every_page_reads_by_the_rules_and_is_no_wider_than_its_screen(page: Page, matter: str) -> None:
    """Lists, an instrument, the forms, forces and lines: nothing breaks a rule that axe knows."""
    faults = []
    for address in (
        "/commitments", "/commitments/steps", f"/commitments/{matter}", "/commitments/new", "/commitments/forces",
        f"/commitments/{matter}/amend?of=late", "/commitments/forces/declare", "/commitments/forces/variance",
    ):  # fmt: skip
        page.goto(address, wait_until="domcontentloaded")
        faults += [f"{address}: {each}" for each in violations(page, without=FRAME)]
        faults += [f"{address} is wider than its screen"] if page.evaluate(WIDER) else []
    assert faults == []


def test_a_row_is_added_and_an_instrument_proposed_without_any_script(plain_page: Page) -> None:
    """On a phone, with nothing but forms: one more obligation, what was typed stays, and it goes out."""
    page = plain_page
    page.goto("/commitments/new")
    page.fill("input[name=subject]", "EXERCISE by forms alone")
    page.fill("textarea[name=text_en]", "EXERCISE. Each leaves.")
    _fill(page, 0, "one", "EXERCISE first", "D+10", to="IL", who="SY")
    page.click("button[value=more-step]")
    expect(page.locator("input[name=step-0-id]")).to_have_value("one")
    _fill(page, 1, "two", "EXERCISE second", "one+5d", to="SY", who="IL")
    page.click("button.primary[value=look]")
    page.click(".look-send button.primary")
    expect(page.locator("#step-two")).to_contain_text("EXERCISE second")
    expect(page.locator("#step-one")).to_contain_text("D+10")


def _fill(page: Page, n: int, name: str, what: str, by: str, *, to: str, who: str) -> None:
    page.fill(f"input[name=step-{n}-id]", name)
    page.fill(f"input[name=step-{n}-what]", what)
    page.fill(f"input[name=step-{n}-by]", by)
    page.select_option(f"select[name=step-{n}-who]", who)
    page.check(f"input[name=step-{n}-to][value={to}]")
    page.select_option(f"select[name=step-{n}-verifier]", "US")


def test_an_instant_within_a_sentence_keeps_its_order_in_arabic(browser: Browser, cell: Cell, matter: str) -> None:
    """Why a step was missed names an instant, which stands apart: else its day and its hour change places."""
    for page in _page(browser, cell, "ar", "phone", True):
        page.goto(f"/commitments/{matter}")
        instant = page.locator("#step-late > p bdi[dir=ltr]").first
        expect(instant).to_have_text(re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?Z"))
