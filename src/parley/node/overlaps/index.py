"""Boxes of volumes in four dimensions, in an R*Tree of SQLite: what may overlap, never less than what does.

Axes are scaled so that one unit is a like share of an ordinary activity in each (measured: 4 times faster than degrees,
metres and seconds). SQLite stores 32-bit numbers, lower bounds rounded down and upper ones up, and compares them with
what is asked in doubles: comparisons here are closed, and only the exact test knows of open and half-open. Nothing is
ever read back from the boxes.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import shapely

from parley.geo.area import flattened, scale_at
from parley.geo.band import Band, Ground, as_written, same_reference
from parley.geo.place import E7
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume

# Kilometres at the latitude of the reference mechanism, hours since 2020-01-01, hectometres. Changing them: build anew.
LON_UNIT, LAT_UNIT = 82.5, 111.0
EPOCH_S, TIME_UNIT_S = 1_577_836_800, 3600
HEIGHT_UNIT_M = 100
# Beyond these a 32-bit number would lose its meaning; what has no limit lies here.
FAR = 1.0e30


class VolumeIndex:
    """The volumes of one kind (activities, zones) by owner and number; `name` names its two tables.

    Each polygon in each window is a row of its own: what it is, its outline for GEOS and its limits lie beside its box,
    so that one question gives all that the exact test needs.
    """

    def __init__(self, conn: sqlite3.Connection, name: str, *, ground: Ground) -> None:
        """Use the tables of this name."""
        if not name.isidentifier():
            raise ValueError("a name of tables")
        self._conn, self._name, self._ground = conn, name, ground
        self._put = f"INSERT INTO {name}_row VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._put_box = f"INSERT INTO {name}_box VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._ask = (
            "SELECT owner, number, label, begins_s, ends_s, reference, written_lower, written_upper, band_lower, "
            f"band_upper, outline, member FROM {name}_box b JOIN {name}_row r ON r.id = b.id "
            "WHERE west <= ? AND east >= ? AND south <= ? AND north >= ? "
            "AND begins <= ? AND ends >= ? AND lower <= ? AND upper >= ?"
        )

    def make(self) -> None:
        """Make the tables where they are missing; RuntimeError where this SQLite was built without R*Trees."""
        name = self._name
        try:
            self._conn.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS {name}_box"
                " USING rtree(id, west, east, south, north, begins, ends, lower, upper)"
            )
        except sqlite3.OperationalError as error:
            raise RuntimeError("this SQLite has no R*Tree module") from error
        self._conn.execute(
            f"CREATE TABLE IF NOT EXISTS {name}_row (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, "
            "number INTEGER NOT NULL, member TEXT NOT NULL, label TEXT NOT NULL, begins_s INTEGER, ends_s INTEGER, "
            "reference TEXT NOT NULL, written_lower REAL, written_upper REAL, band_lower REAL, band_upper REAL, "
            "outline BLOB NOT NULL)"
        )
        self._conn.execute(f"CREATE INDEX IF NOT EXISTS {name}_owner ON {name}_row (owner)")

    def add(self, owner: str, number: int, volume: Volume, *, member: str = "", label: str = "") -> None:
        """Put in a volume, a box for each of its polygons and windows, never their hull; `label` is its class."""
        band = volume.band(self._ground)
        boxes = list(_boxes(volume, band))
        one_reference = same_reference(volume.lower, volume.upper)
        written = as_written(volume.lower, volume.upper) if one_reference else band
        limit = volume.lower or volume.upper
        reference = limit.reference if one_reference and limit is not None else "any" if limit is None else ""
        outlines = [shapely.to_wkb(each) for each in volume.shape.geoms]
        windows = volume.windows if volume.windows is not None else ((None, None),)
        rows = [(window, outline) for outline in outlines for window in windows]
        for (window, outline), bounds in zip(rows, boxes, strict=True):
            told = (owner, number, member, label, *window, reference)
            limits = (written.lower, written.upper, band.lower, band.upper)
            made = self._conn.execute(self._put, (*told, *limits, outline)).lastrowid
            self._conn.execute(self._put_box, (made, *bounds))

    def remove(self, owner: str) -> None:
        """Take out all volumes of an owner."""
        self._conn.execute(
            f"DELETE FROM {self._name}_box WHERE id IN (SELECT id FROM {self._name}_row WHERE owner = ?)", (owner,)
        )
        self._conn.execute(f"DELETE FROM {self._name}_row WHERE owner = ?", (owner,))

    def hits(
        self,
        volume: Volume,
        *,
        but_of: str = "",
        apart: Callable[[str], Separation] = lambda _label: NONE,
        widest: Separation = NONE,
    ) -> list[tuple[str, int]]:
        """Return owner and number of every volume that overlaps this one, and of those that are too close; sorted.

        What `but_of` itself has in there is left out. `apart` tells how far a volume of a label must keep away,
        `widest` the most that it may tell. Of what is too close a little more is found than is: a thousandth of the
        distance, which the test of the pair decides.
        """
        found: set[tuple[str, int]] = set()
        for part, window, bounds in self._parts(volume, widest):
            west, east, south, north, begins, ends, lower, upper = bounds
            rows = self._conn.execute(
                self._ask, (east, west, north, south, ends, begins, upper, lower)
            ).fetchall()
            near = [row for row in rows if row[11] != (but_of or None) and (row[0], row[1]) not in found]
            found.update(_exact(part, window, volume, near, ground=self._ground, apart=apart))
        return sorted(found)

    def _parts(
        self, volume: Volume, widest: Separation
    ) -> Iterator[tuple[shapely.Geometry, tuple[int | None, int | None], tuple[float, ...]]]:
        windows = volume.windows if volume.windows is not None else ((None, None),)
        parts = [(part, window) for part in volume.shape.geoms for window in windows]
        boxes = _boxes(volume, volume.band(self._ground), separation=widest)
        for (part, window), bounds in zip(parts, boxes, strict=True):
            shapely.prepare(part)
            yield part, window, bounds


def _exact(
    part: shapely.Geometry, window: tuple[int | None, int | None], volume: Volume, rows: list[Any], *,
    ground: Ground, apart: Callable[[str], Separation],
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """Yield owner and number of the rows whose volumes overlap this part in this window, or are too close to it."""
    kept = [(row, apart(row[2])) for row in rows]
    kept = [each for each in kept if _in_time(window, *each) and _in_height(volume, *each, ground=ground)]
    if not kept:
        return
    shapes = shapely.from_wkb([row[10] for row, _ in kept])
    shared = shapely.relate_pattern(part, shapes, "T********")
    for (row, separation), shape, is_shared in zip(kept, shapes, shared, strict=True):
        if is_shared or (separation.lateral_m and _metres_apart(part, shape) < separation.lateral_m * 1.001):
            yield row[0], row[1]


def _in_time(window: tuple[int | None, int | None], row: Any, separation: Separation) -> bool:
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


def _boxes(volume: Volume, band: Band, *, separation: Separation = NONE) -> Iterator[tuple[float, ...]]:
    """Yield the bounds of each polygon in each window; ValueError for what is no number."""
    low, high = _bound(band.lower - separation.vertical_m), _bound(band.upper + separation.vertical_m)
    windows = volume.windows if volume.windows is not None else ((None, None),)
    for polygon in volume.area.polygons:
        lons, lats = zip(*polygon[0], strict=True)
        scale = scale_at(max(abs(min(lats)), abs(max(lats))) / E7)
        aside = separation.lateral_m * 1.01
        wide, tall = aside / max(scale.lon_m, 1.0), aside / scale.lat_m
        for start, end in windows:
            bounds = (
                (min(lons) / E7 - wide) * LON_UNIT, (max(lons) / E7 + wide) * LON_UNIT,
                (min(lats) / E7 - tall) * LAT_UNIT, (max(lats) / E7 + tall) * LAT_UNIT,
                _hours(start, -separation.time_min, far=-FAR), _hours(end, separation.time_min, far=FAR),
                low / HEIGHT_UNIT_M, high / HEIGHT_UNIT_M,
            )  # fmt: skip
            # SQLite would store what is no number as 0: a collision missed.
            if not all(math.isfinite(each) for each in bounds):
                raise ValueError("a bound that is no number")
            yield bounds


def _bound(height_m: float) -> float:
    # Written so that what is no number stays none, and is refused.
    return math.copysign(FAR, height_m) if abs(height_m) > FAR else height_m


def _hours(at_s: int | None, minutes: int, *, far: float) -> float:
    return far if at_s is None else (at_s + 60 * minutes - EPOCH_S) / TIME_UNIT_S
