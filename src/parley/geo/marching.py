"""Where an area may go instead: 16 bearings, 250 metres a step, the nearest clear places first. Pure.

The march finds candidates in a plane that fits around the latitude; whoever offers one has it tested as it would be
signed. The error of a step is smaller than what an officer draws, and every offer is checked exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from parley.geo.area import Area, flattened, scale_at, shape_of
from parley.geo.place import E7

STEP_M, FARTHEST_M = 250, 10_000
# Millionths: the same on every machine.
_SINES = (0, 382_683, 707_107, 923_880, 1_000_000, 923_880, 707_107, 382_683)
BEARINGS = tuple((sine, cosine) for sine, cosine in zip(
    (*_SINES, *(-each for each in _SINES)),
    (*_SINES[4:], *(-each for each in _SINES), *_SINES[:4]), strict=True,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Ground to be kept clear of, by so many metres."""

    shape: shapely.Geometry
    apart_m: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """A shift on the ground: how many metres, and by how much each corner moves."""

    metres: int
    east_e7: int
    north_e7: int


def size_m(areas: Sequence[Area]) -> int:
    """Return the longer side of the box around all these areas, in metres."""
    boxes = [each.box for each in areas]
    west, south = min(each[0] for each in boxes), min(each[1] for each in boxes)
    east, north = max(each[2] for each in boxes), max(each[3] for each in boxes)
    scale = scale_at((south + north) / 2 / E7)
    return round(max((east - west) / E7 * scale.lon_m, (north - south) / E7 * scale.lat_m))


def march(parts: Sequence[tuple[Area, Sequence[Obstacle]]], *, until_m: int) -> Iterator[Aside]:
    """Yield the shifts at which every area keeps clear of its obstacles, the nearest first.

    Touching counts as not clear: on a grid of 250 metres that loses nothing, and GEOS answers faster.
    """
    middle = sum((area.box[1] + area.box[3]) / 2 for area, _ in parts) / len(parts) / E7
    scale = scale_at(middle)
    shapes = [flattened(shape_of(area), scale=scale) for area, _ in parts]
    fields = [_Field(obstacles, scale=scale) for _, obstacles in parts]
    for metres in range(STEP_M, until_m + 1, STEP_M):
        offsets = np.array(BEARINGS) * (metres / 1e6)
        free = np.ones(len(BEARINGS), dtype=bool)
        for shape, field in zip(shapes, fields, strict=True):
            free[free] = field.is_free(_moved(shape, offsets[free])) if free.any() else False
        for east_m, north_m in offsets[free]:
            yield Aside(metres, round(east_m / scale.lon_m * E7), round(north_m / scale.lat_m * E7))


def crosses(before: Area, *, after: Area, borders: Sequence[shapely.Geometry]) -> bool:
    """Return whether something moved straight from one place to another goes over a border on which it did not lie."""
    if not borders:
        return False
    start = shape_of(before)
    swept = shapely.union(start, shape_of(after)).convex_hull
    return any(shapely.intersects(swept, border) and not shapely.intersects(start, border) for border in borders)


class _Field:
    """The obstacles of one area, in one tree for each distance that is to be kept."""

    def __init__(self, obstacles: Sequence[Obstacle], *, scale: object) -> None:
        self._trees = [
            (apart, shapely.STRtree([flattened(each.shape, scale=scale) for each in obstacles  # type: ignore[arg-type]
                                     if each.apart_m == apart]))
            for apart in sorted({each.apart_m for each in obstacles})
        ]  # fmt: skip

    def is_free(self, shapes: np.ndarray) -> np.ndarray:
        """Return of each shape whether it meets none of the obstacles."""
        free = np.ones(len(shapes), dtype=bool)
        for apart, tree in self._trees:
            if apart:
                hit = tree.query(shapes, predicate="dwithin", distance=apart * 1.001)[0]
            else:
                hit = tree.query(shapes, predicate="intersects")[0]
            free[hit] = False
        return free


def _moved(shape: shapely.Geometry, offsets: np.ndarray) -> np.ndarray:
    """Return a shape once for each offset in metres."""
    shapes = np.full(len(offsets), shape, dtype=object)
    points, which = shapely.get_coordinates(shapes, return_index=True)
    return shapely.set_coordinates(shapes, points + offsets[which])
