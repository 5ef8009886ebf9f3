"""Looks into a node's database, as its owner may: what it has judged, and in which state it shows each matter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from parley.demo.homes import Post
from parley.node.box import Box
from parley.node.home import Home
from parley.node.keys import open_keys
from parley.node.store import matters
from parley.node.store.connection import open_reader

MOST_MATTERS = 100_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What one node shows: how far each log is judged, the verdict on each entry it may read, each matter's state."""

    judged: dict[str, int]
    verdicts: dict[str, str]
    states: dict[str, Any]


def judged(post: Post) -> dict[str, int]:
    """Return by origin how many entries of each log this node has judged."""
    with _reader(post) as conn:
        return _judged(conn)


def state_of(post: Post, matter: str) -> dict[str, Any] | None:
    """Return the state in which a node shows a matter, None where it has none of it."""
    with _reader(post) as conn:
        row = matters.matter(conn, matter)
    return _opened(_box(post), row) if row else None


def sight_of(post: Post) -> Sight:
    """Return all that a node shows, as of one moment."""
    box = _box(post)
    with _reader(post) as conn:
        conn.execute("BEGIN")  # one view of the database for all that follows
        rows = matters.newest(conn, limit=MOST_MATTERS)
        return Sight(_judged(conn), _verdicts(conn), {row.id: _opened(box, row) for row in rows})


@contextmanager
def _reader(post: Post) -> Iterator[sqlite3.Connection]:
    conn = open_reader(Home(post.home).database)
    try:
        yield conn
    finally:
        conn.close()


def _judged(conn: sqlite3.Connection) -> dict[str, int]:
    return dict(conn.execute("SELECT log.origin, cursor.processed FROM cursor JOIN log ON log.id = cursor.log"))


def _verdicts(conn: sqlite3.Connection) -> dict[str, str]:
    rows = conn.execute(
        "SELECT log.origin, point.number, coalesce(point.verdict, 'allowed') FROM point "
        "JOIN log ON log.id = point.log WHERE point.matter IS NOT NULL"
    )
    return {f"{origin}#{number}": verdict for origin, number, verdict in rows}


def _box(post: Post) -> Box:
    return Box(open_keys(Home(post.home), passphrase=None).local)


def _opened(box: Box, row: matters.MatterRow) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(box.unlock(row.locked, place=f"matter/{row.id}"))
    return state
