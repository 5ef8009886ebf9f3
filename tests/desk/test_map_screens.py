"""The map in a real browser without a graphics card: drawn, picked, moved in time, live, in three languages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.desk.cell import Cell, message
from tests.desk.screens import FLAGS, SIZES, flash, signed_in, until
from tests.desk.test_map_pages import HERE, THERE, place, sent

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ar", "he")
MAP = "document.getElementById('map').parleyMap"


@pytest.fixture(scope="module")
def still_browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window, without a graphics card and without WebGL."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, "--disable-3d-apis"])
        yield opened
        opened.close()


@pytest.fixture
def page(still_browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page; the test fails where the browser complained of anything."""
    wish: dict[str, Any] = getattr(request, "param", {})
    yield from signed_in(still_browser, cell, **{"at": "", **wish})


def drawn(page: Page, path: str = "/map") -> None:
    """Open the map and wait until it is drawn."""
    page.goto(path)
    expect(page.locator("#map.is-drawn")).to_be_visible(timeout=60_000)


def colours(page: Page) -> int:
    """Return how many different colours the map's canvases show at a grid of points."""
    return int(
        page.evaluate(
            """() => { const seen = new Set();
            for (const canvas of document.querySelectorAll('#map canvas')) {
              const pen = canvas.getContext('2d');
              for (let x = 5; x < canvas.width; x += 11) for (let y = 5; y < canvas.height; y += 11)
                seen.add(pen.getImageData(x, y, 1, 1).data.join());
            } return seen.size; }"""
        )
    )


def row(page: Page, words: str) -> Any:
    """Return the rows of the list that hold these words."""
    return page.locator("#map-list tbody tr", has_text=words)


@pytest.mark.parametrize("page", [{"language": code} for code in LANGUAGES], indirect=True)
def test_the_map_is_drawn_without_a_graphics_card(page: Page, cell: Cell) -> None:
    """Without WebGL and under the strict policy the canvas shows land, water, lines and names, in each language."""
    sent(cell, subject="Drawn")
    drawn(page)
    assert page.evaluate("document.createElement('canvas').getContext('webgl2') === null")
    assert colours(page) > 12
    expect(row(page, "Drawn").first).to_be_visible()


@pytest.mark.parametrize("page", [{"language": code} for code in LANGUAGES], indirect=True)
def test_the_map_is_not_turned_round_and_all_around_it_is(page: Page) -> None:
    """East stays at the right in every language; list, buttons and slider begin at the reader's side."""
    drawn(page)
    is_rtl = page.locator("html").get_attribute("dir") == "rtl"
    east = page.evaluate(f"{MAP}.view.getPixelFromCoordinate([4060000, 3900000])[0]")
    west = page.evaluate(f"{MAP}.view.getPixelFromCoordinate([3900000, 3900000])[0]")
    assert east > west
    slider = page.locator("#map-form input[type=range]").bounding_box()
    live = page.locator(".map-slide [data-move=live]").bounding_box()
    assert slider and live
    assert (live["x"] < slider["x"]) is is_rtl


@pytest.mark.parametrize("page", [{"language": code} for code in LANGUAGES], indirect=True)
def test_one_selection_in_list_map_and_notations(page: Page, cell: Cell) -> None:
    """A row that is chosen is marked, its sign is the selected one, and its place stands in every notation."""
    matter = sent(cell, subject="Chosen one")
    drawn(page)
    row(page, "Chosen one").first.locator(".pick").click()
    expect(row(page, "Chosen one").first).to_have_attribute("aria-current", "true")
    expect(page.locator("#map-point-out")).to_contain_text("36S YB 63531 68762")
    expect(page.locator("#map-point-out")).to_contain_text("33°07'32.16\"N")
    link = row(page, "Chosen one").first.locator(f"a[href^='/hotline/{matter}']")
    expect(link).to_be_visible()
    link.click()
    expect(page.locator(".talk h1")).to_contain_text("Chosen one")


