"""From circles and routes to the outlines that are signed: never smaller than what was meant. Pure.

A polygon through the rim of a circle is smaller than the circle. Here it stands around it: between two corners it
touches the rim, at a corner it is at most EXCESS_M or a thousandth wider.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import shapely
from geographiclib.geodesic import Geodesic

from parley.geo.area import NEAREST_POLE_E7, WIDEST_E7, Area, Ring, refuse_place, scale_at
from parley.geo.figures import Misread
from parley.geo.place import E7, Place

FEWEST_SIDES, MOST_SIDES = 32, 256
EXCESS_M = 1.0
LONGEST_RADIUS_M = 100_000
LONGEST_ROUTE_M = 500_000
MOST_LEGS = 200
# Edges are straight on the map; a leg is cut until it is nowhere further than this from the shortest way.
DEVIATION_M = 0.1


def circle(centre: Place, *, radius_m: int) -> Area | Misread:
    """Return a polygon around a circle of whole metres on the ellipsoid, corners rounded outwards of the rim."""
    if not 1 <= radius_m <= LONGEST_RADIUS_M:
        return Misread("geo.radius_out_of_range", "radius_m", {"lowest": 1, "highest": LONGEST_RADIUS_M})
    sides = _sides(radius_m)
    # Corners are rounded to a grid of a centimetre, and edges are straight on the map, not the shortest way.
    edge_m = 2 * radius_m * math.tan(math.pi / sides)
    reach = radius_m / math.cos(math.pi / sides) + 0.02 + bow_m(centre, edge_m)
    ring = [_direct(centre, 360 * number / sides, reach) for number in range(sides)]
    return Area(((tuple(reversed(ring)),),))


def corridor(points: Sequence[Place], *, width_m: int) -> Area | Misread:
    """Return the ground within half of `width_m` of the shortest ways from point to point.

    Refused: fewer than two points, more than MOST_LEGS legs, a point twice in a row, a route of over 500 km, one that
    comes too near a pole or reaches over the 180th meridian.
    """
    if not 2 <= len(points) <= MOST_LEGS + 1:
        return Misread("geo.route_points", "points", {"least": 2, "most": MOST_LEGS + 1})
    if any(one == other for one, other in zip(points, points[1:], strict=False)):
        return Misread("geo.route_point_twice", "points")
    # First: near a pole a leg is cut into more pieces than could ever be drawn.
    if any(abs(each.lat_e7) > NEAREST_POLE_E7 for each in points):
        return Misread("geo.area_near_pole", "points", {"limit": NEAREST_POLE_E7 // E7})
    if not 1 <= width_m <= LONGEST_RADIUS_M:
        return Misread("geo.width_out_of_range", "width_m", {"lowest": 1, "highest": LONGEST_RADIUS_M})
    lengths = [_length(one, other) for one, other in zip(points, points[1:], strict=False)]
    if sum(lengths) > LONGEST_ROUTE_M:
        return Misread("geo.route_too_long", "points", {"limit": LONGEST_ROUTE_M // 1000})
    parts = []
    # Where two legs meet, and where a route comes by again, the ground around is drawn once.
    around: dict[Place, shapely.Polygon] = {}
    for one, other in zip(points, points[1:], strict=False):
        leg = _leg(one, other, half_m=width_m / 2, around=around)
        if isinstance(leg, Misread):
            return leg
        parts.append(leg)
    whole = shapely.union_all(parts)
    polygons = [each for each in shapely.get_parts(whole) if isinstance(each, shapely.Polygon)]
    return Area(tuple(_rings(each) for each in polygons))


def _sides(radius_m: float) -> int:
    """Return how many sides keep the corners within EXCESS_M of the rim, within bounds."""
    sides = FEWEST_SIDES
    while sides < MOST_SIDES and radius_m / math.cos(math.pi / sides) - radius_m > EXCESS_M:
        sides *= 2
    return sides


def _direct(start: Place, bearing: float, metres: float) -> tuple[int, int]:
    found = Geodesic.WGS84.Direct(start.lat_e7 / E7, start.lon_e7 / E7, bearing, metres)
    return round(found["lon2"] * E7), round(found["lat2"] * E7)


def _length(one: Place, other: Place) -> float:
    found = Geodesic.WGS84.Inverse(one.lat_e7 / E7, one.lon_e7 / E7, other.lat_e7 / E7, other.lon_e7 / E7)
    return float(found["s12"])


def _leg(
    one: Place, other: Place, *, half_m: float, around: dict[Place, shapely.Polygon]
) -> shapely.Geometry | Misread:  # fmt: skip
    """Return one leg with its ends, in degrees: a hull of circles along it, so that no metre of the plane is trusted.

    Along a short piece the ground within `half_m` is the hull of the circles at its two ends. `around` remembers them.
    """
    stops = _along(one, other)
    if any(abs(here.lon_e7 - there.lon_e7) >= WIDEST_E7 for here, there in zip(stops, stops[1:], strict=False)):
        return Misread("geo.area_over_meridian", "points")
    for stop in stops:
        if stop in around:
            continue
        made = circle(stop, radius_m=math.ceil(half_m))
        assert isinstance(made, Area)
        # A ring that goes around a pole or the Earth has no inside on a map: nothing is joined to it.
        refused = refuse_place(made)
        if refused is not None:
            return replace(refused, field="points")
        around[stop] = shapely.Polygon([(lon / E7, lat / E7) for lon, lat in made.polygons[0][0]])
    rounds = [around[stop] for stop in stops]
    hulls = [shapely.union_all(pair).convex_hull for pair in zip(rounds, rounds[1:], strict=False)]
    return shapely.union_all(hulls)


def _along(one: Place, other: Place) -> list[Place]:
    """Return the ends and as many points between as keep a straight line on the map within DEVIATION_M."""
    line = Geodesic.WGS84.InverseLine(one.lat_e7 / E7, one.lon_e7 / E7, other.lat_e7 / E7, other.lon_e7 / E7)
    metres = float(line.s13)
    steepest = max(one, other, key=lambda each: abs(each.lat_e7))
    pieces = max(1, math.ceil(math.sqrt(bow_m(steepest, metres) / DEVIATION_M)))
    found = [line.Position(metres * number / pieces) for number in range(1, pieces)]
    between = [Place(round(each["lat2"] * E7), round(each["lon2"] * E7)) for each in found]
    return [one, *between, other]


def bow_m(place: Place, metres: float) -> float:
    """Return how far, at most, a line straight on the map leaves the shortest way, at its middle: L^2 tan(lat) / 8R."""
    steep = abs(math.tan(math.radians(place.lat_e7 / E7))) + 0.01
    radius = scale_at(place.lat_e7 / E7).lat_m * 180 / math.pi
    return metres * metres * steep / (8 * radius)


def _rings(polygon: shapely.Polygon) -> tuple[Ring, ...]:
    rings = [polygon.exterior, *polygon.interiors]
    return tuple(tuple((round(lon * E7), round(lat * E7)) for lon, lat in ring.coords[:-1]) for ring in rings)
