"""The logs as they were verified: heads, leaves, tiles, checkpoints. Nothing here is ever changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from parley.record.merkle import Frontier, root_of

TILE = 256


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log is held: `size` leaves, and the newest checkpoint at or below that size.

    Of the own log also the checkpoint before it: what is served until the high-water mark has followed.
    """

    id: int
    origin: str
    size: int
    checkpoint: bytes | None
    checkpoint_size: int
    before: bytes | None = None
    before_size: int = 0


_HEAD = (
    "SELECT l.id, l.origin, l.size, l.checkpoint, l.checkpoint_size, b.checkpoint, coalesce(b.size, 0) "
    "FROM log l LEFT JOIN before_newest b ON b.log = l.id"
)


def ensure_log(conn: sqlite3.Connection, origin: str) -> int:
    """Return the row id of the log, making an empty one where it is new."""
    row = conn.execute("SELECT id FROM log WHERE origin = ?", (origin,)).fetchone()
    if row:
        return int(row[0])
    made = conn.execute("INSERT INTO log (origin, frontier) VALUES (?, ?)", (origin, Frontier().to_bytes()))
    return int(made.lastrowid or 0)


def head(conn: sqlite3.Connection, origin: str) -> Head | None:
    """Return the head of one log, None where it was never heard of."""
    row = conn.execute(f"{_HEAD} WHERE l.origin = ?", (origin,)).fetchone()
    return Head(*row) if row else None


def heads(conn: sqlite3.Connection) -> dict[str, Head]:
    """Return the heads of all logs by origin."""
    rows = conn.execute(f"{_HEAD} ORDER BY l.id")
    return {row[1]: Head(*row) for row in rows}


def frontier(conn: sqlite3.Connection, log: int) -> Frontier:
    """Return the right edge of the tree over all held leaves."""
    return Frontier.from_bytes(conn.execute("SELECT frontier FROM log WHERE id = ?", (log,)).fetchone()[0])


def append_leaves(
    conn: sqlite3.Connection,
    log: int,
    *,
    start: int,
    leaves: Sequence[bytes],
    hashes: Sequence[bytes],
    bodies: Sequence[bytes | None],
    edge: Frontier,
) -> None:
    """Store verified leaves at the end of a log; `bodies` are digests, `edge` the tree's edge after them."""
    conn.executemany(
        "INSERT INTO leaf (log, number, hash, raw, body) VALUES (?, ?, ?, ?, ?)",
        [(log, start + i, h, raw, b) for i, (raw, h, b) in enumerate(zip(leaves, hashes, bodies, strict=True))],
    )
    grow(conn, log, before=start, edge=edge)


def grow(conn: sqlite3.Connection, log: int, *, before: int, edge: Frontier) -> None:
    """Move the end of a log from `before` over the leaves that were just stored, `edge` being the tree's edge."""
    conn.execute("UPDATE log SET size = ?, frontier = ? WHERE id = ?", (edge.size, edge.to_bytes(), log))
    _store_tile_roots(conn, log, size=edge.size, before=before)


def set_checkpoint(conn: sqlite3.Connection, log: int, *, note: bytes, size: int) -> None:
    """Move the newest checkpoint; it never moves back."""
    conn.execute(
        "UPDATE log SET checkpoint = ?, checkpoint_size = ? WHERE id = ? AND checkpoint_size <= ?",
        (note, size, log, size),
    )


def set_own_checkpoint(conn: sqlite3.Connection, log: int, *, note: bytes, size: int) -> None:
    """Move the newest checkpoint of the own log, and keep the one before it."""
    conn.execute(
        "INSERT OR REPLACE INTO before_newest (log, size, checkpoint) "
        "SELECT id, checkpoint_size, checkpoint FROM log WHERE id = ? AND checkpoint_size < ?",
        (log, size),
    )
    set_checkpoint(conn, log, note=note, size=size)


def leaf_hashes(conn: sqlite3.Connection, log: int, start: int, end: int) -> list[bytes]:
    """Return the hashes of the leaves from `start` up to, not including, `end`."""
    rows = conn.execute(
        "SELECT hash FROM leaf WHERE log = ? AND number >= ? AND number < ? ORDER BY number", (log, start, end)
    )
    return [row[0] for row in rows]


def raw_leaves(conn: sqlite3.Connection, log: int, start: int, end: int) -> list[bytes]:
    """Return the leaves from `start` up to, not including, `end`."""
    rows = conn.execute(
        "SELECT raw FROM leaf WHERE log = ? AND number >= ? AND number < ? ORDER BY number", (log, start, end)
    )
    return [row[0] for row in rows]


def tile_nodes(conn: sqlite3.Connection, log: int, level: int, start: int, end: int) -> list[bytes]:
    """Return the tree's nodes at height 8*level from `start` up to `end`; those of level 0 are the leaf hashes."""
    if level == 0:
        return leaf_hashes(conn, log, start, end)
    rows = conn.execute(
        "SELECT hash FROM tile_root WHERE log = ? AND level = ? AND number >= ? AND number < ? ORDER BY number",
        (log, level, start, end),
    )
    return [row[0] for row in rows]


def _store_tile_roots(conn: sqlite3.Connection, log: int, *, size: int, before: int) -> None:
    """Store the root of each tile that became full: those are the nodes that the tiles above consist of."""
    level, width = 1, TILE
    while size // width > before // width:
        for number in range(before // width, size // width):
            root = root_of(tile_nodes(conn, log, level - 1, number * TILE, (number + 1) * TILE))
            conn.execute(
                "INSERT INTO tile_root (log, level, number, hash) VALUES (?, ?, ?, ?)", (log, level, number, root)
            )
        level, width = level + 1, width * TILE
