"""How far each log was judged and projected, and what each entry turned out to be. Read tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from parley.record.merkle import Frontier


@dataclass(frozen=True, slots=True)
class Cursor:
    """The judged part of a log: all of it and all its causal past is held.

    `edge` is the tree's edge there, `depth` that of the last entry, `seen` what its author had last
    read of each other log, `frozen_at` where a proven fork begins, `waits_for` the entry ("origin",
    number) that must come before the next can be judged.
    """

    log: int
    processed: int
    edge: Frontier
    depth: int
    seen: Mapping[str, int]
    frozen_at: int | None
    waits_for: tuple[str, int] | None

    def moved(self, **changes: Any) -> Cursor:
        """Return the cursor with some values changed."""
        return replace(self, **changes)


def cursor(conn: sqlite3.Connection, log: int) -> Cursor:
    """Return the cursor of a log; one never judged stands at its beginning."""
    row = conn.execute(
        "SELECT processed, frontier, depth, seen, frozen_at, waits_for FROM cursor WHERE log = ?", (log,)
    ).fetchone()
    if row is None:
        return Cursor(log, 0, Frontier(), 0, {}, None, None)
    waits = json.loads(row[5]) if row[5] else None
    return Cursor(
        log, row[0], Frontier.from_bytes(row[1]), row[2], json.loads(row[3]), row[4], tuple(waits) if waits else None
    )


def save_cursor(conn: sqlite3.Connection, moved: Cursor) -> None:
    """Write the cursor of a log."""
    conn.execute(
        "INSERT OR REPLACE INTO cursor (log, processed, frontier, depth, seen, frozen_at, waits_for) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            moved.log,
            moved.processed,
            moved.edge.to_bytes(),
            moved.depth,
            json.dumps(moved.seen, sort_keys=True),
            moved.frozen_at,
            json.dumps(moved.waits_for) if moved.waits_for else None,
        ),
    )


@dataclass(frozen=True, slots=True)
class PointRow:
    """What an entry turned out to be. `kind` is None where its body is sealed to others.

    `verdict` is None where the entry is allowed or not ours to judge, else the JSON of a refusal.
    """

    log: int
    number: int
    depth: int
    at_ms: int
    kind: str | None
    matter: str | None
    verdict: str | None


def add_point(conn: sqlite3.Connection, row: PointRow) -> None:
    """Write what an entry turned out to be; a later disclosure may write it again, with more."""
    conn.execute(
        "INSERT OR REPLACE INTO point (log, number, depth, at_ms, kind, matter, verdict) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.log, row.number, row.depth, row.at_ms, row.kind, row.matter, row.verdict),
    )


def point(conn: sqlite3.Connection, log: int, number: int) -> PointRow | None:
    """Return what an entry turned out to be, None where it was not judged yet."""
    row = conn.execute(
        "SELECT log, number, depth, at_ms, kind, matter, verdict FROM point WHERE log = ? AND number = ?",
        (log, number),
    ).fetchone()
    return PointRow(*row) if row else None


def points_of_matter(conn: sqlite3.Connection, matter: str) -> list[PointRow]:
    """Return all opened entries of one matter."""
    rows = conn.execute(
        "SELECT log, number, depth, at_ms, kind, matter, verdict FROM point WHERE matter = ?", (matter,)
    )
    return [PointRow(*row) for row in rows]


def add_reading(conn: sqlite3.Connection, *, log: int, reader: int, upto: int, number: int, at_ms: int) -> None:
    """Note that entry `number` of log `reader` was the first to have read `log` up to `upto` entries."""
    conn.execute(
        "INSERT OR IGNORE INTO reading (log, reader, upto, number, at_ms) VALUES (?, ?, ?, ?, ?)",
        (log, reader, upto, number, at_ms),
    )


def first_reading(conn: sqlite3.Connection, *, log: int, number: int, reader: int) -> tuple[int, int] | None:
    """Return (number, at_ms) of the first entry of `reader` that had read entry `number` of `log`."""
    row = conn.execute(
        "SELECT number, at_ms FROM reading WHERE log = ? AND reader = ? AND upto > ? ORDER BY upto LIMIT 1",
        (log, reader, number),
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else None
