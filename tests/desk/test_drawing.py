"""The area of a notice is drawn on the map: read out and measured by the node, by the keys alone, without a loss."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from parley.node import reading
from tests.desk.cell import Cell
from tests.desk.planning import form
from tests.desk.screens import signed_in
from tests.desk.visitor import Visitor

TWO = "33.1256 N, 35.8246 E\n33.1656 N, 35.8846 E"


def drawn(visitor: Visitor, **fields: str) -> str:
    """Return what the node says of an area while it is drawn."""
    answer = visitor.post("/notices/outline", {"way": "outline", "radius_m": "", "width_m": "", **fields})
    assert answer.status == 200
    return unescape(answer.text)


def outline(text: str) -> Any:
    """Return the outline of an answer; None where none could be made."""
    found = re.search(r'data-outline="(\{.*?\})"', text)
    return json.loads(found[1]) if found else None


def test_an_area_is_shown_as_it_would_be_signed_and_each_corner_in_every_notation(visitor: Visitor) -> None:
    """A circle stands around its rim; its middle is said in degrees, in minutes and in the military grid."""
    text = drawn(visitor, way="circle", places="33 07 32.16 N 35 49 28.56 E", radius_m="500")
    ring = outline(text)["coordinates"][0][0]
    assert len(ring) > 32 and ring[0] == ring[-1]
    for said in ("33.1256 N, 35.8246 E", "33°07'32.16\"N", "36S YB 63531 68762"):
        assert said in text
    assert "0.79 km²" in text and "WGS 84" in text


def test_sides_are_measured_along_the_shortest_way(visitor: Visitor) -> None:
    """Each side with its length and bearing, and all of them together."""
    text = drawn(visitor, way="corridor", places=TWO, width_m="200")
    assert "7,143 m" in text and "052°" in text and "Length of the route" in text
    around = drawn(visitor, places=TWO + "\n33.1256 N, 35.8846 E")
    assert "Length around" in around and around.count("·") >= 3


def test_a_long_side_says_how_far_it_lies_beside_the_shortest_way(visitor: Visitor) -> None:
    """The edge of an outline is straight on the map; from ten kilometres on the difference is told."""
    far = drawn(visitor, places="33.0 N, 35.1 E\n33.0 N, 36.1 E\n33.3 N, 35.5 E")
    assert "beside the shortest way" in far
    assert "beside the shortest way" not in drawn(visitor, places=TWO + "\n33.1256 N, 35.8846 E")


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_a_line_that_is_not_understood_is_told_beside_it_and_the_others_stand(visitor: Visitor, language: str) -> None:
    """Nothing that was typed is dropped: the line stands as typed with its reason, the others are read out."""
    visitor.speak(language)
    text = drawn(visitor, places="33.1256 N, 35.8246 E\nby the mill\n33.1656 N, 35.8846 E")
    assert "by the mill" in text and text.count('class="fault"') == 1
    assert text.count('data-degrees="3') == 2 and outline(text) is None


def test_what_is_no_area_says_why(visitor: Visitor) -> None:
    """An outline that crosses itself is told, and no outline is drawn."""
    crossing = "33.0 N, 35.0 E\n33.1 N, 35.1 E\n33.0 N, 35.1 E\n33.1 N, 35.0 E"
    text = drawn(visitor, places=crossing)
    assert 'class="fault"' in text and outline(text) is None
    assert "data-corner" not in drawn(visitor, places="")


def test_a_place_picked_on_the_map_begins_the_form(visitor: Visitor) -> None:
    """One place begins a circle, two a corridor; the map's page offers it."""
    assert 'formaction="/notices/new"' in visitor.get("/map").text
    one = visitor.get("/notices/new?place=33.1256+N%2C+35.8246+E&other=").text
    assert ">33.1256 N, 35.8246 E</textarea>" in one and 'value="circle" checked' in one
    two = visitor.get("/notices/new?place=33.1256+N%2C+35.8246+E&other=33.1656+N+35.8846+E").text
    assert "33.1656 N 35.8846 E</textarea>" in two and 'value="corridor" checked' in two


