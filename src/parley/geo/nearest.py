"""How far a place is from an area: to the point of its edge that is nearest, along the ellipsoid. Pure."""

from __future__ import annotations

import shapely
from shapely.ops import nearest_points

from parley.geo.area import Area, flattened, scale_at, shape_of
from parley.geo.distance import way
from parley.geo.place import E7, Place


def metres_to(area: Area, *, place: Place) -> float:
    """Return the metres from a place to an area, nought within it and on its edge.

    The nearest point is looked for in a plane that fits at the place: far from there it is a point of the area all
    the same, so that what is told is never too short.
    """
    shape, point = shape_of(area), shapely.Point(place.lon_e7 / E7, place.lat_e7 / E7)
    if shape.covers(point):
        return 0.0
    scale = scale_at(place.lat_e7 / E7)
    nearest, _ = nearest_points(flattened(shape, scale=scale), flattened(point, scale=scale))
    lon_e7, lat_e7 = round(nearest.x / scale.lon_m * E7), round(nearest.y / scale.lat_m * E7)
    return way(place, to=Place(lat_e7, lon_e7)).metres
