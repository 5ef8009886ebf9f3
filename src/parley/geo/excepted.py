"""What of an activity falls into a closed area, once what is excepted there is taken away. Pure.

At each time and at each height by itself: what is excepted for an hour, or up to a height, leaves the rest closed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import shapely

from parley.geo.area import NARROWEST_M, Scale, flattened, scale_at, width_m
from parley.geo.band import Band, Ground, as_written, same_reference
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.volume import Meeting, Volume, Window, meet


def left_of(
    activity: Volume, closed: Volume, excepted: Sequence[Volume], *, ground: Ground, narrowest_m: float = NARROWEST_M
) -> Meeting | None:
    """Return what an activity and a closed volume share outside of all that is excepted; None where nothing is left.

    What is left beside something excepted counts from `narrowest_m` on.
    """
    shared = meet(activity, closed, ground=ground)
    if shared is None or not excepted:
        return shared
    shape = shapely.intersection(activity.shape, closed.shape)
    _, south, _, north = activity.area.box
    scale = scale_at((south + north) / 2 / E7)
    limits = (activity.lower, activity.upper, closed.lower, closed.upper)
    known = [(each, band) for each in excepted if (band := _band(each, limits)) is not None]
    found: list[tuple[Window, shapely.Geometry]] = []
    for window in _pieces_of_time(shared.windows, excepted):
        then = [(each, band) for each, band in known if _is_then(each, window)]
        left = _left(shape, then, shared.band, scale, narrowest_m)
        if left is not None:
            found.append((window, left))
    if not found:
        return None
    largest = max((flattened(left, scale=scale) for _, left in found), key=lambda each: float(shapely.area(each)))
    wide = max(width_m(left, scale=scale) for _, left in found)
    windows = _joined(window for window, _ in found)
    return Meeting(shared.kind, float(shapely.area(largest)), wide, windows, shared.band, shared.is_as_written)


def _band(excepted: Volume, limits: Iterable[Height | None]) -> Band | None:
    """Return the heights that are surely excepted; None where that cannot be said.

    Limits of another reference except nothing: at their widest they would except what they do not mean.
    """
    if excepted.lower is None and excepted.upper is None:
        return Band(-math.inf, math.inf)
    if same_reference(excepted.lower, excepted.upper, *limits):
        return as_written(excepted.lower, excepted.upper)
    return None


def _left(
    shape: shapely.Geometry, excepted: Sequence[tuple[Volume, Band]], band: Band, scale: Scale, narrowest_m: float
) -> shapely.Geometry | None:
    """Return the widest that is left of a shape at any height of the band; None where all of it is excepted."""
    limits = {limit for _, each in excepted for limit in (each.lower, each.upper)}
    edges = sorted({band.lower, band.upper, *(limit for limit in limits if band.lower < limit < band.upper)})
    widest: shapely.Geometry | None = None
    for low, high in zip(edges, edges[1:], strict=False):
        covering = [volume.shape for volume, each in excepted if each.lower <= low and high <= each.upper]
        left = _only_areas(shapely.difference(shape, shapely.union_all(covering)) if covering else shape)
        if left is None or width_m(left, scale=scale) < narrowest_m:
            continue
        if widest is None or shapely.area(left) > shapely.area(widest):
            widest = left
    return widest


def _is_then(volume: Volume, window: Window) -> bool:
    return volume.windows is None or any(start <= window[0] and window[1] <= end for start, end in volume.windows)


def _pieces_of_time(windows: Iterable[Window], excepted: Iterable[Volume]) -> list[Window]:
    edges = {edge for each in excepted for window in each.windows or () for edge in window}
    pieces: list[Window] = []
    for start, end in windows:
        inside = sorted({start, end, *(edge for edge in edges if start < edge < end)})
        pieces += list(zip(inside, inside[1:], strict=False))
    return pieces


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return windows in their order, those that touch as one."""
    found: list[Window] = []
    for start, end in windows:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _only_areas(shape: shapely.Geometry) -> shapely.Geometry | None:
    parts = [each for each in shapely.get_parts(shape) if isinstance(each, shapely.Polygon) and each.area > 0]
    return shapely.MultiPolygon(parts) if parts else None
