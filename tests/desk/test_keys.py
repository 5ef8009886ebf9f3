"""Keys of what is out of sight, or of more than one thing: P prints, Escape stops only what is just leaving."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell
from tests.desk.screens import signed_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page on a wide screen."""
    yield from signed_in(browser, cell)


def note(page: Page, text: str) -> None:
    """Write a note of the shift, which leaves some seconds later."""
    page.goto("/shift")
    page.fill("[action='/shift/note'] textarea", text)
    page.click("form[action='/shift/note'] button.primary")
    expect(page.locator(".moment [data-key=Escape]").first).to_be_visible()


def test_p_prints_though_its_button_stands_in_a_closed_menu(page: Page) -> None:
    """P prints what the screen shows, from any page and without opening the menu."""
    page.evaluate("window.print = () => { window.printed = true; }")
    page.keyboard.press("p")
    assert page.evaluate("window.printed") is True
    expect(page.locator("#officer-menu")).to_be_hidden()


def test_every_key_that_acts_stands_in_the_list(page: Page) -> None:
    """The list names the print key, the figures of the fixed phrases, X, what Escape stops, and the keys of drawing."""
    page.keyboard.press("?")
    listed = page.locator("#keys kbd").all_inner_texts()
    assert {"P", "X", "F", "F8", "1", "8", "Esc", "O", "Page Up", "Del"} <= set(listed)


def test_o_leads_to_the_notices(page: Page) -> None:
    """As the other parts, notices are one key away."""
    page.keyboard.press("o")
    page.wait_for_url("**/notices")


def test_escape_stops_what_is_just_leaving(page: Page) -> None:
    """One stroke stops the note of which the seconds run."""
    note(page, "EXERCISE: stopped by a key")
    page.keyboard.press("Escape")
    expect(page.locator(".held.done")).to_contain_text("stopped, not sent")


def test_escape_closes_what_is_open_and_stops_nothing(page: Page) -> None:
    """A menu that is open, or a field in which somebody writes, has the key for itself."""
    note(page, "EXERCISE: goes its way")
    page.click(".who")
    expect(page.locator("#officer-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#officer-menu")).to_be_hidden()
    page.locator("#find-field, .find input").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("form.moment")).to_have_count(0)
    page.goto("/waiting")
    expect(page.locator(".held.done li").first).not_to_contain_text("stopped, not sent")


def test_what_waits_for_a_second_officer_is_stopped_by_no_key(page: Page) -> None:
    """On the page of what waits, Escape belongs to no act."""
    page.goto("/waiting")
    assert page.locator(".held [data-key]").count() == 0
