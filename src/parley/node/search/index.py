"""The index on disk: words under a key, so that whoever takes the file reads none of them.

A file of its own beside the database: the write path never waits for it, and it can be thrown away at any time. Each
opened entry is a row whose id grows with its author's time; its words, member, kind, track, precedence and places
stand in it as digests under a key made from the node's local key. What the digests tell is how often a word returns.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from parley.node.search.contents import areas_of, cells_of, cells_over, places_of, texts_of
from parley.texts.finding import BEGINNING, words_of

# Another form of rows, words or kinds makes the index anew.
FORM = 2
LATEST_MS = 1 << 42
TABLES = """
CREATE TABLE made (form TEXT NOT NULL, upto INTEGER NOT NULL, log INTEGER NOT NULL, number INTEGER NOT NULL);
CREATE TABLE row (id INTEGER PRIMARY KEY, log INTEGER NOT NULL, number INTEGER NOT NULL);
CREATE VIRTUAL TABLE word USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii');
"""


def open_index(path: Path, *, form: str) -> sqlite3.Connection:
    """Open the index for its one writer; one of another form, or one that cannot be read, is thrown away first."""
    try:
        conn = _open(path)
        found = conn.execute("SELECT form FROM made").fetchone()
    except sqlite3.DatabaseError:
        found = None
    if found is not None and found[0] == form:
        return conn
    if found is not None or path.exists():
        throw_away(path)
    conn = _open(path)
    conn.executescript(f"BEGIN; {TABLES} COMMIT;")
    conn.execute("INSERT INTO made (form, upto, log, number) VALUES (?, 0, 0, 0)", (form,))
    return conn


def throw_away(path: Path) -> None:
    """Delete the index with its side files."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=32)
    conn.execute("PRAGMA journal_mode=WAL")
    # NORMAL: what a power cut takes back is indexed again.
    conn.execute("PRAGMA synchronous=NORMAL")
    conn.execute("PRAGMA busy_timeout=5000")
    return conn


def reader_of(path: Path) -> sqlite3.Connection:
    """Open the index for reading only."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA busy_timeout=5000")
    return conn


class Tokens:
    """Makes what is stored of a word: twelve hexadecimal figures that only this node's key gives."""

    def __init__(self, local_key: bytes) -> None:
        """Derive the key; nothing else is made from it."""
        self._key = blake2b(b"search", key=local_key, person=b"parley-search", digest_size=32).digest()
        self.of = lru_cache(maxsize=65_536)(self._of)

    def _of(self, sort: str, word: str) -> str:
        return blake2b(f"{sort}:{word}".encode(errors="surrogatepass"), key=self._key, digest_size=6).hexdigest()

    def of_entry(self, said: Mapping[str, Any], *, track: str) -> set[str]:
        """Return the tokens of an opened entry: its words, and by what it can be asked for."""
        content = said.get("content", {})
        found = {self.of("track", track), self.of("kind", said["kind"]), self.of("member", str(said["author"]))}
        if isinstance(content.get("precedence"), str):
            found.add(self.of("precedence", content["precedence"]))
        cells = {cell for lat_e7, lon_e7 in places_of(content) for cell in cells_of(lat_e7, lon_e7)}
        cells.update(cell for area in areas_of(content) for cell in cells_over(area))
        found.update(self.of("cell", cell) for cell in (*cells, "any") if cells)
        for form in {form for text in texts_of(content) for word in words_of(text) for form in word.forms}:
            found.add(self.of("word", form))
            if len(form) > BEGINNING:
                found.add(self.of("begins", form[:BEGINNING]))
        return found


def id_at(at_ms: int, *, number: int = 0, log: int = 0) -> int:
    """Return the id of the row of an entry: by its author's time, then by its place. Wrong clocks stay in bounds."""
    return (min(max(at_ms, 0), LATEST_MS) << 20) | ((log & 31) << 15) | (number & 32_767)


def add(conn: sqlite3.Connection, entry: tuple[int, int], *, at_ms: int, tokens: Iterable[str]) -> None:
    """Add one entry (log, number); within a transaction. Where its id is taken, the next free one is."""
    log, number = entry
    row_id = id_at(at_ms, number=number, log=log)
    while conn.execute("SELECT 1 FROM row WHERE id = ?", (row_id,)).fetchone():
        row_id += 1
    conn.execute("INSERT INTO row (id, log, number) VALUES (?, ?, ?)", (row_id, log, number))
    conn.execute("INSERT INTO word (rowid, tokens) VALUES (?, ?)", (row_id, " ".join(tokens)))


def reached(conn: sqlite3.Connection) -> tuple[int, tuple[int, int]]:
    """Return up to which opened entry all are here, counted in the order of their opening, and which that was."""
    upto, log, number = conn.execute("SELECT upto, log, number FROM made").fetchone()
    return int(upto), (int(log), int(number))


def note_reached(conn: sqlite3.Connection, upto: int, *, entry: tuple[int, int]) -> None:
    """Note up to where the index goes; within the transaction that brought it there."""
    conn.execute("UPDATE made SET upto = ?, log = ?, number = ?", (upto, *entry))


def contents(conn: sqlite3.Connection) -> dict[tuple[int, int], frozenset[str]]:
    """Return every entry with its tokens, for the comparison of two indexes."""
    conn.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.listed USING fts5vocab(main, word, instance)")
    found: dict[int, set[str]] = {}
    for token, doc in conn.execute("SELECT term, doc FROM temp.listed"):
        found.setdefault(doc, set()).add(token)
    rows = conn.execute("SELECT id, log, number FROM row").fetchall()
    return {(log, number): frozenset(found.get(row_id, ())) for row_id, log, number in rows}