def test_a_sign_that_is_picked_on_the_map_is_found_in_the_list(page: Page, cell: Cell) -> None:
    """A click on the place of a message marks its row; a click beside it reads out that place."""
    where = {"lat_e7": 325000000, "lon_e7": 365000000}
    matter = cell.says("IL", "message_sent", message(subject="Picked", items=[place(where)]))
    drawn(page, f"/map?matter={matter}&span=720")
    page.wait_for_timeout(600)
    middle = f"{MAP}.view.getPixelFromCoordinate({MAP}.view.getView().getCenter())"
    at = page.evaluate(middle)
    page.locator("#map").click(position={"x": at[0] + 60, "y": at[1] + 40})
    expect(page.locator("input[name=place]")).not_to_have_value("32.5000 N, 36.5000 E")
    # Two clicks within a moment would be a double click, which zooms.
    page.wait_for_timeout(600)
    # A bar that came or went above it meanwhile moved its middle.
    at = page.evaluate(middle)
    page.locator("#map").click(position={"x": at[0], "y": at[1]})
    expect(page.locator("input[name=place]")).to_have_value("32.5000 N, 36.5000 E")
    expect(row(page, "Picked").first).to_have_attribute("aria-current", "true")


def test_a_distance_is_measured_between_two_picks(page: Page) -> None:
    """Two clicks, or two typed places, give a distance and bearings; the way is drawn."""
    drawn(page)
    page.fill("input[name=place]", "33.1256 N 35.8246 E")
    page.fill("input[name=other]", "36S YB 63531 68762")
    page.fill("input[name=other]", "33.1656 N 35.8846 E")
    page.keyboard.press("Enter")
    expect(page.locator(".map-way")).to_contain_text("7,143 m")
    page.click("[data-measure]")
    page.locator("#map").click(position={"x": 200, "y": 120})
    expect(page.locator(".map-way")).not_to_contain_text("7,143 m")


@pytest.mark.parametrize("page", [{"language": code} for code in LANGUAGES], indirect=True)
def test_a_new_message_appears_on_map_and_list_without_reload(page: Page, cell: Cell) -> None:
    """What another member says is drawn and listed on the page that is open, and what it corrects moves."""
    drawn(page)
    page.evaluate("window.marked = true")
    before = page.evaluate(f"{MAP}.shown")
    subject = f"Just came {page.locator('html').get_attribute('lang')}"
    matter = sent(cell, subject=subject)
    expect(row(page, subject)).to_have_count(1)
    cell.says("SY", "read_back", {"items": [place(THERE)]}, matter=matter)
    expect(row(page, subject).filter(has_text="7,143 m")).to_have_count(1)
    until(page, f"{MAP}.shown === {before + 2}")
    assert page.evaluate("window.marked") is True


def test_time_is_moved_by_keyboard_buttons_and_field_alike(page: Page, cell: Cell) -> None:
    """An hour back by key, button or field: what was said today is neither drawn nor listed, and the mode says so."""
    sent(cell, subject="Of this hour")
    drawn(page)
    slider = page.locator("#map-form input[type=range]")
    slider.focus()
    page.keyboard.press("PageDown")
    expect(page.locator("[data-past-mark]").first).to_be_visible()
    expect(row(page, "Of this hour")).to_have_count(0)
    page.click("#map-form [data-move=live]")
    expect(row(page, "Of this hour").first).to_be_visible()
    page.click("#map-form [data-move=ahead]")
    expect(page.locator(".map-past[data-ahead-mark]")).to_be_visible()
    expect(row(page, "Of this hour").first).to_be_visible()
    page.click("#map-form [data-move=back]")
    expect(page.locator("[data-live-mark]")).to_be_visible()
    page.click("#map-form [data-move=back-far]")
    expect(row(page, "Of this hour")).to_have_count(0)
    page.fill("input[name=at]", "2026-11-24 10:00Z")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=2026-11-24+10%3A00Z*")
    expect(slider).to_have_attribute("aria-valuetext", "2026-11-24 10:00Z")
    page.reload()
    expect(page.locator("[data-past-mark]").first).to_be_visible()


