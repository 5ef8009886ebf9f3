"""What each member holds by notices that are not over, as far as this node may read them."""

from __future__ import annotations

from parley.node.overlaps.kept import overlaps_of
from parley.node.running import Node
from parley.tracks.deconfliction.reserving import held_by_member, km2_hours

# Of each version of a notice its figure: an outline is measured once.
Figures = dict[str, int]


def reserved(node: Node) -> dict[str, int]:
    """Return by member the square kilometres times hours of its notices that are not over."""
    known: Figures = node.kept.setdefault("reserved", {})
    states = overlaps_of(node).standing()
    now: Figures = {
        state.version.entry: known[state.version.entry] if state.version.entry in known
        else km2_hours(state.version.plan) for state in states
    }  # fmt: skip
    node.kept["reserved"] = now
    return held_by_member((state.opening.member, now[state.version.entry]) for state in states)
