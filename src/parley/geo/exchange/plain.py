"""Zones and lines as plain GeoJSON, in the form that `parley overlaps` reads, whole beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.geo.exchange.ed318 import ring_of
from parley.geo.exchange.names import name_for, words_of
from parley.geo.exchange.own import RULES, STANDINGS, as_values, is_own, line_of, take_line, take_zone, utc, zone_of
from parley.geo.exchange.rings import Corners, read_circle, read_line, read_outline
from parley.geo.exchange.told import MOST_ZONES, LineTold, RuleTold, Told, ZoneTold
from parley.geo.exchange.uas import numbered
from parley.geo.figures import Misread
from parley.geo.height import Height, height_text, parse_height
from parley.geo.moment import LATEST_S, Moment, parse_moment
from parley.geo.place import E7

# What stands beside the part that goes along, and must say the same.
SAID = ("kind", "rule", "classes", "members", "limit", "lower", "upper", "windows", "standing")
USED = ("kind", "rule", "classes", "members", "limit", "lower", "upper", "windows", "name", "names", "parley",
        "radius_m")  # fmt: skip


def read_plain(value: Any, *, told: Told) -> None:
    """Read every feature; a polygon or a circle is a zone, a line a line, a point without a radius nothing."""
    features = value.get("features") if isinstance(value, Mapping) else None
    if not isinstance(features, list) or value.get("type") != "FeatureCollection":
        told.fault("geo.collection_asked", "features")
        return
    if len(features) > MOST_ZONES:
        told.fault("zones.too_many", "features", most=MOST_ZONES)
        return
    if value.get("crs") is not None and "CRS84" not in str(value["crs"])[:400]:
        told.fault("zones.crs", "crs")
        return
    further: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for number, feature in enumerate(features):
        if told.is_at_end(f"features.{number}"):
            return
        if not isinstance(feature, Mapping) or not isinstance(feature.get("properties") or {}, Mapping):
            told.fault("geo.feature_asked", f"features.{number}")
            continue
        properties = feature.get("properties") or {}
        carried = properties.get("parley")
        if isinstance(carried, Mapping) and "of" in carried:
            # A further rule of a zone that stands whole in a feature of its own.
            further.setdefault(str(carried["of"])[:80], []).append((f"features.{number}", feature))
        else:
            _feature(feature, properties, where=f"features.{number}", told=told)
    _tell_changed_rules(further, told=told)


def _feature(feature: Mapping[str, Any], properties: Mapping[str, Any], *, where: str, told: Told) -> None:
    given = properties.get("parley")
    carried: Mapping[str, Any] = given if isinstance(given, Mapping) and is_own(given) else {}
    geometry = feature.get("geometry")
    if geometry is None and carried.get("kind") == "line":
        at = f"{where}.properties.parley"
        line = line_of(carried, (), where=at, told=told)
        is_unchanged = line is not None and _stands_beside(properties, {"kind": "line"}, line.names)
        take_line(line, is_unchanged=is_unchanged, where=at, told=told)
        return
    before = len(told.faults)
    outlines, lines = ground_of(geometry, properties, where=f"{where}.geometry", told=told)
    if len(told.faults) > before:
        return
    if carried:
        _add_own(carried, outlines, lines, properties, where=f"{where}.properties.parley", told=told)
        return
    names = words_of(properties.get("names", properties.get("name")), where=f"{where}.properties.name", told=told)
    identifier = str(feature.get("id") or properties.get("name") or "zone")[:80]
    left = sorted(str(name)[:40] for name, each in properties.items() if name not in USED and each is not None)
    if left:
        told.lost("zones.fields_left_out", f"{where}.properties", fields=", ".join(left[:40]))
    add_zones(outlines, properties, names or {"en": identifier}, identifier, where=where, told=told)
    for points in lines:
        name = name_for(identifier, taken={each.name for each in told.lines})
        told.lines.append(LineTold(name, names or {"en": identifier}, points))


def ground_of(
    geometry: Any, properties: Mapping[str, Any], *, where: str, told: Told
) -> tuple[list[Corners], list[Corners]]:
    """Return the outlines and the lines that a geometry of GeoJSON draws."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    given, at = (geometry.get("coordinates") if isinstance(geometry, Mapping) else None), f"{where}.coordinates"
    found: list[Corners | None] = []
    if kind == "Polygon":
        found = [read_outline(given, where=at, told=told)]
    elif kind == "MultiPolygon" and isinstance(given, list) and len(given) <= MOST_ZONES:
        found = [read_outline(each, where=f"{at}.{number}", told=told) for number, each in enumerate(given)]
    elif kind == "Point" and "radius_m" in properties:
        found = [read_circle(given, properties["radius_m"], unit="m", where=where, told=told)]
    elif kind == "LineString":
        line = read_line(given, where=at, told=told)
        return [], [line] if line is not None else []
    elif kind in ("Point", "MultiPoint"):
        told.lost("zones.point_left_out", where)
    else:
        told.fault("geo.geometry_asked", f"{where}.type")
    return [each for each in found if each is not None], []


