"""A plan of several volumes in its form: added and taken away without a loss, with all times, changed whole."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from parley.charter.verdict import Fault
from parley.desk.notices.blocks import blocks_of, stepped
from parley.desk.notices.times import windows_spelled, windows_typed
from parley.node import reading
from parley.texts import sentence
from tests.desk.cell import Cell
from tests.desk.planning import START, filed, form
from tests.desk.visitor import Visitor
from tests.tracks.deconfliction.plans import plan, volume

DAY_S, FIRST_S = 86_400, int(START.timestamp())
FIELDS = ("way", "places", "radius_m", "width_m", "lower", "upper", "begins", "ends", "days", "every", "more")


def block(prefix: str, **changes: str) -> dict[str, str]:
    """Return the fields of one more volume: a corridor, higher than the first."""
    fields = {**dict.fromkeys(FIELDS, ""), **{name: value for name, value in form(0).items() if name in FIELDS}}
    fields |= {
        "way": "corridor", "places": "33.4000 N, 35.4000 E\n33.4500 N, 35.4200 E", "width_m": "300",
        "lower": "100 m AGL", "upper": "200 m AGL", **changes,
    }  # fmt: skip
    return {prefix + name: value for name, value in fields.items()}


def typed_in(text: str) -> dict[str, str]:
    """Return every field of the form of a notice as a browser would send it."""
    found: dict[str, str] = {}
    for pattern in (
        r'<input (?:type="(?:text|hidden)" )?name="([\w-]+)" value="([^"]*)"',
        r'<textarea name="([\w-]+)"[^>]*>([^<]*)</textarea>',
        r'type="radio" name="([\w-]+)" value="(\w+)" checked',
    ):
        found.update(re.findall(pattern, text))
    for name, options in re.findall(r'<select name="([\w-]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)"[^>]* selected', options) or re.findall(r'value="([^"]*)"', options)
        found[name] = chosen[-1]
    return {name: unescape(value) for name, value in found.items() if name not in ("once", "csrfmiddlewaretoken")}


def test_a_volume_is_added_and_taken_away_without_javascript_and_nothing_is_lost(visitor: Visitor) -> None:
    """The new one begins with the heights and times of the last; taken away, the first too, the others move up."""
    first = form(0, places="33.4000 N, 35.4000 E", days="3", every="week", more="", why="")
    more = typed_in(visitor.post("/notices/new", {**first, "step": "add-volume"}).text)
    assert {name: more[name] for name in first if name in more} == {n: v for n, v in first.items() if n in more}
    assert (more["v2-places"], more["v2-lower"], more["v2-days"], more["v2-every"]) == ("", "0 m AGL", "3", "week")
    need = typed_in(visitor.post("/notices/new", {**more, "v2-places": "33.5 N, 35.4 E", "step": "add-need"}).text)
    assert (need["v2-places"], need["c1-places"], need["subject"]) == ("33.5 N, 35.4 E", "", "EXERCISE water")
    gone = typed_in(visitor.post("/notices/new", {**need, "step": "remove:"}).text)
    assert gone["places"] == "33.5 N, 35.4 E" and "v2-places" not in gone and "c1-places" in gone
    assert gone["class"] == "convoy" and gone["to"] == "SY,IL,US"


def test_all_volumes_and_times_are_filed_and_a_change_begins_with_all(cell: Cell, visitor: Visitor) -> None:
    """Two volumes, one for need, weekly and single windows: signed one by one, and spelled again as they were typed."""
    later = START + timedelta(days=10)
    fields = {
        **form(0, places="33.4000 N, 35.4000 E", days="2", every="week"), "time_min": "60", "lateral_m": "500",
        "more": f"{later:%Y-%m-%d %H:%MZ} – {later + timedelta(hours=1):%Y-%m-%d %H:%MZ}",
        **block("v2-"), **block("c1-", way="outline", width_m="",
                                places="33.40 N, 35.40 E\n33.40 N, 35.44 E\n33.44 N, 35.42 E"),
    }  # fmt: skip
    tried = visitor.post("/notices/new", {**fields, "step": "try"})
    assert tried.status == 200 and "Where it may go in need" in tried.text and tried.text.count("w = 300 m") == 1
    assert f"{later:%Y-%m-%d %H:%MZ}" in tried.text and "data-block-windows" in tried.text
    looked = visitor.post("/notices/new", fields).text
    range_shown = f'<bdi dir="ltr"><span class="whole">{later:%Y-%m-%d %H:%MZ}</span> – '
    assert looked.count(range_shown) == 1 and "As it would be signed" in looked
    matter = filed(visitor, fields)
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None
    first, second = row.state["volumes"]
    hours = 4 * 3600
    assert [list(each) for each in first["windows"]] == [
        [FIRST_S, FIRST_S + hours], [FIRST_S + 7 * DAY_S, FIRST_S + 7 * DAY_S + hours],
        [FIRST_S + 10 * DAY_S, FIRST_S + 10 * DAY_S + 3600],
    ]  # fmt: skip
    assert second["drawn"]["form"] == "corridor" and len(row.state["contingency"]) == 1
    begun = typed_in(visitor.get(f"/notices/new?change={matter}").text)
    for name in ("places", "days", "every", "more", "time_min"):
        assert begun[name] == fields[name], name
    for name in ("v2-places", "v2-width_m", "v2-lower", "c1-way", "v2-begins"):
        assert begun[name].split() == fields[name].split() or name == "c1-places", name
    changed = {**begun, "step": "look", "why": "Lower", "v2-upper": "150 m AGL"}
    assert filed(visitor, changed) == matter
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None and [each["upper"]["value"] for each in row.state["volumes"]] == [50, 150]
    assert row.state["volumes"][0]["area"] == first["area"] and len(row.state["contingency"]) == 1


@pytest.mark.parametrize(
    ("language", "block_word", "field_word"),
    [("en", "Area 2", "To height"), ("ar", "المنطقة 2", "إلى ارتفاع"), ("he", "שטח 2", "עד גובה")],
)
def test_a_fault_names_its_volume_and_its_field(
    visitor: Visitor, language: str, block_word: str, field_word: str
) -> None:  # fmt: skip
    """In the reader's language, what could not be read and what no entry may say; the line too."""
    visitor.speak(language)
    said = sentence("geo.unit_missing", language=language, data={})
    base = form(0, places="33.4000 N, 35.4500 E")
    text = unescape(visitor.post("/notices/new", {**base, **block("v2-", upper="50", more="someday")}).text)
    (told,) = re.findall(r'id="refused".*?</ul>', text, re.DOTALL)
    assert block_word in told and said in told and field_word in told and "1" in told.partition("</li>")[2]
    low = unescape(visitor.post("/notices/new", {**base, **block("v2-", lower="300 m AGL")}).text)
    (told,) = re.findall(r'id="refused".*?</ul>', low, re.DOTALL)
    assert block_word in told and field_word in told


