"""The rules that everybody can judge from leaves alone, addressed or not (clauses L-1 to L-7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.matters.entry import Point
from parley.matters.verdict import Refusal
from parley.node.ledger import Ledger
from parley.node.parsing import parsed
from parley.node.store import cursors, logs
from parley.node.store.cursors import Cursor
from parley.record.leaf import Leaf, LeafError, parse_leaf

# The begin of the year 9000: what is counted from an instant before it stays within what a calendar can name.
LATEST_AT_MS = 221_845_392_000_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf in its place: what it says, its point, and what it newly read of each other log.

    Where `refusal` is set the leaf breaks a rule, and its entry is void: it reads nothing new.
    """

    leaf: Leaf | None
    point: Point
    read: Mapping[str, int]
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Waits:
    """The leaf cannot be judged until entry `number` of log `origin` is here and judged."""

    origin: str
    number: int


def place_leaf(ledger: Ledger, at: Cursor, *, origin: str, raw: bytes) -> Placed | Waits:
    """Return the leaf next after `at` in its place, or what must come before it can have one."""
    try:
        leaf = parsed(raw)
    except LeafError as error:
        return _void(at, origin, 0, Refusal("leaf_unreadable", "L-1", {"code": error.code, "where": error.where}))
    if leaf.at_ms >= LATEST_AT_MS:
        return _void(at, origin, 0, Refusal("leaf_beyond_calendar", "L-7", {"latest": "9000-01-01"}))
    if leaf.log != origin or leaf.number != at.processed:
        return _void(at, origin, leaf.at_ms, Refusal("leaf_elsewhere", "L-2", {"log": leaf.log, "number": leaf.number}))
    seen = {s.log: s.size for s in leaf.seen}
    if seen == at.seen and _roots_hold(ledger, leaf):
        return Placed(leaf, Point(origin, leaf.number, leaf.at_ms, at.depth + 1, at.seen), {}, None)
    waits = _awaited(ledger, leaf)
    if waits is not None:
        return waits
    refusal = _refuse_seen(ledger, at, leaf, seen)
    if refusal is not None:
        return _void(at, origin, leaf.at_ms, refusal)
    depth = 1 + max((at.depth, *(_depth_at(ledger, log, size) for log, size in seen.items())))
    read = {log: size for log, size in seen.items() if size > at.seen.get(log, 0)}
    return Placed(leaf, Point(origin, leaf.number, leaf.at_ms, depth, seen), read, None)


def _void(at: Cursor, origin: str, at_ms: int, refusal: Refusal) -> Placed:
    return Placed(None, Point(origin, at.processed, at_ms, at.depth + 1, at.seen), {}, refusal)


def _effective(ledger: Ledger, log: int, size: int) -> int:
    """Return how much of `size` counts: nothing from a proven fork on, which each node may hold differently."""
    frozen = ledger.cursor(log).frozen_at
    return size if frozen is None else min(size, frozen)


def _roots_hold(ledger: Ledger, leaf: Leaf) -> bool:
    """Return whether the roots are those of what is held here; nothing is asked of what lies beyond a fork."""
    for claim in leaf.seen:
        log = ledger.log_id(claim.log)
        if _effective(ledger, log, claim.size) == claim.size and ledger.root_at(log, claim.size) != claim.root:
            return False
    return True


def _claimed(leaf: Leaf) -> Point:
    return Point(leaf.log, leaf.number, leaf.at_ms, 0, {s.log: s.size for s in leaf.seen})


def _awaited(ledger: Ledger, leaf: Leaf) -> Waits | None:
    claimed = _claimed(leaf)
    for seen in leaf.seen:
        if ledger.code_of(seen.log, at=claimed) is None:
            continue
        log = ledger.log_id(seen.log)
        size = _effective(ledger, log, seen.size)
        if size > ledger.cursor(log).processed:
            return Waits(seen.log, size - 1)
    return None


def _refuse_seen(ledger: Ledger, at: Cursor, leaf: Leaf, seen: Mapping[str, int]) -> Refusal | None:
    for origin, size in at.seen.items():
        if seen.get(origin, 0) < size:
            return Refusal("seen_went_back", "L-3", {"log": origin, "before": size, "now": seen.get(origin, 0)})
    claimed = _claimed(leaf)
    for claim in leaf.seen:
        if ledger.code_of(claim.log, at=claimed) is None:
            return Refusal("seen_of_stranger", "L-4", {"log": claim.log})
        log = ledger.log_id(claim.log)
        whole = _effective(ledger, log, claim.size) == claim.size
        if whole and ledger.root_at(log, claim.size) != claim.root:
            return Refusal("seen_of_other_history", "L-5", {"log": claim.log, "size": claim.size})
        if claim.size > at.seen.get(claim.log, 0):
            refusal = _refuse_unclosed(ledger, leaf, claim.log, log, claim.size, seen)
            if refusal is not None:
                return refusal
    return None


def _refuse_unclosed(
    ledger: Ledger, leaf: Leaf, origin: str, log: int, size: int, seen: Mapping[str, int]
) -> Refusal | None:
    """Refuse who claims to have read an entry and not what that entry's author had read (L-6)."""
    size = _effective(ledger, log, size)
    if size == 0:
        return None
    for other, read in seen_at(ledger, log, size).items():
        known = leaf.number if other == leaf.log else seen.get(other, 0)
        if _effective(ledger, ledger.log_id(other), read) > known:
            return Refusal("seen_not_closed", "L-6", {"log": origin, "of": other, "read": read})
    return None


def seen_at(ledger: Ledger, log: int, size: int) -> Mapping[str, int]:
    """Return what the author of a log had validly read of the others when it had `size` judged entries."""
    here = ledger.cursor(log)
    if here.processed == size:
        return here.seen
    # A void leaf reads nothing: the newest sound one at or before counts.
    for number in range(size - 1, -1, -1):
        row = cursors.point(ledger.conn, log, number)
        if row is not None and row.verdict is not None and '"clause":"L-' in row.verdict:
            continue
        raw = logs.raw_leaves(ledger.conn, log, number, number + 1)[0]
        return {s.log: s.size for s in parse_leaf(raw).seen}
    return {}


def _depth_at(ledger: Ledger, origin: str, size: int) -> int:
    log = ledger.log_id(origin)
    size = _effective(ledger, log, size)
    here = ledger.cursor(log)
    if size == here.processed:
        return here.depth
    row = cursors.point(ledger.conn, log, size - 1) if size else None
    return row.depth if row else 0
