"""The desk in a real browser: three languages, live, by keyboard, without JavaScript, on wide screens and a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, message, pressing
from tests.desk.screens import PLACE, SIZES, flash, send, signed_in

pytestmark = pytest.mark.browser

@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page; the test fails where the browser complained of anything, its policy above all."""
    wish: dict[str, Any] = getattr(request, "param", {})
    yield from signed_in(browser, cell, **{"at": "", **wish})


@pytest.mark.parametrize("page", [{"language": code} for code in ("en", "ar", "he")], indirect=True)
def test_each_language_stands_in_its_own_direction(page: Page) -> None:
    """The watch list stands at the start side: at the left in English, at the right in Arabic and Hebrew."""
    page.goto("/")
    is_rtl = page.locator("html").get_attribute("lang") in ("ar", "he")
    assert page.locator("html").get_attribute("dir") == ("rtl" if is_rtl else "ltr")
    watch, side = page.locator("#watch").bounding_box(), page.locator(".side").bounding_box()
    assert watch and side
    assert (watch["x"] > side["x"]) is is_rtl


@pytest.mark.parametrize("page", [{"language": code} for code in ("en", "ar", "he")], indirect=True)
def test_no_page_is_wider_than_its_screen(page: Page, cell: Cell) -> None:
    """Nothing has to be scrolled sideways, in any language and on any screen, and the desk stays in its place."""
    matter = cell.says(
        "IL", "message_sent", message(text="word " * 40, items=[{"n": 1, "type": "place", "value": PLACE}])
    )
    for path in (
        "/",
        "/hotline",
        f"/hotline/{matter}",
        "/hotline/new?template=stop",
        "/shift",
        "/record",
        f"/record/{matter}",
    ):
        page.goto(path)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert widths[0] <= widths[1], (path, size)
            # Its panels scroll; what is for readers of screens alone must not make the screen itself longer.
            page.evaluate("scrollTo(0, 100000)")
            assert page.evaluate("scrollY") == 0, (path, size)


