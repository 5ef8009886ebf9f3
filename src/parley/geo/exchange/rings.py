"""Outlines and points of other programs: what can be mended without a guess is mended and told. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from parley.geo.area import MOST_CORNERS, NEAREST_POLE_E7, Area, read_area
from parley.geo.exchange.told import Told
from parley.geo.figures import Misread
from parley.geo.outline import circle
from parley.geo.place import E7, Place

# What a charter takes of one outline or line.
MOST_IN_CHARTER = 500
FOOT_M = 0.3048
# How a figure is written; Python would read "1_000", and digits of other scripts, as one too.
FIGURE = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")
# Finer than this a figure says nothing: the grid of places is a centimetre.
GRID = 1e-9

Corners = tuple[Place, ...]


def read_outline(rings: Any, *, where: str, told: Told) -> Corners | None:
    """Return the one outline of a polygon's rings; a hole is refused, for a zone of a charter has none."""
    if not isinstance(rings, list) or not rings:
        told.fault("geo.geometry_asked", where)
        return None
    if sum(len(ring) for ring in rings if isinstance(ring, list)) > MOST_CORNERS:
        told.fault("geo.area_too_many_corners", where, limit=MOST_CORNERS)
        return None
    if len(rings) > 1:
        told.fault("zones.hole", f"{where}.1")
        return None
    return read_ring(rings[0], where=f"{where}.0", told=told)


def read_ring(value: Any, *, where: str, told: Told) -> Corners | None:
    """Return the corners of a closed outline, counter-clockwise, each once."""
    found = _places(value, where=where, told=told)
    if found is None:
        return None
    if len(found) > 1 and found[0] == found[-1]:
        found = found[:-1]
    else:
        told.repaired("zones.closed", where)
    found = _each_once(found, where=where, told=told, is_closed=True)
    if len(found) > MOST_IN_CHARTER:
        told.fault("zones.too_many_corners", where, most=MOST_IN_CHARTER, found=len(found))
        return None
    area = read_area([[[[each.lon_e7, each.lat_e7] for each in found]]])
    if isinstance(area, Misread):
        told.fault(area, where)
        return None
    if doubled(found) < 0:
        told.repaired("zones.turned", where)
        found = (found[0], *reversed(found[1:]))
    return found


def read_line(value: Any, *, where: str, told: Told) -> Corners | None:
    """Return the points of a line, none twice in a row."""
    found = _places(value, where=where, told=told)
    if found is None:
        return None
    if any(abs(each.lat_e7) > NEAREST_POLE_E7 for each in found):
        told.fault("geo.area_near_pole", where, limit=NEAREST_POLE_E7 // E7)
        return None
    if any(abs(one.lon_e7 - other.lon_e7) >= 180 * E7 for one, other in zip(found, found[1:], strict=False)):
        told.fault("geo.area_over_meridian", where)
        return None
    found = _each_once(found, where=where, told=told, is_closed=False)
    if not 2 <= len(found) <= MOST_IN_CHARTER:
        told.fault("geo.route_points", where, least=2, most=MOST_IN_CHARTER)
        return None
    return found


def read_circle(centre: Any, radius: Any, *, unit: str, where: str, told: Told) -> Corners | None:
    """Return an outline around a circle, never smaller than it; `unit` is m or ft."""
    at = _places([centre], where=where, told=told)
    metres = number_of(radius)
    if metres is None or metres <= 0:
        told.fault("geo.count_asked", f"{where}.radius")
    if at is None or metres is None or metres <= 0:
        return None
    whole = math.ceil(metres * (FOOT_M if unit == "ft" else 1) - GRID)
    area = circle(at[0], radius_m=whole)
    if isinstance(area, Area):
        checked = read_area([[[list(corner) for corner in area.polygons[0][0]]]])
        area = checked if isinstance(checked, Misread) else area
    if isinstance(area, Misread):
        told.fault(area, where)
        return None
    ring = area.polygons[0][0]
    told.repaired("zones.circle", where, metres=whole, corners=len(ring))
    return tuple(Place(lat, lon) for lon, lat in ring)


def number_of(value: Any) -> float | None:
    """Return a finite number, also one that was written as a text; None for anything else."""
    if type(value) is float:
        return value if math.isfinite(value) else None
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, str) and (len(value) > 40 or FIGURE.fullmatch(value) is None):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def doubled(corners: Sequence[Place]) -> int:
    """Return twice the signed extent in squares of 1e-7 degree; it is above 0 where corners go counter-clockwise."""
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return sum(a.lon_e7 * b.lat_e7 - b.lon_e7 * a.lat_e7 for a, b in pairs)


def _places(value: Any, *, where: str, told: Told) -> Corners | None:
    if not isinstance(value, list) or not value:
        told.fault("geo.geometry_asked", where)
        return None
    if len(value) > MOST_CORNERS:
        told.fault("geo.area_too_many_corners", where, limit=MOST_CORNERS)
        return None
    found, has_height, is_text, is_finer = [], False, False, False
    for number, corner in enumerate(value):
        pair = [number_of(each) for each in corner[:2]] if isinstance(corner, list) and len(corner) in (2, 3) else []
        lon, lat = pair if len(pair) == 2 else (None, None)
        if lon is None or lat is None:
            told.fault("geo.corner_asked", f"{where}.{number}")
            return None
        if abs(lon) > 180 or abs(lat) > 90:
            told.fault("geo.area_out_of_range", f"{where}.{number}")
            return None
        place = Place(round(lat * E7), round(lon * E7))
        has_height |= len(corner) == 3
        is_text |= any(isinstance(each, str) for each in corner[:2])
        is_finer |= abs(lon - place.lon_e7 / E7) > GRID or abs(lat - place.lat_e7 / E7) > GRID
        found.append(place)
    for code, is_so in (("zones.numbers_as_text", is_text), ("zones.rounded", is_finer)):
        if is_so:
            told.repaired(code, where)
    if has_height:
        told.lost("zones.corner_heights", where)
    return tuple(found)


def _each_once(found: Corners, *, where: str, told: Told, is_closed: bool) -> Corners:
    kept = [place for number, place in enumerate(found) if number == 0 or place != found[number - 1]]
    while is_closed and len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    if len(kept) < len(found):
        told.repaired("zones.twice", where, count=len(found) - len(kept))
    return tuple(kept)
