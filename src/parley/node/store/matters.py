"""The read tables of matters and of opened receipts. Made from the logs; made again by `parley rebuild`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter as lists show it; `form` is the track's own word for its shape, `owing` is 1 where something is
    owed, `locked` its state under the node's local key."""

    id: str
    track: str
    form: str
    opened_by: str
    at_ms: int
    last_at_ms: int
    owing: int
    rank: int
    locked: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the rows of matters were read: to which written one, when so many times some of them had gone."""

    gone: int
    row: int


COLUMNS = "id, track, form, opened_by, at_ms, last_at_ms, owing, rank, locked"
FIELDS = COLUMNS.split(", ")


def _row(values: Sequence[Any]) -> MatterRow:
    return MatterRow(**dict(zip(FIELDS, values, strict=True)))


def save_matter(conn: sqlite3.Connection, row: MatterRow) -> None:
    """Write a matter's row in place of the older one."""
    conn.execute(
        f"INSERT OR REPLACE INTO matter ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.id,
            row.track,
            row.form,
            row.opened_by,
            row.at_ms,
            row.last_at_ms,
            row.owing,
            row.rank,
            row.locked,
        ),
    )


def drop_matter(conn: sqlite3.Connection, matter: str) -> None:
    """Take the row of a matter that no allowed entry opens (any more, after a proven fork)."""
    if conn.execute("DELETE FROM matter WHERE id = ?", (matter,)).rowcount:
        count_gone(conn)


def count_gone(conn: sqlite3.Connection) -> None:
    """Note that rows of matters went away: what was written after them may take their numbers."""
    conn.execute("INSERT INTO matter_gone (id, count) VALUES (0, 1) ON CONFLICT (id) DO UPDATE SET count = count + 1")


def mark_of(conn: sqlite3.Connection) -> Mark:
    """Return how far there is to read. Each writing of a row gives it the next number, an older one's too."""
    gone = conn.execute("SELECT count FROM matter_gone").fetchone()
    return Mark(int(gone[0]) if gone else 0, int(conn.execute("SELECT max(rowid) FROM matter").fetchone()[0] or 0))


def written_after(conn: sqlite3.Connection, row: int, *, forms: Sequence[str]) -> list[MatterRow]:
    """Return the matters of these forms that were written after the row of this number (`mark_of`), in that order."""
    marks = ", ".join("?" * len(forms))
    # By the number alone: what was written lately is little, and of a form there may be very many.
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM matter WHERE rowid > ? AND +form IN ({marks}) ORDER BY rowid", (row, *forms)
    )
    return [_row(found) for found in rows]


def matter(conn: sqlite3.Connection, matter_id: str) -> MatterRow | None:
    """Return one matter's row, None where it is not here."""
    row = conn.execute(f"SELECT {COLUMNS} FROM matter WHERE id = ?", (matter_id,)).fetchone()
    return _row(row) if row else None


def newest(
    conn: sqlite3.Connection, *, limit: int, before: tuple[int, str] | None = None, forms: Sequence[str] = ()
) -> list[MatterRow]:
    """Return matters by their last entry, newest first; `before` is the (last_at_ms, id) to go on from.

    With `forms` those of these forms alone, however many others were said since.
    """
    among = f"AND form IN ({', '.join('?' * len(forms))}) " if forms else ""
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM matter WHERE (last_at_ms, id) < (?, ?) {among}"
        "ORDER BY last_at_ms DESC, id DESC LIMIT ?",
        (*(before or (1 << 62, "")), *forms, limit),
    )
    return [_row(row) for row in rows]


def by_id(conn: sqlite3.Connection, ids: Sequence[str]) -> list[MatterRow]:
    """Return these matters in this order, without those that are not here."""
    return [row for each in ids if (row := matter(conn, each)) is not None]


def owing_of_form(conn: sqlite3.Connection, form: str, *, limit: int) -> list[MatterRow]:
    """Return the newest matters of one form in which somebody may owe something, newest first."""
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM matter WHERE form = ? AND owing = 1 ORDER BY at_ms DESC LIMIT ?", (form, limit)
    )
    return [_row(row) for row in rows]


def add_opened(conn: sqlite3.Connection, *, log: int, number: int, member: str, at_ms: int, by: str) -> None:
    """Note that a member's node opened an entry; the first such receipt counts."""
    conn.execute(
        "INSERT OR IGNORE INTO opened (log, number, member, at_ms, by) VALUES (?, ?, ?, ?, ?)",
        (log, number, member, at_ms, by),
    )


def opened_by(conn: sqlite3.Connection, *, log: int, number: int) -> dict[str, tuple[int, str]]:
    """Return by member when its node said it had opened the entry, and with which entry."""
    rows = conn.execute("SELECT member, at_ms, by FROM opened WHERE log = ? AND number = ?", (log, number))
    return {row[0]: (int(row[1]), row[2]) for row in rows}


def of_form(
    conn: sqlite3.Connection, form: str, *, from_ms: int, until_ms: int | None = None, limit: int | None = None,
    by: str | None = None,
) -> list[MatterRow]:  # fmt: skip
    """Return the matters of one form opened from `from_ms` to before `until_ms`, oldest first; at most the newest.

    With `by` those alone that this member opened.
    """
    whose, asked = ("", ()) if by is None else ("AND opened_by = ? ", (by,))
    rows = conn.execute(
        f"SELECT {COLUMNS} FROM matter WHERE form = ? AND at_ms >= ? AND at_ms < ? {whose}ORDER BY at_ms DESC LIMIT ?",
        (form, from_ms, 1 << 62 if until_ms is None else until_ms, *asked, -1 if limit is None else limit),
    )
    return [_row(row) for row in rows][::-1]


def counts_of_form(conn: sqlite3.Connection, form: str, *, from_ms: int, until_ms: int) -> dict[str, int]:
    """Return by member how many matters of one form it opened from `from_ms` to before `until_ms`."""
    rows = conn.execute(
        "SELECT opened_by, count(*) FROM matter WHERE form = ? AND at_ms >= ? AND at_ms < ? GROUP BY opened_by",
        (form, from_ms, until_ms),
    )
    return {str(member): int(count) for member, count in rows}
