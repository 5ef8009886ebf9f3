"""What the map leaves out and how it says so: heights, hours, lines of a day, more than can be drawn; and overlaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from parley.desk.map.adding import Heights, Layer, MapFact, Window
from parley.desk.map.heights import heights_asked, heights_of
from parley.desk.map.telling import drawn_at_most, told
from parley.desk.map.window import HOUR_MS, asked_for, instant_of, instant_text, steps_to
from parley.geo.band import Ground
from parley.geo.figures import Misread
from parley.geo.height import Height
from parley.geo.moment import parse_moment
from tests.desk.cell import Cell
from tests.desk.screens import signed_in
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume

GROUND = Ground((-200, 2800), (10, 30), (980, 1045))
LAYER = Layer("notices", lambda: "", lambda node, officer, window: ())
NOW = Window(0, 1_000_000, 1_000_000)
START = int((datetime.now(UTC) + timedelta(days=9)).timestamp())


def of_heights(low: str, high: str, measure: str) -> Heights:
    """Return the filter that the fields spell."""
    found = heights_asked({"low": low, "high": high, "measure": measure}, ground=GROUND).found
    assert found is not None
    return found


def square(lat: float, lon: float, half: float = 0.01) -> list[Any]:
    """Return an outline around a place."""
    e7 = [round(each * 10_000_000) for each in (lat, lon, half)]
    south, north, west, east = e7[0] - e7[2], e7[0] + e7[2], e7[1] - e7[2], e7[1] + e7[2]
    return [[[[west, south], [east, south], [east, north], [west, north]]]]


def facts(visitor: Visitor, matter: str) -> list[dict[str, Any]]:
    """Return all that the map says of a matter."""
    return list(json.loads(visitor.get(f"/map/features?matter={matter.replace('/', '%2F')}").text)["facts"])


@pytest.mark.parametrize(("low", "high", "measure", "is_shown"), [
    ("0", "20", "m AGL", True), ("50", "", "m AGL", False), ("49", "", "m AGL", True), ("", "0", "m AGL", False),
    ("100", "163", "ft AGL", True), ("165", "200", "ft AGL", False),
    # Of another reference only what lies elsewhere for certain is left out: the ground may be anywhere in its range.
    ("2000", "2500", "m AMSL", True), ("4000", "", "m AMSL", False), ("10", "20", "FL", True), ("200", "", "FL", False),
])  # fmt: skip
def test_a_height_is_compared_as_written_or_at_the_widest(low: str, high: str, measure: str, is_shown: bool) -> None:
    """In its own reference exactly, in another one so that nothing is left out that may be there."""
    heights = heights_of(Height(0, "m", "AGL"), Height(50, "m", "AGL"), ground=GROUND)
    assert heights.shares(of_heights(low, high, measure)) is is_shown


@pytest.mark.parametrize(("low", "high"), [("ten", ""), ("30", "20"), ("1.5", ""), ("", "9999999")])
def test_a_filter_that_is_none_is_told_and_leaves_nothing_out(low: str, high: str) -> None:
    """Words, upside down, or out of range: said at the field."""
    asked = heights_asked({"low": low, "high": high, "measure": "m AGL"}, ground=GROUND)
    assert asked.found is None and asked.fault is not None and (asked.low, asked.high) == (low[:20], high[:20])


def test_what_has_no_hour_ahead_is_left_out_and_what_has_no_hours_is_not() -> None:
    """Of an activity one hour is enough; a message or a line has none and stays."""
    busy = MapFact("a", None, "notice", "", "", windows=((2_000_000, 3_000_000),))
    for ahead, is_shown in ((None, True), (0, False), (900_000, False), (1_000_000, True)):
        window = Window(0, 1_000_000, 1_000_000, ahead_ms=ahead)
        assert busy.is_shown(window) is is_shown
        assert MapFact("b", None, "message", "", "").is_shown(window)


def test_lines_are_those_of_the_day_that_is_chosen() -> None:
    """The day moves what the charter dates, and nothing else; without a day they follow the instant shown."""
    line = MapFact("line", None, "line-agreed", "", "", from_ms=500, until_ms=900, is_dated=True)
    message = MapFact("message", None, "message", "", "", from_ms=500, until_ms=900)
    assert not line.is_shown(NOW) and line.is_shown(Window(0, 1_000_000, 1_000_000, lines_ms=700))
    assert not message.is_shown(Window(0, 1_000_000, 1_000_000, lines_ms=700))
    noon = datetime(1974, 5, 31, 12, tzinfo=UTC).timestamp() * 1000
    asked = asked_for({"lines": "1974-05-31"}, now_ms=10)
    assert asked.lines_ms == noon and asked_for({"lines": "May 1974"}, now_ms=10).lines_fault is not None


def test_the_page_shows_the_line_as_of_a_day_and_says_so(visitor: Visitor) -> None:
    """Before a zone of the charter began it is neither drawn nor listed, and the picture bears the day."""
    before = visitor.get("/map?chosen=1&layer=zones&lines=1974-05-30").text
    after = visitor.get("/map?chosen=1&layer=zones&lines=1974-06-01").text
    assert "Area of separation" not in before.partition('id="map-list"')[2]
    assert "Area of separation" in after.partition('id="map-list"')[2]
    assert "<bdi dir=\"ltr\" data-lines-at>1974-05-30</bdi>" in before and 'value="1974-05-30"' in before


def test_more_than_can_be_drawn_stands_in_the_list_all_the_same() -> None:
    """Beyond the limit a fact goes without its outline: the past first, then the older ones, and never a line."""
    shape = {"type": "Point", "coordinates": [35, 33]}
    made = [MapFact(f"{n}", shape, "notice", "", "", from_ms=n, matter=f"SY/{n}") for n in range(6)]
    over = MapFact("over", shape, "notice", "", "", from_ms=9, until_ms=10, matter="SY/9")
    line = MapFact("line", shape, "line-agreed", "", "")
    meeting = MapFact("meeting", shape, "overlap-near", "", "", matter="SY/1")
    halt = MapFact("halt", shape, "standstill", "", "", matter="SY/0")
    thinned = drawn_at_most([(LAYER, fact) for fact in (*made, over, meeting, halt, line)], most=3)
    assert len(thinned) == 10
    assert [fact.id for _, fact in thinned if fact.geometry] == ["4", "5", "meeting", "halt", "line"]
    assert "geometry" not in told(*thinned[0]) and "geometry" in told(*thinned[-1])


def test_every_notice_is_in_the_answer_however_many_there_are(visitor: Visitor, monkeypatch: pytest.MonkeyPatch,
                                                              cell: Cell) -> None:  # fmt: skip
    """With a limit of one all notices are answered, at most one with an outline; picked, another has its own."""
    made = [
        cell.says("IL", "activity_notified", plan(volume(begins_s=START, area=square(32.15, 35.3 + n / 10))))
        for n in range(2)
    ]
    monkeypatch.setattr("parley.desk.map.pages.MOST_DRAWN", 1)
    answer = json.loads(visitor.get("/map/features").text)["facts"]
    assert {fact["matter"] for fact in answer if fact.get("matter") in made} == set(made)
    assert len([fact for fact in answer if fact.get("matter") in made and "geometry" in fact]) <= 1
    assert len([fact for fact in answer if fact["layer"] == "notices" and "geometry" in fact]) <= 1
    assert all("geometry" in fact for fact in facts(visitor, made[0]))


def test_an_overlap_is_drawn_where_it_is_in_the_form_of_its_kind(cell: Cell, visitor: Visitor) -> None:
    """Shared ground as an area, two that are too close as the shortest way between them with its length."""
    one = cell.says("IL", "activity_notified", plan(volume(begins_s=START, area=square(32.4, 35.3))))
    cell.says("SY", "activity_notified", plan(volume(begins_s=START, area=square(32.405, 35.305))))
    (conflict,) = [fact for fact in facts(visitor, one) if fact["layer"] == "overlaps"]
    assert (conflict["style"], conflict["geometry"]["type"]) == ("overlap-conflict", "Polygon")
    assert "0 – 50 m AGL" in conflict["measure"] and "km²" in conflict["measure"]
    flying = {"class": "flight_manned"}
    near = cell.says("IL", "activity_notified", plan(volume(begins_s=START, area=square(32.4, 35.5)), **flying))
    cell.says("SY", "activity_notified", plan(volume(begins_s=START, area=square(32.4, 35.53)), **flying))
    (close,) = [fact for fact in facts(visitor, near) if fact["layer"] == "overlaps"]
    assert (close["style"], close["geometry"]["type"]) == ("overlap-near", "LineString")
    assert close["measure"].startswith("941 m")
    assert conflict["what"] == "Conflict" and close["what"] == "Too close"


def test_what_is_kept_of_a_notice_is_made_anew_when_something_is_said_of_it(cell: Cell, visitor: Visitor) -> None:
    """Read twice it is the same; after it was called off it has an end, and says so."""
    matter = cell.says("IL", "activity_notified", plan(volume(begins_s=START, area=square(32.05, 36.9))))
    first = facts(visitor, matter)
    assert facts(visitor, matter) == first and first[0]["state"] == "planned" and "until_ms" not in first[0]
    cell.says("IL", "activity_cancelled", {"why": "EXERCISE called off"}, matter=matter)
    (over,) = facts(visitor, matter)
    assert over["state"] == "cancelled" and over["until_ms"] > over["from_ms"]


@pytest.mark.parametrize(("language", "word"), [("en", "Convoy"), ("ar", "قافلة"), ("he", "שיירה")])
def test_a_notice_is_labelled_in_the_script_of_the_reader(
    cell: Cell, visitor: Visitor, language: str, word: str
) -> None:
    """Its class in the reader's words, its number as it is."""
    matter = cell.says("IL", "activity_notified", plan(volume(begins_s=START, area=square(32.15, 36.3))))
    visitor.speak(language)
    label = facts(visitor, matter)[0]["label"]
    assert word in label and f"\u2066{matter}\u2069" in label


