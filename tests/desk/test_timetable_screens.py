"""The page of a timetable in a real browser: by the rules of WCAG 2.2 AA, without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.axe import FRAME, bring, violations
from tests.desk.cell import Cell
from tests.desk.committing import agreement, done, obligation
from tests.desk.officers.aside import aside
from tests.desk.screens import SIZES, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.nodejs]


@pytest.fixture(scope="module")
def matter(cell: Cell) -> str:
    """An agreement with a step that is done, one that is partly done, one that waits, and one that recurs."""
    made = agreement(
        cell, obligation("leave", by="D+7"), obligation("clear", by="D+30"),
        obligation("open_road", by="clear+10d", after=["clear"]),
        obligation("count", recurring={"every": "15d", "from": "D", "until": "D+90"}),
    )  # fmt: skip
    done(cell, made, "leave")
    done(cell, made, "clear", percent=40)
    return made


@pytest.fixture(params=[("en", "wide", True), ("ar", "phone", True), ("he", "wide", False)])
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a delegate: language, size, and whether JavaScript runs."""
    language, size, javascript = request.param
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


def test_it_reads_by_the_rules_and_is_no_wider_than_its_screen(page: Page, matter: str) -> None:
    """A slip is asked for and reckoned; nothing breaks a rule that axe knows; the page scrolls in one direction."""
    page.goto(f"/timetables/{matter}")
    page.select_option("select[name=step]", "clear")
    page.fill("input[name=days]", "12")
    page.click(".tt-asked .primary")
    expect(page.locator(".tt-slipped")).to_be_visible()
    expect(page.locator("#step-open_road .tt-moves")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    if page.evaluate("'htmx' in window"):
        assert violations(page, without=FRAME) == []


def test_every_bar_lies_within_its_plot(page: Page, matter: str) -> None:
    """No bar and no mark stands outside the width of its row, whichever way the language is written."""
    page.goto(f"/timetables/{matter}")
    box = "(each) => { const box = each.getBoundingClientRect(); return [box.left, box.right]; }"
    for row in page.locator(".tt-plot").all():
        left, right = row.locator("> svg").evaluate(box)
        for bar in row.locator("rect").all():
            start, end = bar.evaluate(box)
            assert left - 1 <= start <= end <= right + 1