def _add_own(
    carried: Mapping[str, Any], outlines: list[Corners], lines: list[Corners], properties: Mapping[str, Any], *,
    where: str, told: Told,
) -> None:  # fmt: skip
    """Add a zone or line that a charter exported; what the other program changed beside it is refused, not guessed."""
    if carried.get("kind") == "line" and len(lines) == 1:
        line = line_of(carried, lines[0], where=where, told=told)
        is_unchanged = line is not None and _stands_beside(properties, {"kind": "line"}, line.names)
        take_line(line, is_unchanged=is_unchanged, where=where, told=told)
    elif carried.get("kind") == "zone" and len(outlines) == 1:
        zone = zone_of(carried, outlines[0], where=where, told=told)
        said = _said(zone, next(iter(zone.rules), None)) if zone is not None else {}
        is_unchanged = zone is not None and _stands_beside(properties, said, zone.names)
        take_zone(zone, is_unchanged=is_unchanged, where=where, told=told)
    else:
        told.fault("zones.differs", where)


def _stands_beside(properties: Mapping[str, Any], said: Mapping[str, Any], names: Mapping[str, str]) -> bool:
    """Return whether the properties say what is carried along; one that another program left open says nothing."""
    given = {name: properties.get(name) for name in SAID}
    return given == {name: said.get(name) for name in SAID} and properties.get("name") in (None, _first(names))


def _tell_changed_rules(further: Mapping[str, list[tuple[str, Mapping[str, Any]]]], *, told: Told) -> None:
    """Refuse a zone of which the features of its further rules say or draw something else than it carries."""
    if told.faults:
        # Who belongs to a zone that was refused cannot be said.
        return
    zones = {zone.name: zone for zone in told.zones}
    for name, features in further.items():
        if name not in zones:
            told.fault("zones.differs", features[0][0])
    for zone in zones.values():
        expected = [_said(zone, rule) for rule in zone.rules[1:]]
        for where, feature in further.get(zone.name, ()):
            properties = feature.get("properties") or {}
            found = next((said for said in expected if _stands_beside(properties, said, zone.names)), None)
            if found is None or ground_of(feature.get("geometry"), {}, where=where, told=Told())[0] != [zone.corners]:
                told.fault("zones.differs", where)
            else:
                expected.remove(found)
        if expected:
            told.fault("zones.differs", zone.name)


def add_zones(
    outlines: list[Corners], properties: Mapping[str, Any], names: Mapping[str, str], identifier: str, *, where: str,
    told: Told,
) -> None:  # fmt: skip
    """Add a zone for each outline, with the rule, heights and windows that the properties say."""
    if not outlines or not told.has_room(where, len(outlines)):
        return
    before, at = len(told.faults), f"{where}.properties"
    rules = _rules(properties, where=at, told=told)
    lower, upper = (_height(properties, name, where=at, told=told) for name in ("lower", "upper"))
    windows = _windows(properties.get("windows"), where=f"{at}.windows", told=told)
    if len(told.faults) > before:
        return
    if len(outlines) > 1:
        told.repaired("zones.layers", where, count=len(outlines))
    for corners in outlines:
        name = name_for(identifier, taken={each.name for each in told.zones})
        zone = ZoneTold(name, names, corners, lower, upper, rules=rules, windows=windows)
        told.zones.append(numbered(zone) if len(outlines) > 1 else zone)


