"""Areas on the ground: outlines in whole ten-millionths of a degree, checked before anything is computed of them. Pure.

An edge is a straight line in longitude and latitude (RFC 7946, section 3.1.1). The signed outline is what all nodes
test: it is never repaired, rounded or built again from a circle or a route.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from parley.geo.figures import Misread
from parley.geo.place import E7
from parley.geo.projection import EQUATOR_RADIUS_M, FLATTENING

MOST_CORNERS = 10_000
MOST_POLYGONS = 64
NEAREST_POLE_E7 = 85 * E7
WIDEST_E7 = 180 * E7
# Twice the area over the length of the outline: what is narrower is a drawing error, not an area.
NARROWEST_M = 0.02
_E2 = FLATTENING * (2 - FLATTENING)

Corner = tuple[int, int]
Ring = tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Polygons, each an outer ring and its holes; a corner is (longitude, latitude) in 1e-7 degree, WGS 84.

    The first corner of a ring is not said again at its end.
    """

    polygons: tuple[tuple[Ring, ...], ...]

    @property
    def corners(self) -> Iterator[Corner]:
        """Yield every corner."""
        return (corner for polygon in self.polygons for ring in polygon for corner in ring)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Return west, south, east and north, in 1e-7 degree."""
        lons, lats = zip(*self.corners, strict=True)
        return min(lons), min(lats), max(lons), max(lats)


@dataclass(frozen=True, slots=True)
class Scale:
    """Metres of one degree around a latitude, from the two radii of curvature of the ellipsoid."""

    lon_m: float
    lat_m: float


def scale_at(lat_deg: float) -> Scale:
    """Return the metres of a degree of longitude and of latitude at this latitude."""
    sine = math.sin(math.radians(lat_deg))
    w2 = 1 - _E2 * sine * sine
    across = EQUATOR_RADIUS_M / math.sqrt(w2)
    along = EQUATOR_RADIUS_M * (1 - _E2) / w2**1.5
    degree = math.pi / 180
    return Scale(across * math.cos(math.radians(lat_deg)) * degree, along * degree)


def read_area(value: Any, *, most_km2: float | None = None) -> Area | Misread:
    """Return the area that lists of whole numbers spell, [[[[lon_e7, lat_e7], ...], ...], ...]; a Misread says why not.

    Cheap tests come first: nothing is computed of what has too many corners. Refused besides: other forms, fewer than
    three corners, an outline that crosses or touches itself, none or next to no extent, near a pole, over the 180th
    meridian, more than `most_km2`.
    """
    found = _polygons(value)
    if isinstance(found, Misread):
        return found
    area = Area(found)
    refused = refuse_place(area) or _refuse_shape(area)
    if refused is not None:
        return refused
    if most_km2 is not None and area_km2(area) > most_km2:
        return Misread("geo.area_too_large", "area", {"limit": round(most_km2), "found": round(area_km2(area))})
    return area


def area_as_lists(area: Area) -> list[list[list[list[int]]]]:
    """Return the area in the form that `read_area` reads."""
    return [[[list(corner) for corner in ring] for ring in polygon] for polygon in area.polygons]


def shape_of(area: Area) -> shapely.MultiPolygon:
    """Return the area for GEOS, in degrees."""
    return shapely.MultiPolygon([
        (_degrees(polygon[0]), [_degrees(hole) for hole in polygon[1:]]) for polygon in area.polygons
    ])


def area_km2(area: Area) -> float:
    """Return the extent in square kilometres, within about a thousandth where the area is under 200 km high."""
    west, south, east, north = area.box
    scale = scale_at((south + north) / 2 / E7)
    return float(shape_of(area).area) * scale.lon_m * scale.lat_m / 1e6


def width_m(shape: shapely.Geometry, *, scale: Scale) -> float:
    """Return twice the extent over the length of the outline: how wide something is if it is long, in metres."""
    flat = flattened(shape, scale=scale)
    around = float(shapely.length(flat))
    return 2 * float(shapely.area(flat)) / around if around else 0.0


def flattened(shape: shapely.Geometry, *, scale: Scale) -> shapely.Geometry:
    """Return a shape in metres of a plane that fits around its latitude."""
    return shapely.transform(shape, lambda points: points * (scale.lon_m, scale.lat_m))


def doubled(ring: Ring) -> int:
    """Return twice the signed extent in squares of 1e-7 degree, exactly."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True))


