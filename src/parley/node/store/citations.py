"""The read table of citations: by the id of an entry the matters that build on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

# Stands in the table once every entry that is held was looked at: an older program made none of it.
_ALL = ""


def add_citations(conn: sqlite3.Connection, matter: str, cited: Iterable[str]) -> None:
    """Note which entries an entry of a matter cites, by their ids, whether they are known here or not."""
    rows = [(entry_id, matter) for entry_id in cited]
    conn.executemany("INSERT OR IGNORE INTO citation (cited, matter) VALUES (?, ?)", rows)


def citing(conn: sqlite3.Connection, entry_ids: Iterable[str]) -> list[str]:
    """Return the matters that cite any of these entries, in the order of their ids."""
    found: set[str] = set()
    for entry_id in entry_ids:
        found.update(row[0] for row in conn.execute("SELECT matter FROM citation WHERE cited = ?", (entry_id,)))
    return sorted(found)


def are_whole(conn: sqlite3.Connection) -> bool:
    """Return whether the citations of every entry that is held were noted."""
    return conn.execute("SELECT 1 FROM citation WHERE cited = ?", (_ALL,)).fetchone() is not None


def call_whole(conn: sqlite3.Connection) -> None:
    """Note that they were, or that none is held."""
    add_citations(conn, "", [_ALL])
