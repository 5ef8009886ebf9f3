"""Reads planned activities and zones from GeoJSON: every fault with the place where it stands, nothing repaired. Pure.

The form is docs/overlaps.md's: plain RFC 7946 features, whose properties say class, member, limits of height and times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.geo.area import MOST_CORNERS, Area, area_as_lists, read_area
from parley.geo.band import ANYWHERE
from parley.geo.figures import Misread
from parley.geo.height import Height, parse_height
from parley.geo.moment import parse_moment
from parley.geo.outline import circle, corridor
from parley.geo.place import E7, Place
from parley.geo.volume import MOST_WINDOWS, Volume, Window, read_limits, read_windows

RULES = ("forbidden", "only_inside", "limit", "protected", "standstill")
STANDINGS = ("agreed", "proposed", "asserted", "contested")
LONGEST_WORD = 80
SLACK = ("time_min", "lateral_m", "vertical_m")
MOST_SLACK = 1_000_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A feature as it was read: an activity, or a zone with the rule that its provision sets.

    `classes` are the activity's class, or those that a zone's rule is about (none: all). `members` are the author, or
    those whom the rule binds (none: all). `strength` counts what takes part, `limit` how many may. `slack` says how far
    an activity could move: minutes, metres on the ground, metres in height; `stays` that it is not asked to.
    """

    id: str
    is_zone: bool
    volume: Volume
    classes: tuple[str, ...]
    members: tuple[str, ...]
    strength: int | None = None
    rule: str = ""
    standing: str = "agreed"
    limit: int | None = None
    slack: tuple[int, int, int] = (0, 0, 0)
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What a feature collection holds, and what in it was refused; each fault's field begins with its feature."""

    drawn: tuple[Drawn, ...]
    faults: tuple[Misread, ...]


def read_collection(value: Any) -> Read:
    """Return every feature that can be read, and every fault of the others."""
    if not isinstance(value, Mapping) or value.get("type") != "FeatureCollection":
        return Read((), (Misread("geo.collection_asked", "type"),))
    features = value.get("features")
    if not isinstance(features, Sequence) or isinstance(features, str):
        return Read((), (Misread("geo.collection_asked", "features"),))
    drawn: list[Drawn] = []
    faults: list[Misread] = []
    # The volumes of one activity have one id; what is told of it must be of nobody else's.
    first: dict[str, Drawn] = {}
    for number, feature in enumerate(features):
        if _is_only_drawn(feature):
            continue
        found = read_feature(feature, number=number)
        if isinstance(found, Drawn):
            drawn.append(found)
            if not found.is_zone and not _is_one(found, first.setdefault(found.id, found)):
                faults.append(Misread("geo.id_of_another", f"features.{number}.id"))
        else:
            faults += [replace(each, field=f"features.{number}.{each.field}".rstrip(".")) for each in found]
    return Read(tuple(drawn), tuple(faults))


def _is_one(volume: Drawn, other: Drawn) -> bool:
    return (volume.members, volume.classes) == (other.members, other.classes)


def _is_only_drawn(feature: Any) -> bool:
    """Return whether a feature says of itself that no rule holds in it: nothing can be held against it."""
    told = feature.get("properties") if isinstance(feature, Mapping) else None
    return isinstance(told, Mapping) and told.get("kind") in ("area", "line")


def read_feature(value: Any, *, number: int) -> Drawn | tuple[Misread, ...]:
    """Return one activity or zone, or all its faults at once."""
    if not isinstance(value, Mapping) or value.get("type") != "Feature":
        return (Misread("geo.feature_asked", "type"),)
    told = value.get("properties")
    if not isinstance(told, Mapping):
        return (Misread("geo.feature_asked", "properties"),)
    is_zone = told.get("kind") == "zone"
    faults: list[Misread] = []
    if told.get("kind") not in ("activity", "zone"):
        faults.append(Misread("geo.kind_asked", "properties.kind"))
    parts = [
        _ground_of(value.get("geometry"), told), _limit(told, "lower", is_zone=is_zone),
        _limit(told, "upper", is_zone=is_zone), _windows(told, is_zone=is_zone),
    ]  # fmt: skip
    faults += [each for each in parts if isinstance(each, Misread)]
    upside_down = _upside_down(*parts[1:3])
    faults += [upside_down] if upside_down else []
    faults += _faults_of_words(told, is_zone=is_zone)
    if faults:
        return tuple(faults)
    area, lower, upper, windows = parts
    volume = Volume(area, lower, upper, windows)  # type: ignore[arg-type]
    return _drawn(value, told, volume=volume, number=number)


