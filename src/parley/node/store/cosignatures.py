"""The newest cosignature of each cosigner on each log, and the witness's own memory. Never input to a fold."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CosignatureRow:
    """The verified lines of one cosigner over one checkpoint of a log, and the log's own note of that checkpoint."""

    cosigner: str
    size: int
    at_s: int
    root: bytes
    note: bytes
    lines: bytes


def save(conn: sqlite3.Connection, log: int, row: CosignatureRow) -> bool:
    """Keep a verified cosignature where it is newer than the one held; return whether it was."""
    done = conn.execute(
        "INSERT INTO cosignature (log, cosigner, size, at_s, root, note, lines) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (log, cosigner) DO UPDATE SET size = excluded.size, at_s = excluded.at_s, root = excluded.root, "
        "note = excluded.note, lines = excluded.lines WHERE excluded.size > cosignature.size",
        (log, row.cosigner, row.size, row.at_s, row.root, row.note, row.lines),
    )
    return done.rowcount > 0


def of_log(conn: sqlite3.Connection, log: int) -> list[CosignatureRow]:
    """Return the newest cosignature of every cosigner of a log."""
    rows = conn.execute(
        "SELECT cosigner, size, at_s, root, note, lines FROM cosignature WHERE log = ? ORDER BY cosigner", (log,)
    )
    return [CosignatureRow(*row) for row in rows]


def size_by(conn: sqlite3.Connection, origin: str, *, cosigner: str) -> int:
    """Return the size of the largest tree of a log that a cosigner has cosigned, 0 for none."""
    row = conn.execute(
        "SELECT c.size FROM cosignature c JOIN log ON log.id = c.log WHERE log.origin = ? AND c.cosigner = ?",
        (origin, cosigner),
    ).fetchone()
    return int(row[0]) if row else 0


def witnessed(conn: sqlite3.Connection, log: int) -> tuple[int, bytes] | None:
    """Return the size and root that this node's witness last cosigned."""
    row = conn.execute("SELECT size, root FROM witnessed WHERE log = ?", (log,)).fetchone()
    return (int(row[0]), bytes(row[1])) if row else None


def swap_witnessed(conn: sqlite3.Connection, log: int, *, old: int, size: int, root: bytes) -> bool:
    """Move the witness's memory from `old` to `size`; return False where another was quicker."""
    if conn.execute("SELECT 1 FROM witnessed WHERE log = ?", (log,)).fetchone() is None:
        if old != 0:
            return False
        conn.execute("INSERT INTO witnessed (log, size, root) VALUES (?, ?, ?)", (log, size, root))
        return True
    done = conn.execute(
        "UPDATE witnessed SET size = ?, root = ? WHERE log = ? AND size = ?", (size, root, log, old)
    )
    return done.rowcount == 1
