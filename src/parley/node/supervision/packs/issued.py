"""Packs that were issued, and how this node counts them."""

from __future__ import annotations

from datetime import UTC, datetime

from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Refusal
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.node.supervision.packs.gathering import count_pack
from parley.node.supervision.packs.pack import Comparison, compared, not_countable
from parley.node.supervision.packs.positions import Position, held_of
from parley.node.supervision.packs.spans import Span, span_ending
from parley.tracks.supervision.packs import FORM, PackState

# So many of the newest packs are looked through for those of one span, and listed.
MOST_ISSUED = 1_000


def issued(node: Node) -> list[PackState]:
    """Return the packs that were issued, the newest first; at most the newest `MOST_ISSUED`."""
    rows = matters.of_form(node.reader(), FORM, from_ms=0, limit=MOST_ISSUED)
    states = (fold_now(node, row.id, version=row.locked).state for row in reversed(rows))
    return [state for state in states if isinstance(state, PackState)]


def issued_of(node: Node, span: Span) -> list[PackState]:
    """Return the packs of one span that were issued, the newest first."""
    return [
        each for each in issued(node)
        if (each.terms["span"], each.terms["until_s"] * 1000) == (span.sort, span.until_ms)
    ]  # fmt: skip


def span_of(node: Node, state: PackState) -> Span | None:
    """Return the span of a pack that was issued; None where the charter in force has no such span."""
    terms = supervision_terms(node.charter())
    if terms is None:
        return None
    day = datetime.fromtimestamp(state.terms["until_s"], UTC).date()
    return span_ending(state.terms["span"], day, terms=terms)


def positions_of(state: PackState) -> tuple[Position, ...]:
    """Return from which entries a pack was counted."""
    return tuple(Position(each["log"], each["size"], each["root"]) for each in state.terms["positions"])


def comparison(node: Node, state: PackState, *, span: Span, now_ms: int) -> Comparison | Refusal:
    """Return how this node counts what was issued, from the same entries.

    Refused: what `count_pack` refuses.
    """
    positions = positions_of(state)
    hindered = not_countable(held_of(node, positions), charter=node.charter().digest, issued=state.terms)
    if hindered is not None:
        return hindered
    pack = count_pack(node, span, positions, now_ms=now_ms)
    return pack if isinstance(pack, Refusal) else compared(pack, state.terms)
