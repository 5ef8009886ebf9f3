"""Boxes of volumes in four dimensions, in an R*Tree of SQLite: what may overlap, never less than what does.

Axes are scaled so that one unit is a like share of an ordinary activity in each (measured: 4 times faster than degrees,
metres and seconds). SQLite stores 32-bit numbers, lower bounds rounded down and upper ones up, and compares them with
what is asked in doubles: comparisons here are closed, and only the exact test knows of open and half-open. Nothing is
ever read back from the boxes.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from typing import Any, Protocol

from parley.geo.band import Ground
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Volume
from parley.node.overlaps.rows import COLUMNS, FAR, Box, hits_of, rows_of

# Kilometres at the latitude of the reference mechanism, hours since 2020-01-01, hectometres. Changing them: build anew.
LON_UNIT, LAT_UNIT = 82.5, 111.0
EPOCH_S, TIME_UNIT_S = 1_577_836_800, 3600
HEIGHT_UNIT_M = 100


class Index(Protocol):
    """Volumes by owner and number, wherever they lie: in SQLite, in PostgreSQL, or in what there is of the two."""

    def add(self, owner: str, number: int, volume: Volume, *, member: str = "", label: str = "") -> None:
        """Put in a volume; `label` is its class."""

    def remove(self, owner: str) -> None:
        """Take out all volumes of an owner."""

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


class VolumeIndex:
    """The volumes of one kind (activities, zones) in SQLite; `name` names its two tables.

    Each polygon in each window is a row of its own: what it is, its outline for GEOS and its limits lie beside its box,
    so that one question gives all that the exact test needs.
    """

    def __init__(self, conn: sqlite3.Connection, name: str, *, ground: Ground) -> None:
        """Use the tables of this name."""
        if not name.isidentifier():
            raise ValueError("a name of tables")
        self._conn, self._name, self._ground = conn, name, ground
        self._put = f"INSERT INTO {name}_row ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._put_box = f"INSERT INTO {name}_box VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._ask = (
            f"SELECT {COLUMNS} FROM {name}_box b JOIN {name}_row r ON r.id = b.id "
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
            "number INTEGER NOT NULL, label TEXT NOT NULL, begins_s INTEGER, ends_s INTEGER, "
            "reference TEXT NOT NULL, written_lower REAL, written_upper REAL, band_lower REAL, band_upper REAL, "
            "outline BLOB NOT NULL, member TEXT NOT NULL)"
        )
        self._conn.execute(f"CREATE INDEX IF NOT EXISTS {name}_owner ON {name}_row (owner)")

    def add(self, owner: str, number: int, volume: Volume, *, member: str = "", label: str = "") -> None:
        """Put in a volume, a box for each of its polygons and windows, never their hull; `label` is its class."""
        for row, box in list(rows_of(owner, number, volume, member=member, label=label, ground=self._ground)):
            made = self._conn.execute(self._put, row).lastrowid
            self._conn.execute(self._put_box, (made, *_scaled(box)))

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
        """Return owner and number of every volume that overlaps this one, or is too close; see `Index`."""

        def near(box: Box) -> list[Any]:
            west, east, south, north, begins, ends, lower, upper = _scaled(box)
            rows = self._conn.execute(self._ask, (east, west, north, south, ends, begins, upper, lower))
            return [row for row in rows if row[11] != (but_of or None)]

        return hits_of(volume, ground=self._ground, apart=apart, widest=widest, near=near)


def _scaled(box: Box) -> tuple[float, ...]:
    west, east, south, north, begins_s, ends_s, lower_m, upper_m = box
    return (
        west * LON_UNIT, east * LON_UNIT, south * LAT_UNIT, north * LAT_UNIT, _hours(begins_s), _hours(ends_s),
        lower_m / HEIGHT_UNIT_M, upper_m / HEIGHT_UNIT_M,
    )  # fmt: skip


def _hours(at_s: float) -> float:
    return math.copysign(FAR, at_s) if abs(at_s) >= FAR else (at_s - EPOCH_S) / TIME_UNIT_S
