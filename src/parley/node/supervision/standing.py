"""The state of the mechanism, as the signed changes say that this node holds; and which clocks stand still by it."""

from __future__ import annotations

from collections.abc import Sequence

from parley.charter.supervision_terms import supervision_terms
from parley.matters.stopping import Stop
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.supervision.changes import FORM, ChangeState
from parley.tracks.supervision.standing import Held, held_states, standing_at, stops


def changes_of(node: Node) -> tuple[ChangeState, ...]:
    """Return every change of the mechanism's state that this node holds, signed or not, the oldest first."""
    rows = sorted(matters.of_form(node.reader(), FORM, from_ms=0), key=lambda row: row.at_ms)
    states = (fold_now(node, row.id, version=row.locked).state for row in rows)
    return tuple(state for state in states if isinstance(state, ChangeState))


def mechanism_at(node: Node, at_ms: int) -> Held:
    """Return the state of the mechanism at this instant."""
    return standing_at(changes_of(node), at_ms // 1000)


def mechanism_over_time(node: Node) -> tuple[Held, ...]:
    """Return the states of the mechanism in order, those that are to come included."""
    return held_states(changes_of(node))


def clocks_stopped(node: Node) -> tuple[frozenset[str], Sequence[Stop]]:
    """Return the tracks whose clocks a suspension stops, and from when until when they stood or stand still."""
    terms = supervision_terms(node.charter())
    if terms is None or not matters.of_form(node.reader(), FORM, from_ms=0, limit=1):
        return frozenset(), ()
    return frozenset(terms.suspension_stops), stops(changes_of(node))


def tracks_still(node: Node, *, now_ms: int) -> frozenset[str]:
    """Return the tracks whose clocks stand still at this instant (SU-11)."""
    tracks, still = clocks_stopped(node)
    is_now = any(from_ms <= now_ms and (until_ms is None or now_ms < until_ms) for from_ms, until_ms in still)
    return tracks if is_now else frozenset()
