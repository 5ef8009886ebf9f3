"""Commerce as the kernel sees it: each sort of matter with its rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.commerce import crossings, opportunities, projects
from parley.tracks.commerce.crossing_entries import CROSSING_KINDS
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.entries import KINDS
from parley.tracks.commerce.opportunity_entries import OFFER_KINDS
from parley.tracks.commerce.opportunity_state import MatchState, OpportunityState
from parley.tracks.commerce.project_state import ProjectState
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
        if opportunities.is_of_interest(entry.kind):
            return opportunities.judge_interest(state, entry, charter=charter, cited=cited)
        if opportunities.is_of_match(entry.kind):
            return opportunities.judge_match(state, entry, charter=charter, cited=cited)
        if state is None:
            return _judge_opening(entry, charter=charter, cited=cited)
        if entry.matter == entry.id:
            return refuse("matter_stands", "CM-11", matter=state.opening.id)
        return _judge(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`; what several members say of one matter commutes."""
        if is_of_slots(entry.kind):
            return fold_slot(state, entry, charter=charter)
        if opportunities.is_of_interest(entry.kind):
            return opportunities.fold_interest(state, entry)
        if opportunities.is_of_match(entry.kind):
            return opportunities.fold_match(state, entry, charter=charter)
        if state is None:
            return _open(entry, charter=charter)
        if entry.kind in CROSSING_KINDS:
            return crossings.fold_crossing(state, entry)
        if entry.kind in OFFER_KINDS:
            return opportunities.fold_opportunity(state, entry)
        return projects.fold_project(state, entry, beside=beside)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        return Glance(_owes(state), precedence.rank if precedence else LAST_RANK)


def _owes(state: Any) -> bool:
    if isinstance(state, CrossingState):
        return not state.is_over
    if isinstance(state, ProjectState):
        return not state.endings and any(state.decision(member) is None for member in state.deciders)
    if not isinstance(state, MatchState) or state.endings:
        return False
    return any(state.receipt(member) is None for member in state.members)


def _judge_opening(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if entry.kind in CROSSING_KINDS:
        return crossings.judge_opening(entry, charter=charter, cited=cited)
    if entry.kind in OFFER_KINDS:
        return opportunities.judge_offer(entry, charter)
    return projects.judge_opening(entry, charter, cited)


def _open(entry: Entry, *, charter: Charter) -> Any:
    if entry.kind in CROSSING_KINDS:
        return crossings.open_crossing(entry, charter=charter)
    if entry.kind in OFFER_KINDS:
        return opportunities.open_opportunity(entry, charter)
    return projects.open_project(entry, charter)


def _judge(state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if isinstance(state, CrossingState) and entry.kind in CROSSING_KINDS:
        return crossings.judge_crossing(state, entry, charter=charter, cited=cited)
    if isinstance(state, OpportunityState) and entry.kind in OFFER_KINDS:
        return opportunities.judge_opportunity(state, entry)
    if isinstance(state, ProjectState) and entry.kind not in (*CROSSING_KINDS, *OFFER_KINDS):
        return projects.judge_project(state, entry, charter=charter, cited=cited)
    return refuse("other_matter", "CM-11", matter=state.opening.id)


TRACK: Track = CommerceTrack()
