"""Information exchange as the kernel sees it: each sort of matter with its rules. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.information import assessments, reports, requests
from parley.tracks.information.assessment_entries import ASSESSMENT_KINDS
from parley.tracks.information.assessment_state import AssessmentState
from parley.tracks.information.entries import KINDS
from parley.tracks.information.refusing import refuse, refuse_audience
from parley.tracks.information.report_entries import REPORT_KINDS
from parley.tracks.information.report_state import ReportState
from parley.tracks.information.request_entries import REQUEST_KINDS
from parley.tracks.information.request_state import RequestState

LAST_RANK = 9


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of matter of this track: its kinds, its state, its rules and folds; `clause` is that of its opening."""

    kinds: Mapping[str, Kind]
    state: type[Any]
    judge_opening: Callable[[Entry, Charter, Mapping[str, Cited]], Verdict]
    judge: Callable[..., Verdict]
    open: Callable[[Entry, Charter], Any]
    fold: Callable[[Any, Entry], Any]
    clause: str


REPORT = Sort(
    REPORT_KINDS, ReportState, lambda entry, charter, cited: reports.judge_given(entry, charter=charter, cited=cited),
    reports.judge, reports.open_report, reports.fold, "IR-1",
)  # fmt: skip
REQUEST = Sort(
    REQUEST_KINDS, RequestState, lambda entry, charter, cited: requests.judge_requested(entry, charter=charter),
    requests.judge, requests.open_request, requests.fold, "IR-12",
)  # fmt: skip
ASSESSMENT = Sort(
    ASSESSMENT_KINDS, AssessmentState,
    lambda entry, charter, cited: assessments.judge_proposed(entry, charter=charter, cited=cited),
    assessments.judge, assessments.open_assessment, assessments.fold, "IR-14",
)  # fmt: skip
SORTS = (REPORT, REQUEST, ASSESSMENT)


class InformationTrack:
    """Information exchange: its name, its kinds, and its pure functions."""

    name: str = "information"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        sort = sort_of(entry.kind)
        if state is None:
            return sort.judge_opening(entry, charter, cited)
        if entry.matter == entry.id:
            return refuse("matter_stands", sort.clause, matter=state.opening.id)
        if not isinstance(state, sort.state):
            return refuse("other_matter", "IR-5", matter=state.opening.id)
        return refuse_audience(state.opening, entry) or sort.judge(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`; what several members say of one matter commutes."""
        sort = sort_of(entry.kind)
        return sort.open(entry, charter) if state is None else sort.fold(state, entry)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        return Glance(state.owing, precedence.rank if precedence else LAST_RANK)


def sort_of(kind: str) -> Sort:
    """Return to which sort of matter a kind belongs."""
    return next(each for each in SORTS if kind in each.kinds)


TRACK: Track = InformationTrack()
