"""What a receiver was sent and not told to forget, by uid: kept, so that a node that starts again can take it back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable


def sent(conn: sqlite3.Connection, feed: str) -> list[str]:
    """Return what the receiver of a feed may still show."""
    return [row[0] for row in conn.execute("SELECT uid FROM feed_sent WHERE feed = ? ORDER BY uid", (feed,))]


def senders(conn: sqlite3.Connection) -> set[str]:
    """Return the feeds whose receivers may still show something."""
    return {row[0] for row in conn.execute("SELECT DISTINCT feed FROM feed_sent")}


def note_sent(conn: sqlite3.Connection, feed: str, uids: Iterable[str]) -> None:
    """Note what is about to be sent: before it is, or a node that ends in between would leave it there for good."""
    conn.executemany("INSERT OR IGNORE INTO feed_sent (feed, uid) VALUES (?, ?)", [(feed, uid) for uid in uids])


def forget_sent(conn: sqlite3.Connection, feed: str, uids: Iterable[str]) -> None:
    """Forget what was taken back."""
    conn.executemany("DELETE FROM feed_sent WHERE feed = ? AND uid = ?", [(feed, uid) for uid in uids])
