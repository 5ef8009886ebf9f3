"""What this node has still to say about what it read: receipts to give, disclosures to ask and to answer."""

from __future__ import annotations

import sqlite3


def owe_receipt(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that an opened entry of another member awaits our receipt."""
    conn.execute("INSERT OR IGNORE INTO unreceipted (log, number) VALUES (?, ?)", (log, number))


def gave_receipt(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that our receipt for an entry stands in our log."""
    conn.execute("DELETE FROM unreceipted WHERE log = ? AND number = ?", (log, number))


def owed_receipts(conn: sqlite3.Connection, *, limit: int) -> list[tuple[int, int]]:
    """Return (log, number) of entries that await our receipt, in order."""
    rows = conn.execute("SELECT log, number FROM unreceipted ORDER BY log, number LIMIT ?", (limit,))
    return [(int(row[0]), int(row[1])) for row in rows]


def want(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that a later entry speaks of this one, which we cannot open though it seems meant for us."""
    conn.execute("INSERT OR IGNORE INTO wanted (log, number, asked) VALUES (?, ?, 0)", (log, number))


def wanted(conn: sqlite3.Connection, *, unasked_only: bool = False) -> list[tuple[int, int]]:
    """Return (log, number) of entries that we lack the key of."""
    rows = conn.execute(
        "SELECT log, number FROM wanted WHERE asked <= ? ORDER BY log, number", (0 if unasked_only else 1,)
    )
    return [(int(row[0]), int(row[1])) for row in rows]


def is_any_wanted_of(conn: sqlite3.Connection, log: int) -> bool:
    """Return whether we lack the key of any entry of a log, asked for or not."""
    return conn.execute("SELECT 1 FROM wanted WHERE log = ? LIMIT 1", (log,)).fetchone() is not None


def asked(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that our question for an entry's key stands in our log."""
    conn.execute("UPDATE wanted SET asked = 1 WHERE log = ? AND number = ?", (log, number))


def no_longer_wanted(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that an entry was opened after all."""
    conn.execute("DELETE FROM wanted WHERE log = ? AND number = ?", (log, number))


def asked_of_us(conn: sqlite3.Connection, *, log: int, number: int, asker: str) -> None:
    """Note that a member asks for the key of an entry; whether it may have it is asked when it is answered."""
    conn.execute("INSERT OR IGNORE INTO asked_of_us (log, number, asker) VALUES (?, ?, ?)", (log, number, asker))


def answered(conn: sqlite3.Connection, *, log: int, number: int, asker: str) -> None:
    """Note that the key was disclosed to the one who asked."""
    conn.execute("DELETE FROM asked_of_us WHERE log = ? AND number = ? AND asker = ?", (log, number, asker))


def questions(conn: sqlite3.Connection) -> list[tuple[int, int, str]]:
    """Return (log, number, asker) of the keys that others ask of us, of entries that were opened here."""
    rows = conn.execute(
        "SELECT log, number, asker FROM asked_of_us JOIN plaintext USING (log, number) ORDER BY log, number, asker"
    )
    return [(int(row[0]), int(row[1]), str(row[2])) for row in rows]


def note_tried(conn: sqlite3.Connection, *, log: int, upto: int) -> None:
    """Note up to where a log was judged in this very database: what did not open before was tried in its time."""
    conn.execute(
        "INSERT INTO tried (log, upto) VALUES (?, ?) ON CONFLICT (log) DO UPDATE SET upto = max(upto, excluded.upto)",
        (log, upto),
    )


def tried_upto(conn: sqlite3.Connection, log: int) -> int | None:
    """Return up to where a log was judged in this very database, None where that was never noted."""
    row = conn.execute("SELECT upto FROM tried WHERE log = ?", (log,)).fetchone()
    return int(row[0]) if row else None


def lose(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that an entry came here only after the key was gone to which it may have been sealed for us."""
    conn.execute("INSERT OR IGNORE INTO lost (log, number) VALUES (?, ?)", (log, number))


def is_lost(conn: sqlite3.Connection, *, log: int, number: int) -> bool:
    """Return whether an entry came here only after the key was gone to which it may have been sealed for us."""
    return conn.execute("SELECT 1 FROM lost WHERE log = ? AND number = ?", (log, number)).fetchone() is not None


def is_any_lost(conn: sqlite3.Connection) -> bool:
    """Return whether any entry is lost."""
    return conn.execute("SELECT 1 FROM lost LIMIT 1").fetchone() is not None


def was_not_lost(conn: sqlite3.Connection, *, log: int, number: int) -> None:
    """Note that an entry was sealed to a key that is here after all: then it is not meant for us."""
    conn.execute("DELETE FROM lost WHERE log = ? AND number = ?", (log, number))
    no_longer_wanted(conn, log=log, number=number)


def take_back_later(
    conn: sqlite3.Connection, *, log: int, first: int, last: int, member: str, name: str, number: int
) -> None:
    """Drop what later entries of one log (`name`) than its entry `number` say of the opening of these entries.

    The first such receipt counts, and one that is opened late may stand before one that was read already.
    """
    conn.execute(
        "DELETE FROM opened WHERE log = ? AND number BETWEEN ? AND ? AND member = ? "
        "AND substr(by, 1, ?) = ? AND CAST(substr(by, ?) AS INTEGER) > ?",
        (log, first, last, member, len(name) + 1, f"{name}/", len(name) + 2, number),
    )
