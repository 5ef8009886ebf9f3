"""ED-318: zones as a GeoJSON collection with layers of height. Read tolerantly, written as its schema asks. Pure.

The form has no word for a standing, so only what is agreed is written as PROHIBITED; and no place for rules by class
and member, so these go along whole in `extendedProperties` and foreign readers see the worst case alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from parley.geo.exchange.heights import Limits, read_pair
from parley.geo.exchange.names import identifiers, words_of
from parley.geo.exchange.own import as_values, utc
from parley.geo.exchange.rings import Corners, doubled, read_circle, read_outline
from parley.geo.exchange.times import Times, read_periods
from parley.geo.exchange.told import MOST_ZONES, Told, ZoneTold
from parley.geo.exchange.uas import add_foreign, add_own, expressible, own_values, rules_of, tell_left_out
from parley.geo.height import Height
from parley.geo.place import E7, Place

NAMES = {"lower": "lower", "upper": "upper", "lower_reference": "lowerReference", "upper_reference": "upperReference",
         "unit": "uom"}  # fmt: skip
# User-assigned in ISO 3166: no country is claimed by an export.
NO_COUNTRY = "XAA"
LONGEST_TEXT = 200


def read_ed318(value: Any, *, classes: tuple[str, ...], told: Told) -> None:
    """Read every feature of a collection; `classes` are those that a restriction is about (none: every class)."""
    features = value.get("features") if isinstance(value, Mapping) else None
    if not isinstance(features, list):
        told.fault("geo.collection_asked", "features")
        return
    if len(features) > MOST_ZONES:
        told.fault("zones.too_many", "features", most=MOST_ZONES)
        return
    if value.get("metadata"):
        told.lost("zones.fields_left_out", "metadata", fields="metadata")
    for number, feature in enumerate(features):
        if told.is_at_end(f"features.{number}"):
            return
        _feature(feature, classes=classes, where=f"features.{number}", told=told)


def _feature(value: Any, *, classes: tuple[str, ...], where: str, told: Told) -> None:
    given = value.get("properties") if isinstance(value, Mapping) else None
    if not isinstance(given, Mapping):
        told.fault("geo.feature_asked", f"{where}.properties")
        return
    properties, geometry = _unwrapped(given, value.get("geometry"))
    before = len(told.faults)
    pieces = _pieces(geometry, where=f"{where}.geometry", told=told)
    times = read_periods(
        properties.get("limitedApplicability"), where=f"{where}.properties.limitedApplicability", told=told
    )
    carried = own_values(properties)
    restriction, at = properties.get("type"), f"{where}.properties.type"
    if carried is not None:
        if len(told.faults) == before:
            extended = f"{where}.properties.extendedProperties.parley"
            beside = partial(_stands_beside, properties=properties, times=times)
            add_own(carried, pieces, stands=beside, where=extended, told=told)
        return
    rules = rules_of(restriction, classes=classes, where=at, told=told)
    tell_left_out(properties, where=f"{where}.properties", told=told)
    if len(told.faults) == before and rules is not None and times is not None:
        add_foreign(properties, pieces, rules=rules, times=times, where=where, told=told)


def _unwrapped(properties: Mapping[str, Any], geometry: Any) -> tuple[Mapping[str, Any], Any]:
    """Return a feature whose zone stands within `UASZone`, and whose layer stands beside it, as the form has it.

    So it is in the files of at least one authority, its unit under `UOM`.
    """
    zone, layer = properties.get("UASZone"), properties.get("verticalLayer")
    if isinstance(zone, Mapping):
        properties = {**{name: each for name, each in properties.items() if name != "UASZone"}, **zone}
    if isinstance(layer, Mapping) and isinstance(geometry, Mapping) and "layer" not in geometry:
        properties = {name: each for name, each in properties.items() if name != "verticalLayer"}
        geometry = {**geometry, "layer": {"uom": layer.get("UOM") or None, **layer}}
    return properties, geometry


def _stands_beside(zone: ZoneTold, *, properties: Mapping[str, Any], times: Times | None) -> bool:
    """Return whether type, times and names of a feature are those with which its zone was written."""
    aside = Told()
    written = read_periods(_periods(zone), where=zone.name, told=aside)
    names, given = (words_of(each, where="", told=aside) for each in (_texts(zone.names), properties.get("name")))
    return (properties.get("type"), times, given) == (_type_of(zone), written, names)


def _pieces(geometry: Any, *, where: str, told: Told) -> list[tuple[Corners, Limits]]:
    """Return each polygon or circle with its limits of height; several layers are a collection of geometries."""
    if isinstance(geometry, Mapping) and geometry.get("type") == "GeometryCollection":
        given = geometry.get("geometries")
        if not isinstance(given, list) or not given or len(given) > MOST_ZONES:
            told.fault("geo.geometry_asked", f"{where}.geometries")
            return []
        beside = {"layer": geometry["layer"]} if "layer" in geometry else {}
        nested = [_pieces({**beside, **each}, where=f"{where}.geometries.{n}", told=told)
                  for n, each in enumerate(given)
                  if isinstance(each, Mapping) and each.get("type") != "GeometryCollection"]  # fmt: skip
        if len(nested) < len(given):
            told.fault("geo.geometry_asked", f"{where}.geometries")
        return [piece for each in nested for piece in each]
    if not isinstance(geometry, Mapping):
        told.fault("geo.geometry_asked", where)
        return []
    limits = _limits(geometry.get("layer"), where=f"{where}.layer", told=told)
    found = [each for each in _outlines(geometry, where=where, told=told) if each is not None]
    return [(each, limits) for each in found] if limits is not None else []


def _outlines(geometry: Mapping[str, Any], *, where: str, told: Told) -> list[Corners | None]:
    kind, given, at = geometry.get("type"), geometry.get("coordinates"), f"{where}.coordinates"
    if kind == "Point":
        extent = geometry.get("extent")
        if not isinstance(extent, Mapping) or extent.get("subType") != "Circle":
            told.fault("geo.size_missing", f"{where}.extent")
            return []
        return [read_circle(given, extent.get("radius"), unit="m", where=where, told=told)]
    if geometry.get("extent") is not None:
        told.fault("geo.circle_and_outline", f"{where}.extent")
        return []
    if kind == "Polygon":
        return [read_outline(given, where=at, told=told)]
    if kind == "MultiPolygon" and isinstance(given, list) and len(given) <= MOST_ZONES:
        return [read_outline(each, where=f"{at}.{number}", told=told) for number, each in enumerate(given)]
    told.fault("geo.geometry_asked", f"{where}.type")
    return []


def _limits(layer: Any, *, where: str, told: Told) -> Limits | None:
    if layer is None:
        return None, None
    if not isinstance(layer, Mapping):
        told.fault("geo.height_not_understood", where)
        return None
    return read_pair(layer, NAMES, where=where, told=told)


def write_ed318(found: Told, *, authority: Mapping[str, str]) -> dict[str, Any]:
    """Return the collection of the zones; what the form has no place for is noted in `found.remarks`.

    `authority` names the mechanism by language.
    """
    short = identifiers(zone.name for zone in found.zones)
    features = [
        _written(zone, identifier=short[zone.name], authority=authority, told=found) for zone in found.zones
    ]
    for line in found.lines:
        found.lost("zones.line_left_out", line.name)
    note = {"text": "Without prejudice to legality, sovereignty or claims.", "lang": _tag("en")}
    return {"type": "FeatureCollection", "metadata": {"description": [note]}, "features": features}


def _written(zone: ZoneTold, *, identifier: str, authority: Mapping[str, str], told: Told) -> dict[str, Any]:
    geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [ring_of(zone.corners, where=zone.name, told=told)]}
    layer = _layer(zone, told=told)
    geometry |= {"layer": layer} if layer else {}
    kind = _type_of(zone)
    told.lost("zones.worst_case", zone.name, value=kind, identifier=identifier)
    condition = _condition(zone)
    properties: dict[str, Any] = {
        "identifier": identifier, "country": NO_COUNTRY, "name": _texts(zone.names), "type": kind, "variant": "COMMON",
        **({"restrictionConditions": condition} if condition else {}),
        "reason": ["OTHER"], "otherReasonInfo": [{"text": _stands(zone)[:LONGEST_TEXT], "lang": _tag("en")}],
        "zoneAuthority": [{"name": _texts(authority), "purpose": "INFORMATION"}],
        "extendedProperties": {"parley": as_values(zone)},
    }  # fmt: skip
    periods = _periods(zone)
    properties |= {"limitedApplicability": periods} if periods else {}
    return {"type": "Feature", "id": zone.name, "geometry": geometry, "properties": properties}


def _type_of(zone: ZoneTold) -> str:
    """Return the worst case that is agreed: to a foreign reader what is only claimed is no prohibition."""
    is_drawn = zone.basis is not None and zone.basis.standing == "agreed"
    for rule in zone.rules:
        if rule.rule == "forbidden" and is_drawn and rule.basis is not None and rule.basis.standing == "agreed":
            return "PROHIBITED"
    return "CONDITIONAL" if zone.rules or zone.limits else "NO_RESTRICTION"


def _condition(zone: ZoneTold) -> str:
    said = [
        f"{rule.rule}{'' if rule.limit is None else f' {rule.limit}'}"
        f" ({', '.join(rule.classes) or 'every class'}; {', '.join(rule.members) or 'every member'};"
        f" {rule.basis.standing if rule.basis else 'unknown'})"
        for rule in zone.rules
    ]
    said += [f"{limit.names.get('en', limit.name)}: at most {limit.at_most}" for limit in zone.limits]
    return "; ".join(said)


def _stands(zone: ZoneTold) -> str:
    if zone.basis is None:
        return f"Drawing {zone.drawing}"
    by = f" by {', '.join(zone.basis.by)}" if zone.basis.by else ""
    return f"Drawing {zone.drawing}, {zone.basis.standing}{by}: {zone.basis.source}"


def _layer(zone: ZoneTold, *, told: Told) -> dict[str, Any]:
    """Return the limits in their own figures; the form has one unit for both and no flight levels."""
    layer: dict[str, Any] = {}
    limits = zip(("lower", "upper"), (zone.lower, zone.upper), expressible(zone.lower, zone.upper), strict=True)
    for side, given, each in limits:
        if each is not None:
            layer |= {side: each.value, f"{side}Reference": _reference(each), "uom": each.unit}
        elif given is not None:
            told.lost("zones.flight_level" if given.reference == "FL" else "zones.two_units", f"{zone.name}.{side}")
    return layer


def _reference(height: Height) -> str:
    return "WGS84" if height.reference == "W84" else height.reference


def _periods(zone: ZoneTold) -> list[dict[str, str]]:
    if zone.windows is not None:
        return [{"startDateTime": utc(start), "endDateTime": utc(end)} for start, end in zone.windows]
    ends = (("startDateTime", zone.from_s), ("endDateTime", zone.until_s))
    period = {name: utc(at_s) for name, at_s in ends if at_s is not None}
    return [period] if period else []


def ring_of(corners: tuple[Place, ...], *, where: str, told: Told) -> list[list[float]]:
    """Return an outline as GeoJSON has it: counter-clockwise, its first corner said again at its end."""
    if doubled(corners) < 0:
        told.repaired("zones.turned", where)
        corners = (corners[0], *reversed(corners[1:]))
    return [[each.lon_e7 / E7, each.lat_e7 / E7] for each in (*corners, corners[0])]


def _texts(names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"text": words[:LONGEST_TEXT], "lang": _tag(language)} for language, words in names.items()]


def _tag(language: str) -> str:
    """Return a language as the form asks for it, with a region, here the one that stands for none: ZZ."""
    return f"{language}-ZZ"
