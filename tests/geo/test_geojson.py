"""Activities and zones from GeoJSON: every fault named with its place, at once, and nothing repaired."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from parley.geo.figures import Misread
from parley.geo.geojson import Drawn, read_collection, read_feature

ACTIVITY: dict[str, Any] = {
    "type": "Feature", "id": "SY-1",
    "geometry": {"type": "Polygon", "coordinates": [[[35.8, 33.1], [35.9, 33.1], [35.9, 33.2], [35.8, 33.1]]]},
    "properties": {
        "kind": "activity", "class": "convoy", "member": "SY", "lower": "0 m AGL", "upper": "100 m AGL",
        "windows": [["2026-12-01T06:00Z", "2026-12-01T12:00Z"]], "strength": 20,
    },
}  # fmt: skip
ZONE: dict[str, Any] = {
    "type": "Feature", "id": "Z", "geometry": {**ACTIVITY["geometry"]},
    "properties": {"kind": "zone", "rule": "forbidden", "classes": ["convoy"], "standing": "contested"},
}  # fmt: skip
ROUND: dict[str, Any] = {
    **ACTIVITY, "geometry": {"type": "Point", "coordinates": [35.8, 33.1]},
    "properties": {**ACTIVITY["properties"], "radius_m": 5_000},
}  # fmt: skip
ROUTE: dict[str, Any] = {
    **ACTIVITY, "geometry": {"type": "LineString", "coordinates": [[35.8, 33.1], [35.9, 33.1]]},
    "properties": {**ACTIVITY["properties"], "width_m": 5_000},
}  # fmt: skip
REMOVED = object()


def changed(feature: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return a feature with one value set or removed."""
    made = copy.deepcopy(feature)
    place: Any = made
    *before, last = path.split("/")
    for each in before:
        place = place[each]
    if value is REMOVED:
        del place[last]
    else:
        place[last] = value
    return made


FAULTS: list[tuple[dict[str, Any], str, Any, str, str]] = [
    (ACTIVITY, "type", "Thing", "geo.feature_asked", "type"),
    (ACTIVITY, "properties", None, "geo.feature_asked", "properties"),
    (ACTIVITY, "properties/kind", "target", "geo.kind_asked", "properties.kind"),
    (ACTIVITY, "properties/class", "", "geo.words_asked", "properties.class"),
    (ACTIVITY, "properties/member", 7, "geo.words_asked", "properties.member"),
    (ACTIVITY, "properties/slack", 5, "geo.slack_asked", "properties.slack"),
    (ACTIVITY, "properties/slack", {"time_min": -1}, "geo.count_asked", "properties.slack.time_min"),
    (ACTIVITY, "properties/stays", "yes", "geo.truth_asked", "properties.stays"),
    (ACTIVITY, "properties/lower", REMOVED, "geo.field_missing", "properties.lower"),
    (ACTIVITY, "properties/upper", "100", "geo.unit_missing", "properties.upper"),
    (ACTIVITY, "properties/upper", "100 m", "geo.reference_missing", "properties.upper"),
    (ACTIVITY, "properties/upper", "100 yd AGL", "geo.unit_unknown", "properties.upper"),
    (ACTIVITY, "properties/upper", 100, "geo.height_not_understood", "properties.upper"),
    (ACTIVITY, "properties/upper", "0 m AGL", "geo.band_upside_down", "properties.upper"),
    (ACTIVITY, "properties/lower", "9900 m W84", "geo.band_upside_down", "properties.upper"),
    (ACTIVITY, "properties/windows", REMOVED, "geo.field_missing", "properties.windows"),
    (ACTIVITY, "properties/windows", ["2026-12-01T06:00Z"], "geo.windows_asked", "properties.windows"),
    (ACTIVITY, "properties/windows", [["2026-12-01T06:00", "2026-12-01T12:00Z"]], "geo.zone_missing",
     "properties.windows.0"),
    (ACTIVITY, "properties/windows", [["2026-12-01T12:00Z", "2026-12-01T06:00Z"]], "geo.window_ends_first",
     "properties.windows"),
    (ACTIVITY, "properties/windows", [["2026-12-01T06:00Z", "2029-12-01T06:00Z"]], "geo.window_too_long",
     "properties.windows"),
    (ACTIVITY, "properties/windows", [["2026-12-01T06:00Z", "2026-12-01T12:00Z"]] * 401, "geo.windows_count",
     "properties.windows"),
    (ACTIVITY, "properties/strength", -1, "geo.count_asked", "properties.strength"),
    (ACTIVITY, "properties/strength", True, "geo.count_asked", "properties.strength"),
    (ACTIVITY, "properties/radius_m", 100, "geo.circle_and_outline", "properties.radius_m"),
    (ACTIVITY, "geometry", None, "geo.geometry_asked", "geometry"),
    (ACTIVITY, "geometry/type", "GeometryCollection", "geo.geometry_asked", "geometry"),
    (ACTIVITY, "geometry/type", "Point", "geo.size_missing", "properties.radius_m"),
    (ACTIVITY, "geometry/type", "LineString", "geo.size_missing", "properties.width_m"),
    (ACTIVITY, "geometry/coordinates", [[[35.8, 33.1], [35.9, 33.1], [35.9, 33.2]]], "geo.area_not_closed",
     "geometry.coordinates"),
    (ACTIVITY, "geometry/coordinates", [[[35.8, 33.1, 5], [35.9, 33.1], [35.9, 33.2], [35.8, 33.1]]],
     "geo.corner_asked", "geometry.coordinates"),
    (ACTIVITY, "geometry/coordinates", [[[float("nan"), 33.1], [35.9, 33.1], [35.9, 33.2], [float("nan"), 33.1]]],
     "geo.corner_asked", "geometry.coordinates"),
    (ACTIVITY, "geometry/coordinates", [[[float("inf"), 33.1], [35.9, 33.1], [35.9, 33.2], [float("inf"), 33.1]]],
     "geo.corner_asked", "geometry.coordinates"),
    (ACTIVITY, "geometry/coordinates", [[[10**400, 33.1], [35.9, 33.1], [35.9, 33.2], [10**400, 33.1]]],
     "geo.corner_asked", "geometry.coordinates"),
    (ACTIVITY, "geometry/coordinates", [[[35.8, 33.1]] * 100_000], "geo.area_too_many_corners",
     "geometry.coordinates"),
    (ACTIVITY, "geometry/coordinates", [[[35.8, 33.1], [35.9, 33.2], [35.9, 33.1], [35.8, 33.25], [35.8, 33.1]]],
     "geo.area_crosses_itself", "geometry.coordinates"),
    (ACTIVITY, "geometry", {"type": "Point", "coordinates": [179.99, 33.1]}, "geo.size_missing", "properties.radius_m"),
    (ROUND, "geometry/coordinates", [179.99, 33.1], "geo.area_over_meridian", "geometry.coordinates"),
    (ROUND, "geometry/coordinates", [35.8, 84.99], "geo.area_near_pole", "geometry.coordinates"),
    (ROUND, "properties/radius_m", 100_001, "geo.radius_out_of_range", "properties.radius_m"),
    (ROUND, "properties/radius_m", 1.5, "geo.radius_out_of_range", "properties.radius_m"),
    (ROUTE, "geometry/coordinates", [[179.9, 33.1], [-179.9, 33.1]], "geo.area_over_meridian",
     "geometry.coordinates"),
    (ROUTE, "geometry/coordinates", [[35.8, 84.9], [35.9, 84.99]], "geo.area_near_pole", "geometry.coordinates"),
    (ROUTE, "geometry/coordinates", [[35.8, 33.1], [35.8, 33.1]], "geo.route_point_twice", "geometry.coordinates"),
    (ZONE, "properties/rule", "engage", "geo.word_unknown", "properties.rule"),
    (ZONE, "properties/standing", "true", "geo.word_unknown", "properties.standing"),
    (ZONE, "properties/rule", "limit", "geo.count_asked", "properties.limit"),
    (ZONE, "properties/limit", 5, "geo.count_asked", "properties.limit"),
    (ZONE, "properties/classes", "convoy", "geo.words_asked", "properties.classes"),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "path", "value", "code", "field"), FAULTS)
