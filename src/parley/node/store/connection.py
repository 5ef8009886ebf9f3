"""Opens the node's database: WAL, synchronous=FULL, one writer, as many readers as wished."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from parley.node.store.schema import create


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the database for the one writer and make its tables; the file is the owner's alone."""
    make_file(path)
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    conn.execute("PRAGMA journal_mode=WAL")
    # FULL: what was acknowledged is on the disk before anybody is told.
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("PRAGMA busy_timeout=15000")
    conn.execute("PRAGMA foreign_keys=ON")
    # Without it, REPLACE would get past the triggers that forbid deleting.
    conn.execute("PRAGMA recursive_triggers=ON")
    conn.execute("PRAGMA cache_size=-16000")
    create(conn)
    return conn


def make_file(path: Path) -> None:
    """Make the file of a database, where there is none, for its owner alone; one that is there is not touched.

    Whoever opens and closes it by other means than SQLite's takes all locks of this process off it (POSIX). The next
    program that closes the database would then delete the log ahead, with what the node writes into it from there on.
    """
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the database for reading only; a reader never blocks the writer."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA busy_timeout=5000")
    conn.execute("PRAGMA cache_size=-1000")
    return conn