@pytest.mark.parametrize("page", [{"language": "en"}, {"language": "ar"}], indirect=True)
def test_the_past_is_said_over_the_whole_screen_and_so_is_what_is_now(page: Page, cell: Cell) -> None:
    """As of an instant the stage is framed and says so, the tab too; watch list and time line say that they are now."""
    cell.says("IL", "message_sent", message(asks_answer=True))
    drawn(page)
    page.click("#map-form [data-move=back-far]")
    expect(page.locator(".map-past[data-past-mark]")).to_be_visible()
    now = "getComputedStyle(document.querySelector('%s'), '::before').content"
    for around in ("#watch", "#timeline"):
        said = page.locator(around).get_attribute("data-is-now")
        assert said and said in page.evaluate(now % around)
    assert page.locator("[data-past-at]").first.inner_text() in page.title()
    page.click(".map-past[data-past-mark] button")
    expect(page.locator(".map-past[data-past-mark]")).to_be_hidden()
    assert page.evaluate(now % "#watch") == "none"


def test_the_map_has_its_share_of_a_small_screen(page: Page, cell: Cell) -> None:
    """With a FLASH in sight, on 1280 by 720, the map is at least 240 pixels high and its list begins below it."""
    page.set_viewport_size({"width": 1280, "height": 720})
    matter = flash(cell)
    drawn(page)
    expect(page.locator("[data-flash]").first).to_be_visible()
    # A key pressed lets the browser sound, so that the bar that says otherwise goes.
    page.keyboard.press("Escape")
    expect(page.locator("#sound-blocked")).to_be_hidden()
    until(page, "document.getElementById('map').getBoundingClientRect().height >= 240")
    box, listed = page.locator("#map").bounding_box(), page.locator("#map-list").bounding_box()
    assert box and listed
    assert box["height"] >= 240
    cell.says("SY", "message_acknowledged", {"how": "received"}, matter=matter)
    assert listed["y"] + 30 <= page.locator("main > .timeline").evaluate("(each) => each.getBoundingClientRect().y")


def test_the_slider_ends_where_a_thing_was_not_yet_said(page: Page, cell: Cell) -> None:
    """A picture as of an instant holds what was said before it and nothing said after."""
    matter = sent(cell, subject="Two moments")
    drawn(page)
    fact = page.evaluate("() => fetch('/map/features').then((a) => a.json()).then((a) => a.facts)")
    said = next(each["said_at_ms"] for each in fact if each.get("matter") == matter)
    shown = f"(at) => {{ const m = {MAP}; m.setTime({{ fromMs: at - 3600000, untilMs: at }}); return m.shown; }}"
    assert page.evaluate(shown, said) - page.evaluate(shown, said - 1) >= 1


def test_layers_are_switched_on_and_off(page: Page, cell: Cell) -> None:
    """A layer that is not ticked is neither drawn nor listed."""
    sent(cell, subject="In a layer")
    drawn(page)
    all_shown = page.evaluate(f"{MAP}.shown")
    page.uncheck("input[name=layer][value=messages]")
    expect(row(page, "In a layer")).to_have_count(0)
    assert page.evaluate(f"{MAP}.shown") < all_shown
    page.check("input[name=layer][value=messages]")
    expect(row(page, "In a layer").first).to_be_visible()