@pytest.fixture
def page(browser: Browser, cell: Cell) -> Iterator[Page]:
    """A signed-in page."""
    yield from signed_in(browser, cell, at="")


@pytest.mark.browser
def test_heights_are_filtered_beside_the_slider_and_all_of_the_list_is_printed(page: Page, cell: Cell) -> None:
    """List and map follow the fields, the address keeps them, a wrong one is told; on paper every row stands."""
    low = plan(volume(begins_s=START, area=square(32.2, 36.6)), subject="EXERCISE below")
    cell.says("IL", "activity_notified", low)
    page.goto("/map?chosen=1&layer=notices")
    expect(page.locator("#map.is-drawn")).to_be_visible()
    row = page.locator("#map-list tbody tr", has_text="EXERCISE below")
    expect(row.first).to_be_attached()
    page.fill("[name=low]", "60")
    expect(row).to_have_count(0)
    assert "low=60" in page.url and "measure=m+AGL" in page.url
    page.fill("[name=low]", "sixty")
    expect(page.locator("[data-height-fault]")).to_be_visible()
    expect(row.first).to_be_attached()
    page.click("[data-unfilter]")
    page.check("input[name=layer][value=disputed]")
    page.check("input[name=layer][value=places]")
    total = int(page.locator("#map-list [data-count]").inner_text())
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#map-list tbody tr").count() == total
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


