"""What must be seen is in sight: dialogs, the bar on narrow and on lost screens, read-outs, every part on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, message, pressing
from tests.desk.screens import PLACE, flash, signed_in, until

pytestmark = pytest.mark.browser
NARROW, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 850}
LANGUAGES = [{"language": code} for code in ("en", "ar", "he")]
# The mark of an exercise, over everything.
HIGH_OF_MARK = 26
IS_CUT = "(each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1"
IN_SIGHT = """(each) => {
  const box = each.getBoundingClientRect();
  return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
}"""

# The parts whose icon or label, pressed, would open something else than the part; and badges that lie over a part.
HIT = """[...document.querySelectorAll('.rail li > a:first-child')].filter((part) => {
  const all = [part.querySelector('.g'), part.querySelector('span')].map((each) => each.getBoundingClientRect());
  const tally = part.parentElement.querySelector('.tally');
  const [a, b] = [part, tally].map((each) => each?.getBoundingClientRect());
  const isOver = b && b.width && b.left < a.right - 1 && a.left < b.right - 1 && b.top < a.bottom && a.top < b.bottom;
  return isOver || a.width < 24 || all.some((box) => document.elementFromPoint(
    box.left + box.width / 2, box.top + box.height / 2)?.closest('a') !== part);
}).map((part) => part.getAttribute('href'))"""


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page."""
    wish: dict[str, Any] = getattr(request, "param", {})
    yield from signed_in(browser, cell, **{"at": "", **wish})


def asked_back(cell: Cell) -> str:
    """Let IL ask for a number to be read back, and return the matter."""
    items = [
        {"n": 1, "type": "place", "value": PLACE},
        {"n": 2, "type": "number", "value": {"value": "3", "unit": "persons"}},
    ]
    return cell.says("IL", "message_sent", message(items=items, asks_read_back=True))


def test_what_goes_is_looked_over_in_the_middle(page: Page) -> None:
    """The dialog stands as far from the one edge as from the other, below the mark of an exercise."""
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    page.goto("/hotline/new")
    page.fill("input[name=subject]", "In the middle")
    page.fill("textarea[name=text]", "Words.")
    page.click("form.compose .send button")
    expect(page.locator("#look[open]")).to_be_visible()
    box = page.locator("#look").bounding_box()
    assert box and abs(box["x"] * 2 + box["width"] - 1280) < 2
    assert box["y"] > HIGH_OF_MARK
    for reader in page.locator(".look-who .reader").all():
        place = reader.bounding_box()
        assert place and place["height"] < 24


def test_a_read_out_is_not_an_agreement(page: Page, cell: Cell) -> None:
    """Another number than the one sent is read out as it is understood, with no sign of agreement beside it."""
    page.goto(f"/hotline/{asked_back(cell)}")
    page.keyboard.press("r")
    page.fill("input[name='item-2-text']", "4 persons")
    read = page.locator(".read .readout .is-read")
    expect(read).to_contain_text("reads as: 4 persons")
    assert page.locator(".read .readout .g").count() == 0


@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_an_example_is_called_one(page: Page, cell: Cell) -> None:
    """The values below the fields of a read-back say that they are only examples."""
    page.goto(f"/hotline/{asked_back(cell)}")
    word = {"en": "for example", "ar": "مثلاً", "he": "לדוגמה"}[page.locator("html").get_attribute("lang") or ""]
    hints = page.locator("#act-read-back .hint bdi").locator("..")
    assert hints.count() == 2
    assert all(text.startswith(word) for text in hints.all_text_contents())


@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_every_part_is_in_sight_on_a_phone(page: Page) -> None:
    """No part of the desk has to be scrolled for sideways, and the last line of a page stands above them."""
    page.goto("/")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    links = page.locator(".rail a:not(.tally)")
    assert links.count() >= 10
    assert all(link.evaluate(IN_SIGHT) for link in links.all())
    room = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).paddingBottom)")
    rail = page.locator(".rail").bounding_box()
    assert rail and rail["height"] <= room


@pytest.mark.parametrize("page", LANGUAGES, indirect=True)
def test_who_has_the_watch_is_read_whole(page: Page) -> None:
    """At 1280 pixels neither the name nor the line of the watch is cut, also while somebody searches."""
    page.goto("/")
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    # As long as an exercise has them.
    page.evaluate("""() => {
      document.querySelector(".who b").textContent = "Duty officer SY-1";
      document.querySelector(".who small").textContent = "Duty officer · Duty officer SY-2 has the watch";
    }""")
    for act in (lambda: None, lambda: page.focus("#find")):
        act()
        for line in page.locator(".who b, .who small").all():
            assert not line.evaluate(IS_CUT)
        assert page.locator(".lang button").last.evaluate(IN_SIGHT)
    for width in (1366, 1440, 1500):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".lang button").last.evaluate(IN_SIGHT), width