def test_a_fault_is_named_where_it_stands(
    feature: dict[str, Any], path: str, value: Any, code: str, field: str
) -> None:
    """One value is wrong: one fault says which and why."""
    found = read_feature(changed(feature, path, value), number=0)
    assert isinstance(found, tuple)
    assert (code, field) in {(each.code, each.field) for each in found}, found


def test_every_fault_is_told_at_once_and_the_sound_ones_are_read() -> None:
    """Three features, one sound, one with two faults, one that is none."""
    twice = changed(changed(ACTIVITY, "properties/lower", "x"), "properties/class", "")
    read = read_collection({"type": "FeatureCollection", "features": [ACTIVITY, twice, 7]})
    assert [each.id for each in read.drawn] == ["SY-1"]
    assert [each.field for each in read.faults] == [
        "features.1.properties.lower", "features.1.properties.class", "features.2.type",
    ]  # fmt: skip


def test_two_activities_of_one_id_are_told_apart_or_refused() -> None:
    """Volumes of one plan share its id; another member's, or one of another class, would be told under its name."""
    volumes = {"type": "FeatureCollection", "features": [ACTIVITY, ACTIVITY, {**ZONE, "id": "SY-1"}]}
    assert read_collection(volumes).faults == ()
    for name, value in (("member", "IL"), ("class", "exercise")):
        both = {**volumes, "features": [ACTIVITY, changed(ACTIVITY, f"properties/{name}", value)]}
        assert [(each.code, each.field) for each in read_collection(both).faults] == [
            ("geo.id_of_another", "features.1.id")]  # fmt: skip


def test_a_zone_may_have_no_limit_and_an_activity_a_circle() -> None:
    """Zones hold at any height and time where nothing is said; a point with a radius is an area."""
    zone = read_feature(ZONE, number=0)
    assert isinstance(zone, Drawn) and zone.volume.windows is None and zone.volume.lower is None
    round_one = changed(changed(ACTIVITY, "geometry", {"type": "Point", "coordinates": [35.8, 33.1]}),
                        "properties/radius_m", 500)  # fmt: skip
    found = read_feature(round_one, number=0)
    assert isinstance(found, Drawn) and found.strength == 20 and len(list(found.volume.area.corners)) >= 32
    route = changed(changed(ACTIVITY, "geometry", {"type": "LineString", "coordinates": [[35.8, 33.1], [35.9, 33.1]]}),
                    "properties/width_m", 500)  # fmt: skip
    assert isinstance(read_feature(route, number=0), Drawn)


@pytest.mark.parametrize("value", [None, [], {"type": "Feature"}, {"type": "FeatureCollection"},
                                   {"type": "FeatureCollection", "features": "all"}])  # fmt: skip
def test_what_is_no_collection_is_refused(value: Any) -> None:
    """Nothing is read of it."""
    read = read_collection(value)
    assert read.drawn == () and [each.code for each in read.faults] == ["geo.collection_asked"]
    assert isinstance(read.faults[0], Misread)