def test_a_rule_about_place_names_the_volume_that_it_refuses(visitor: Visitor) -> None:
    """Only the second lies outside of the box: it is named, the first is not."""
    fields = {**form(0, places="33.4000 N, 35.4500 E"), **block("v2-", places="31.0 N, 35.9 E\n31.1 N, 35.9 E")}
    for step in ("try", "look"):
        answer = visitor.post("/notices/new", {**fields, "step": step})
        (told,) = re.findall(r'id="refused".*?Clause', unescape(answer.text), re.DOTALL)
        assert answer.status == 422 and "Area 2, Area: " in told and "Area 1" not in told


def test_an_area_that_no_field_can_spell_is_taken_over_as_it_was_signed(cell: Cell, visitor: Visitor) -> None:
    """Of two pieces, as what is left of a trimmed one: the change keeps both and says so."""
    pieces = [[[[355000000 + east, 334000000], [355100000 + east, 334000000], [355050000 + east, 334080000]]]
              for east in (0, 300000)]  # fmt: skip
    content = plan(volume(begins_s=FIRST_S, area=pieces), subject="EXERCISE pieces")
    matter = cell.says("SY", "activity_notified", content)
    begun = typed_in(visitor.get(f"/notices/new?change={matter}").text)
    assert (begun["way"], begun["signed"], begun["places"]) == ("signed", "volumes.0", "")
    assert filed(visitor, {**begun, "step": "look", "why": "Another text", "text": "EXERCISE other"}) == matter
    row = reading.matter(cell.mechanism.nodes["SY"], matter)
    assert row is not None and row.state["text"] == "EXERCISE other"
    assert [[list(corner) for corner in ring] for (ring,) in row.state["volumes"][0]["area"]] == [
        ring for (ring,) in pieces
    ]


def test_there_is_no_room_for_more_volumes_than_a_plan_may_have() -> None:
    """The last is never taken away, the seventeenth is not added; one that was sent all the same is not dropped."""
    full: dict[str, str] = form(0)
    for n in range(2, 17):
        full |= block(f"v{n}-")
    assert len(blocks_of(stepped(full, "add-volume") or {})) == 16
    assert len(blocks_of(full | block("v90-"))) == 17
    assert stepped(form(0), "remove:") is not None and len(blocks_of(stepped(form(0), "remove:") or {})) == 1
    assert stepped(form(0), "look") is None


@pytest.mark.parametrize(
    "starts",
    [[0], [0, 1, 2], [0, 7, 14], [0, 1, 3], [0, 2, 5, 6]],
)
def test_windows_that_are_spelled_are_read_again_as_they_were(starts: list[int]) -> None:
    """Daily, weekly and neither."""
    windows = [[FIRST_S + day * DAY_S, FIRST_S + day * DAY_S + 3600] for day in starts]
    assert windows_typed(windows_spelled(windows), []) == windows


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"more": "tomorrow"}, "more", "geo.time_not_understood"),
        ({"ends": "2026-03-02 11:00Z", "days": "2"}, "days", "geo.windows_unsorted"),
        ({"more": "2026-03-01 10:30Z – 2026-03-01 10:45Z"}, "more", "geo.windows_unsorted"),
        ({"days": "401"}, "days", "geo.windows_count"),
        ({"more": "2026-03-05 10:30Z / 2026-03-05 10:30Z"}, "more", "geo.window_ends_first"),
    ],
)
def test_windows_that_meet_or_cannot_be_read_are_told_at_their_field(
    changes: dict[str, Any], where: str, code: str
) -> None:  # fmt: skip
    """And none is signed."""
    faults: list[Fault] = []
    fields = {"begins": "2026-03-01 10:00Z", "ends": "2026-03-01 11:00Z", **changes}
    assert windows_typed(fields, faults) == []
    assert [(each.where, each.code) for each in faults] == [(where, code)]
