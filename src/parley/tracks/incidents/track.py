"""Incidents as the kernel sees them: each sort of matter with its rules. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.incidents import incidents, inspections, warnings
from parley.tracks.incidents.entries import INCIDENT_KINDS, KINDS
from parley.tracks.incidents.hit_state import HitState
from parley.tracks.incidents.hits import fold_hit, is_of_hit, judge_hit
from parley.tracks.incidents.hits import owes as owes_of_hit
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.inspection_entries import INSPECTION_KINDS
from parley.tracks.incidents.inspection_state import InspectionState
from parley.tracks.incidents.refusing import refuse, refuse_audience
from parley.tracks.incidents.warning_entries import WARNING_KINDS

LAST_RANK = 9


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of matter of this track: its kinds, its state, its rules, its folds, and whether it may owe anything.

    `open` makes the state of the entry that opens one; `clause` is that of an opening within an open matter.
    """

    kinds: Mapping[str, Kind]
    state: type[Any]
    judge_opening: Callable[[Entry, Charter], Verdict]
    judge: Callable[[Any, Entry, Charter, Mapping[str, Cited]], Verdict]
    open: Callable[[Entry, Charter], Any]
    fold: Callable[[Any, Entry, Charter], Any]
    owes: Callable[[Any], bool]
    clause: str


INCIDENT = Sort(
    INCIDENT_KINDS, IncidentState, incidents.judge_opening, incidents.judge, incidents.open_matter, incidents.fold,
    incidents.owes, "IN-1",
)  # fmt: skip
INSPECTION = Sort(
    INSPECTION_KINDS, InspectionState, inspections.judge_opening,
    lambda state, entry, charter, cited: inspections.judge(state, entry, charter), inspections.open_matter,
    inspections.fold, inspections.owes, "II-1",
)  # fmt: skip
WARNING = Sort(
    WARNING_KINDS, warnings.WarningState, warnings.judge_note,
    lambda state, entry, charter, cited: warnings.judge_note(entry, charter), warnings.open_matter, warnings.fold,
    lambda state: False, "IW-5",
)  # fmt: skip
SORTS = (INCIDENT, INSPECTION, WARNING)
_SORT_OF = {kind: sort for sort in SORTS for kind in sort.kinds}


class IncidentsTrack:
    """Incidents: its name, its kinds, and its pure functions."""

    name: str = "incidents"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if is_of_hit(entry.kind):
            return judge_hit(state, entry, charter=charter, cited=cited)
        sort = sort_of(entry.kind)
        if state is None:
            return sort.judge_opening(entry, charter)
        if entry.matter == entry.id:
            return refuse("matter_stands", sort.clause, matter=state.opening.id)
        if not isinstance(state, sort.state):
            return refuse("other_matter", "IN-6", matter=state.opening.id)
        return refuse_audience(state.opening, entry) or sort.judge(state, entry, charter, cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`; what several members say of one incident commutes."""
        if is_of_hit(entry.kind):
            return fold_hit(state, entry)
        sort = sort_of(entry.kind)
        return sort.open(entry, charter) if state is None else sort.fold(state, entry, charter)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        return Glance(_owes(state), precedence.rank if precedence else LAST_RANK)


def _owes(state: Any) -> bool:
    if isinstance(state, HitState):
        return owes_of_hit(state)
    return next(each for each in SORTS if isinstance(state, each.state)).owes(state)


def sort_of(kind: str) -> Sort:
    """Return to which sort of matter a kind belongs."""
    return _SORT_OF[kind]


TRACK: Track = IncidentsTrack()
