"""Volumes moved in time, in height or on the ground, in whole numbers, and what is left of them when trimmed. Pure.

Every node moves alike: seconds, the units in which a height was written, ten-millionths of a degree. What a trim
leaves is computed by GEOS, whose versions may differ in a last figure: it is carried as corners by whoever made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import shapely

from parley.geo.area import Area, Ring, Scale, doubled, flattened, read_area, scale_at, shape_of
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.volume import Volume, Window

# More than rounding to a centimetre may give back, so that what was trimmed away is not touched again.
TRIM_ASIDE_M = 0.05
MOST_TRIMMED_CORNERS = 2_000
_ARC = 8


def later(volume: Volume, *, seconds: int) -> Volume:
    """Return a volume so many seconds later, or earlier where they are negative."""
    windows = tuple((start + seconds, end + seconds) for start, end in volume.windows or ())
    return _with_shape(replace(volume, windows=windows), volume)


def higher(volume: Volume, *, units: int) -> Volume:
    """Return a volume higher by so many of the units in which both its limits are written."""
    return _with_shape(replace(volume, lower=_raised(volume.lower, units), upper=_raised(volume.upper, units)), volume)


def aside(volume: Volume, *, east_e7: int, north_e7: int) -> Volume:
    """Return a volume whose every corner lies so much further east and north."""
    return replace(volume, area=area_aside(volume.area, east_e7=east_e7, north_e7=north_e7))


def area_aside(area: Area, *, east_e7: int, north_e7: int) -> Area:
    """Return an area whose every corner lies so much further east and north."""
    return Area(tuple(
        tuple(tuple((lon + east_e7, lat + north_e7) for lon, lat in ring) for ring in polygon)
        for polygon in area.polygons
    ))  # fmt: skip


def wider_in_time(volume: Volume, *, seconds: int) -> Volume:
    """Return a volume whose windows reach so much further both ways, joined where they then meet."""
    joined: list[Window] = []
    for start, end in volume.windows or ():
        if joined and start - seconds <= joined[-1][1]:
            joined[-1] = joined[-1][0], end + seconds
        else:
            joined.append((start - seconds, end + seconds))
    return _with_shape(replace(volume, windows=tuple(joined)), volume)


def wider_in_height(volume: Volume, *, units: int) -> Volume:
    """Return a volume whose limits reach so much further both ways."""
    lower, upper = _raised(volume.lower, -units), _raised(volume.upper, units)
    return _with_shape(replace(volume, lower=lower, upper=upper), volume)


def wider_on_ground(volume: Volume, *, metres: int) -> Volume:
    """Return a volume over the box around its area, so many metres further on every side."""
    west, south, east, north = volume.area.box
    scale = scale_at(max(abs(south), abs(north)) / E7)
    wide, tall = (round(metres * 1.01 / each * E7) for each in (scale.lon_m, scale.lat_m))
    west, south, east, north = west - wide, south - tall, east + wide, north + tall
    return replace(volume, area=Area(((((west, south), (east, south), (east, north), (west, north)),),)))


def doubled_extent(area: Area) -> int:
    """Return twice the extent in squares of a ten-millionth of a degree, exactly: what two outlines are compared by."""
    return sum(
        abs(doubled(polygon[0])) - sum(abs(doubled(hole)) for hole in polygon[1:]) for polygon in area.polygons
    )


def given_up_permille(before: Sequence[Area], *, after: Sequence[Area]) -> int:
    """Return how many thousandths of the ground were given up, rounded up: exact, from the corners alone."""
    left = Fraction(sum(map(doubled_extent, after)), sum(map(doubled_extent, before)))
    lost = (1 - left) * 1_000
    return -(-lost.numerator // lost.denominator)


def trimmed(area: Area, *, by: Sequence[tuple[Area, int]]) -> Area | None:
    """Return the largest part of an area that keeps as many metres from each of the others as are named with it.

    None where nothing sound is left, or too many corners.
    """
    scale = _scale_of(area)
    whole = flattened(shape_of(area), scale=scale)
    taken = shapely.union_all([_grown(flattened(shape_of(each), scale=scale), metres) for each, metres in by])
    parts = [each for each in shapely.get_parts(shapely.difference(whole, taken)) if isinstance(each, shapely.Polygon)]
    if not parts:
        return None
    # The lower left corner decides between parts of one size, so that one GEOS always chooses alike.
    largest = max(parts, key=lambda each: (each.area, each.bounds))
    rings = tuple(_ring(ring, scale=scale) for ring in (largest.exterior, *largest.interiors))
    if sum(map(len, rings)) > MOST_TRIMMED_CORNERS:
        return None
    found = read_area([rings])
    return found if isinstance(found, Area) else None


def _raised(height: Height | None, units: int) -> Height | None:
    return None if height is None else replace(height, value=height.value + units)


def _with_shape(made: Volume, of: Volume) -> Volume:
    """Hand on the shape for GEOS: the ground is the same, and making it anew costs more than most questions."""
    made.__dict__["shape"] = of.shape
    return made


def _scale_of(area: Area) -> Scale:
    _, south, _, north = area.box
    return scale_at((south + north) / 2 / E7)


def _grown(shape: shapely.Geometry, metres: int) -> shapely.Geometry:
    # A circle's arcs are drawn inside of it; two hundredths more cover that with eight pieces a quarter.
    if metres == 0:
        return shapely.buffer(shape, TRIM_ASIDE_M, join_style="mitre")
    return shapely.buffer(shape, metres * 1.02 + TRIM_ASIDE_M, quad_segs=_ARC)


def _ring(ring: shapely.LinearRing, *, scale: Scale) -> Ring:
    points = [(round(x / scale.lon_m * E7), round(y / scale.lat_m * E7)) for x, y in ring.coords[:-1]]
    return tuple(each for place, each in enumerate(points) if each != points[place - 1])
