"""Sealed bodies, opened plaintexts under the node's local key, and attachments; all insert-only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256

CHUNK = 1 << 18
_NAMED = (
    "SELECT size FROM attachment WHERE digest = ?1 UNION ALL SELECT size FROM attachment_size WHERE digest = ?1"
)


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
    """Note that a leaf names an attachment of this digest and size.

    Whoever's leaf comes first must not fix the size for the others: each size that is named is kept, and the digest
    tells which is true.
    """
    conn.execute("INSERT OR IGNORE INTO attachment (digest, size) VALUES (?, ?)", (digest, size))
    conn.execute(
        "INSERT OR IGNORE INTO attachment_size (digest, size) SELECT ?1, ?2 "
        "WHERE NOT EXISTS (SELECT 1 FROM attachment WHERE digest = ?1 AND size = ?2)",
        (digest, size),
    )


def put_chunk(conn: sqlite3.Connection, digest: bytes, *, offset: int, chunk: bytes) -> None:
    """Keep one chunk of an attachment; a repeat is nothing new."""
    conn.execute(
        "INSERT OR IGNORE INTO attachment_chunk (digest, offset, bytes) VALUES (?, ?, ?)", (digest, offset, chunk)
    )


def sizes_named(conn: sqlite3.Connection, digest: bytes) -> list[int]:
    """Return the sizes that held leaves name for this attachment; none where no leaf names it."""
    return [int(row[0]) for row in conn.execute(_NAMED, (digest,))]


def put_part(conn: sqlite3.Connection, digest: bytes, *, offset: int, part: bytes) -> int:
    """Keep the next part that came of an attachment; return how many bytes from the start are held now.

    What does not begin where the held parts end is left out: another way brought something meanwhile.
    """
    held = parts_held(conn, digest)
    if offset != held or attachment_whole(conn, digest):
        return held
    conn.execute("INSERT INTO attachment_part (digest, offset, bytes) VALUES (?, ?, ?)", (digest, offset, part))
    return held + len(part)


def finish_attachment(conn: sqlite3.Connection, digest: bytes) -> bool:
    """Check the parts that are held against the digest: the whole is kept, and anything else is dropped.

    Return whether the attachment is held whole.
    """
    if attachment_whole(conn, digest):
        return True
    rows = conn.execute("SELECT offset, bytes FROM attachment_part WHERE digest = ? ORDER BY offset", (digest,))
    parts, whole = rows.fetchall(), sha256()
    for row in parts:
        whole.update(row[1])
    if whole.digest() == digest:
        conn.executemany(
            "INSERT OR IGNORE INTO attachment_chunk (digest, offset, bytes) VALUES (?, ?, ?)",
            [(digest, at, chunk) for at, chunk in parts],
        )
    drop_parts(conn, digest)
    return attachment_whole(conn, digest)


def drop_parts(conn: sqlite3.Connection, digest: bytes) -> None:
    """Forget what came of an attachment that is not whole."""
    conn.execute("DELETE FROM attachment_part WHERE digest = ?", (digest,))


def parts_held(conn: sqlite3.Connection, digest: bytes) -> int:
    """Return how many bytes from the start came so far: where a transfer goes on. One look, however many parts."""
    row = conn.execute(
        "SELECT offset + length(bytes) FROM attachment_part WHERE digest = ? ORDER BY offset DESC LIMIT 1", (digest,)
    ).fetchone()
    return int(row[0]) if row else 0


def whole_size(conn: sqlite3.Connection, digest: bytes) -> int | None:
    """Return the size of an attachment that is held whole and was checked, None for any other."""
    row = conn.execute(
        "SELECT held FROM (SELECT sum(length(bytes)) AS held FROM attachment_chunk WHERE digest = ?1) "
        f"WHERE held IN ({_NAMED})",
        (digest,),
    ).fetchone()
    return int(row[0]) if row else None


def attachment_whole(conn: sqlite3.Connection, digest: bytes) -> bool:
    """Return whether all of an attachment is held and was checked."""
    return whole_size(conn, digest) is not None


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


def missing_attachments(conn: sqlite3.Connection, *, after: int, limit: int) -> list[tuple[int, bytes, list[int], int]]:
    """Return attachments that are not whole yet, in the order of their naming, after the place of an earlier one.

    Of each its place, its digest, the sizes that are named, and how many bytes came so far.
    """
    rows = conn.execute(
        "SELECT rowid, digest FROM attachment a WHERE rowid > ? AND NOT EXISTS "
        "(SELECT 1 FROM attachment_chunk c WHERE c.digest = a.digest) ORDER BY rowid LIMIT ?",
        (after, limit),
    )
    return [
        (int(place), digest, sizes_named(conn, digest), parts_held(conn, digest))
        for place, digest in rows.fetchall()
    ]


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
