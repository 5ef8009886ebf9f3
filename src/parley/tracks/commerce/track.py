"""Commerce as the kernel sees it: each sort of matter with its rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.commerce import crossings
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.entries import KINDS
from parley.tracks.commerce.refusing import refuse
from parley.tracks.commerce.slots import fold_slot, is_of_slots, judge_slot

LAST_RANK = 9


class CommerceTrack:
    """Commerce: its name, its kinds, and its pure functions."""

    name: str = "commerce"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if is_of_slots(entry.kind):
            return judge_slot(state, entry, charter=charter, cited=cited)
        if state is None:
            return crossings.judge_opening(entry, charter=charter, cited=cited)
        if entry.matter == entry.id:
            return refuse("matter_stands", "CM-1", matter=state.opening.id)
        if not isinstance(state, CrossingState):
            return refuse("other_matter", "CM-11", matter=state.opening.id)
        return crossings.judge_crossing(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`; what several members say of one matter commutes."""
        if is_of_slots(entry.kind):
            return fold_slot(state, entry, charter=charter)
        if state is None:
            return crossings.open_crossing(entry, charter=charter)
        return crossings.fold_crossing(state, entry)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        rank = precedence.rank if precedence else LAST_RANK
        return Glance(isinstance(state, CrossingState) and not state.is_over, rank)


TRACK: Track = CommerceTrack()