@pytest.mark.parametrize("page", [{"language": code} for code in ("en", "ar", "he")], indirect=True)
def test_figures_are_isolated_from_the_direction_around_them(page: Page, cell: Cell) -> None:
    """Every clock, time and id is marked to be read from left to right."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    page.goto(f"/hotline/{matter}")
    figures = "document.querySelectorAll('time, [data-due], .items .v bdi, .eh a bdi')"
    assert page.evaluate(f"[...{figures}].filter(e => e.dir !== 'ltr').length") == 0
    assert page.locator("time").count() > 5


def test_a_message_appears_without_reload(page: Page, cell: Cell) -> None:
    """What another member says stands in list and watch list within moments, on the page that is open."""
    page.goto("/")
    page.evaluate("window.marked = true")
    matter = cell.says("IL", "message_sent", pressing(subject="Appears by itself"))
    expect(page.locator(f"[id='conv-{matter}']")).to_contain_text("Appears by itself")
    expect(page.locator(f"#watch a[href='/hotline/{matter}']")).to_be_visible()
    assert page.evaluate("window.marked") is True


def test_a_flash_is_acknowledged_by_one_key(page: Page, cell: Cell) -> None:
    """A FLASH shows on any page with its running clock; A acknowledges it, and it is gone."""
    page.goto("/shift")
    matter = flash(cell)
    bar = page.locator(f"[data-flash='{matter}']")
    expect(bar).to_be_visible()
    assert page.title().startswith("⚡")
    first = bar.locator(".left").inner_text()
    expect(bar.locator(".left")).not_to_have_text(first)
    page.keyboard.press("a")
    expect(bar).to_have_count(0)
    expect(page.locator(".entry", has_text="Received")).to_be_visible()


def test_a_key_acts_by_its_place_on_an_arabic_keyboard(page: Page, cell: Cell) -> None:
    """On an Arabic layout the key beside Caps Lock yields another letter, and acknowledges all the same."""
    page.goto("/")
    matter = flash(cell)
    expect(page.locator(f"[data-flash='{matter}']")).to_be_visible()
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {code: 'KeyA', key: 'ش', bubbles: true}))")
    expect(page.locator(f"[data-flash='{matter}']")).to_have_count(0)


def test_keys_are_silent_while_somebody_types(page: Page, cell: Cell) -> None:
    """Letters that are typed into a form are letters."""
    matter = flash(cell)
    page.goto("/hotline/new")
    # A draft of an earlier test may stand in the form.
    page.locator("input[name=subject]").fill("")
    page.locator("input[name=subject]").press_sequentially("anna")
    expect(page.locator("input[name=subject]")).to_have_value("anna")
    expect(page.locator(f"[data-flash='{matter}']")).to_be_visible()
    page.locator(f"[data-flash='{matter}'] button").click()
    expect(page.locator(f"[data-flash='{matter}']")).to_have_count(0)


def test_rows_are_walked_and_opened_by_keys(page: Page, cell: Cell) -> None:
    """J and K move, Enter opens, ? shows the keys."""
    cell.says("IL", "message_sent", message(asks_answer=True))
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    address = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    expect(page.locator(".talk")).to_be_visible()
    assert page.url.endswith(address)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_one_key_leads_to_a_flash_that_waits_for_its_place(page: Page) -> None:
    """A figure key opens a fixed phrase; its place is typed at once and the FLASH goes out."""
    page.goto("/")
    page.keyboard.press("1")
    expect(page.locator("input[name='item-1-text']")).to_be_focused()
    page.keyboard.type("33.1256 N, 35.8246 E")
    page.fill("input[name='item-2-text']", "2026-11-23 10:42Z")
    send(page)
    expect(page.locator(".talk .prec.p-flash")).to_be_visible()
    expect(page.locator(".ladder").first).to_contain_text("sent")


def test_two_strokes_of_enter_send_what_was_shown(page: Page) -> None:
    """Enter shows over the form what exactly goes to whom; Escape gives the form back, Enter again sends."""
    page.goto("/hotline/new")
    page.fill("textarea[name=text]", "EXERCISE: to be looked over.")
    page.fill("input[name=subject]", "Looked over")
    page.locator("input[name=subject]").press("Enter")
    expect(page.locator("#look")).to_contain_text("Will read it")
    expect(page.locator("#look")).to_contain_text("EXERCISE: to be looked over.")
    page.keyboard.press("Escape")
    expect(page.locator("#look")).to_be_hidden()
    expect(page.locator("textarea[name=text]")).to_have_value("EXERCISE: to be looked over.")
    page.locator("input[name=subject]").press("Enter")
    expect(page.locator("[data-look-send]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".talk h1")).to_have_text("Looked over")


def test_files_go_with_what_was_looked_over(page: Page) -> None:
    """The dialog names the files, and they are sent with the form."""
    page.goto("/hotline/new")
    page.fill("input[name=subject]", "With a file")
    page.fill("textarea[name=text]", "EXERCISE.")
    page.set_input_files("input[name=attachments]", {"name": "sheet.txt", "mimeType": "text/plain", "buffer": b"x" * 9})
    page.click("form.compose .send button")
    expect(page.locator("#look .files")).to_contain_text("sheet.txt")
    page.click("[data-look-send]")
    expect(page.locator(".talk .files")).to_contain_text("sheet.txt")


def test_a_note_is_stopped_from_the_banner(page: Page) -> None:
    """What can still be stopped is counted down over every page, and stopping it keeps it from leaving."""
    page.goto("/shift")
    page.fill("textarea[name=text] >> nth=-1", "EXERCISE: stop me.")
    page.click("form[action='/shift/note'] button.primary")
    expect(page.locator("form.moment")).to_contain_text("Not sent yet")
    page.click("form.moment button")
    expect(page.locator(".held.done")).to_contain_text("stopped, not sent")
    expect(page.locator("form.moment")).to_have_count(0)


def test_what_is_being_written_survives_the_news(page: Page, cell: Cell) -> None:
    """An answer half written is still there when the conversation moves on."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    page.goto(f"/hotline/{matter}")
    page.keyboard.press("w")
    page.keyboard.type("Half an answer")
    cell.says("US", "message_acknowledged", {"how": "received"}, matter=matter)
    expect(page.locator(".entry", has_text="United States")).to_be_visible()
    expect(page.locator("#act-answer textarea")).to_have_value("Half an answer")


def test_a_read_back_is_compared_before_the_eyes(page: Page, cell: Cell) -> None:
    """R opens the form; what differs is shown beside what was sent, in words as well as in colour."""
    matter = cell.says(
        "IL", "message_sent", message(items=[{"n": 1, "type": "place", "value": PLACE}], asks_read_back=True)
    )
    page.goto(f"/hotline/{matter}")
    page.keyboard.press("r")
    page.keyboard.type("33.1265 N, 35.8246 E")
    page.keyboard.press("Enter")
    expect(page.locator("#look")).to_contain_text("33.1265 N, 35.8246 E")
    page.click("[data-look-send]")
    marked = page.locator(".readback.is-mismatch tr.differs")
    expect(marked).to_contain_text("33.1256 N")
    expect(marked).to_contain_text("33.1265 N")
    expect(marked.locator("mark.apart")).to_have_text(["56", "65"])
    expect(marked.get_by_role("img", name="differs")).to_be_visible()