@pytest.fixture
def page(browser: Browser, cell: Cell, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A signed-in page."""
    wish: dict[str, Any] = getattr(request, "param", {})
    yield from signed_in(browser, cell, **{"at": "", **wish})


def draw_a_second(page: Page, *, lower: str) -> None:
    """Add a volume, draw it by keys, and find it again in the draft: the first stays as it was."""
    first_places = page.input_value("[name=places]")
    page.click("[data-block-add='']")
    expect(page.locator("[data-draw-said]")).to_contain_text("Area 2")
    assert page.input_value("[name=v2-lower]") == lower
    page.locator("#draw-map").focus()
    page.keyboard.press("Home")
    for key in ("Enter", "ArrowRight", "Enter", "ArrowUp", "Enter", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".drawn-measures")).to_contain_text("km²")
    assert page.input_value("[name=v2-places]").count("\n") == 2 and page.input_value("[name=places]") == first_places
    # Kept as a draft with its volume, and put back with it.
    expect(page.locator(".draft-said")).to_be_visible()
    second_places = page.input_value("[name=v2-places]")
    page.goto("/notices/new")
    expect(page.locator("[name=v2-places]")).to_have_value(second_places)


def change_beside_a_draft(page: Page, notice: str) -> None:
    """A draft of another notice is not put into a change; a volume removed in a draft is back when it is discarded."""
    page.goto("/notices/new")
    page.fill("[name=subject]", "EXERCISE another")
    expect(page.locator(".draft-said")).to_be_visible()
    with page.expect_response(lambda answer: "/drafts/of" in answer.url) as asked:
        page.goto(f"/notices/new?change={notice}")
    assert asked.value.status == 204 and page.input_value("[name=subject]") == "EXERCISE drawn by keys"
    page.click("[data-block='v2-'] [data-block-remove]")
    expect(page.locator(".draft-said")).to_be_visible()
    for address, blocks in ((f"/notices/new?change={notice}", 2), ("/notices/new", 1)):
        page.goto(address)
        expect(page.locator("[data-block]")).to_have_count(1)
        page.click(".draft-said button")
        expect(page.locator(".draft-said")).to_have_count(0)
        expect(page.locator("[data-block]")).to_have_count(blocks)


@pytest.mark.browser
def test_an_area_is_drawn_by_keys_alone_and_filed(page: Page, cell: Cell) -> None:
    """Corners put, moved by a step, undone, typed in the military grid; a second volume too, kept in the draft."""
    page.goto("/notices/new")
    expect(page.locator("#draw-map.is-drawn")).to_be_visible()
    typed = form(0, subject="EXERCISE drawn by keys")
    for name in ("subject", "text", "contact", "lower", "upper", "begins", "ends"):
        page.fill(f"[name={name}]", typed[name])
    page.select_option("[name=class]", "convoy")
    page.check("input[name=way][value=outline]")
    page.select_option("[data-draw-step]", "1000")
    page.locator("#draw-map").focus()
    for key in ("Enter", "Enter", "ArrowRight", "Enter", "ArrowUp", "ArrowUp", "Control+z", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-draw-said]")).to_contain_text("3")
    first, second, third = page.input_value("[name=places]").split("\n")
    assert first.split(",")[0] == second.split(",")[0] < third.split(",")[0]
    page.fill("[data-draw-typed]", "36S YB 63531 68762")
    page.keyboard.press("Enter")
    expect(page.locator("[data-corner='3']")).to_be_visible()
    page.locator("#draw-map").focus()
    page.keyboard.press("Delete")
    expect(page.locator("[data-corner='3']")).to_have_count(0)
    expect(page.locator(".drawn-measures")).to_contain_text("km²")
    # Whoever is held is a button that says so, and nothing else on the page is.
    assert page.locator("[aria-pressed]:not(button)").count() == 0
    assert page.locator(".draw [data-corner]").count() == 3
    assert page.input_value("[name=subject]") == typed["subject"]
    draw_a_second(page, lower=typed["lower"])
    page.click("button[value=look]")
    page.click("[data-look-send]")
    expect(page.locator("h1", has_text="EXERCISE drawn by keys")).to_be_visible()
    rows = reading.of_form(cell.mechanism.nodes["SY"], "notice", from_ms=0)
    (row,) = [each for each in rows if each.state["subject"] == "EXERCISE drawn by keys"]
    assert [len(each["area"][0][0]) for each in row.state["volumes"]] == [3, 3]
    change_beside_a_draft(page, row.id)


@pytest.mark.browser
@pytest.mark.parametrize("page", [{"awaited": ("status of 503",)}], indirect=True)
def test_what_is_read_out_of_an_older_drawing_is_seen_to_be(page: Page) -> None:
    """While the node does not answer, measures and corners stand there as old, and are asked for until it does."""
    page.goto("/notices/new")
    expect(page.locator("#draw-map.is-drawn")).to_be_visible()
    page.check("input[name=way][value=outline]")
    page.fill("[name=places]", TWO + "\n33.1256 N, 35.8846 E")
    out = page.locator("[data-draw-out]")
    expect(out.locator("[data-corner]")).to_have_count(3)
    expect(out).not_to_have_attribute("aria-busy", "true")
    page.route("**/notices/outline", lambda route: route.fulfill(status=503))
    page.fill("[name=places]", TWO)
    expect(out).to_have_attribute("aria-busy", "true")
    page.unroute("**/notices/outline")
    expect(out.locator("[data-corner]")).to_have_count(2)
    expect(out).not_to_have_attribute("aria-busy", "true")


@pytest.mark.browser
@pytest.mark.parametrize(("path", "way"), [("/sites/new", "circle"), ("/standstills/new", "outline")])
def test_the_area_of_a_site_and_of_a_standstill_is_drawn_with_the_same_tool(page: Page, path: str, way: str) -> None:
    """By the keys of the map a place is put into the form's own field, and the node shows what would be signed."""
    page.goto(path)
    expect(page.locator("#draw-map.is-drawn")).to_be_visible()
    page.locator("#draw-map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name=places]")).to_have_value(re.compile(r"^\d+\.\d+ N, \d+\.\d+ E$"))
    expect(page.locator(f"input[name=way][value={way}]")).to_be_checked()
    expect(page.locator("[data-draw-out] .drawn-corners tbody tr")).to_have_count(1)