def _ground_of(geometry: Any, told: Mapping[str, Any]) -> Area | Misread:
    """Return the area of a feature; what is wrong with it is told where it stands in the file."""
    found = area_of(geometry, told)
    if isinstance(found, Area) or found.field.partition(".")[0] in ("geometry", "properties"):
        return found
    is_size = found.field in ("radius_m", "width_m")
    return replace(found, field=f"properties.{found.field}" if is_size else "geometry.coordinates")


def area_of(geometry: Any, told: Mapping[str, Any]) -> Area | Misread:
    """Return the area that a geometry draws; a point needs `radius_m`, a line `width_m`, an outline neither."""
    if not isinstance(geometry, Mapping):
        return Misread("geo.geometry_asked", "geometry")
    kind, corners = geometry.get("type"), geometry.get("coordinates")
    sized = {"Point": "radius_m", "LineString": "width_m"}.get(str(kind))
    for name in ("radius_m", "width_m"):
        if (name in told) != (name == sized):
            code = "geo.circle_and_outline" if name in told else "geo.size_missing"
            return Misread(code, f"properties.{name}")
    if kind == "Point":
        at = _place(corners)
        return at if isinstance(at, Misread) else _checked(circle(at, radius_m=_whole(told["radius_m"])))
    if kind == "LineString":
        return _checked(_route(corners, width_m=_whole(told["width_m"])))
    if kind in ("Polygon", "MultiPolygon"):
        polygons = [corners] if kind == "Polygon" else corners
        lists = _outlines(polygons)
        return lists if isinstance(lists, Misread) else read_area(lists)
    return Misread("geo.geometry_asked", "geometry")


def _checked(made: Area | Misread) -> Area | Misread:
    """Refuse a circle or a corridor that reaches too near a pole or over the 180th meridian from its places."""
    return made if isinstance(made, Misread) else read_area(area_as_lists(made))


def _drawn(value: Mapping[str, Any], told: Mapping[str, Any], *, volume: Volume, number: int) -> Drawn:
    is_zone = told["kind"] == "zone"
    own_id = str(value.get("id", number))[:LONGEST_WORD]
    if is_zone:
        return Drawn(
            own_id, True, volume, tuple(told.get("classes", ())), tuple(told.get("members", ())),
            rule=str(told["rule"]), standing=str(told.get("standing", "agreed")), limit=told.get("limit"),
        )  # fmt: skip
    slack = told.get("slack", {})
    return Drawn(
        own_id, False, volume, (str(told["class"]),), (str(told["member"]),), strength=told.get("strength"),
        slack=(slack.get("time_min", 0), slack.get("lateral_m", 0), slack.get("vertical_m", 0)),
        stays=told.get("stays", False),
    )  # fmt: skip


def _faults_of_words(told: Mapping[str, Any], *, is_zone: bool) -> list[Misread]:
    found = []
    if is_zone:
        if told.get("rule") not in RULES:
            found.append(Misread("geo.word_unknown", "properties.rule", {"allowed": ", ".join(RULES)}))
        if told.get("standing", "agreed") not in STANDINGS:
            found.append(Misread("geo.word_unknown", "properties.standing", {"allowed": ", ".join(STANDINGS)}))
        if (told.get("rule") == "limit") != ("limit" in told):
            found.append(Misread("geo.count_asked", "properties.limit"))
        found += [
            Misread("geo.words_asked", f"properties.{name}") for name in ("classes", "members")
            if not _are_words(told.get(name, []))
        ]  # fmt: skip
    else:
        found += [
            Misread("geo.words_asked", f"properties.{name}") for name in ("class", "member")
            if not _are_words([told.get(name)])
        ]  # fmt: skip
        found += _faults_of_slack(told)
    for name in ("strength", "limit"):
        if name in told and not (_is_whole(told[name]) and told[name] >= 0):
            found.append(Misread("geo.count_asked", f"properties.{name}"))
    return found


def _faults_of_slack(told: Mapping[str, Any]) -> list[Misread]:
    slack, found = told.get("slack", {}), []
    if not isinstance(slack, Mapping) or not set(slack) <= set(SLACK):
        return [Misread("geo.slack_asked", "properties.slack", {"allowed": ", ".join(SLACK)})]
    found += [
        Misread("geo.count_asked", f"properties.slack.{name}") for name, value in slack.items()
        if not (_is_whole(value) and 0 <= value <= MOST_SLACK)
    ]  # fmt: skip
    if not isinstance(told.get("stays", False), bool):
        found.append(Misread("geo.truth_asked", "properties.stays"))
    return found


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and 0 < len(each) <= LONGEST_WORD for each in value)