def test_a_lost_screen_keeps_its_bar(page: Page, cell: Cell) -> None:
    """The notice stands on a line of its own: the bar keeps its height, the officer's name and all languages."""
    page.goto("/")
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    before = page.locator(".top").bounding_box()
    cell.fall()
    try:
        expect(page.locator("#lost")).to_be_visible()
        after, told = page.locator(".top").bounding_box(), page.locator("#lost").bounding_box()
        assert before and after and told
        assert after["height"] <= before["height"] + 8
        assert told["width"] == 1280 and told["height"] < 48
        assert not page.locator(".who b").evaluate(IS_CUT)
        assert page.locator(".lang button").last.evaluate(IN_SIGHT)
    finally:
        cell.rise()
    expect(page.locator("#lost")).to_be_hidden()


def test_the_rail_counts_what_the_list_counts(page: Page, cell: Cell) -> None:
    """The badge is the number beside "Awaiting you", when the page comes and whenever the list changes."""
    page.goto("/")
    badge, count = page.locator(".rail [data-awaits]"), page.locator("#waiting")
    listed = "document.getElementById('waiting').dataset.count"
    same = f"document.querySelector('.rail [data-awaits]').textContent === {listed}"
    assert page.evaluate(same)
    held = int(count.get_attribute("data-count") or 0)
    matter = cell.says("IL", "message_sent", pressing())
    expect(page.locator(f"#watch a[href='/hotline/{matter}']")).to_be_visible()
    until(page, f"Number(document.getElementById('waiting').dataset.count) > {held}")
    until(page, same)
    expect(badge).to_be_visible()
    page.reload()
    assert page.evaluate(same)


def test_what_is_to_be_done_leads_to_where_it_is_done(page: Page, cell: Cell) -> None:
    """A press on the words of a duty opens its conversation; its question mark opens the explanation."""
    page.goto("/")
    matter = cell.says("IL", "message_sent", pressing())
    row = page.locator(f"#watch .it[data-matter='{matter}']").first
    expect(row).to_be_visible()
    row.locator("summary .clause").first.click()
    expect(row.locator("details.why")).to_have_attribute("open", "")
    words, whole = row.locator(".what").bounding_box(), row.bounding_box()
    assert words
    assert whole
    middle = (words["x"] + words["width"] / 2 - whole["x"], words["y"] + words["height"] / 2 - whole["y"])
    row.click(position={"x": middle[0], "y": middle[1]})
    page.wait_for_url(f"**/hotline/{matter}")


@pytest.mark.parametrize("page", [{"language": "he"}], indirect=True)
def test_the_question_of_a_clock_is_not_turned(page: Page, cell: Cell) -> None:
    """Only the arrows of panels are turned for a reader from the right; a question mark stands as it is."""
    page.goto("/")
    cell.says("IL", "message_sent", message(asks_answer=True))
    summary = page.locator("#watch .why summary").first
    expect(summary).to_be_visible()
    assert summary.evaluate("(each) => getComputedStyle(each, '::after').transform") == "none"


def test_a_finger_on_a_part_opens_the_part_and_not_its_count(page: Page) -> None:
    """However large the number of a part is, the middle of the part itself is free, on every size of screen."""
    page.goto("/")
    page.evaluate("(b => { b.hidden = false; b.textContent = '128'; })(document.querySelector('.rail [data-awaits]'))")
    for size in ({"width": 1440, "height": 900}, {"width": 1280, "height": 720}, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate(HIT) == [], size


def test_the_first_press_goes_where_it_points(page: Page, cell: Cell) -> None:
    """It lets the browser sound, so the bar that says otherwise goes: only once what was pressed is let go."""
    flash(cell)
    page.goto("/shift")
    bar = page.locator("#sound-blocked")
    expect(bar).to_be_visible()
    link = page.locator(".rail a[href='/record']")
    box = link.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.wait_for_timeout(300)
    expect(bar).to_be_visible()
    page.mouse.up()
    page.wait_for_url("**/record")
    expect(bar).to_be_hidden()
    cell.acknowledge_all()


def test_rows_that_come_under_a_heading_of_their_own_lead_on_without_a_reload(page: Page, cell: Cell) -> None:
    """A list that was empty, or lacked a heading, is filled by what is pushed: its rows are links like all others."""
    before = cell.says("IL", "message_sent", pressing(subject="Before the heading"))
    page.goto("/")
    expect(page.locator("html.is-live")).to_be_attached()
    page.evaluate("document.querySelectorAll('#watch .band, #watch ol.rows').forEach((each) => each.remove())")
    page.evaluate("window.marked = true")
    cell.says("IL", "message_sent", pressing(subject="Under the heading"))
    link = page.locator(f"#watch .it[data-matter='{before}'] a[data-open]").first
    expect(link).to_be_visible()
    assert page.evaluate(
        "[...document.querySelectorAll('#watch .it a[data-open]')].every((each) => each['htmx-internal-data']?.boosted)"
    )
    link.click()
    page.wait_for_url(f"**/hotline/{before}")
    assert page.evaluate("window.marked") is True