def test_the_map_is_worked_by_keyboard(page: Page) -> None:
    """M leads to the map; it takes the focus, arrows move it, plus zooms at once after, Enter picks its middle."""
    page.goto("/shift")
    expect(page.locator("html.is-live")).to_be_attached()
    page.keyboard.press("m")
    expect(page.locator("#map.is-drawn")).to_be_visible(timeout=60_000)
    page.locator("#map").focus()
    centre = f"{MAP}.view.getView().getCenter()[0]"
    before, zoom = page.evaluate(centre), page.evaluate(f"{MAP}.view.getView().getZoom()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    until(page, f"{centre} > {before} && {MAP}.view.getView().getZoom() > {zoom}")
    page.keyboard.press("Enter")
    expect(page.locator("#map-point-out")).to_contain_text("MGRS")


@pytest.mark.parametrize("page", [{"javascript": False}], indirect=True)
def test_the_list_says_everything_without_javascript(page: Page, cell: Cell) -> None:
    """Without JavaScript the list follows time and layers, and a row leads to its place in all notations."""
    sent(cell, subject="No script")
    page.goto("/map")
    expect(row(page, "No script").first).to_be_visible()
    row(page, "No script").first.locator(".pick").click()
    expect(page.locator("#map-point-out")).to_contain_text("36S YB 63531 68762")
    page.click("#map-form [data-move=back-far]")
    expect(row(page, "No script")).to_have_count(0)
    expect(row(page, "Area of separation").first).to_be_visible()


@pytest.mark.parametrize("page", [{"language": code} for code in LANGUAGES], indirect=True)
def test_the_map_is_not_wider_than_its_screen(page: Page, cell: Cell) -> None:
    """Nothing has to be scrolled sideways, on any screen; every control is large enough to hit."""
    sent(cell)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        drawn(page)
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1], size
        small = page.evaluate(
            """[...document.querySelectorAll(
              '.is-map button:not(.unseen), .is-map select, .is-map .pick, #map-point-form input')]
            .map((e) => [e.getBoundingClientRect(), e])
            .filter(([box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([, e]) => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], size


def test_a_printed_picture_needs_no_colour(page: Page, cell: Cell) -> None:
    """Before printing the map is drawn in black on white, and afterwards as before."""
    sent(cell)
    drawn(page)
    page.wait_for_timeout(500)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tinted = page.evaluate(
        """() => { let tinted = 0; for (const canvas of document.querySelectorAll('#map canvas')) {
        const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        for (let n = 0; n < all.length; n += 4)
          if (all[n + 3] && Math.abs(all[n] - all[n + 1]) + Math.abs(all[n] - all[n + 2]) > 9) tinted++;
        } return tinted; }"""
    )
    assert tinted == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#map.is-printed").count()


def test_a_map_that_is_left_is_let_go_and_opens_again(page: Page, cell: Cell) -> None:
    """Going to another page and back draws anew; no module is left that asks for what nobody sees."""
    sent(cell, subject="Again")
    drawn(page)
    asked: list[str] = []
    page.click(".rail a[href='/shift']")
    expect(page.locator("#map")).to_have_count(0)
    page.on("request", lambda request: asked.append(request.url) if "/map/features" in request.url else None)
    sent(cell, subject="While away")
    time.sleep(1.0)
    page.evaluate("1")
    assert asked == []
    page.click(".rail a[href='/map']")
    expect(page.locator("#map.is-drawn")).to_be_visible(timeout=60_000)
    expect(row(page, "While away").first).to_be_visible()


@pytest.mark.parametrize("page", [{"language": code} for code in LANGUAGES], indirect=True)
def test_a_conversation_shows_its_places_on_a_small_map(page: Page, cell: Cell) -> None:
    """Beside a conversation with a place stands a small map, which leads to the large one turned to that matter."""
    matter = sent(cell, subject="Small map")
    page.goto(f"/hotline/{matter}")
    expect(page.locator("[data-map=small] canvas").first).to_be_visible(timeout=60_000)
    cell.says("SY", "read_back", {"items": [place(THERE)]}, matter=matter)
    expect(page.locator(".map-places")).to_contain_text("7,143 m")
    expect(page.locator("[data-map=small] canvas").first).to_be_visible()
    page.locator(".panel-in a[href^='/map?']").click()
    expect(page.locator("#map.is-drawn")).to_be_visible(timeout=60_000)
    expect(row(page, "Small map").first).to_be_visible()
    assert HERE


def test_nothing_moves_under_a_finger_and_what_came_is_shown_once_it_is_let_go(page: Page, cell: Cell) -> None:
    """While a link is pressed news waits, so that it is followed; held for long it no longer does."""
    matter = sent(cell, subject="Pressed")
    page.goto(f"/hotline/{matter}")
    expect(page.locator("html.is-live")).to_be_attached()
    expect(page.locator("[data-map=small] canvas").first).to_be_visible(timeout=60_000)
    heading = page.locator(".talk h1").bounding_box()
    assert heading
    page.mouse.move(heading["x"] + 5, heading["y"] + 5)
    places = "window.letGo = document.querySelector('.map-places').innerText"
    page.evaluate(f"addEventListener('pointerup', () => {{ {places}; }}, true)")
    page.mouse.down()
    cell.says("SY", "read_back", {"items": [place(THERE)]}, matter=matter)
    page.wait_for_timeout(400)
    page.mouse.up()
    assert "7,143 m" not in page.evaluate("window.letGo")
    expect(page.locator(".map-places")).to_contain_text("7,143 m")
    page.mouse.down()
    cell.says("SY", "read_back", {"items": [place(HERE)]}, matter=matter)
    expect(page.locator(".map-places")).not_to_contain_text("7,143 m")
    page.mouse.up()
