"""What an officer, or somebody in its name, types wrongly: refused at its field, in its language, and nothing is filed.

The forms of notices, protected sites and standstills read areas, heights and times alike.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from parley.node import reading
from parley.texts import sentence
from tests.desk.cell import Cell
from tests.desk.planning import form
from tests.desk.visitor import Visitor

LATITUDE = 33.6
OUTLINE = {"way": "outline"}
BOW_TIE = "33.60 N, 35.90 E\n33.70 N, 36.00 E\n33.60 N, 36.00 E\n33.70 N, 35.90 E"
NO_EXTENT = "33.60 N, 35.90 E\n33.60 N, 35.95 E\n33.60 N, 36.00 E"
SLIVER = "33.60 N, 35.90 E\n33.60 N, 36.00 E\n33.6000001 N, 36.00 E"
OVER_THE_MERIDIAN = "33.60 N, 179.90 E\n33.60 N, 179.90 W\n33.70 N, 179.90 W"
AT_THE_POLE = "84.00 N, 35.90 E\n84.00 N, 36.00 E\n89.00 N, 36.00 E"
MANY = "\n".join(f"33.6{n:06d} N, 35.90 E" for n in range(20_000))

WRONG: list[tuple[dict[str, str], str, dict[str, Any]]] = [
    ({**OUTLINE, "places": BOW_TIE}, "geo.area_crosses_itself", {"where": "35.95 33.65"}),
    ({**OUTLINE, "places": NO_EXTENT}, "geo.area_no_extent", {}),
    ({**OUTLINE, "places": SLIVER}, "geo.area_no_extent", {}),
    ({**OUTLINE, "places": OVER_THE_MERIDIAN}, "geo.area_over_meridian", {}),
    ({**OUTLINE, "places": AT_THE_POLE}, "geo.area_near_pole", {"limit": 85}),
    ({**OUTLINE, "places": MANY}, "geo.places_asked", {"most": 200}),
    ({"way": "corridor", "width_m": "500", "places": "33.60 N, 179.90 E\n33.60 N, 179.90 W"},
     "geo.area_over_meridian", {}),
    ({"way": "corridor", "width_m": "500", "places": "89.99 N, 35.90 E\n90 N, 35.90 E"}, "geo.area_near_pole",
     {"limit": 85}),
    ({"places": "33.60 N, 179.99 E", "radius_m": "5000"}, "geo.area_over_meridian", {}),
    ({"places": "84.99 N, 35.90 E", "radius_m": "5000"}, "geo.area_near_pole", {"limit": 85}),
    ({"places": "91 N, 35.90 E"}, "geo.out_of_range", {"limit": 90}),
    ({"places": "nan N, inf E"}, "geo.place_not_understood", {}),
    ({"places": f"33.6 N, {'9' * 400} E"}, "geo.input_too_long", {"limit": 120}),
    ({"radius_m": "NaN"}, "geo.radius_out_of_range", {"lowest": 1, "highest": 100_000}),
    ({"radius_m": "9" * 400}, "geo.radius_out_of_range", {"lowest": 1, "highest": 100_000}),
    ({"begins": "2026-12-01 06:00"}, "geo.zone_missing", {}),
    ({"begins": "06:00Z"}, "geo.date_missing", {}),
    ({"ends": "2027-02-30 06:00Z"}, "geo.no_such_time", {}),
    ({"begins": "9999-12-31 22:00Z", "ends": "9999-12-31 23:00Z", "days": "400"}, "geo.no_such_time", {}),
    ({"more": "2026-12-01 06:00Z"}, "geo.time_not_understood", {}),
    ({"upper": "100 m"}, "geo.reference_missing", {}),
    ({"upper": "100 fathom AGL"}, "geo.unit_unknown", {}),
    ({"upper": "100 m QNH"}, "geo.reference_unknown", {}),
    ({"upper": "inf m AGL"}, "geo.height_not_understood", {}),
    ({"upper": "999999 m AMSL"}, "geo.height_out_of_range", {"lowest": -2_000, "highest": 200_000}),
    ({"strength": "1e9"}, "geo.count_asked", {}),
    ({"time_min": "-5"}, "geo.count_asked", {}),
]
REFUSED = [
    ({"places": "35.9 N, 33.6 E"}, "N-4"),
    ({"begins": "2001-12-01 06:00Z", "ends": "2001-12-01 07:00Z"}, "N-3"),
    ({"ends": "2036-12-01 06:00Z"}, "N-3"),
    ({"radius_m": "100000", "places": "33.0 N, 36.0 E"}, "N-4"),
]


def filed(cell: Cell) -> int:
    """Return how many notices this desk's node holds."""
    return len(reading.of_form(cell.mechanism.nodes["SY"], "notice", from_ms=0))


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_each_wrong_field_is_told_and_nothing_is_filed(cell: Cell, visitor: Visitor, language: str) -> None:
    """Tried, looked over and sent straight: the same sentence, what was typed stays, and no entry comes of it."""
    visitor.speak(language)
    before = filed(cell)
    for changes, code, data in WRONG:
        for step in ("try", "send"):
            answer = visitor.post("/notices/new", form(LATITUDE, step=step, **changes))
            said = sentence(code, language=language, data=data)
            assert (answer.status, code) == (422, code), answer.text[:2_000]
            assert said in plain(answer.text), (changes, code)
    for changes, clause in REFUSED:
        answer = visitor.post("/notices/new", form(LATITUDE, step="send", **changes))
        assert answer.status == 422 and clause in answer.text, (changes, clause)
    assert filed(cell) == before


@pytest.mark.parametrize("named", ["x", "SY/0", "SY/99999999999999999999", "../..", "a/b/c", "\x00", "9" * 400])
@pytest.mark.parametrize("step", ["try", "look", "send"])
def test_a_change_of_what_is_no_notice_is_refused(cell: Cell, visitor: Visitor, named: str, step: str) -> None:
    """Whoever changes the hidden field of the form is told so, and breaks nothing off."""
    before = filed(cell)
    answer = visitor.post("/notices/new", form(LATITUDE, change=named, of=named, why="Rain", step=step))
    assert answer.status == 422 and 'id="refused"' in answer.text
    assert filed(cell) == before


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_the_programs_own_marks_are_no_sign_and_those_of_others_are(visitor: Visitor, language: str) -> None:
    """A sentence keeps its Latin words in their places and shows nothing for it; a mark that came in is seen."""
    visitor.speak(language)
    own = visitor.post("/notices/new", form(LATITUDE, upper="100 m QNH")).text
    assert "QNH" in own and "U+200" not in refused_part(own)
    brought = visitor.post("/notices/new", form(LATITUDE, **{"class": "con\u200fvoy"})).text
    assert "con[U+200F]voy" in plain(refused_part(brought))


def refused_part(page: str) -> str:
    """Return what a page says of the refusal: around it stand words of everybody who wrote to this desk."""
    return page.partition('id="refused"')[2].partition("<form")[0]


def plain(page: str) -> str:
    """Return what a page says, without the marks that keep figures in their order."""
    return re.sub(r"</?bdi[^>]*>|[\u2066-\u2069]", "", page)
