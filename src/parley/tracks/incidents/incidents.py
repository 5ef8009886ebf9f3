"""The rules of an incident in one place: which function judges and folds each kind. Pure.

To add a kind: its judge in JUDGES, its fold in FOLDS; what it owes in `owes` and in `incident_duties.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited
from parley.tracks.incidents import accounts, asking
from parley.tracks.incidents.entries import (
    CORRECTION,
    COUNTER,
    EVIDENCE_ADDED,
    EXPLANATION,
    JUDGEMENT,
    LAPSE,
    LINK,
    REQUEST,
    WITHDRAWAL,
)
from parley.tracks.incidents.findings import FINDING_JUDGES, with_found
from parley.tracks.incidents.incident_state import IncidentState

Judge = Callable[..., Verdict]
Fold = Callable[[IncidentState, Entry], IncidentState]

JUDGES: Mapping[str, Judge] = {
    COUNTER: accounts.judge_account,
    CORRECTION: accounts.judge_account,
    WITHDRAWAL: accounts.judge_account,
    EVIDENCE_ADDED: accounts.judge_evidence,
    REQUEST: asking.judge_request,
    EXPLANATION: asking.judge_explanation,
    JUDGEMENT: asking.judge_judgement,
    LAPSE: asking.judge_lapse,
    **FINDING_JUDGES,
}
# Those whose judge is handed what they cite.
CITING: Mapping[str, Judge] = {LINK: asking.judge_link}
FOLDS: Mapping[str, Fold] = {
    COUNTER: accounts.with_account,
    CORRECTION: accounts.with_account,
    WITHDRAWAL: accounts.with_withdrawal,
    EVIDENCE_ADDED: accounts.with_evidence,
    REQUEST: asking.with_request,
    EXPLANATION: asking.with_explanation,
    JUDGEMENT: asking.with_judgement,
    LINK: asking.with_link,
    LAPSE: asking.with_cited_lapse,
}


def judge_opening(entry: Entry, charter: Charter) -> Verdict:
    """Decide over an incident as it is reported."""
    return accounts.judge_report(entry, charter=charter)


def judge(state: IncidentState, entry: Entry, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues an incident; `state` folds what its author had read."""
    citing = CITING.get(entry.kind)
    if citing is not None:
        return citing(state, entry, charter=charter, cited=cited)
    return JUDGES[entry.kind](state, entry, charter=charter)


def open_matter(entry: Entry, charter: Charter) -> IncidentState:
    """Return the state after an incident was reported."""
    return accounts.open_incident(entry, charter)


def fold(state: IncidentState, entry: Entry, charter: Charter) -> IncidentState:
    """Return the state after a permitted entry."""
    if entry.kind in FINDING_JUDGES:
        return with_found(state, entry, charter)
    return FOLDS[entry.kind](state, entry)


def owes(state: IncidentState) -> bool:
    """Return whether any duty of the incident may still be open."""
    asked = (state.request(each) for each in state.open_requests)
    return any(request is not None and state.is_open(request) for request in asked) or state.found.waits
