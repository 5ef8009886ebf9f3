"""De-escalation in a real browser: one key from any screen to the form, sent in seconds, seen side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, message
from tests.desk.screens import PLACE, SIZES, signed_in
from tests.desk.test_de_escalation import received

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page; the test fails where the browser complained of anything, its policy above all."""
    wish: dict[str, Any] = getattr(request, "param", {})
    yield from signed_in(browser, cell, **{"at": "", **wish})


@pytest.mark.parametrize("key", ["f", "F8"])
def test_one_key_opens_the_form_at_the_place_of_what_is_selected(page: Page, cell: Cell, key: str) -> None:
    """From a conversation F leads to the form with its place and its matter; Enter in the place sends it as FLASH."""
    matter = cell.says("IL", "message_sent", message(items=[{"n": 1, "type": "place", "value": PLACE}]))
    page.goto(f"/hotline/{matter}")
    page.keyboard.press(key)
    place = page.locator('input[name="item-1-text"]')
    expect(place).to_be_focused()
    expect(place).not_to_have_value("")
    expect(page.locator('input[name="about"]')).to_have_value(matter)
    page.keyboard.press("Enter")
    expect(page.locator("article.talk .prec")).to_contain_text("FLASH")
    expect(page.locator(".call-sheet thead")).to_contain_text("Israel")
    expect(page.locator("#entries")).to_contain_text(matter)


def test_the_function_key_works_while_somebody_types_and_what_was_typed_is_kept(page: Page) -> None:
    """F is a letter there; F8 leads to the form, and the words wait as a draft."""
    page.goto("/hotline/new")
    page.fill('textarea[name="text"]', "EXERCISE words")
    page.keyboard.press("f")
    expect(page.locator('textarea[name="text"]')).to_have_value("EXERCISE wordsf")
    page.keyboard.press("F8")
    expect(page.locator("form.request")).to_be_visible()


@pytest.mark.parametrize("page", [{"language": code} for code in ("en", "ar", "he")], indirect=True)
def test_no_page_of_de_escalation_is_wider_than_its_screen(page: Page, cell: Cell) -> None:
    """The form, the list, and a request that waits for its reply, on every size of screen."""
    matter = received(cell)
    for path in ("/de-escalation/new", "/de-escalation", f"/hotline/{matter}"):
        page.goto(path)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (path, size)


def test_a_reply_by_one_press_stands_side_by_side_at_once(page: Page, cell: Cell) -> None:
    """Who is asked presses "It is ordered"; the panel beside the request says so without a reload."""
    matter = received(cell)
    page.goto(f"/hotline/{matter}")
    page.locator(".replies form", has=page.locator('input[value="ordered"]')).locator("button").click()
    expect(page.locator("#panel-de-escalation .call-sheet")).to_contain_text("It is ordered")
    expect(page.locator("#panel-de-escalation .call-sheet")).to_contain_text("D-14")
