"""What members say about their officers' keys and emergency access: judged, projected, and said again to who joins."""

from __future__ import annotations

import sqlite3

from parley.charter.lognames import log_name
from parley.matters import housekeeping
from parley.matters.entry import Point
from parley.matters.officer_keys import ANNOUNCED, REVOKED, OfficerKey, refuse_unproven
from parley.matters.verdict import Refusal
from parley.node.held import kept_body
from parley.node.ledger import Ledger
from parley.node.store import logs, officer_keys
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD, Payload

OPENED, ENDED = "emergency_access_opened", "emergency_access_ended"


def refuse_said(said: Payload) -> Refusal | None:
    """Refuse what can be refused by its own bytes alone: an announcement that its own key did not sign (C-13)."""
    return refuse_unproven(said.content, log=said.log) if said.kind == ANNOUNCED else None


def project_officers(ledger: Ledger, log: int, said: Payload, *, point: Point) -> None:
    """Take in a key announced or revoked, an emergency access opened or ended; any other kind changes nothing here."""
    content, conn, number = said.content, ledger.conn, point.number
    if said.kind == ANNOUNCED:
        signature, until_ms = content["signature"], content["until_ms"]
        key = OfficerKey(number, content["role"], signature["key"], signature["credential"], until_ms, said.to)
        officer_keys.add_key(conn, log, key)
    elif said.kind == OPENED:
        until_ms = content["until_ms"]
        officer_keys.add_emergency(conn, log, number, role=content["role"], at_ms=point.at_ms, until_ms=until_ms)
    elif said.kind in (REVOKED, ENDED):
        of = _own_earlier(said, point=point)
        if of is not None and said.kind == REVOKED:
            officer_keys.add_revocation(conn, log, number, of=of, to=said.to)
        elif of is not None:
            officer_keys.end_emergency(conn, log, number, of=of, at_ms=point.at_ms)
    else:
        return
    ledger.topics.add("officers")


def _own_earlier(said: Payload, *, point: Point) -> int | None:
    """Return the number of the entry that is spoken of, where it is an earlier one of the same log."""
    name, number = housekeeping.entry_id(said.content["entry"]) or ("", 0)
    return number if name == log_name(said.author, said.log) and number < point.number else None


def announced_before(ledger: Ledger, *, at_ms: int) -> list[dict[str, object]]:
    """Return the announcements of this member's standing keys as they were said, to be said again to who joined."""
    found = []
    for key in officer_keys.keys_of(ledger.conn, ledger.own):
        kept = kept_body(ledger.conn, ledger.box, ledger.own, key.number)
        if kept is not None and key.revoked_at is None and key.until_ms > at_ms:
            found.append(dict(strictjson.parse(kept.payload, limit=MAX_PAYLOAD)["content"]))
    return found


def standing_keys(
    conn: sqlite3.Connection, *, origin: str, role: str, to: tuple[str, ...], at_ms: int
) -> list[OfficerKey]:
    """Return the announcements in a log that let an act to `to` in `role` be signed now, the newest last."""
    head = logs.head(conn, origin)
    keys = officer_keys.keys_of(conn, head.id) if head else []
    standing = [key for key in keys if key.role == role and key.revoked_at is None and key.until_ms > at_ms]
    return [key for key in standing if set(to) <= set(key.to)]
