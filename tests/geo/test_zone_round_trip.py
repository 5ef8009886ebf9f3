"""Any zone that a charter may hold goes out in each form and comes back the same."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.cli.zones import read_zones
from parley.geo.exchange.ed318 import write_ed318
from parley.geo.exchange.kml import write_kml
from parley.geo.exchange.plain import write_plain
from parley.geo.exchange.rings import doubled
from parley.geo.exchange.told import BasisTold, LimitTold, LineTold, RuleTold, Told, ZoneTold
from parley.geo.height import Height
from parley.geo.place import Place

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
WORDS = st.sampled_from(['"Zone" <a> & b', "منطقة 1", "אזור: {א}", "]]>", "--", "# no comment", "yes", "'"])
LANGUAGES = st.dictionaries(st.sampled_from(["en", "ar", "he"]), WORDS, min_size=1)
CODES = st.lists(st.sampled_from(["SY", "IL", "US"]), unique=True).map(tuple)
CLASSES = st.lists(st.sampled_from(["exercise", "convoy"]), unique=True).map(tuple)
INSTANTS = st.none() | st.integers(0, 4_000_000_000)
PLACES = st.builds(Place, st.integers(-800_000_000, 800_000_000), st.integers(-1_700_000_000, 1_700_000_000))
BASES = st.builds(
    BasisTold, WORDS, st.just("2026-11-23"), st.sampled_from(["agreed", "proposed", "asserted", "contested"]), CODES,
    st.sampled_from(["", "A", "B", "C"]),
)  # fmt: skip
LOWER = st.sampled_from([None, Height(0, "m", "AGL"), Height(500, "ft", "AMSL"), Height(10, "FL", "FL")])
UPPER = st.sampled_from([None, Height(9_000, "m", "W84"), Height(30_000, "ft", "AMSL"), Height(300, "FL", "FL")])
PLAIN_RULES = st.builds(RuleTold, st.sampled_from(["forbidden", "only_inside"]), CLASSES, CODES, st.none(), BASES)
COUNTS = st.integers(0, 9)
RULES = PLAIN_RULES | st.builds(RuleTold, st.just("limit"), CLASSES, CODES, COUNTS, BASES, INSTANTS, INSTANTS)
DRAWINGS = st.sampled_from(["exact", "approximate"])
LIMITS = st.builds(LimitTold, NAMES, LANGUAGES, st.integers(0, 9_999), CODES, BASES)
WINDOWS = st.none() | st.lists(st.integers(1, 9_000), min_size=2, max_size=8, unique=True).map(
    lambda ends: tuple(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@st.composite
def zones(draw: st.DrawFn) -> ZoneTold:
    """Return a zone around a place, of a triangle or a square, whichever way round."""
    at, size = draw(PLACES), draw(st.integers(10, 20_000_000))
    ring = [(0, 0), (0, size), (size, size), (size, 0)][: draw(st.sampled_from([3, 4]))]
    ring = ring[::-1] if draw(st.booleans()) else ring
    corners = tuple(Place(at.lat_e7 + lat, at.lon_e7 + lon) for lat, lon in ring)
    return ZoneTold(
        draw(NAMES), draw(LANGUAGES), corners, draw(LOWER), draw(UPPER), draw(DRAWINGS),
        tuple(draw(st.lists(RULES, max_size=3))), tuple(draw(st.lists(LIMITS, max_size=2))), draw(BASES),
        draw(INSTANTS), draw(INSTANTS), draw(WINDOWS),
    )  # fmt: skip


def turned(zone: ZoneTold) -> ZoneTold:
    """Return a zone as it comes back: counter-clockwise."""
    is_turned = doubled(zone.corners) < 0
    return replace(zone, corners=(zone.corners[0], *reversed(zone.corners[1:]))) if is_turned else zone


@pytest.mark.parametrize("form", ["ed318", "geojson", "kml"])
@settings(max_examples=40, deadline=None)
@given(found=st.lists(zones(), min_size=1, max_size=3, unique_by=lambda zone: zone.name), at=PLACES, basis=BASES)
def test_any_zone_comes_back_the_same(form: str, found: list[ZoneTold], at: Place, basis: BasisTold) -> None:
    """Names, heights, rules, limits, dates, windows, bases and every corner; lines too where the form has them."""
    # A zone of nearly no extent is refused when it comes back, as it is in a charter.
    found = [zone for zone in found if abs(zone.corners[0].lat_e7 - zone.corners[2].lat_e7) > 1_000]
    line = LineTold("line", {"en": "A line"}, (at, Place(at.lat_e7 + 5, at.lon_e7)), "exact", basis, None, 5)
    told = Told(zones=copy.deepcopy(found), lines=[line, replace(line, name="gone", points=(), drawing="absent")])
    if form == "kml":
        raw = write_kml(told, language="ar").encode()
    else:
        made = write_plain(told) if form == "geojson" else write_ed318(told, authority={"en": "Cell"})
        raw = json.dumps(made).encode()
    back = read_zones(raw, form=form, classes=())[1]
    if form != "geojson" and any(period_is_upside_down(zone, form=form) for zone in found):
        assert {fault.code for fault in back.faults} == {"geo.window_ends_first"}
        return
    assert back.faults == []
    assert back.zones == [turned(zone) for zone in found]
    assert back.lines == ([] if form == "ed318" else told.lines)


def period_is_upside_down(zone: ZoneTold, *, form: str) -> bool:
    """Return whether a form says that a zone ends before it begins: no charter lets that pass, nor does its reader."""
    is_dated = zone.from_s is not None and zone.until_s is not None and (zone.windows is None or form == "kml")
    return is_dated and zone.until_s <= zone.from_s  # type: ignore[operator]
