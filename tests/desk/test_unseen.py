"""The desk without eyes, without a mouse and without motion."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, message, pressing
from tests.desk.screens import flash
from tests.desk.test_accessible import seated

pytestmark = pytest.mark.browser
ALL = "[...document.querySelectorAll('*')]"


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of an officer in a language, asked to keep still."""
    context = seated(browser, cell, language=getattr(request, "param", "en"), name="officer-1")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("page", "begins"),
    [("en", "New in the watch list:"), ("ar", "جديد في قائمة المتابعة"), ("he", "חדש ברשימת המעקב")],
    indirect=["page"],
)
def test_a_new_duty_is_announced_once(page: Page, cell: Cell, begins: str) -> None:
    """A polite live region says which duty came, with its subject; what stood there before is not said."""
    page.goto("/record")
    region = page.locator("#announce")
    expect(region).to_have_attribute("role", "status")
    expect(region).to_have_text("")
    cell.says("IL", "message_sent", pressing(subject="Heard, not seen"))
    expect(region).to_contain_text("Heard, not seen")
    expect(region).to_contain_text(begins)
    page.wait_for_timeout(1500)
    assert region.locator("span").count() == 1


def test_the_last_minutes_of_a_duty_are_announced_and_no_second_of_them(page: Page, cell: Cell) -> None:
    """Ten, five and one minute before its time, and when it is late: each once."""
    cell.says("IL", "message_sent", pressing(subject="Runs out"))
    page.goto("/")
    row = page.locator("#watch .it.ours", has_text="Runs out").first
    expect(row).to_be_visible()
    page.wait_for_timeout(1200)
    for minutes, said in (
        (9.9, "Ten minutes left"),
        (4.9, "Five minutes left"),
        (0.9, "One minute left"),
        (-1, "Overdue"),
    ):
        # A list that is pushed meanwhile brings the true time back.
        for _ in range(30):
            due = int((time.time() + minutes * 60) * 1000)
            row.locator("[data-due]").first.evaluate("(clock, due) => { clock.dataset.due = due; }", due)
            page.wait_for_timeout(1200)
            if said in page.locator("#announce").inner_text():
                break
        expect(page.locator("#announce")).to_contain_text(said)
    told = page.locator("#announce").inner_text()
    page.wait_for_timeout(2200)
    assert page.locator("#announce").inner_text() == told


def test_a_flash_is_an_alert_whose_clock_is_not_read_out(page: Page, cell: Cell) -> None:
    """The FLASH bar interrupts a screen reader once; the seconds that run in it are a timer, which stays silent."""
    matter = flash(cell)
    page.goto("/shift")
    bar = page.locator(f"[data-flash='{matter}']")
    expect(bar).to_have_attribute("role", "alert")
    expect(bar.locator("[data-due]")).to_have_attribute("role", "timer")
    bar.locator("button.ack").click()
    expect(bar).to_have_count(0)


def test_nothing_moves_for_who_asked_for_stillness(page: Page, cell: Cell) -> None:
    """With reduced motion no page animates anything, a FLASH included, and no style sheet asks for a transition."""
    matter = flash(cell)
    for address in ("/", f"/hotline/{matter}", "/map", "/timeline"):
        page.goto(address)
        expect(page.locator(f"[data-flash='{matter}']")).to_be_visible()
        page.keyboard.press("Control+k")
        assert page.evaluate("document.getAnimations().length") == 0, address
        moving = f"{ALL}.filter((each) => parseFloat(getComputedStyle(each).transitionDuration) > 0)"
        assert page.evaluate(f"{moving}.length") == 0, address
    page.keyboard.press("Escape")
    page.keyboard.press("a")


@pytest.mark.parametrize("page", ["en", "ar"], indirect=True)
def test_the_first_key_skips_to_the_content_and_the_focus_goes_down_the_screen(page: Page, cell: Cell) -> None:
    """Tab shows the way past the bar; then it goes through bar, parts, watch list, stage, side, time line, in order."""
    cell.says("IL", "message_sent", message(asks_answer=True))
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    box: Any = page.locator(".skip").bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#stage")).to_be_focused()
    page.goto("/")
    parts = (".rail", "#watch", "#stage", "#side", "main > .timeline", ".foot")
    places = (".skip", ".top", "#flash", "#attention", *parts)
    met: list[int] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        place = page.evaluate("(all) => all.findIndex((each) => document.activeElement.closest(each))", list(places))
        if place < 0:
            break
        met.append(place)
    assert met == sorted(met)
    assert {0, 1, 4, 5, 6, 8} <= set(met)
    assert page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"], [tabindex="-1"])\').length') == 0


def test_the_focus_is_never_hidden_under_what_sticks(page: Page, cell: Cell) -> None:
    """Whatever the keyboard reaches in the watch list lies free in its panel, not under the head of its band."""
    for number in range(6):
        cell.says("IL", "message_sent", message(subject=f"Row {number}", asks_answer=True))
    page.goto("/")
    for _ in range(8):
        page.keyboard.press("j")
        free = page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect();"
            " const top = document.elementFromPoint(box.x + box.width / 2, box.y + 3);"
            " return document.activeElement.contains(top) || document.activeElement === top; })()"
        )
        assert free
