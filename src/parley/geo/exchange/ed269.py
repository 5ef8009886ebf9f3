"""ED-269: the older form of zones for unmanned aircraft, read only. Authorities write it in several shapes. Pure.

Seen in files: the list under `features` or `UASZoneList`, each zone bare or within `UASZone`, in GeoJSON dress with
`properties`, figures as texts, a circle's radius in the unit of its heights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.geo.exchange.heights import UNITS, Limits, read_pair
from parley.geo.exchange.rings import Corners, read_circle, read_outline
from parley.geo.exchange.times import read_periods
from parley.geo.exchange.told import MOST_ZONES, Told
from parley.geo.exchange.uas import add_foreign, rules_of, tell_left_out

NAMES = {"lower": "lowerLimit", "upper": "upperLimit", "lower_reference": "lowerVerticalReference",
         "upper_reference": "upperVerticalReference", "unit": "uomDimensions"}  # fmt: skip
LISTS = ("features", "UASZoneList")


def read_ed269(value: Any, *, classes: tuple[str, ...], told: Told) -> None:
    """Read every zone; `classes` are those that a restriction is about (none: every class)."""
    name = next((each for each in LISTS if isinstance(value, Mapping) and isinstance(value.get(each), list)), None)
    if name is None:
        told.fault("zones.list_asked", LISTS[0])
        return
    if len(value[name]) > MOST_ZONES:
        told.fault("zones.too_many", name, most=MOST_ZONES)
        return
    for number, each in enumerate(value[name]):
        if told.is_at_end(f"{name}.{number}"):
            return
        _zone(each, classes=classes, where=f"{name}.{number}", told=told)


def _zone(value: Any, *, classes: tuple[str, ...], where: str, told: Told) -> None:
    for wrapper in ("UASZone", "properties"):
        if isinstance(value, Mapping) and isinstance(value.get(wrapper), Mapping):
            outer, value, where = value, value[wrapper], f"{where}.{wrapper}"
            value = {**value, "geometry": value.get("geometry", outer.get("geometry"))}
    if not isinstance(value, Mapping):
        told.fault("geo.feature_asked", where)
        return
    before = len(told.faults)
    pieces = _pieces(value.get("geometry"), where=f"{where}.geometry", told=told)
    periods = value.get("applicability", value.get("limitedApplicability"))
    periods = [periods] if isinstance(periods, Mapping) else periods
    times = read_periods(periods, where=f"{where}.applicability", told=told)
    rules = rules_of(value.get("restriction"), classes=classes, where=f"{where}.restriction", told=told)
    tell_left_out(value, where=where, told=told)
    if len(told.faults) == before and rules is not None and times is not None:
        add_foreign(value, pieces, rules=rules, times=times, where=where, told=told)


def _pieces(value: Any, *, where: str, told: Told) -> list[tuple[Corners, Limits]]:
    volumes = [value] if isinstance(value, Mapping) else value
    if not isinstance(volumes, list) or not volumes or len(volumes) > MOST_ZONES:
        told.fault("geo.geometry_asked", where)
        return []
    found = [_volume(each, where=f"{where}.{number}", told=told) for number, each in enumerate(volumes)]
    return [piece for each in found for piece in each]


def _volume(value: Any, *, where: str, told: Told) -> list[tuple[Corners, Limits]]:
    ground = value.get("horizontalProjection") if isinstance(value, Mapping) else None
    if not isinstance(ground, Mapping):
        told.fault("geo.geometry_asked", f"{where}.horizontalProjection")
        return []
    limits = read_pair(value, NAMES, where=where, told=told)
    outline = _outline(ground, unit=value.get("uomDimensions"), where=f"{where}.horizontalProjection", told=told)
    return [(outline, limits)] if outline is not None and limits is not None else []


def _outline(ground: Mapping[str, Any], *, unit: Any, where: str, told: Told) -> Corners | None:
    kind = ground.get("type")
    if "coordinates" in ground and "radius" in ground:
        told.fault("geo.circle_and_outline", where)
        return None
    if kind == "Circle":
        radius = UNITS.get(unit, "m") if isinstance(unit, str) else "m"
        if radius == "ft":
            told.repaired("zones.radius_in_feet", f"{where}.radius", value=str(ground.get("radius"))[:40])
        return read_circle(ground.get("center"), ground.get("radius"), unit=radius, where=where, told=told)
    if kind == "Polygon":
        return read_outline(ground.get("coordinates"), where=f"{where}.coordinates", told=told)
    told.fault("geo.geometry_asked", f"{where}.type")
    return None
