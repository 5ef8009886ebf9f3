"""When what is owed in each matter is due next: by this the watch list is sorted, however much is open.

A way to find, and no fact: it follows from the matters, the readings and the charter in force, and is made again from
them. A row that is a guess waits to be put right (`parley.node.nextdue`); until then it stands near its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

# What no clock runs for stands behind all that is due at any time: by its rank, then by its age.
NO_CLOCK = 1 << 52
END = 1 << 53
_AGES = 1 << 43
LAST_RANK = 255


@dataclass(frozen=True, slots=True)
class DueRow:
    """When something is due next in a matter: owed by anybody, and by this member (`ours_ms`, None where nothing is).

    `flash_from` names who sent a FLASH that this member has not acknowledged.
    """

    matter: str
    due_ms: int
    ours_ms: int | None
    flash_from: str | None
    is_guess: bool
    track: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the order from one instant to before another; `newest_first` turns it round.

    `ours` asks for what this member owes alone, `tracks` for matters of these alone; None stands for all.
    """

    from_ms: int
    until_ms: int
    newest_first: bool = False
    ours: bool = False
    tracks: tuple[str, ...] | None = None

    @property
    def column(self) -> str:
        """Return the column by which it is ordered."""
        return "ours_ms" if self.ours else "due_ms"

    @property
    def is_all(self) -> bool:
        """Return whether it is all that is owed on its tracks, whenever it is due."""
        return self.from_ms <= 0 and self.until_ms >= END


def without_clock(*, rank: int, at_ms: int) -> int:
    """Return the place of what no clock runs for yet."""
    return NO_CLOCK + min(max(rank, 0), LAST_RANK) * _AGES + min(max(at_ms, 0), _AGES - 1)


def save(conn: sqlite3.Connection, row: DueRow) -> None:
    """Write when a matter is due in place of what was written before."""
    # In place: a replaced row is no row that is gone, and what is counted of it (`due_total`) would be counted twice.
    conn.execute(
        "INSERT INTO falls_due (matter, due_ms, ours_ms, flash_from, is_guess, track) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (matter) DO UPDATE SET due_ms = excluded.due_ms, ours_ms = excluded.ours_ms, "
        "flash_from = excluded.flash_from, is_guess = excluded.is_guess",
        (row.matter, row.due_ms, row.ours_ms, row.flash_from, int(row.is_guess), row.track),
    )


def drop(conn: sqlite3.Connection, matter: str) -> bool:
    """Take a matter out in which nothing is owed any more; return whether something was."""
    return conn.execute("DELETE FROM falls_due WHERE matter = ?", (matter,)).rowcount > 0


def row_of(conn: sqlite3.Connection, matter: str) -> DueRow | None:
    """Return what is written of a matter, None where nothing is owed in it."""
    row = conn.execute(
        "SELECT matter, due_ms, ours_ms, flash_from, is_guess, track FROM falls_due WHERE matter = ?", (matter,)
    ).fetchone()
    return DueRow(row[0], row[1], row[2], row[3], bool(row[4]), row[5]) if row else None


def doubt_read(conn: sqlite3.Connection, *, log: int, from_number: int, upto: int) -> list[str]:
    """Doubt the matters of these entries of a log, and return those that were sure.

    Somebody read them for the first time, and clocks began to run.
    """
    rows = conn.execute(
        "UPDATE falls_due SET is_guess = 1 WHERE is_guess = 0 AND matter IN "
        "(SELECT matter FROM point WHERE log = ? AND number >= ? AND number < ?) RETURNING matter",
        (log, from_number, upto),
    )
    return [row[0] for row in rows.fetchall()]


def doubt_all(conn: sqlite3.Connection) -> None:
    """Doubt every matter: another charter is in force."""
    conn.execute("UPDATE falls_due SET is_guess = 1 WHERE is_guess = 0")


def doubt(conn: sqlite3.Connection, found: Iterable[str]) -> None:
    """Doubt these matters: each stands at another level now."""
    conn.executemany("UPDATE falls_due SET is_guess = 1 WHERE matter = ?", [(matter,) for matter in found])


def guesses(conn: sqlite3.Connection, *, limit: int) -> list[str]:
    """Return matters that wait to be put right, what may be due first before others."""
    rows = conn.execute("SELECT matter FROM falls_due WHERE is_guess = 1 ORDER BY due_ms LIMIT ?", (limit,))
    return [row[0] for row in rows]


def in_order(
    conn: sqlite3.Connection, run: Run, *, limit: int, after: tuple[int, str] | None = None
) -> list[tuple[int, str]]:
    """Return (due, matter) of a run; `after` is the last one of an earlier part."""
    if run.tracks is None:
        return _in_order(conn, run, None, limit=limit, after=after)
    # Each track has an order of its own: of what stands on others nothing is looked at.
    found = [each for track in run.tracks for each in _in_order(conn, run, track, limit=limit, after=after)]
    return sorted(found, reverse=run.newest_first)[:limit]


def _in_order(
    conn: sqlite3.Connection, run: Run, track: str | None, *, limit: int, after: tuple[int, str] | None
) -> list[tuple[int, str]]:
    column, sign, order = (run.column, *(("<", "DESC") if run.newest_first else (">", "ASC")))
    begin = after or ((END, "") if run.newest_first else (-1, ""))
    on_track, named = ("", ()) if track is None else (" AND track = ?", (track,))
    rows = conn.execute(
        f"SELECT {column}, matter FROM falls_due WHERE {column} >= ? AND {column} < ? "
        f"AND ({column}, matter) {sign} (?, ?){on_track} ORDER BY {column} {order}, matter {order} LIMIT ?",
        (run.from_ms, run.until_ms, *begin, *named, limit),
    )
    return [(int(row[0]), row[1]) for row in rows]


def count(conn: sqlite3.Connection, run: Run) -> int:
    """Return in how many matters something is due within a run; of all that is owed it is known without counting."""
    on_track, named = ("", ()) if run.tracks is None else (f"track IN ({', '.join('?' * len(run.tracks))})", run.tracks)
    if run.is_all:
        total = f"SELECT sum({'ours' if run.ours else 'owing'}) FROM due_total{on_track and f' WHERE {on_track}'}"
        return int(conn.execute(total, named).fetchone()[0] or 0)
    found = conn.execute(
        f"SELECT count(*) FROM falls_due WHERE {run.column} >= ? AND {run.column} < ?{on_track and f' AND {on_track}'}",
        (run.from_ms, run.until_ms, *named),
    ).fetchone()
    return int(found[0])


def flash_counts(conn: sqlite3.Connection) -> dict[str, int]:
    """Return by member how many of its FLASH messages this member has not acknowledged."""
    rows = conn.execute("SELECT flash_from, count(*) FROM falls_due WHERE flash_from IS NOT NULL GROUP BY flash_from")
    return {row[0]: int(row[1]) for row in rows}


def flash_of(conn: sqlite3.Connection, member: str, *, limit: int, newest_first: bool = False) -> list[tuple[int, str]]:
    """Return (due, matter) of a member's FLASH messages that wait, what is due first before others, or the reverse."""
    order = "DESC" if newest_first else "ASC"
    rows = conn.execute(
        f"SELECT ours_ms, matter FROM falls_due WHERE flash_from = ? ORDER BY ours_ms {order}, matter {order} LIMIT ?",
        (member, limit),
    )
    return [(int(row[0] or 0), row[1]) for row in rows]