def test_a_place_is_read_out_while_it_is_typed(page: Page) -> None:
    """Beneath the field stands the line that is compared, and how it is read aloud, or what is wrong with it."""
    page.goto("/")
    page.keyboard.press("1")
    field = page.locator("input[name='item-1-text']")
    expect(field).to_be_focused()
    field.fill("33.1256, 35.8246")
    expect(page.locator(".readout .is-bad")).to_be_visible()
    field.fill("33.1256 N, 35.8246 E")
    expect(page.locator(".readout .aloud")).to_contain_text("three three decimal one two five six north")


@pytest.mark.parametrize(
    ("page", "asked", "leads"),
    [
        ({"language": "en"}, "shift", "/shift"),
        ({"language": "ar"}, "النوبة", "/shift"),
        ({"language": "he"}, "משמרת", "/shift"),
        ({"language": "en"}, "sy/0", "/record/SY/0"),
    ],
    indirect=["page"],
)
def test_the_palette_finds_every_way_by_typing(page: Page, asked: str, leads: str) -> None:
    """Ctrl and K open one list of all commands; what is typed narrows it, Enter goes there; a number is an entry."""
    page.goto("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-ask")).to_be_focused()
    page.keyboard.type(asked)
    page.keyboard.press("Enter")
    expect(page.locator("#palette")).to_be_hidden()
    page.wait_for_url(f"**{leads}")


def test_the_palette_holds_what_can_be_done_on_the_page(page: Page, cell: Cell) -> None:
    """In a conversation its acts stand in the palette, under their own words."""
    matter = cell.says("IL", "message_sent", message())
    page.goto(f"/hotline/{matter}")
    page.keyboard.press("Control+k")
    page.keyboard.type("received")
    page.keyboard.press("Enter")
    expect(page.locator(".entry", has_text="Received")).to_be_visible()


def test_a_lost_line_is_told_and_what_was_missed_comes_after(page: Page, cell: Cell) -> None:
    """A screen that lost its node says since when; once it is back it shows what came meanwhile, without reload."""
    page.goto("/")
    page.evaluate("window.marked = true")
    cell.fall()
    expect(page.locator("#lost")).to_be_visible(timeout=60_000)
    matter = cell.says("IL", "message_sent", message(subject="Came while away"))
    cell.rise()
    expect(page.locator(f"[id='conv-{matter}']")).to_be_visible(timeout=60_000)
    expect(page.locator("#lost")).to_be_hidden()
    assert page.evaluate("window.marked") is True


@pytest.mark.parametrize("page", [{"language": "he"}], indirect=True)
def test_the_language_is_changed_by_a_button(page: Page) -> None:
    """One press turns the whole desk round, and it stays on its page."""
    page.goto("/shift")
    page.click(".lang button[value=ar]")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert page.url.endswith("/shift")


@pytest.mark.parametrize("page", [{"javascript": False}], indirect=True)
def test_everything_is_done_without_javascript(page: Page, cell: Cell) -> None:
    """Without JavaScript messages are acknowledged, answered and sent; the page just does not move by itself."""
    matter = cell.says("IL", "message_sent", message(asks_answer=True))
    page.goto(f"/hotline/{matter}")
    page.click(".ack-form button[value=under_protest]")
    expect(page.locator(".entry", has_text="Received under protest")).to_be_visible()
    page.click("#act-answer summary")
    page.fill("#act-answer textarea", "Understood.")
    page.click("#act-answer button.primary")
    page.click("[data-look-send]")
    expect(page.locator(".entry", has_text="Understood.")).to_be_visible()
    page.goto("/hotline/new")
    page.fill("input[name=subject]", "Without script")
    page.fill("textarea[name=text]", "By plain form.")
    send(page)
    expect(page.locator(".talk h1")).to_have_text("Without script")


def test_a_draft_survives_a_reload_and_is_forgotten_once_sent(page: Page) -> None:
    """What was being written is there again after a reload of the page, and gone after it was sent."""
    page.goto("/hotline/new")
    page.fill("input[name=subject]", "Half a subject")
    page.fill("textarea[name=text]", "Half a text")
    page.reload()
    expect(page.locator("input[name=subject]")).to_have_value("Half a subject")
    expect(page.locator("textarea[name=text]")).to_have_value("Half a text")
    send(page)
    expect(page.locator(".talk h1")).to_have_text("Half a subject")
    page.goto("/hotline/new")
    expect(page.locator("textarea[name=text]")).to_have_value("")
