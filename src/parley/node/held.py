"""Reads the opened entries of a matter from the log itself, for the writer and for readers alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from parley.charter.lognames import log_name
from parley.matters.entry import Entry, Point
from parley.matters.track import Kind, Track
from parley.node.box import Box
from parley.node.store import bodies, cursors, logs
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD, Payload, parse_payload
from parley.record.leaf import parse_leaf
from parley.record.sealing import Opened

FILE_KEY, SALT = 16, 32

TrackOf = Callable[[str], Track | None]


def kept_body(conn: sqlite3.Connection, box: Box, log: int, number: int) -> Opened | None:
    """Return an opened body as it was kept, None where it was never opened here."""
    locked = bodies.plaintext(conn, log, number)
    if locked is None:
        return None
    plain = box.unlock(locked, place=f"{log}/{number}")
    head = FILE_KEY + SALT
    return Opened(payload=plain[head:], salt=plain[FILE_KEY:head], file_key=plain[:FILE_KEY])


def entry_of(said: Payload, point: Point, *, track_of: TrackOf) -> Entry:
    """Return the kernel's view of an opened entry."""
    own_id = f"{log_name(said.author, point.log)}/{point.number}"
    track = track_of(said.kind)
    matter = _matter_of(said, track.kinds[said.kind]) if track else said.matter
    return Entry(own_id, said.author, point, said.to, said.kind, matter or own_id, said.content)


def _matter_of(said: Payload, kind: Kind) -> str | None:
    """Return the matter to which an entry belongs by its kind or by what it says; None where it opens one."""
    if kind.shared:
        return kind.shared
    return kind.keyed(said.content) if kind.keyed else said.matter


def held_entries(conn: sqlite3.Connection, matter: str, *, box: Box, track_of: TrackOf) -> list[Entry]:
    """Return every opened entry of a matter that lies before a proven fork."""
    found = []
    for row in cursors.points_of_matter(conn, matter):
        kept = kept_body(conn, box, row.log, row.number)
        assert kept is not None  # a point with a kind was opened
        leaf = parse_leaf(logs.raw_leaves(conn, row.log, row.number, row.number + 1)[0])
        # It was checked against its author when it was opened; after a restart no charter is known yet.
        author = strictjson.parse(kept.payload, limit=MAX_PAYLOAD)["author"]
        said = parse_payload(kept.payload, log=leaf.log, number=leaf.number, author=author)
        point = Point(leaf.log, leaf.number, leaf.at_ms, row.depth, {s.log: s.size for s in leaf.seen})
        found.append(entry_of(said, point, track_of=track_of))
    return found
