"""What figures count of each matter in which nothing is owed any more, kept so that it is folded once.

No fact: it follows from the matter's row, and is made again from it. `version` says of which row it was made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from parley.node.store.matters import COLUMNS, MatterRow


def kept(conn: sqlite3.Connection, matter: str) -> tuple[bytes, bytes] | None:
    """Return (version, locked) of a matter, None where nothing is kept of it."""
    row = conn.execute("SELECT version, locked FROM reckoned WHERE matter = ?", (matter,)).fetchone()
    return (bytes(row[0]), bytes(row[1])) if row else None


def keep(conn: sqlite3.Connection, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
    """Write (matter, version, locked) in place of what was written before."""
    conn.executemany("INSERT OR REPLACE INTO reckoned (matter, version, locked) VALUES (?, ?, ?)", rows)


def touched(conn: sqlite3.Connection, *, from_ms: int, until_ms: int, limit: int) -> list[MatterRow]:
    """Return matters that were open at some time within the span: an entry came in it or after, or something is owed.

    Opened before its end; by their ids, `limit` of them at most.
    """
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM matter WHERE id IN (SELECT id FROM matter WHERE last_at_ms >= ?1 AND at_ms < ?2 "
        "UNION SELECT id FROM matter WHERE owing = 1 AND at_ms < ?2) ORDER BY id LIMIT ?3",
        (from_ms, until_ms, limit),
    )
    return [MatterRow(*row) for row in rows]


def last_of_series_before(conn: sqlite3.Connection, form: str, *, from_ms: int) -> list[MatterRow]:
    """Return of each series of a form the last matter that was opened before an instant: what it owed may end later."""
    names = [row[0] for row in conn.execute("SELECT DISTINCT name FROM in_series")]
    found = []
    for name in names:
        row = conn.execute(
            f"SELECT {', '.join(f'm.{each}' for each in COLUMNS.split(', '))} FROM in_series s "
            "JOIN matter m ON m.id = s.matter WHERE s.name = ? AND s.opened_ms < ? AND m.form = ? "
            "ORDER BY s.place DESC LIMIT 1",
            (name, from_ms, form),
        ).fetchone()
        if row:
            found.append(MatterRow(*row))
    return found


def said_between(
    conn: sqlite3.Connection, log: int, *, size: int, from_ms: int, until_ms: int
) -> list[tuple[int, int]]:
    """Return (instant, number) of the entries of a log within a span by their author's clock, and of the one before.

    A log's clock goes on: where its span begins is found by halving.
    """
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        at = conn.execute(
            "SELECT at_ms FROM point WHERE log = ? AND number >= ? ORDER BY number LIMIT 1", (log, middle)
        ).fetchone()
        low, high = (middle + 1, high) if at is not None and at[0] < from_ms else (low, middle)
    first = max(0, low - 1)
    found = []
    for number, at_ms in conn.execute(
        "SELECT number, at_ms FROM point WHERE log = ? AND number >= ? ORDER BY number", (log, first)
    ):
        if at_ms >= until_ms:
            break
        found.append((int(at_ms), int(number)))
    return found
