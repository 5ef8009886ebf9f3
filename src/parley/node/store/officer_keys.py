"""Read tables of what members said about their officers: keys announced and revoked, emergency access opened and ended.

A revocation stands beside its announcement and not in it, so that which of the two was opened first changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from parley.matters.officer_keys import OfficerKey


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """An emergency access as its member's log tells it: `ended_at_ms` is None until its time or an ending entry."""

    log: int
    number: int
    role: str
    at_ms: int
    until_ms: int
    ended_at_ms: int | None


def add_key(conn: sqlite3.Connection, log: int, key: OfficerKey) -> None:
    """Add an announcement; the same one again changes nothing."""
    row = (log, key.number, key.role, key.key, key.credential, key.until_ms, json.dumps(sorted(key.to)))
    conn.execute("INSERT OR IGNORE INTO officer_key VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def add_revocation(conn: sqlite3.Connection, log: int, number: int, *, of: int, to: tuple[str, ...]) -> None:
    """Add the revocation of the announcement at number `of` of the same log."""
    conn.execute("INSERT OR IGNORE INTO officer_key_end VALUES (?, ?, ?, ?)", (log, number, of, json.dumps(sorted(to))))


def key_at(conn: sqlite3.Connection, origin: str, number: int) -> OfficerKey | None:
    """Return the key that the entry at this place announces; None for any other entry."""
    row = conn.execute(
        "SELECT k.log, k.number, k.role, k.key, k.credential, k.until_ms, k.audience FROM officer_key k"
        " JOIN log l ON l.id = k.log WHERE l.origin = ? AND k.number = ?", (origin, number)
    ).fetchone()  # fmt: skip
    return _key(conn, row) if row else None


def keys_of(conn: sqlite3.Connection, log: int) -> list[OfficerKey]:
    """Return every key that the member of a log announced, in the order of the log."""
    rows = conn.execute(
        "SELECT log, number, role, key, credential, until_ms, audience FROM officer_key WHERE log = ? ORDER BY number",
        (log,),
    ).fetchall()
    return [_key(conn, row) for row in rows]


def _key(conn: sqlite3.Connection, row: tuple[int, int, str, str, str, int, str]) -> OfficerKey:
    log, number, role, key, credential, until_ms, audience = row
    to = tuple(json.loads(audience))
    ends = conn.execute(
        "SELECT number, audience FROM officer_key_end WHERE log = ? AND announced = ? ORDER BY number", (log, number)
    ).fetchall()
    # A revocation that fewer can read than the announcement would be judged by some alone: it counts for nobody.
    revoked_at = next((int(end) for end, readers in ends if end > number and set(to) <= set(json.loads(readers))), None)
    return OfficerKey(number, role, key, credential, until_ms, to, revoked_at)


def add_emergency(conn: sqlite3.Connection, log: int, number: int, *, role: str, at_ms: int, until_ms: int) -> None:
    """Add an emergency access that its member opened."""
    conn.execute("INSERT OR IGNORE INTO emergency VALUES (?, ?, ?, ?, ?)", (log, number, role, at_ms, until_ms))


def end_emergency(conn: sqlite3.Connection, log: int, number: int, *, of: int, at_ms: int) -> None:
    """Add the end of the emergency access that the entry at number `of` of the same log opened."""
    conn.execute("INSERT OR IGNORE INTO emergency_end VALUES (?, ?, ?, ?)", (log, number, of, at_ms))


def emergencies(conn: sqlite3.Connection) -> list[EmergencyRow]:
    """Return every emergency access of every member, the newest first."""
    rows = conn.execute(
        "SELECT e.log, e.number, e.role, e.at_ms, e.until_ms, (SELECT min(at_ms) FROM emergency_end n"
        " WHERE n.log = e.log AND n.opened = e.number AND n.number > e.number) FROM emergency e ORDER BY e.at_ms DESC"
    )
    return [EmergencyRow(*row) for row in rows]
