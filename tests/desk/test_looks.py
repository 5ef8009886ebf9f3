"""What is seen: the officer's choice of appearance, signs on red, the time line where it is narrow, and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.cell import Cell, message
from tests.desk.screens import flash, signed_in
from tests.desk.visitor import Visitor

pytestmark = pytest.mark.browser
RANGE = re.compile(r'<bdi dir="ltr"><time [^>]*>[^<]*</time> – <time [^>]*>[^<]*</time></bdi>')
SEA = "getComputedStyle(document.querySelector('.map-box')).getPropertyValue('--map-sea')"
BOX = "(each) => { const box = each.getBoundingClientRect(); return [box.left, box.right]; }"


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page."""
    wish: dict[str, Any] = getattr(request, "param", {})
    yield from signed_in(browser, cell, **{"at": "", **wish})


def choose(page: Page, looks: str) -> None:
    """Choose an appearance as the menu does."""
    address = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "parley-appearance", "value": looks, "url": address}])


def test_the_map_follows_the_appearance_that_was_chosen(page: Page) -> None:
    """Dark that the officer chose is dark on the map too, and light stays light where the system is dark."""
    page.goto("/")
    seen = {}
    for system in ("light", "dark"):
        page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
        for theme in ("system", "light", "dark"):
            choose(page, f"theme-{theme}.contrast-system.density-normal")
            page.goto("/map")
            seen[system, theme] = page.evaluate(SEA).strip()
    light, dark = seen["light", "light"], seen["dark", "dark"]
    assert light != dark
    assert seen["light", "system"] == seen["dark", "light"] == light
    assert seen["dark", "system"] == seen["light", "dark"] == dark
    choose(page, "theme-light.contrast-more.density-normal")
    page.goto("/map")
    grid = "getComputedStyle(document.querySelector('.map-box')).getPropertyValue('--map-grid')"
    assert page.evaluate(grid).strip() != "#c3c5bf"


def test_signs_on_red_are_drawn_in_the_colour_of_their_bar(page: Page, cell: Cell) -> None:
    """The cross of a sign can be told from its ground: it is as red as the bar, in light and in dark."""
    flash(cell)
    page.goto("/")
    bar = page.locator("#sound-blocked")
    bar.evaluate("(each) => { each.hidden = false; }")
    drawn = bar.locator(".g .k").evaluate("(each) => getComputedStyle(each).stroke")
    assert drawn == bar.evaluate("(each) => getComputedStyle(each).backgroundColor")


@pytest.mark.parametrize(
    "page", [{"size": size, "language": code} for size in ("wide", "phone") for code in ("en", "he")], indirect=True
)
def test_no_figure_of_the_time_line_is_cut(page: Page, cell: Cell) -> None:
    """No hour looks out from behind the label of now, and no word of a mark leaves the plot."""
    cell.says("IL", "message_sent", message(asks_answer=True))
    page.goto("/timeline")
    plot = page.locator("#stage .tl-plot")
    plot.locator(".tl-mark svg").first.evaluate(
        "(each) => { each.setAttribute('x', document.documentElement.dir === 'rtl' ? '0.5%' : '99.5%');"
        " document.dispatchEvent(new CustomEvent('parley:put')); }"
    )
    label = plot.locator(".tl-now rect").evaluate(BOX)
    for left, right in plot.locator(".tl-tick:not(.is-behind)").evaluate_all(f"(all) => all.map({BOX})"):
        assert left == right or right <= label[0] or left >= label[1]
    edges = plot.evaluate(BOX)
    for left, right in plot.locator(".tl-text").evaluate_all(f"(all) => all.map({BOX})"):
        assert left == right or (left >= edges[0] and right <= edges[1])


@pytest.mark.parametrize("page", [{"language": code} for code in ("en", "ar", "he")], indirect=True)
def test_the_buttons_of_the_map_stand_away_from_its_figures(page: Page) -> None:
    """The map is never mirrored: figures of latitude stand at its left, so its buttons stand at its right."""
    page.goto("/map")
    box, buttons = page.locator("#map").evaluate(BOX), page.locator(".map-zoom").evaluate(BOX)
    assert buttons[0] > (box[0] + box[1]) / 2