def _limit(told: Mapping[str, Any], name: str, *, is_zone: bool) -> Height | None | Misread:
    if name not in told:
        return None if is_zone else Misread("geo.field_missing", f"properties.{name}")
    found = parse_height(told[name]) if isinstance(told[name], str) else Misread("geo.height_not_understood")
    return replace(found, field=f"properties.{name}") if isinstance(found, Misread) else found


def _upside_down(lower: Any, upper: Any) -> Misread | None:
    """Refuse limits of which the upper one is not above the lower, wherever on Earth they may be meant."""
    if not isinstance(lower, Height) or not isinstance(upper, Height):
        return None
    found = read_limits(lower, upper, ground=ANYWHERE)
    return None if found is None else replace(found, field="properties.upper")


def _windows(told: Mapping[str, Any], *, is_zone: bool) -> tuple[Window, ...] | None | Misread:
    if "windows" not in told:
        return None if is_zone else Misread("geo.field_missing", "properties.windows")
    value = told["windows"]
    if not isinstance(value, list) or not all(isinstance(each, list) and len(each) == 2 for each in value):
        return Misread("geo.windows_asked", "properties.windows")
    if len(value) > MOST_WINDOWS:
        return Misread("geo.windows_count", "properties.windows", {"least": 1, "most": MOST_WINDOWS})
    windows = []
    for number, pair in enumerate(value):
        ends = [parse_moment(each) if isinstance(each, str) else Misread("geo.time_not_understood") for each in pair]
        for each in ends:
            if isinstance(each, Misread):
                return replace(each, field=f"properties.windows.{number}")
        windows.append(tuple(each.at_s for each in ends if not isinstance(each, Misread)))
    pairs = [(start, end) for start, end in windows]
    is_apart = all(one[1] <= other[0] for one, other in zip(pairs, pairs[1:], strict=False))
    if is_zone and pairs and is_apart and all(start < end for start, end in pairs):
        # A zone may hold for years; only an activity is bounded.
        return tuple(pairs)
    found = read_windows(pairs)
    return replace(found, field="properties.windows") if isinstance(found, Misread) else found


def _route(value: Any, *, width_m: int) -> Area | Misread:
    if not isinstance(value, list) or len(value) > MOST_CORNERS:
        return Misread("geo.geometry_asked", "geometry.coordinates")
    points = [_place(each) for each in value]
    for each in points:
        if isinstance(each, Misread):
            return each
    return corridor([each for each in points if isinstance(each, Place)], width_m=width_m)


def _place(value: Any) -> Place | Misread:
    corner = _corner(value)
    if corner is None:
        return Misread("geo.corner_asked", "geometry.coordinates")
    lon, lat = corner
    if abs(lat) > 85 * E7 or abs(lon) > 180 * E7:
        return Misread("geo.area_out_of_range", "geometry.coordinates")
    return Place(lat, lon)


def _outlines(value: Any) -> list[list[list[list[int]]]] | Misread:
    """Return outlines in whole 1e-7 degrees without the last corner, which GeoJSON says twice."""
    asked = Misread("geo.geometry_asked", "geometry.coordinates")
    if not isinstance(value, list) or not all(isinstance(polygon, list) for polygon in value):
        return asked
    if not all(isinstance(ring, list) for polygon in value for ring in polygon):
        return asked
    if sum(len(ring) for polygon in value for ring in polygon) > 2 * MOST_CORNERS:
        return Misread("geo.area_too_many_corners", "geometry.coordinates", {"limit": MOST_CORNERS})
    found: list[list[list[list[int]]]] = []
    for polygon in value:
        rings = []
        for ring in polygon:
            corners = [_corner(each) for each in ring]
            if any(each is None for each in corners):
                return Misread("geo.corner_asked", "geometry.coordinates")
            if len(corners) < 4 or corners[0] != corners[-1]:
                return Misread("geo.area_not_closed", "geometry.coordinates")
            rings.append([list(each) for each in corners[:-1] if each is not None])
        found.append(rings)
    return found


def _corner(value: Any) -> tuple[int, int] | None:
    """Return longitude and latitude in 1e-7 degree; None for what is no pair of finite numbers. A height is refused."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in value):
        return None
    # Not `math.isfinite`: it breaks off at a whole number of four hundred figures. NaN is no less than anything.
    if not all(abs(each) <= 1000 for each in value):
        return None
    return round(value[0] * E7), round(value[1] * E7)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(value: Any) -> int:
    """Return a whole number of metres, and for anything else one that is out of every range."""
    return value if _is_whole(value) else -1
