"""The items of a message: their values checked field by field, and read-backs compared field by field."""

from __future__ import annotations

from typing import Any

import pytest

from parley.geo.items import Difference, differences, read_out, value_faults

VALUES: dict[str, dict[str, Any]] = {
    "place": {"lat_e7": 331256000, "lon_e7": 358246000},
    "time": {"at_s": 1_772_361_720, "precision": "minute"},
    "height": {"value": 1500, "unit": "ft", "reference": "AMSL"},
    "number": {"value": "12.5", "unit": "km"},
    "line": {"key": None, "name": "Line A"},
}
OUT = {
    "place": "33.1256 N, 35.8246 E",
    "time": "2026-03-01 10:42Z",
    "height": "1500 ft AMSL",
    "number": "12.5 km",
    "line": "Line A",
}


def item(item_type: str, **changes: Any) -> dict[str, Any]:
    """Return an item with some fields of its value changed."""
    return {"n": 1, "type": item_type, "value": {**VALUES[item_type], **changes}}


@pytest.mark.parametrize("item_type", VALUES)
def test_a_sound_value_has_no_fault_and_one_read_out(item_type: str) -> None:
    """Each type is checked and read aloud as one line."""
    assert value_faults(item_type, VALUES[item_type]) == ()
    assert read_out(item_type, VALUES[item_type]) == OUT[item_type]


@pytest.mark.parametrize(
    ("item_type", "changes", "field", "code"),
    [
        ("place", {"lat_e7": 900000001}, "lat_e7", "geo.out_of_range"),
        ("place", {"lon_e7": "35"}, "lon_e7", "geo.out_of_range"),
        ("place", {"lat_e7": True}, "lat_e7", "geo.out_of_range"),
        ("place", {"lon_e7": -1800000000}, "lon_e7", "geo.meridian_written_twice"),
        ("place", {"name": "two\nlines"}, "name", "geo.name_faulty"),
        ("place", {"radius": 5}, "radius", "geo.field_unknown"),
        ("time", {"at_s": -1}, "at_s", "geo.no_such_time"),
        ("time", {"at_s": 1_772_361_721}, "at_s", "geo.seconds_not_said"),
        ("time", {"precision": "hour"}, "precision", "geo.precision_unknown"),
        ("height", {"value": "1500"}, "value", "geo.height_whole_figures"),
        ("height", {"unit": "yd"}, "unit", "geo.unit_unknown"),
        ("height", {"reference": "FL"}, "reference", "geo.flight_level_mixed"),
        ("number", {"value": "12.50"}, "value", "geo.number_not_canonical"),
        ("number", {"value": "-0"}, "value", "geo.number_not_canonical"),
        ("number", {"value": 12}, "value", "geo.number_not_canonical"),
        ("number", {"unit": ""}, "unit", "geo.unit_unknown"),
        ("line", {"name": "\u202eA eniL"}, "name", "geo.name_faulty"),
        ("line", {"key": ""}, "key", "geo.name_faulty"),
    ],
)
def test_a_faulty_value_is_told_at_its_field(item_type: str, changes: dict[str, Any], field: str, code: str) -> None:
    """Every fault names its field and its reason."""
    found = value_faults(item_type, {**VALUES[item_type], **changes})
    assert [(f.field, f.code) for f in found] == [(field, code)]


def test_an_unknown_type_and_a_missing_field_are_told() -> None:
    """Neither is passed over."""
    assert [f.code for f in value_faults("colour", {})] == ["geo.item_type_unknown"]
    assert [f.field for f in value_faults("place", {})] == ["lat_e7", "lon_e7"]


@pytest.mark.parametrize(
    ("item_type", "changes", "fields"),
    [
        ("place", {"lat_e7": 331256001}, ["latitude"]),
        ("place", {"lat_e7": -331256000, "lon_e7": -358246000}, ["latitude", "longitude"]),
        ("place", {"name": "Quneitra"}, []),
        ("time", {"at_s": 1_772_361_780}, ["time"]),
        ("time", {"precision": "second"}, []),
        ("height", {"unit": "m"}, ["unit"]),
        ("height", {"value": 457, "unit": "m"}, ["value", "unit"]),
        ("height", {"reference": "AGL"}, ["reference"]),
        ("number", {"value": "125"}, ["value"]),
        ("number", {"unit": "KM"}, []),
        ("line", {"name": "line  a"}, []),
        ("line", {"name": "Line B"}, ["name"]),
        ("line", {"key": "line_b", "name": "Line A"}, ["name"]),
    ],
)
def test_a_read_back_is_compared_field_by_field(item_type: str, changes: dict[str, Any], fields: list[str]) -> None:
    """Exact, but for what no voice can tell: case, spaces, a place's name, a full minute said with its seconds."""
    found = differences([item(item_type)], read=[item(item_type, **changes)])
    assert [difference.field for difference in found] == fields


def test_the_same_key_of_the_charter_is_the_same_line_in_every_language() -> None:
    """Two officers who chose line_alpha chose the same line, whatever their screens call it."""
    sent = item("line", key="line_alpha", name="Line A (Alpha)")
    assert differences([sent], read=[item("line", key="line_alpha", name="الخط ألف")]) == ()


def test_items_are_matched_by_number_not_by_place_in_the_list() -> None:
    """Order does not matter; a missing, an added and a swapped item do."""
    first, second = item("place"), {**item("time"), "n": 2}
    assert differences([first, second], read=[second, first]) == ()
    assert differences([first, second], read=[first]) == (Difference(2, "item", "2026-03-01 10:42Z", ""),)
    assert differences([first], read=[{**item("time"), "n": 1}]) == (Difference(1, "type", "place", "time"),)
