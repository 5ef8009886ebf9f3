"""The read table of series: matters of which later ones take over what was owed in earlier ones."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from parley.node.store import due


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One matter in its series; `place` orders them, the rest is as `parley.matters.track.Series` tells it."""

    matter: str
    name: str
    part: str
    owes_once: bool
    place: int
    opened_ms: int
    met_ms: int | None


def save_place(conn: sqlite3.Connection, row: SeriesRow) -> None:
    """Write the place of a matter, and end what is no longer owed in its series."""
    conn.execute(
        "INSERT OR REPLACE INTO in_series (matter, name, part, owes_once, place, opened_ms, met_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (row.matter, row.name, row.part, int(row.owes_once), row.place, row.opened_ms, row.met_ms),
    )
    # Few of one form are owing at a time: each that is written ends those before it.
    owing = conn.execute(
        "SELECT s.matter FROM matter m CROSS JOIN in_series s ON s.matter = m.id WHERE m.owing = 1 AND s.name = ? "
        "AND m.form = (SELECT form FROM matter WHERE id = ?)",
        (row.name, row.matter),
    ).fetchall()
    for (matter,) in owing:
        if ended_ms(conn, matter) is not None:
            conn.execute("UPDATE matter SET owing = 0 WHERE id = ?", (matter,))
            due.drop(conn, matter)


def drop_place(conn: sqlite3.Connection, matter: str) -> bool:
    """Take a matter out of its series; return whether it stood in one."""
    return conn.execute("DELETE FROM in_series WHERE matter = ?", (matter,)).rowcount > 0


def ended_ms(conn: sqlite3.Connection, matter: str) -> int | None:
    """Return when others of its series ended what a matter owes, by their authors' clocks; None where none did.

    A later one does that is met or is of another part. Where a part owes once, its first alone owes.
    """
    own = conn.execute(
        "SELECT name, part, place, opened_ms, owes_once FROM in_series WHERE matter = ?", (matter,)
    ).fetchone()
    if own is None:
        return None
    name, part, place, opened_ms, owes_once = own
    before = conn.execute(
        "SELECT part FROM in_series WHERE name = ? AND place < ? ORDER BY place DESC LIMIT 1", (name, place)
    ).fetchone()
    if owes_once and before is not None and before[0] == part:
        return int(opened_ms)
    after = conn.execute(
        "SELECT CASE WHEN part <> ?2 THEN opened_ms ELSE met_ms END FROM in_series "
        "WHERE name = ?1 AND place > ?3 AND (part <> ?2 OR met_ms IS NOT NULL) ORDER BY place LIMIT 1",
        (name, part, place),
    ).fetchone()
    return int(after[0]) if after else None


def newest_of(conn: sqlite3.Connection, name: str) -> str | None:
    """Return the newest matter of a series, None where there is none here."""
    row = conn.execute("SELECT matter FROM in_series WHERE name = ? ORDER BY place DESC LIMIT 1", (name,)).fetchone()
    return str(row[0]) if row else None


def tries_at(conn: sqlite3.Connection, name: str, part: str) -> list[str]:
    """Return the matters of a series that are about one thing, oldest first."""
    rows = conn.execute("SELECT matter FROM in_series WHERE name = ? AND part = ? ORDER BY place", (name, part))
    return [str(row[0]) for row in rows]


def first_opened_ms(conn: sqlite3.Connection, name: str, part: str) -> int | None:
    """Return when the first matter about one thing was opened, by its author's clock; None where none was."""
    row = conn.execute("SELECT min(opened_ms) FROM in_series WHERE name = ? AND part = ?", (name, part)).fetchone()
    return None if row[0] is None else int(row[0])


def owing_of(conn: sqlite3.Connection, form: str) -> list[str]:
    """Return the matters of one form in which somebody owes something, oldest first."""
    rows = conn.execute("SELECT id FROM matter WHERE owing = 1 AND form = ? ORDER BY rank, at_ms, id", (form,))
    return [str(row[0]) for row in rows]


def is_unwritten(conn: sqlite3.Connection) -> bool:
    """Return whether this database was written before there were series, so that they are to be made from the logs."""
    known = conn.execute("SELECT 1 FROM in_series LIMIT 1").fetchone()
    needs = conn.execute("SELECT 1 FROM matter WHERE form IN ('watch', 'line_check') LIMIT 1").fetchone()
    return known is None and needs is not None
