"""From a plan to its clearing in a real browser, in three languages: notified, met, a way out accepted, cleared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.node import reading
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.desk.cell import Cell
from tests.desk.screens import signed_in
from tests.desk.test_notices import form
from tests.desk.test_overlap_pages import BEGINS_S, around
from tests.tracks.deconfliction.plans import HOUR, plan, volume

pytestmark = pytest.mark.browser

# Each language on ground of its own: the cell serves them all.
GROUND = {"en": 32.91, "ar": 32.97, "he": 33.03}
SLACK = {"time_min": 600, "lateral_m": 0, "vertical_m": 0}


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page in one language; the test fails where the browser complained of anything."""
    yield from signed_in(browser, cell, **request.param)


def state(cell: Cell, matter: str) -> Any:
    """Return how a matter stands at SY's node, None before it knows of it."""
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    return None if row is None else row.state


def filled(page: Page, fields: dict[str, str]) -> None:
    """Type these fields into the form of a notice, each as its kind asks."""
    for name, text in fields.items():
        field = page.locator(f"form.compose [name='{name}']").first
        if field.evaluate("(each) => each.localName") == "select":
            field.select_option(text)
        else:
            field.fill(text)


def notified(page: Page, latitude: float) -> str:
    """Notify a convoy by the form, looked over before it goes; return its notice."""
    page.goto("/notices/new")
    fields = {name: text for name, text in form(latitude).items() if text and name not in ("step", "days", "way", "to")}
    page.locator("form.compose input[name=way][value=circle]").check()
    filled(page, {**fields, "places": f"{latitude:.4f} N, 36.2000 E", "time_min": str(SLACK["time_min"])})
    page.click("form.compose .send button[value=look]")
    page.click("[data-look-send]")
    page.wait_for_url("**/notices/SY/*")
    return "/".join(page.url.partition("#")[0].partition("?")[0].split("/")[-2:])


@pytest.mark.parametrize("page", [{"language": code} for code in GROUND], indirect=True)
def test_an_overlap_is_met_and_cleared(page: Page, cell: Cell) -> None:
    """The page that is open shows what the nodes tell, the ways out, that one is agreed, and that nothing meets."""
    latitude = GROUND[page.locator("html").get_attribute("lang") or ""]
    at = volume(begins_s=BEGINS_S + 2 * HOUR, area=around(latitude))
    theirs = cell.says("IL", "activity_notified", plan(at, subject="EXERCISE shepherds", slack=SLACK))
    mine = notified(page, latitude)
    cell.carry()
    matter = overlap_id((mine, theirs))
    cell.tells_overlaps("SY")
    page.goto(f"/overlaps/{matter}")
    expect(page.locator("html.is-live")).to_be_attached()
    page.evaluate("window.marked = true")
    # What other tests left to be told may come before.
    for _ in range(4):
        if not state(cell, matter).get("menu"):
            cell.tells_overlaps("SY")
    offered = state(cell, matter)["menu"]["proposals"]
    ours = next(each["digest"] for each in offered if {move["notice"] for move in each["moves"]} == {mine})
    page.locator(f"#ways-out button[name=digest][value='{ours}']").click()
    send = page.locator("[data-look-send]")
    if send.count():
        send.click()
    expect(page.locator("#ways-out .notice.good")).to_be_visible()
    for _ in range(2):
        cell.tells_overlaps("SY")
    expect(page.locator(".notice.good", has_text=state(cell, matter)["clearing"]["entry"])).to_be_visible()
