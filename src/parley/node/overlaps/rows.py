"""A volume as rows of an index: its boxes, what the exact test needs of it, and that test of many rows at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import shapely

from parley.geo.area import flattened, scale_at
from parley.geo.band import Band, Ground, as_written, same_reference
from parley.geo.place import E7
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume

# What has no limit lies here: beyond it a 32-bit number would lose its meaning.
FAR = 1.0e30
Window = tuple[int | None, int | None]
ALWAYS: tuple[Window, ...] = ((None, None),)


class Box(NamedTuple):
    """What a polygon in a window lies within: degrees, seconds since 1970, metres. Nothing exact: never less."""

    west: float
    east: float
    south: float
    north: float
    begins_s: float
    ends_s: float
    lower_m: float
    upper_m: float


class Row(NamedTuple):
    """What the exact test needs of a polygon in a window, in the order in which an index gives it."""

    owner: str
    number: int
    label: str
    begins_s: int | None
    ends_s: int | None
    reference: str
    written_lower: float
    written_upper: float
    band_lower: float
    band_upper: float
    outline: bytes
    member: str


COLUMNS = ", ".join(Row._fields)


def windows_of(volume: Volume) -> tuple[Window, ...]:
    """Return the windows of a volume; one without ends where it holds always."""
    return ALWAYS if volume.windows is None else volume.windows


def rows_of(
    owner: str, number: int, volume: Volume, *, member: str, label: str, ground: Ground
) -> Iterator[tuple[Row, Box]]:
    """Yield a row for each polygon in each window of a volume, never for their hull; `label` is its class."""
    band = volume.band(ground)
    one_reference = same_reference(volume.lower, volume.upper)
    written = as_written(volume.lower, volume.upper) if one_reference else band
    limit = volume.lower or volume.upper
    reference = limit.reference if one_reference and limit is not None else "any" if limit is None else ""
    limits = (written.lower, written.upper, band.lower, band.upper)
    outlines = [shapely.to_wkb(each) for each in volume.shape.geoms]
    told = [(window, outline) for outline in outlines for window in windows_of(volume)]
    for (window, outline), box in zip(told, boxes_of(volume, band), strict=True):
        yield Row(owner, number, label, *window, reference, *limits, outline, member), box


def boxes_of(volume: Volume, band: Band, *, separation: Separation = NONE) -> Iterator[Box]:
    """Yield the box of each polygon in each window; ValueError for what is no number."""
    low, high = _bound(band.lower - separation.vertical_m), _bound(band.upper + separation.vertical_m)
    for polygon in volume.area.polygons:
        lons, lats = zip(*polygon[0], strict=True)
        scale = scale_at(max(abs(min(lats)), abs(max(lats))) / E7)
        aside = separation.lateral_m * 1.01
        wide, tall = aside / max(scale.lon_m, 1.0), aside / scale.lat_m
        place = (min(lons) / E7 - wide, max(lons) / E7 + wide, min(lats) / E7 - tall, max(lats) / E7 + tall)
        for start, end in windows_of(volume):
            begins_s = -FAR if start is None else start - 60 * separation.time_min
            ends_s = FAR if end is None else end + 60 * separation.time_min
            box = Box(*place, begins_s, ends_s, low, high)
            # An index would store what is no number as something else: a collision missed.
            if not all(map(math.isfinite, box)):
                raise ValueError("a bound that is no number")
            yield box


def _bound(height_m: float) -> float:
    # Written so that what is no number stays none, and is refused.
    return math.copysign(FAR, height_m) if abs(height_m) > FAR else height_m


def hits_of(
    volume: Volume, *, ground: Ground, apart: Callable[[str], Separation], widest: Separation,
    near: Callable[[Box], Iterable[Any]],
) -> list[tuple[str, int]]:  # fmt: skip
    """Return owner and number of every volume that overlaps this one, or is too close to it, sorted; see `Index`.

    `near` gives the rows that an index has about a box: they are what is compared.
    """
    found: set[tuple[str, int]] = set()
    parts = [(part, window) for part in volume.shape.geoms for window in windows_of(volume)]
    boxes = boxes_of(volume, volume.band(ground), separation=widest)
    for (part, window), box in zip(parts, boxes, strict=True):
        rows = [row for row in near(box) if (row[0], row[1]) not in found]
        found.update(_exact(part, window, volume, rows, ground=ground, apart=apart))
    return sorted(found)


def _exact(
    part: shapely.Geometry, window: Window, volume: Volume, rows: Sequence[Any], *,
    ground: Ground, apart: Callable[[str], Separation],
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """Yield owner and number of the rows whose volumes overlap this part in this window, or are too close to it."""
    kept = [(row, apart(row[2])) for row in rows]
    kept = [each for each in kept if _in_time(window, *each) and _in_height(volume, *each, ground=ground)]
    if not kept:
        return
    shapely.prepare(part)
    shapes = shapely.from_wkb([row[10] for row, _ in kept])
    shared = shapely.relate_pattern(part, shapes, "T********")
    for (row, separation), shape, is_shared in zip(kept, shapes, shared, strict=True):
        if is_shared or (separation.lateral_m and _metres_apart(part, shape) < separation.lateral_m * 1.001):
            yield row[0], row[1]


def _in_time(window: Window, row: Any, separation: Separation) -> bool:
    (start, end), begins, ends, aside = window, row[3], row[4], separation.time_min * 60
    is_before_its_end = start is None or ends is None or start - aside < ends
    return bool(is_before_its_end and (end is None or begins is None or begins < end + aside))


def _in_height(volume: Volume, row: Any, separation: Separation, *, ground: Ground) -> bool:
    references = {each.reference for each in (volume.lower, volume.upper) if each is not None}
    is_written = row[5] == "any" or (bool(row[5]) and references <= {row[5]})
    band = as_written(volume.lower, volume.upper) if is_written and len(references) <= 1 else volume.band(ground)
    lower, upper = (row[6], row[7]) if is_written and len(references) <= 1 else (row[8], row[9])
    low, high = max(band.lower, lower), min(band.upper, upper)
    return bool(low < high or low - high < separation.vertical_m)


def _metres_apart(one: shapely.Geometry, other: shapely.Geometry) -> float:
    bounds = [shapely.bounds(each) for each in (one, other)]
    scale = scale_at((min(each[1] for each in bounds) + max(each[3] for each in bounds)) / 2)
    return float(shapely.distance(flattened(one, scale=scale), flattened(other, scale=scale)))