def _degrees(ring: Ring) -> list[tuple[float, float]]:
    return [(lon / E7, lat / E7) for lon, lat in ring]


def _polygons(value: Any) -> tuple[tuple[Ring, ...], ...] | Misread:
    if not _is_list(value) or not value:
        return Misread("geo.area_form", "area")
    if len(value) > MOST_POLYGONS:
        return Misread("geo.area_too_many_parts", "area", {"limit": MOST_POLYGONS})
    if not all(_is_list(polygon) and polygon and all(_is_list(ring) for ring in polygon) for polygon in value):
        return Misread("geo.area_form", "area")
    if sum(len(ring) for polygon in value for ring in polygon) > MOST_CORNERS:
        return Misread("geo.area_too_many_corners", "area", {"limit": MOST_CORNERS})
    rings = [[_ring(ring) for ring in polygon] for polygon in value]
    for each in (ring for polygon in rings for ring in polygon):
        if isinstance(each, Misread):
            return each
    return tuple(tuple(ring for ring in polygon if not isinstance(ring, Misread)) for polygon in rings)


def _ring(value: Sequence[Any]) -> Ring | Misread:
    if not all(_is_list(each) and len(each) == 2 and all(_is_whole(part) for part in each) for each in value):
        return Misread("geo.area_form", "area")
    ring = tuple((int(lon), int(lat)) for lon, lat in value)
    if len(ring) < 3 or len(set(ring)) < 3:
        return Misread("geo.area_too_few_corners", "area")
    return ring


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def refuse_place(area: Area) -> Misread | None:
    """Refuse an area that lies nowhere, too near a pole, or of which a part is as wide as half the Earth."""
    west, south, east, north = area.box
    if max(abs(west), abs(east)) > WIDEST_E7 or max(abs(south), abs(north)) > 90 * E7:
        return Misread("geo.area_out_of_range", "area")
    if max(abs(south), abs(north)) > NEAREST_POLE_E7:
        return Misread("geo.area_near_pole", "area", {"limit": NEAREST_POLE_E7 // E7})
    for polygon in area.polygons:
        lons = [lon for lon, _ in polygon[0]]
        if max(lons) - min(lons) >= WIDEST_E7:
            return Misread("geo.area_over_meridian", "area")
    return None


def _refuse_shape(area: Area) -> Misread | None:
    """Refuse an outline that GEOS calls invalid, parts that overlap, and what has next to no extent."""
    if any(_is_flat(ring) for polygon in area.polygons for ring in polygon):
        return Misread("geo.area_no_extent", "area")
    shape = shape_of(area)
    if not shape.is_valid:
        return Misread("geo.area_crosses_itself", "area", {"where": _where(shapely.is_valid_reason(shape))})
    _, south, _, north = area.box
    if width_m(shape, scale=scale_at((south + north) / 2 / E7)) < NARROWEST_M:
        return Misread("geo.area_no_extent", "area")
    return None


def _is_flat(ring: Ring) -> bool:
    """Return whether all corners lie on one line. A bow-tie of two equal halves has no signed extent, and does not."""
    if doubled(ring):
        return False
    (x, y), (east, north) = ring[0], next((corner for corner in ring if corner != ring[0]), ring[0])
    return all((east - x) * (lat - y) == (north - y) * (lon - x) for lon, lat in ring)


def _where(reason: str) -> str:
    """Return the place that GEOS names, "35.8246 33.1256", or nothing."""
    _, bracket, rest = reason.partition("[")
    return rest.rstrip("]") if bracket else ""
