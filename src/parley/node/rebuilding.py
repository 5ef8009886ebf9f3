"""Makes the read tables again from the logs; the result equals the live state."""

from __future__ import annotations

from collections.abc import Mapping

from parley.matters.entry import Point
from parley.matters.instrument import CHARTER_MATTER
from parley.node.forks import freeze_closed, freeze_proven
from parley.node.ledger import Ledger
from parley.node.opening import read_body
from parley.node.projecting import closed_here, note_in_force, project_matter_entry
from parley.node.settling import settle
from parley.node.store import citations, logs
from parley.node.store.schema import clear_read_tables
from parley.record.body import Payload
from parley.record.leaf import Leaf, LeafError, parse_leaf

# The founding signature is the first thing that a node files; what lies beyond so many entries is none.
MAX_SEARCHED = 1_000


def rebuild(ledger: Ledger) -> None:
    """Empty the read tables and judge every log from its first entry; inside the caller's transaction.

    Which logs successions close follows from the entries alone, and never from what was closed here before: it begins
    with none closed, closes the first that the charter's line then closes, and judges again, until none is left.
    """
    unsigned, topics = ledger.unsigned, set(ledger.topics)
    _close_in_turn(ledger, shut=_weighed(ledger) if ledger.closed else {})
    ledger.closed = closed_here(ledger)
    ledger.unsigned = unsigned
    ledger.topics |= {*topics, "everything", f"matter:{CHARTER_MATTER}"}


def _weighed(ledger: Ledger) -> dict[str, int]:
    """Return what successions close, found by looking at the charter's matter alone.

    What the closed part of a log tells, keys and proofs, counts for nothing meanwhile: it must not come in by this way.
    """
    ledger.weighing = True
    try:
        return _close_in_turn(ledger, shut={})
    finally:
        ledger.weighing = False


def _close_in_turn(ledger: Ledger, *, shut: dict[str, int]) -> dict[str, int]:
    """Judge all with these logs closed; add to them, one after the other, what the charter's line then closes."""
    _judge_all(ledger, shut=shut)
    while (following := _first_open(ledger, shut)) is not None:
        shut.update((following,))
        _judge_all(ledger, shut=shut)
    return shut


def _judge_all(ledger: Ledger, *, shut: Mapping[str, int]) -> None:
    ledger.forget()
    clear_read_tables(ledger.conn)
    citations.call_whole(ledger.conn)
    freeze_proven(ledger)
    freeze_closed(ledger, shut)
    _keep_founding_signatures(ledger)
    settle(ledger)
    note_in_force(ledger)


def _first_open(ledger: Ledger, shut: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the first log in the charter's line that is closed and not in `shut` so early."""
    for charter in ledger.history.line_to(ledger.current.digest if ledger.current else None):
        closes = charter.closes
        if closes is not None and closes.size < shut.get(closes.log, closes.size + 1):
            return closes.log, closes.size
    return None


def _keep_founding_signatures(ledger: Ledger) -> None:
    """Count the founding signature of a member although its log is frozen from there on.

    Otherwise one member could, by forking its log from the first entry, put the charter out of force for all.
    Every node in which the charter was ever in force holds that signature; later signatures fall with the fork.
    """
    for origin, head in logs.heads(ledger.conn).items():
        frozen_at = ledger.cursor(head.id).frozen_at
        if frozen_at is None:
            continue
        for raw in logs.raw_leaves(ledger.conn, head.id, frozen_at, min(head.size, frozen_at + MAX_SEARCHED)):
            leaf = _readable(raw)
            said = read_body(ledger, head.id, leaf) if leaf and leaf.body else None
            if leaf is not None and isinstance(said, Payload) and _signs_founding(ledger, said):
                seen = {s.log: s.size for s in leaf.seen}
                point = Point(origin, leaf.number, leaf.at_ms, leaf.number + 1, seen)
                project_matter_entry(ledger, head.id, point, said)
                break


def _signs_founding(ledger: Ledger, said: Payload) -> bool:
    return said.kind == "charter_signed" and said.content.get("charter") == ledger.founding.digest


def _readable(raw: bytes) -> Leaf | None:
    try:
        return parse_leaf(raw)
    except LeafError:
        return None
