"""Turns an allowed draft into the next leaf of the own log: payload, sealed body, leaf."""

from __future__ import annotations

from hashlib import sha256

from parley.charter.lognames import log_name
from parley.charter.model import Charter, Member
from parley.matters.entry import Point
from parley.node.held import FILE_KEY, SALT
from parley.node.ledger import Ledger
from parley.node.store import logs
from parley.record.body import Payload, encode_payload
from parley.record.leaf import ENC, AttachmentRef, BodyRef, Leaf, Seen, parse_leaf
from parley.record.sealing import Opened, Sealed, seal_under, write_heading
from parley.record.sealingkeys import SealingRecipient


def next_point(ledger: Ledger, *, at_ms: int) -> tuple[Point, tuple[Seen, ...]]:
    """Return the point of this member's next entry, and how far it has read each other log, for the leaf."""
    own = ledger.cursor(ledger.own)
    seen: list[Seen] = []
    depth = own.depth
    for origin in other_origins(ledger):
        log = ledger.log_id(origin)
        at = ledger.cursor(log)
        if at.frozen_at is not None:
            # What was read is never taken back (L-3), though it counts no more; so all that is held is told.
            claim = _held_or_said(ledger, log, origin, said=own.seen.get(origin, 0))
            seen.extend([claim] if claim else [])
        elif at.processed:
            seen.append(Seen(origin, at.processed, at.edge.root))
        depth = max(depth, at.depth)
    point = Point(ledger.origin, own.processed, at_ms, depth + 1, {s.log: s.size for s in seen})
    return point, tuple(seen)


def _held_or_said(ledger: Ledger, log: int, origin: str, *, said: int) -> Seen | None:
    """Return all that is held of a frozen log, or, where more was held before a restore, what was said of it then."""
    edge = logs.frontier(ledger.conn, log)
    if edge.size >= said:
        return Seen(origin, edge.size, edge.root) if edge.size else None
    for number in range(ledger.cursor(ledger.own).processed - 1, -1, -1):
        leaf = parse_leaf(logs.raw_leaves(ledger.conn, ledger.own, number, number + 1)[0])
        found = next((claim for claim in leaf.seen if claim.log == origin and claim.size == said), None)
        if found is not None:
            return found
    raise LookupError(f"no entry of this member says that it had read {said} entries of {origin}")


def other_origins(ledger: Ledger) -> list[str]:
    """Return the origins of all other members' logs, sorted."""
    versions = ledger.history.versions.values()
    return sorted({m.origin for version in versions for m in version.charter.members} - {ledger.origin})


def seal_payload(
    ledger: Ledger, payload: Payload, *, charter: Charter, file_key: bytes | None
) -> tuple[Sealed, Opened]:
    """Return the sealed body of a payload for its addressees, and the same as kept here."""
    random = ledger.secrets.random
    raw = encode_payload(payload)
    sealed_to, salt = recipients(ledger, payload.to, charter), random(SALT)
    heading = None if file_key or ledger.keywork is None else ledger.keywork.heading(sealed_to)
    heading = heading or write_heading(file_key or random(FILE_KEY), recipients=sealed_to)
    sealed = seal_under(heading, raw, salt=salt, nonce=random(16))
    return sealed, Opened(payload=raw, salt=salt, file_key=heading.file_key)


def recipients(ledger: Ledger, to: tuple[str, ...], charter: Charter) -> list[SealingRecipient]:
    """Return one recipient a member in charter order; who is not addressed is stood for by the throw-away one."""
    return [
        ledger.recipient(newest_key(ledger, m, charter)) if m.code in to else ledger.secrets.throw_away
        for m in charter.members
    ]


def newest_key(ledger: Ledger, member: Member, charter: Charter) -> str:
    """Return the sealing key of a member for what is written under `charter`: that of the charter, or a later one.

    An announcement replaces the key that the charter names where the announcement was written, for as
    long as that key stands: an amendment that names another one is the newer word. Both follow from
    what the announcement's author had read, so that the order of arrival changes nothing.
    """
    asked = (member.code, charter.digest)
    if asked not in ledger.newest_keys:
        ledger.newest_keys[asked] = announced_since(ledger, member, charter)
    return ledger.newest_keys[asked] or member.keys.sealing


def announced_since(ledger: Ledger, member: Member, charter: Charter, *, read: int | None = None) -> str | None:
    """Return the key that a member announced last since `charter` names its present one; None where it did not.

    With `read`, as it was known to whoever had read so many entries of the member's log.
    """
    name = log_name(member.code, member.origin)
    rows = ledger.conn.execute(
        "SELECT recipient, by FROM sealing_epoch WHERE member = ? ORDER BY epoch DESC", (name,)
    ).fetchall()
    if read is not None:
        rows = [row for row in rows if int(row[1].rpartition("/")[2]) < read]
    same = _unchanged_since(ledger, member, charter) if rows else set()
    return next((str(key) for key, by in rows if _charter_behind(ledger, member, by).digest in same), None)


def _unchanged_since(ledger: Ledger, member: Member, charter: Charter) -> set[str]:
    """Return the digests of the versions up to `charter` since it names its present key for the member."""
    found: set[str] = set()
    version: Charter | None = charter
    while version is not None and _sealing_of(version, member.code) == member.keys.sealing:
        found.add(version.digest)
        before = ledger.history.versions.get(version.predecessor) if version.predecessor else None
        version = before.charter if before else None
    return found


def _sealing_of(charter: Charter, code: str) -> str | None:
    return charter.member(code).keys.sealing if code in charter.codes else None


def _charter_behind(ledger: Ledger, member: Member, entry_id: str) -> Charter:
    """Return the charter in force where a member wrote one of its entries."""
    number = int(entry_id.rpartition("/")[2])
    leaf = parse_leaf(logs.raw_leaves(ledger.conn, ledger.log_id(member.origin), number, number + 1)[0])
    point = Point(leaf.log, leaf.number, leaf.at_ms, 0, {claim.log: claim.size for claim in leaf.seen})
    return ledger.charter_at(point) or ledger.founding


def leaf_of(
    point: Point, seen: tuple[Seen, ...], sealed: Sealed | None, attachments: tuple[AttachmentRef, ...] = ()
) -> Leaf:
    """Return the leaf; without a sealed body it is a position."""
    body = None
    if sealed is not None:
        body = BodyRef(sha256(sealed.file).digest(), len(sealed.file), ENC, sealed.commitment)
    return Leaf(point.log, point.number, point.at_ms, seen, body, attachments)
