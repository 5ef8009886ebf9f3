"""How a notice alone gets into where alone it may be: later, higher, aside, or with the ground outside left out. Pure.

The candidates come from the permitting zones one by one; whether what they make is inside, at each time and at each
height, the detector says. What several zones permit together is found by no candidate of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import shapely

from parley.geo.area import Area, area_as_lists, read_area
from parley.geo.band import Band, Ground
from parley.geo.detect import is_about, outside_all
from parley.geo.geojson import Drawn
from parley.geo.marching import FARTHEST_M, Obstacle, march, size_m
from parley.geo.moving import given_up_permille, trimmed, wider_on_ground
from parley.geo.place import E7
from parley.geo.sliding import DMM
from parley.geo.volume import Volume, Window
from parley.tracks.deconfliction.proposing import moves as words
from parley.tracks.deconfliction.proposing.leaving import Closed
from parley.tracks.deconfliction.proposing.moves import HOWS, Move, Proposal, cost_of
from parley.tracks.deconfliction.proposing.searching import (
    MOST_SPANS,
    MOST_TRIES,
    are_heights,
    aside_move,
    height_move,
    is_allowed,
    is_in_time,
    lowest_shift,
    time_move,
    unit_of,
)
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from parley.tracks.deconfliction.proposing.testing import are_apart, grades, is_no_worse, moved_side

# How many candidates of one way are asked whether they are inside, before it is given up.
MOST_CANDIDATES = 64

Shift = tuple[int, int]


def ways_to_enter(
    side: Side, permitting: Sequence[Drawn], *, closed: Sequence[Drawn], setting: Setting
) -> tuple[Proposal, ...]:
    """Return the cheapest move in time, in height, aside and by giving up ground after which all of it is permitted.

    `permitting` are the zones in which alone it may be, `closed` what it must be out of too. None where it is inside
    already, or is not asked to move.
    """
    zones = [zone for zone in permitting if is_about(zone, side.drawn[0])]
    if side.stays or not zones or is_inside(side, zones, ground=setting.ground):
        return ()
    door = _Door(side, zones, closed, setting)
    ways = (_later(side, zones, setting), _higher(side, zones, setting), _aside(side, zones, setting),
            _less(side, zones, setting))  # fmt: skip
    found = [Proposal((move,)) for move in map(door.first, ways) if move is not None]
    return tuple(sorted(found, key=lambda each: (each.greatest, HOWS.index(each.moves[0].how), each.digest)))


def is_inside(side: Side, permitting: Sequence[Drawn], *, ground: Ground) -> bool:
    """Return whether these zones permit all of a side, at each time and at each height."""
    return all(outside_all(each, permitting, ground=ground) is None for each in side.drawn)


class _Door:
    """One side before the zones that let it in: which of the candidates of a way passes first."""

    def __init__(self, side: Side, zones: Sequence[Drawn], closed: Sequence[Drawn], setting: Setting) -> None:
        self._side, self._zones, self._setting = side, zones, setting
        self._closed = Closed("", "", "", "", (), stays=True, zones=tuple(closed))
        self._before = grades(side, but=frozenset((side.notice,)), setting=setting)

    def first(self, candidates: Iterable[Move]) -> Move | None:
        """Return the first that is inside, out of what is closed, and meets nothing anew."""
        inside = (
            move for move in islice(candidates, MOST_CANDIDATES)
            if is_inside(moved_side(self._side, move), self._zones, ground=self._setting.ground)
        )
        return next((move for move in islice(inside, MOST_TRIES) if self._passes(move)), None)

    def _passes(self, move: Move) -> bool:
        after = moved_side(self._side, move)
        met = grades(after, but=frozenset((after.notice,)), setting=self._setting)
        return are_apart(after, self._closed, setting=self._setting) and is_no_worse(met, before=self._before)


def _later(side: Side, zones: Sequence[Drawn], setting: Setting) -> Iterator[Move]:
    """Yield the shifts that bring a window of the plan into one of a zone, the least first."""
    shifts = (
        (start - mine[0], end - mine[1])
        for volume in side.volumes for mine in volume.windows or () for zone in zones
        for start, end in zone.volume.windows or ()
    )
    for seconds in _least(islice(shifts, MOST_SPANS), step=words.TIME_STEP_S, most=words.FARTHEST_S):
        if is_in_time(side, seconds, setting=setting):
            yield time_move(side, seconds)


def _higher(side: Side, zones: Sequence[Drawn], setting: Setting) -> Iterator[Move]:
    """Yield the changes of height that bring limits between those of a zone, where both are written alike."""
    unit, floor = unit_of(side), lowest_shift(side, setting=setting)
    if unit is None or floor is None:
        return
    step, most, dmm = words.HEIGHT_STEPS[unit], words.FARTHEST_UNITS[unit], DMM[unit]
    shifts = [
        shift for volume in side.volumes for zone in zones
        if (shift := _between_limits(volume, zone.volume, most_dmm=most * dmm)) is not None
    ]
    for amount in _least(shifts, step=step * dmm, most=most * dmm):
        units = amount // dmm
        if units >= floor and are_heights(side, units):
            yield height_move(side, units, unit)


def _aside(side: Side, zones: Sequence[Drawn], setting: Setting) -> Iterator[Move]:
    """Yield the shifts on the ground at which no volume reaches out of the zones that hold when and where it is."""
    until_m = min(FARTHEST_M, size_m([volume.area for volume in side.volumes]))
    parts = []
    for volume in side.volumes:
        outside = _outside(volume, zones, setting.ground, metres=2 * until_m)
        if outside is None:
            return
        parts.append((volume.area, [Obstacle(outside)]))
    for shift in march(parts, until_m=until_m):
        if is_allowed(side, shift, setting=setting):
            yield aside_move(side, shift)


def _less(side: Side, zones: Sequence[Drawn], setting: Setting) -> Iterator[Move]:
    """Yield what is left without the ground outside, where that is at least half."""
    areas = []
    for volume in side.volumes:
        outside = _outside(volume, zones, setting.ground, metres=1_000)
        by = _area_of(outside) if outside is not None else None
        left = trimmed(volume.area, by=[(by, 0)]) if by is not None else None
        if left is None:
            return
        areas.append(left)
    lost = given_up_permille([volume.area for volume in side.volumes], after=areas)
    if 0 < lost <= words.MOST_GIVEN_UP_PERMILLE:
        cost = cost_of(words.TRIM, lost, unit="permille", slack=side.slack)
        kept = tuple(_tuples(area_as_lists(area)) for area in areas)
        yield Move(side.notice, side.version, side.member, words.TRIM, lost, "permille", cost, areas=kept)


def _least(shifts: Iterable[Shift], *, step: int, most: int) -> list[int]:
    """Return of each range of shifts the one on the grid that is nearest to none, the nearest first, the upper before.

    A range that holds none of the grid, or none within bounds, gives nothing.
    """
    found = set()
    for low, high in shifts:
        at = 0 if low <= 0 <= high else -(-low // step) * step if low > 0 else high // step * step
        if at and low <= at <= high and abs(at) <= most:
            found.add(at)
    return sorted(found, key=lambda each: (abs(each), -each))


def _between_limits(volume: Volume, zone: Volume, *, most_dmm: int) -> Shift | None:
    """Return by how much a volume may be raised so that it lies within the limits of a zone."""
    low, high = -most_dmm, most_dmm
    for mine, its, is_lower in ((volume.lower, zone.lower, True), (volume.upper, zone.upper, False)):
        if its is None:
            continue
        if mine is None or mine.reference != its.reference:
            return None
        apart = its.value * DMM[its.unit] - mine.value * DMM[mine.unit]
        low, high = (max(low, apart), high) if is_lower else (low, min(high, apart))
    return (low, high) if low <= high else None


def _outside(volume: Volume, zones: Sequence[Drawn], ground: Ground, *, metres: int) -> shapely.Geometry | None:
    """Return the ground around a volume on which none of the zones that hold at its times and heights permits it.

    None where no zone does.
    """
    band = volume.band(ground)
    holding = [
        zone.volume.shape for zone in zones
        if _holds(zone.volume.band(ground), band) and _covers(zone.volume.windows, volume.windows or ())
    ]
    if not holding:
        return None
    return shapely.difference(wider_on_ground(volume, metres=metres).shape, shapely.union_all(holding))


def _holds(outer: Band, inner: Band) -> bool:
    return outer.lower <= inner.lower and inner.upper <= outer.upper


def _covers(outer: Sequence[Window] | None, inner: Sequence[Window]) -> bool:
    return outer is None or all(any(start <= one[0] and one[1] <= end for start, end in outer) for one in inner)


def _area_of(shape: shapely.Geometry) -> Area | None:
    """Return a shape in degrees as an area on the grid; None where it is none there."""
    parts = [each for each in shapely.get_parts(shape) if isinstance(each, shapely.Polygon)]
    rings = [[_ring(ring) for ring in (part.exterior, *part.interiors)] for part in parts]
    found = read_area(rings)
    return found if isinstance(found, Area) else None


def _ring(ring: shapely.LinearRing) -> list[list[int]]:
    points = [[round(lon * E7), round(lat * E7)] for lon, lat in ring.coords[:-1]]
    return [each for place, each in enumerate(points) if each != points[place - 1]]


def _tuples(value: object) -> object:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
