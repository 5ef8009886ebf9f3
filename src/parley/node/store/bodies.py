"""Sealed bodies, opened plaintexts under the node's local key, and attachments; all insert-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256

CHUNK = 1 << 18


def put_bodies(conn: sqlite3.Connection, bodies: Sequence[tuple[bytes, bytes]]) -> None:
    """Keep sealed bodies by their digest; one digest has one content, so a repeat is nothing new."""
    conn.executemany("INSERT OR IGNORE INTO body (digest, sealed) VALUES (?, ?)", bodies)


def body(conn: sqlite3.Connection, digest: bytes) -> bytes | None:
    """Return a sealed body, None where it is not held."""
    row = conn.execute("SELECT sealed FROM body WHERE digest = ?", (digest,)).fetchone()
    return row[0] if row else None


def put_plaintext(conn: sqlite3.Connection, log: int, number: int, locked: bytes) -> None:
    """Keep what was opened, so that old sealing keys can be destroyed."""
    conn.execute("INSERT OR IGNORE INTO plaintext (log, number, locked) VALUES (?, ?, ?)", (log, number, locked))


def plaintext(conn: sqlite3.Connection, log: int, number: int) -> bytes | None:
    """Return the locked plaintext of an entry, None where it was never opened here."""
    row = conn.execute("SELECT locked FROM plaintext WHERE log = ? AND number = ?", (log, number)).fetchone()
    return row[0] if row else None


def begin_attachment(conn: sqlite3.Connection, digest: bytes, *, size: int) -> None:
    """Note that an attachment of this digest and size is to be held."""
    conn.execute("INSERT OR IGNORE INTO attachment (digest, size) VALUES (?, ?)", (digest, size))


def put_chunk(conn: sqlite3.Connection, digest: bytes, *, offset: int, chunk: bytes) -> None:
    """Keep one chunk of an attachment; a repeat is nothing new."""
    conn.execute(
        "INSERT OR IGNORE INTO attachment_chunk (digest, offset, bytes) VALUES (?, ?, ?)", (digest, offset, chunk)
    )


def attachment_size(conn: sqlite3.Connection, digest: bytes) -> int | None:
    """Return the size that a leaf names for this attachment, None where no held leaf names it."""
    row = conn.execute("SELECT size FROM attachment WHERE digest = ?", (digest,)).fetchone()
    return int(row[0]) if row else None


def put_part(conn: sqlite3.Connection, digest: bytes, *, offset: int, part: bytes) -> bool:
    """Keep a part that a peer sent; when all are here they are checked against the digest and kept, or dropped.

    Return False where the whole was not what the leaf names: nothing of it is kept then.
    """
    conn.execute(
        "INSERT OR IGNORE INTO attachment_part (digest, offset, bytes) VALUES (?, ?, ?)", (digest, offset, part)
    )
    if parts_held(conn, digest) < (attachment_size(conn, digest) or 0):
        return True
    rows = conn.execute("SELECT offset, bytes FROM attachment_part WHERE digest = ? ORDER BY offset", (digest,))
    parts = rows.fetchall()
    whole = sha256()
    for row in parts:
        whole.update(row[1])
    good = whole.digest() == digest
    if good:
        conn.executemany(
            "INSERT OR IGNORE INTO attachment_chunk (digest, offset, bytes) VALUES (?, ?, ?)",
            [(digest, at, chunk) for at, chunk in parts],
        )
    conn.execute("DELETE FROM attachment_part WHERE digest = ?", (digest,))
    return good


def parts_held(conn: sqlite3.Connection, digest: bytes) -> int:
    """Return how many bytes from the start a peer has sent without a hole: where a transfer goes on."""
    held = 0
    rows = conn.execute("SELECT offset, length(bytes) FROM attachment_part WHERE digest = ? ORDER BY offset", (digest,))
    for offset, length in rows:
        if offset != held:
            break
        held += length
    return held


def attachment_whole(conn: sqlite3.Connection, digest: bytes) -> bool:
    """Return whether all of an attachment is held and was checked."""
    row = conn.execute(
        "SELECT (SELECT size FROM attachment WHERE digest = ?1) = "
        "(SELECT sum(length(bytes)) FROM attachment_chunk WHERE digest = ?1)",
        (digest,),
    ).fetchone()
    return bool(row[0])


def attachment_chunks(conn: sqlite3.Connection, digest: bytes) -> Iterator[bytes]:
    """Yield the held bytes of an attachment from the start."""
    rows = conn.execute("SELECT bytes FROM attachment_chunk WHERE digest = ? ORDER BY offset", (digest,))
    for row in rows:
        yield row[0]


def attachment_bytes(conn: sqlite3.Connection, digest: bytes, *, offset: int, length: int) -> bytes:
    """Return up to `length` held bytes from `offset`."""
    rows = conn.execute(
        "SELECT offset, bytes FROM attachment_chunk WHERE digest = ? AND offset < ? AND offset + length(bytes) > ? "
        "ORDER BY offset",
        (digest, offset + length, offset),
    )
    found = bytearray()
    for at, chunk in rows:
        found += chunk[max(0, offset - at) : offset + length - at]
    return bytes(found)


def missing_attachments(conn: sqlite3.Connection, *, limit: int) -> list[tuple[bytes, int, int]]:
    """Return digest, size and bytes already sent of attachments that are not whole yet."""
    rows = conn.execute(
        "SELECT digest, size FROM attachment a WHERE NOT EXISTS "
        "(SELECT 1 FROM attachment_chunk c WHERE c.digest = a.digest) ORDER BY rowid LIMIT ?",
        (limit,),
    )
    return [(row[0], int(row[1]), parts_held(conn, row[0])) for row in rows.fetchall()]


def opened_after(conn: sqlite3.Connection, place: int, *, limit: int) -> list[tuple[int, int, int, bytes]]:
    """Return opened entries in the order of their opening, after the place of an earlier one: (place, log, number,
    locked). The places only grow, since what was opened is kept for ever."""
    rows = conn.execute(
        "SELECT rowid, log, number, locked FROM plaintext WHERE rowid > ? ORDER BY rowid LIMIT ?", (place, limit)
    )
    return [(int(row[0]), int(row[1]), int(row[2]), row[3]) for row in rows]


def opened_at(conn: sqlite3.Connection, place: int) -> tuple[int, int] | None:
    """Return which entry (log, number) stands at a place in the order of opening."""
    row = conn.execute("SELECT log, number FROM plaintext WHERE rowid = ?", (place,)).fetchone()
    return (int(row[0]), int(row[1])) if row else None


def opened_count(conn: sqlite3.Connection) -> int:
    """Return the place of the entry that was opened last; 0 where none was."""
    return int(conn.execute("SELECT coalesce(max(rowid), 0) FROM plaintext").fetchone()[0])
