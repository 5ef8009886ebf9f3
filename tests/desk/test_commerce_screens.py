"""The pages of commerce in a real browser: by the rules of WCAG 2.2 AA, on a phone, and asked for without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.desk.hotline.saying import instant
from tests.desk.axe import FRAME, violations
from tests.desk.cell import Cell
from tests.desk.committing import agreement, chief_says, obligation
from tests.desk.test_commitment_screens import WIDER, _page
from tests.desk.test_opportunities import offer
from tests.desk.test_paper import LONG, faults_of
from tests.desk.trading import asked, match, route, says_alone, slot_to_come

pytestmark = [pytest.mark.browser, pytest.mark.nodejs]


@pytest.fixture(scope="module")
def addresses(cell: Cell) -> tuple[str, ...]:
    """Lists, forms, and a matter of each sort: a refused crossing in a full slot, a match, a project that waits."""
    slot_s = slot_to_come(cell, days=60)
    urgent = asked(cell, slot_s=slot_s, subject="EXERCISE medicine", vehicles=6, humanitarian=True)
    asked(cell, "IL", slot_s=slot_s, towards="SY", subject=LONG[:200], vehicles=8)
    reasons = {"of": urgent, "text": "EXERCISE. The scanner is broken.", "lang": "en"}
    chief_says(cell, "IL", "permit_refused", reasons, matter=urgent)
    offered = chief_says(cell, "US", "opportunity_offered", offer(expires_s=slot_s))
    for code in ("IL", "SY"):
        says_alone(cell, code, "interest_declared", {"opportunity": offered, "member": code})
    match(cell)
    instrument = agreement(cell, obligation("one"), obligation("two"))
    gate = {"commitment": instrument, "step": "one"}
    mile = {"id": "pumps", "what": "EXERCISE pumps", "commitment": instrument, "step": "two", "waits_for": gate}
    project = {"subject": "EXERCISE line", "sector": "water", "text": "EXERCISE.", "lang": "en",
               "parties": ["IL", "SY"], "milestones": [mile]}  # fmt: skip
    opened, name = chief_says(cell, "SY", "project_opened", project), offered.replace("/", ".")
    return (
        "/crossings", "/crossings?show=all&words=cattle", "/crossings/new", "/crossings/slots",
        f"/crossings/{urgent}", f"/crossings/new?change={urgent}",
        f"/slots/quneitra.slots/{slot_s // 86_400}", "/opportunities?show=all", "/opportunities/new",
        f"/opportunities/{offered}", f"/interest/{name}.interest-SY/0", f"/matches/{name}.match-IL-SY/0", "/projects",
        "/projects/new", f"/projects/{opened}",
    )  # fmt: skip


@pytest.fixture(params=[("en", "wide", True), ("ar", "phone", True), ("he", "small", True)])
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a delegate: language, size, and whether JavaScript runs."""
    yield from _page(browser, cell, *request.param)


@pytest.fixture
def plain_page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    yield from _page(browser, cell, "en", "phone", False)


def test_every_page_reads_by_the_rules_and_is_no_wider_than_its_screen(page: Page, addresses: tuple[str, ...]) -> None:
    """Nothing breaks a rule that axe knows."""
    faults = []
    for address in addresses:
        answer = page.goto(address, wait_until="domcontentloaded")
        faults += [] if answer is not None and answer.status == 200 else [f"{address} is not there"]
        faults += [f"{address}: {each}" for each in violations(page, without=FRAME)]
        faults += [f"{address} is wider than its screen"] if page.evaluate(WIDER) else []
    assert faults == []


@pytest.mark.parametrize("page", [("ar", "wide", True)], indirect=True)
def test_every_page_is_whole_on_paper(page: Page, addresses: tuple[str, ...]) -> None:
    """Lists with their fields, matters and slots: nothing is cut or missing, and the head says whence it comes."""
    forms = ("/crossings/new", "/opportunities/new", "/projects/new")
    faults = [fault for each in addresses if not each.startswith(forms) for fault in faults_of(page, each)]
    assert faults == []


def test_a_crossing_is_asked_for_without_any_script(plain_page: Page, cell: Cell) -> None:
    """On a phone, with nothing but forms: a slot, the route that was notified, one line of goods; and it goes out."""
    slot_s = slot_to_come(cell, days=67)
    by, page = route(cell, slot_s), plain_page
    page.goto("/crossings/new")
    page.fill("input[name=subject]", "EXERCISE by forms alone")
    page.select_option("select[name=towards]", "IL")
    page.fill("input[name=slot_at]", instant(slot_s))
    page.fill("input[name=route]", by)
    page.fill("input[name=vehicles]", "1")
    page.fill("input[name=contact]", "line 2")
    page.fill("input[name=goods-1-what]", "EXERCISE flour")
    page.fill("input[name=goods-1-quantity]", "5")
    page.click("form.compose button.primary")
    page.click(".look-send button.primary")
    expect(page.locator("h1").first).to_contain_text("EXERCISE by forms alone")
    expect(page.locator("table.crossing")).to_contain_text("EXERCISE flour: 5 tonnes")