@pytest.mark.parametrize(
    "page", [{"size": "phone", "language": code} for code in ("ar", "he")], indirect=True
)
def test_a_narrow_screen_shows_whole_words(page: Page) -> None:
    """The desk's name is not cut, and the heads of the agreed terms stand apart."""
    page.goto("/help/glossary")
    name = page.locator(".brand b")
    assert name.evaluate("(each) => each.scrollWidth <= each.clientWidth")
    heads = page.locator(".terms thead").first.locator("th").evaluate_all(
        "(all) => all.map((each) => { const range = document.createRange(); range.selectNodeContents(each);"
        " const box = range.getBoundingClientRect(); return [box.left, box.right]; })"
    )
    heads.sort()
    assert all(one[1] + 8 < other[0] for one, other in zip(heads, heads[1:], strict=False))


def test_a_span_of_time_is_isolated_as_a_whole(visitor: Visitor) -> None:
    """In Arabic and Hebrew too the earlier end stands at the left: both ends are within one isolate."""
    visitor.speak("he")
    page = visitor.get("/timeline")
    assert page.text.count("</time> – <time") == len(RANGE.findall(page.text)) > 0


def test_paper_shows_its_own_minute_and_what_is_wrong(page: Page, cell: Cell) -> None:
    """As of the minute of printing; a lost node and what was typed are on it, the bar of the sound and Help are not."""
    flash(cell)
    page.goto("/shift")
    page.fill("[action='/shift/note'] textarea", "EXERCISE: on paper")
    page.locator("[data-clock=day] time").evaluate("(each) => { each.textContent = 'when it was loaded'; }")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("[data-clock=day] time")).to_have_text(re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\dZ$"))
    for part in ("#lost", "#sound-blocked"):
        page.locator(part).evaluate("(each) => { each.hidden = false; }")
    page.emulate_media(media="print")
    for shown in ("#lost", "[action='/shift/note'] textarea", ".print-head", ".flash .ft"):
        expect(page.locator(shown).first).to_be_visible()
    # No coloured ground: the bar of a call is read on paper like that of a FLASH.
    page.locator(".flash").first.evaluate("(each) => { each.className = 'flash call-bar is-asking'; }")
    ground = page.locator(".call-bar").first.evaluate("(each) => getComputedStyle(each).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    for hidden in ("#sound-blocked", "#help-here", "form[action='/shift/take']", ".rail"):
        expect(page.locator(hidden)).to_be_hidden()


def test_paper_says_what_was_asked_for_and_which_choice_is_listed(page: Page) -> None:
    """What was found says nothing without the question; a list says whether it leaves out what is over."""
    page.goto("/search?q=nothing-of-the-kind&member=IL&place=33.1256+N,+35.8246+E")
    page.emulate_media(media="print")
    expect(page.locator(".asked")).to_contain_text("nothing-of-the-kind · Member: Israel · Near the place: 33.1256 N")
    for hidden in ("form.asking", "form[action='/search/views']", ".block:has(form[action='/search/views']) h2"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen")
    expect(page.locator(".asked")).to_be_hidden()
    page.goto("/sites")
    page.emulate_media(media="print")
    expect(page.locator("nav.beside")).to_be_hidden()
    chosen = page.locator(".stage .ph .seg a")
    expect(chosen.and_(page.locator("[aria-current]"))).to_be_visible()
    expect(chosen.and_(page.locator(":not([aria-current])"))).to_be_hidden()
    expect(page.locator("#watch .seg [aria-current]")).to_be_visible()


def test_a_door_on_paper_bears_its_head(page: Page, cell: Cell) -> None:
    """The mark of an exercise, mechanism and time stand above what is printed of a door."""
    page.goto("/")
    page.context.clear_cookies(name="parley-session")
    page.goto("/sign-in")
    page.emulate_media(media="print")
    expect(page.locator(".print-head")).to_be_visible()