@given(st.integers(-200, 200), st.integers(10**12, 2 * 10**12), st.sampled_from((HOUR_MS, 24 * HOUR_MS)))
def test_the_slider_reaches_every_full_hour_on_both_sides_of_now(steps: int, now_ms: int, step_ms: int) -> None:
    """Each place of the slider is an instant on its side of now and leads back to that place; the middle is live."""
    at_ms = instant_of(steps, step_ms=step_ms, now_ms=now_ms)
    if steps == 0:
        assert at_ms is None
    else:
        assert at_ms is not None and at_ms % step_ms == 0 and (at_ms < now_ms) is (steps < 0)
        assert abs(at_ms - now_ms) <= abs(steps) * step_ms and steps_to(at_ms, step_ms=step_ms, now_ms=now_ms) == steps


@pytest.mark.parametrize("at", ["9999-12-31 23:59Z", "1970-01-01 00:00Z"])
@pytest.mark.parametrize("go", ["back", "ahead", "back-far", "ahead-far"])
@pytest.mark.parametrize("step", ["hour", "day"])
def test_no_button_leads_out_of_the_calendar(at: str, go: str, step: str) -> None:
    """From the first and the last minute that a date can name the page is one whose instant can be written."""
    asked = asked_for({"at": at, "go": go, "step": step}, now_ms=490_000 * HOUR_MS)
    assert asked.at_ms is not None and parse_moment(instant_text(asked.at_ms)) != Misread("geo.no_such_time")


def test_what_is_planned_is_shown_by_its_hours() -> None:
    """Of an hour to come only activity with time in it, unless other hours are chosen; what was said stays in sight."""
    now_ms = 490_000 * HOUR_MS + 20 * 60_000
    at_ms = 490_003 * HOUR_MS
    asked = asked_for({"at": instant_text(at_ms)}, now_ms=now_ms)
    assert asked.is_ahead and not asked.is_past and asked.slider(now_ms=now_ms) == (-72, 72, 3)
    window = asked.window(now_ms=now_ms)
    within, later = (
        MapFact(name, {}, "notice", "", "", from_ms=1, windows=((start, start + 60_000),))
        for name, start in (("within", at_ms + 30 * 60_000), ("later", at_ms + HOUR_MS))
    )
    said = MapFact("said", {}, "message", "", "", from_ms=1, said_at_ms=now_ms - HOUR_MS)
    assert [each.is_shown(window) for each in (within, later, said)] == [True, False, True]
    wider = asked_for({"at": instant_text(at_ms), "ahead": "6"}, now_ms=now_ms).window(now_ms=now_ms)
    assert later.is_shown(wider)
    far = asked_for({"at": instant_text(now_ms + 80 * 24 * HOUR_MS), "step": "day"}, now_ms=now_ms)
    assert far.slider(now_ms=now_ms)[:2] == (-90, 90)
