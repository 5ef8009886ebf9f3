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
LABELS = st.dictionaries(st.sampled_from(["SY", "IL", "US"]), LANGUAGES)
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
        draw(INSTANTS), draw(INSTANTS), draw(WINDOWS), draw(LABELS),
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


BASIS = BasisTold("A map", "2026-11-23", "agreed", ("SY",))
RULE = RuleTold("forbidden", ("exercise",), ("SY",), None, BASIS)
ZONE = ZoneTold(
    "zone_a", {"en": "Zone A", "ar": "منطقة"}, (Place(331_000_000, 358_000_000), Place(331_000_000, 359_000_000),
    Place(332_000_000, 359_000_000)), Height(0, "m", "AGL"), Height(900, "m", "AMSL"), "exact",
    (RULE, replace(RULE, rule="limit", limit=4)), (), BASIS, 1_767_225_600, 1_775_001_600,
)  # fmt: skip
LINE = LineTold("line_a", {"en": "Line A"}, ZONE.corners[:2], "exact", BASIS)


def exported(form: str) -> str:
    """Return zone and line as they are written in a form."""
    told = Told(zones=[ZONE], lines=[LINE])
    if form == "kml":
        return write_kml(told, language="en")
    made = write_plain(told) if form == "geojson" else write_ed318(told, authority={"en": "Cell"})
    return json.dumps(made, ensure_ascii=False)


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("geojson", '"rule": "forbidden", "classes": ["exercise"], "members": ["SY"], "standing"',
         '"rule": "only_inside", "classes": ["exercise"], "members": ["SY"], "standing"'),
        ("geojson", '"lower": "0 m AGL", "upper": "900 m AMSL", "rule": "forbidden"',
         '"lower": "0 m AGL", "upper": "500 m AMSL", "rule": "forbidden"'),
        ("geojson", '"standing": "agreed", "windows"', '"standing": "asserted", "windows"'),
        ("geojson", '"2026-04-01T00:00:00Z"]]', '"2027-04-01T00:00:00Z"]]'),
        ("geojson", '"name": "Zone A", "parley": {"format"', '"name": "Zone B", "parley": {"format"'),
        ("geojson", '"limit": 4, "standing"', '"limit": 400, "standing"'),
        ("geojson", '{"of": "zone_a"}', '{"of": "zone_b"}'),
        ("geojson", '"name": "Line A", "parley"', '"name": "Line B", "parley"'),
        ("ed318", '"startDateTime": "2026-01-01T00:00:00Z"', '"startDateTime": "2025-01-01T00:00:00Z"'),
        ("ed318", '"type": "PROHIBITED"', '"type": "NO_RESTRICTION"'),
        ("ed318", '"name": [{"text": "Zone A"', '"name": [{"text": "Zone B"'),
        ("kml", "<end>2026-04-01T00:00:00Z</end>", "<end>2027-04-01T00:00:00Z</end>"),
        ("kml", "<name>Zone A</name>", "<name>Zone B</name>"),
        ("kml", "<name>Line A</name>", "<name>Line B</name>"),
    ],
)  # fmt: skip
def test_what_another_program_changed_beside_the_whole_is_refused(form: str, old: str, new: str) -> None:
    """Nobody can tell which of the two holds: neither is taken in silence."""
    text = exported(form)
    assert read_zones(text.encode(), form=form, classes=())[1].faults == []
    assert old in text, text
    told = read_zones(text.replace(old, new, 1).encode(), form=form, classes=())[1]
    assert {fault.code for fault in told.faults} == {"zones.differs"}


def test_a_further_rule_that_was_taken_out_or_drawn_elsewhere_is_refused() -> None:
    """A feature of a further rule stands beside its zone, with the same outline, once."""
    whole = json.loads(exported("geojson"))
    further = next(each for each in whole["features"] if "of" in each["properties"]["parley"])
    without = {**whole, "features": [each for each in whole["features"] if each is not further]}
    moved = copy.deepcopy(further)
    moved["geometry"]["coordinates"][0][1][0] += 0.01
    elsewhere = {**without, "features": [*without["features"], moved]}
    twice = {**whole, "features": [*whole["features"], further]}
    for value in (without, elsewhere, twice):
        told = read_zones(json.dumps(value).encode(), form="geojson", classes=())[1]
        assert {fault.code for fault in told.faults} == {"zones.differs"}


@pytest.mark.parametrize("form", ["geojson", "kml"])
def test_a_zone_that_was_copied_within_its_file_is_refused(form: str) -> None:
    """Two of one name are two drawings of which one would give way unseen."""
    text = exported(form)
    if form == "kml":
        placemark = text[text.index("<Placemark"):text.index("</Placemark>") + len("</Placemark>")]
        text = text.replace(placemark, placemark + placemark, 1)
    else:
        value = json.loads(text)
        text = json.dumps({**value, "features": [value["features"][0], *value["features"]]})
    told = read_zones(text.encode(), form=form, classes=())[1]
    assert [fault.code for fault in told.faults] == ["zones.name_twice"]


@pytest.mark.parametrize("form", ["geojson", "ed318", "kml"])
def test_a_field_that_was_written_into_the_part_that_goes_along_is_told(form: str) -> None:
    """A misspelt window would else be no window, unseen; and what was exported holds no field that is not known."""
    text = exported(form)
    assert not any("parley" in each.where or each.where.startswith("line") and each.code == "zones.fields_left_out"
                   for each in read_zones(text.encode(), form=form, classes=())[1].remarks)  # fmt: skip
    told = read_zones(text.replace('"format":', '"windowss": [], "format":', 1).encode(), form=form, classes=())[1]
    assert ("zones.fields_left_out", {"fields": "windowss"}) in [(each.code, dict(each.data)) for each in told.remarks]
