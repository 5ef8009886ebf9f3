"""Volumes of ground, height and time, and the exact test of two of them. Pure.

They overlap where their open areas, their open bands of height and their half-open windows [from, until) all do: what
only touches does not. Each volume is tested by itself; a route of two legs is two volumes, never their hull.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import shapely

from parley.geo.area import NARROWEST_M, Area, Scale, flattened, scale_at, shape_of, width_m
from parley.geo.band import Band, Ground, as_written, band_of, same_reference
from parley.geo.figures import Misread
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.separation import NONE, Separation

MOST_WINDOWS = 400
LONGEST_WINDOW_S = 180 * 86_400

Window = tuple[int, int]


@dataclass(frozen=True)
class Volume:
    """An area, its limits of height as written (None: no limit, for zones alone) and its windows in seconds UTC.

    Windows are sorted and lie apart; None stands for always, and is for zones alone.
    """

    area: Area
    lower: Height | None
    upper: Height | None
    windows: tuple[Window, ...] | None

    @cached_property
    def shape(self) -> shapely.MultiPolygon:
        """Return the area for GEOS, in degrees, prepared for many tests."""
        made = shape_of(self.area)
        shapely.prepare(made)
        return made

    def band(self, ground: Ground) -> Band:
        """Return the widest band above the ellipsoid that the limits may mean."""
        return band_of(self.lower, self.upper, ground=ground)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What two volumes share: "conflict", "contact" (a sliver that drawing alone explains) or "near" (too close).

    `area_m2` is the shared ground and `width_m` how wide it is; both are 0 where the areas keep apart. `windows` are
    the shared times, widened by the separation in time; `band` the shared heights, or those between two that are too
    close, of the reference in which they were compared.
    """

    kind: str
    area_m2: float
    width_m: float
    windows: tuple[Window, ...]
    band: Band
    is_as_written: bool


def meet(one: Volume, other: Volume, *, ground: Ground, separation: Separation = NONE) -> Meeting | None:
    """Return what two volumes share, the same for both orders; None where they keep apart as far as is asked."""
    windows = shared_windows(one.windows, other.windows, apart_s=separation.time_min * 60)
    if not windows:
        return None
    bands = _bands(one, other, ground=ground)
    low, high = max(each.lower for each in bands), min(each.upper for each in bands)
    if low >= high and low - high >= separation.vertical_m:
        return None
    ways = _ground_shared(one, other, apart_m=separation.lateral_m)
    if ways is None:
        return None
    is_ground, area_m2, wide_m = ways
    is_shared = low < high and is_ground and bool(shared_windows(one.windows, other.windows))
    kind = "near" if not is_shared else "conflict" if wide_m >= NARROWEST_M else "contact"
    if kind == "contact" and separation.lateral_m:
        kind = "near"
    as_is = same_reference(one.lower, one.upper, other.lower, other.upper)
    return Meeting(kind, area_m2, wide_m, windows, Band(min(low, high), max(low, high)), as_is)


def shared_windows(
    one: Sequence[Window] | None, other: Sequence[Window] | None, *, apart_s: int = 0
) -> tuple[Window, ...]:
    """Return where two lists of half-open windows overlap, the first widened by `apart_s` at both ends.

    Sorted lists are walked once. None is always; two of them share all of time, from 0 on.
    """
    first = [(0, 2**53)] if one is None else [(start - apart_s, end + apart_s) for start, end in one]
    second = [(0, 2**53)] if other is None else list(other)
    found, a, b = [], 0, 0
    while a < len(first) and b < len(second):
        start, end = max(first[a][0], second[b][0]), min(first[a][1], second[b][1])
        if start < end:
            found.append((start, end))
        if first[a][1] <= second[b][1]:
            a += 1
        else:
            b += 1
    return tuple(found)


def read_windows(windows: Sequence[Window]) -> tuple[Window, ...] | Misread:
    """Return windows as they came, where they are sorted, apart, each of a length, not too many and not too long."""
    if not 1 <= len(windows) <= MOST_WINDOWS:
        return Misread("geo.windows_count", "windows", {"least": 1, "most": MOST_WINDOWS})
    for start, end in windows:
        if start >= end:
            return Misread("geo.window_ends_first", "windows")
        if end - start > LONGEST_WINDOW_S:
            return Misread("geo.window_too_long", "windows", {"limit": LONGEST_WINDOW_S // 86_400})
    if any(later[0] < earlier[1] for earlier, later in zip(windows, windows[1:], strict=False)):
        return Misread("geo.windows_unsorted", "windows")
    if windows[-1][1] - windows[0][0] > LONGEST_WINDOW_S:
        return Misread("geo.window_too_long", "windows", {"limit": LONGEST_WINDOW_S // 86_400})
    return tuple((int(start), int(end)) for start, end in windows)


def read_limits(lower: Height, upper: Height, *, ground: Ground) -> Misread | None:
    """Refuse a lower limit that is not below the upper one, in whatever way both may be meant."""
    if same_reference(lower, upper):
        band = as_written(lower, upper)
        return None if band.lower < band.upper else Misread("geo.band_upside_down", "upper")
    highest = band_of(lower, upper, ground=ground)
    return None if highest.lower < highest.upper else Misread("geo.band_upside_down", "upper")


def _bands(one: Volume, other: Volume, *, ground: Ground) -> list[Band]:
    """Return both bands as written where all limits share a reference, else above the ellipsoid."""
    if same_reference(one.lower, one.upper, other.lower, other.upper):
        return [as_written(each.lower, each.upper) for each in (one, other)]
    return [each.band(ground) for each in (one, other)]


def _ground_shared(one: Volume, other: Volume, *, apart_m: int) -> tuple[bool, float, float] | None:
    """Return whether ground is shared, how many square metres and how wide; None where the two keep far enough apart.

    A sliver may be so thin that GEOS finds an inner point of both, and no extent.
    """
    scale = scale_at(_middle(one, other))
    # Interiors share a point: what only touches along an edge does not.
    if shapely.relate_pattern(one.shape, other.shape, "T********"):
        shared = _only_areas(shapely.intersection(one.shape, other.shape))
        return True, float(shapely.area(flattened(shared, scale=scale))), width_m(shared, scale=scale)
    is_close = apart_m and _distance_m(one, other, scale=scale) < apart_m
    return (False, 0.0, 0.0) if is_close else None


def _middle(one: Volume, other: Volume) -> float:
    """Return the latitude in whose middle two areas lie, the same for both orders."""
    boxes = [one.area.box, other.area.box]
    return (min(box[1] for box in boxes) + max(box[3] for box in boxes)) / 2 / E7


def _distance_m(one: Volume, other: Volume, *, scale: Scale) -> float:
    return float(shapely.distance(flattened(one.shape, scale=scale), flattened(other.shape, scale=scale)))


def _only_areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Return what of an intersection has an extent; shared edges beside it have none."""
    parts = [each for each in shapely.get_parts(shape) if isinstance(each, shapely.Polygon)]
    return shapely.MultiPolygon(parts) if parts else shapely.Polygon()