def _rules(properties: Mapping[str, Any], *, where: str, told: Told) -> tuple[RuleTold, ...]:
    rule = properties.get("rule")
    if rule is None:
        told.lost("zones.without_rule", where)
        return ()
    if rule == "standstill":
        told.lost("zones.no_such_rule", f"{where}.rule", value="standstill")
        return ()
    if rule not in RULES:
        told.fault("geo.word_unknown", f"{where}.rule", allowed=", ".join(RULES))
        return ()
    limit = properties.get("limit")
    if (rule == "limit") != (isinstance(limit, int) and not isinstance(limit, bool) and limit >= 0):
        told.fault("geo.count_asked", f"{where}.limit")
    lists = [properties.get(name, []) for name in ("classes", "members")]
    for name, each in zip(("classes", "members"), lists, strict=True):
        if not isinstance(each, list) or not all(isinstance(word, str) and 0 < len(word) <= 80 for word in each):
            told.fault("geo.words_asked", f"{where}.{name}")
            return ()
    return (RuleTold(str(rule), tuple(lists[0]), tuple(lists[1]), limit if rule == "limit" else None),)


def _height(properties: Mapping[str, Any], name: str, *, where: str, told: Told) -> Height | None:
    if properties.get(name) is None:
        return None
    given = properties[name]
    found = parse_height(given) if isinstance(given, str) else Misread("geo.height_not_understood")
    if isinstance(found, Misread):
        told.fault(found, f"{where}.{name}")
        return None
    return found


def _windows(value: Any, *, where: str, told: Told) -> tuple[tuple[int, int], ...] | None:
    if value is None:
        return None
    found = []
    for number, pair in enumerate(value if isinstance(value, list) and len(value) <= 400 else [None]):
        given = pair if isinstance(pair, list) else []
        ends = [parse_moment(each) if isinstance(each, str) else None for each in given]
        for each in ends:
            if isinstance(each, Misread):
                told.fault(each, f"{where}.{number}")
                return None
        at = [each.at_s for each in ends if isinstance(each, Moment)]
        if len(at) != 2 or at[0] >= at[1]:
            told.fault("geo.windows_asked", f"{where}.{number}")
            return None
        found.append((at[0], at[1]))
    return tuple(sorted(found))


def write_plain(found: Told) -> dict[str, Any]:
    """Return the collection: each zone once, a further feature for each further rule, then the lines."""
    features: list[dict[str, Any]] = []
    for zone in found.zones:
        ring = ring_of(zone.corners, where=zone.name, told=found)
        for number, rule in enumerate(zone.rules or (None,)):
            whole = as_values(zone) if number == 0 else {"of": zone.name}
            features.append({
                "type": "Feature", "id": zone.name if number == 0 else f"{zone.name}#{number + 1}",
                "geometry": {"type": "Polygon", "coordinates": [ring]},
                "properties": {**_said(zone, rule), "name": _first(zone.names), "parley": whole},
            })  # fmt: skip
    for line in found.lines:
        points = [[each.lon_e7 / E7, each.lat_e7 / E7] for each in line.points]
        features.append({
            "type": "Feature", "id": line.name,
            "geometry": {"type": "LineString", "coordinates": points} if points else None,
            "properties": {"kind": "line", "name": _first(line.names), "parley": as_values(line)},
        })  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def _said(zone: ZoneTold, rule: RuleTold | None) -> dict[str, Any]:
    """Return what `parley overlaps` reads of a rule; a zone without one is drawn there, and tests nothing."""
    said: dict[str, Any] = {"kind": "zone" if rule is not None else "area"}
    said |= {name: height_text(each) for name in ("lower", "upper") if (each := getattr(zone, name)) is not None}
    if rule is not None:
        grounds = [each.standing for each in (zone.basis, rule.basis) if each is not None]
        said |= {"rule": rule.rule, "classes": list(rule.classes), "members": list(rule.members)}
        said |= {"limit": rule.limit} if rule.limit is not None else {}
        said["standing"] = max(grounds, key=STANDINGS.index) if grounds else "proposed"
    windows = zone.windows
    if windows is None and (zone.from_s is not None or zone.until_s is not None):
        windows = ((zone.from_s or 0, LATEST_S if zone.until_s is None else zone.until_s),)
    if windows is not None:
        said["windows"] = [[utc(start), utc(end)] for start, end in windows]
    return said


def _first(names: Mapping[str, str]) -> str:
    return next(iter(names.values()), "")
