"""What the peers' door and the auditor's tools read of the record, as it was verified and stored.

Whatever leaves the node is read with a `Bound`: the own log goes out only as far as its high-water mark.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from parley.node.store import bodies, cosignatures, logs
from parley.node.store.logs import Head
from parley.node.tree import StoredTree
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.cosignature import parse_lines, with_lines
from parley.record.note import parse_note
from parley.record.tiles import encode_bundle

TILE = logs.TILE


@dataclass(frozen=True, slots=True)
class Bound:
    """How far the log `origin` goes out: to its high-water mark, which `mark` tells whenever it is asked.

    At most one batch stands beyond the mark (`parley.node.writer`), so that the newest checkpoint or
    the one before it lies at the mark. The database is read first and the mark after it: the other
    way round, two batches could have come between.
    """

    origin: str
    mark: Callable[[], int]

    def head(self, head: Head) -> Head:
        """Return a head as far as it may go out; one of nothing where no checkpoint lies at or below the mark."""
        if head.origin != self.origin:
            return head
        mark = self.mark()
        if head.checkpoint_size <= mark:
            return replace(head, size=min(head.size, mark))
        if head.before_size <= mark:
            return replace(head, size=head.before_size, checkpoint=head.before, checkpoint_size=head.before_size)
        return replace(head, size=0, checkpoint=None, checkpoint_size=0)

    def fixed(self) -> Bound:
        """Return the bound as it is now, for several reads of one snapshot that has begun."""
        mark = self.mark()
        return Bound(self.origin, lambda: mark)


UNBOUND = Bound("", lambda: 0)


def heads(conn: sqlite3.Connection, bound: Bound = UNBOUND) -> dict[str, Head]:
    """Return the heads of all logs by origin."""
    return {origin: bound.head(found) for origin, found in logs.heads(conn).items()}


def head_of(conn: sqlite3.Connection, log: str, bound: Bound = UNBOUND) -> Head | None:
    """Return the head of one log, None where it was never heard of."""
    head = logs.head(conn, log)
    return bound.head(head) if head is not None else None


def cosigned_sums(conn: sqlite3.Connection) -> dict[str, int]:
    """Return for every log a number that grows with each cosignature that is kept of it."""
    # A cosigner's newest size only grows, so their sum tells one state of the cosignatures from every other.
    return dict(
        conn.execute(
            "SELECT origin, (SELECT coalesce(sum(c.size), 0) FROM cosignature c WHERE c.log = log.id) FROM log"
        ).fetchall()
    )


def checkpoint(conn: sqlite3.Connection, log: str, bound: Bound = UNBOUND) -> bytes | None:
    """Return the newest checkpoint note with all cosignature lines over that very checkpoint."""
    head = head_of(conn, log, bound)
    if head is None or head.checkpoint is None:
        return None
    return _with_cosignatures(head.checkpoint, tuple(cosignatures.of_log(conn, head.id)))


def cosigned_notes(conn: sqlite3.Connection, log: str, bound: Bound = UNBOUND) -> list[bytes]:
    """Return one note for each checkpoint that is some cosigner's newest, with the lines over it, smallest first.

    Under load the newest checkpoint moves on before the others' cosignatures over the last one are back.
    """
    head = head_of(conn, log, bound)
    rows = tuple(cosignatures.of_log(conn, head.id)) if head else ()
    if head is not None and head.origin == bound.origin:
        rows = tuple(row for row in rows if row.size <= head.checkpoint_size)
    notes = {row.size: row.note for row in rows}
    return [_with_cosignatures(notes[size], rows) for size in sorted(notes)]


# Every stream asks for the same notes; to put one together costs more than to serve the entries under it.
@lru_cache(maxsize=64)
def _with_cosignatures(note: bytes, rows: tuple[cosignatures.CosignatureRow, ...]) -> bytes:
    cp = parse_checkpoint_text(parse_note(note).text)
    lines = [
        line for row in rows if row.size == cp.size and row.root == cp.root for line in parse_lines(row.lines)
    ]
    return with_lines(note, lines=lines) if lines else note


def tile(
    conn: sqlite3.Connection, log: str, level: int, index: int, width: int, bound: Bound = UNBOUND
) -> bytes | None:
    """Return `width` hashes of a tile, None where the log does not reach so far."""
    head = head_of(conn, log, bound)
    if head is None or not 1 <= width <= TILE or (index * TILE + width) * TILE**level > head.size:
        return None
    nodes = logs.tile_nodes(conn, head.id, level, index * TILE, index * TILE + width)
    return b"".join(nodes) if len(nodes) == width else None


def bundle(
    conn: sqlite3.Connection, log: str, index: int, width: int, bound: Bound = UNBOUND
) -> bytes | None:
    """Return an entry bundle of this width, None where the log does not reach so far."""
    head = head_of(conn, log, bound)
    if head is None or not 1 <= width <= TILE or index * TILE + width > head.size:
        return None
    leaves = logs.raw_leaves(conn, head.id, index * TILE, index * TILE + width)
    return encode_bundle(leaves) if len(leaves) == width else None


def body(conn: sqlite3.Connection, digest: bytes) -> bytes | None:
    """Return the sealed body with this SHA-256."""
    return bodies.body(conn, digest)


def attachment_size(conn: sqlite3.Connection, digest: bytes) -> int | None:
    """Return the size of a sealed attachment that is held whole, else None."""
    return bodies.whole_size(conn, digest)


def attachment_bytes(conn: sqlite3.Connection, digest: bytes, offset: int, length: int) -> bytes:
    """Return a part of a sealed attachment."""
    return bodies.attachment_bytes(conn, digest, offset=offset, length=length)


def entries(
    conn: sqlite3.Connection, log: str, start: int, max_count: int, max_bytes: int, bound: Bound = UNBOUND
) -> list[tuple[bytes, bytes | None]]:
    """Return leaves with their bodies from `start` on, at least one where there is one, within both bounds.

    Only what a checkpoint covers is served: the other side could not verify more.
    """
    head = head_of(conn, log, bound)
    if head is None:
        return []
    end = min(start + max_count, head.checkpoint_size)
    rows = conn.execute(
        "SELECT l.raw, b.sealed FROM leaf l LEFT JOIN body b ON b.digest = l.body "
        "WHERE l.log = ? AND l.number >= ? AND l.number < ? ORDER BY l.number",
        (head.id, start, end),
    )
    found: list[tuple[bytes, bytes | None]] = []
    total = 0
    for raw, sealed in rows:
        total += len(raw) + len(sealed or b"")
        if found and total > max_bytes:
            break
        found.append((raw, sealed))
    return found


def consistency(conn: sqlite3.Connection, log: str, old: int, new: int) -> list[bytes]:
    """Return the consistency proof between two sizes of a held log."""
    head = logs.head(conn, log)
    return StoredTree(conn, head.id).consistency(old, new=new) if head else []


def inclusion(conn: sqlite3.Connection, log: str, number: int, size: int) -> list[bytes]:
    """Return the inclusion proof of an entry in the tree of `size` leaves of a held log."""
    head = logs.head(conn, log)
    return StoredTree(conn, head.id).inclusion(number, size=size) if head else []
