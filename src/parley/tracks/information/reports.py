"""The rules and folds of a report: given, checked, disputed, retracted, torn off (IR-1 to IR-11). Pure.

To add a kind: its judge in JUDGES, its fold in FOLDS; what it owes in `report_duties.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.entry import Entry
from parley.matters.said import added, newest, opening_of, placed, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.information.citing import refuse_reports, report_of
from parley.tracks.information.marking import refuse_marking
from parley.tracks.information.placing import refuse_place
from parley.tracks.information.refusing import refuse, refuse_languages, refuse_lapse
from parley.tracks.information.report_entries import (
    ACKNOWLEDGED,
    CHECKED,
    DISPUTED,
    FOLLOWED,
    LAPSE,
    REPLIED,
    RETRACTED,
    RETRACTED_TOO,
    TEARLINE,
)
from parley.tracks.information.report_state import (
    Acknowledged,
    Check,
    Dispute,
    Followed,
    Reply,
    ReportState,
    Retraction,
    Tearline,
)

Judge = Callable[[ReportState, Entry, Mapping[str, Cited]], Verdict]
ACKNOWLEDGE, FOLLOW = "acknowledge_retraction", "follow_retraction"
DUTIES = (ACKNOWLEDGE, FOLLOW)


def judge_given(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a report as it is given."""
    terms = entry.content
    if len(entry.to) < 2:
        return refuse("to_nobody", "IR-1")
    refusal = (
        refuse_marking(terms, to=entry.to, member=entry.member, at_ms=entry.point.at_ms, charter=charter, clause="IR-1")
        or refuse_languages((terms["lang"],), charter=charter, clause="IR-1")
        or refuse_place(terms.get("place"), charter=charter)
        or _refuse_time(entry)
    )
    return refusal or Permit("IR-1")


def _refuse_time(entry: Entry) -> Refusal | None:
    seen = entry.content.get("seen")
    return refuse("seen_ahead", "IR-1") if seen is not None and seen["from_s"] * 1000 > entry.point.at_ms else None


def open_report(entry: Entry, charter: Charter) -> ReportState:
    """Return the state after a report was given."""
    terms = {name: value for name, value in content_of(entry.content).items() if name != "role"}
    precedence = charter.information.precedence if charter.information is not None else ""
    return ReportState(opening_of(entry), precedence, terms)


def judge(state: ReportState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a report; `state` folds what its author had read."""
    refusal = refuse_languages((entry.content.get("lang"),), charter=charter, clause="IR-1")
    return refusal or JUDGES[entry.kind](state, entry, cited)


def fold(state: ReportState, entry: Entry) -> ReportState:
    """Return the state after a permitted entry; what several say commutes."""
    return FOLDS[entry.kind](state, entry)


def _refuse_of(state: ReportState, entry: Entry, *, clause: str) -> Refusal | None:
    """Refuse what names another report than the one in whose matter it stands."""
    if entry.content["of"] == state.opening.id:
        return None
    return refuse("other_report", clause, entry=entry.content["of"], matter=state.opening.id)


def _judge_check(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_of(state, entry, clause="IR-6")
    if refusal is not None:
        return refusal
    if entry.member == state.opening.member:
        return refuse("own_report_checked", "IR-6")
    if state.retraction is not None:
        return refuse("retracted_already", "IR-6", matter=state.opening.id)
    own = entry.content.get("report")
    if own == state.opening.id:
        return refuse("corroborates_itself", "IR-6")
    return (refuse_reports((own,), entry, cited=cited) if own else None) or Permit("IR-6")


def _judge_dispute(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_of(state, entry, clause="IR-7")
    if refusal is not None:
        return refusal
    if entry.member == state.opening.member:
        return refuse("own_report_disputed", "IR-7")
    last = newest(state.disputes, member=entry.member, of=None)
    if (last is not None and last.stands) == entry.content["stands"]:
        return refuse("dispute_said_before", "IR-7")
    return Permit("IR-7")


def _judge_reply(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    if entry.member != state.opening.member:
        return refuse("reply_of_another", "IR-7", member=state.opening.member)
    if state.dispute(entry.content["of"]) is None:
        return refuse("dispute_unknown", "IR-7", entry=entry.content["of"])
    return Permit("IR-7")


def _judge_retraction(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_of(state, entry, clause="IR-10")
    if refusal is not None:
        return refusal
    if entry.member != state.opening.member:
        return refuse("retracts_anothers", "IR-10", member=state.opening.member)
    if state.retraction is not None:
        return refuse("retracted_already", "IR-10", matter=state.opening.id)
    instead = entry.content.get("instead")
    if instead == state.opening.id:
        return refuse("replaces_itself", "IR-10")
    return (refuse_reports((instead,), entry, cited=cited) if instead else None) or Permit("IR-10")


def _refuse_no_retraction(state: ReportState, entry: Entry, *, clause: str) -> Refusal | None:
    if state.retraction is not None and entry.content["of"] == state.retraction.entry:
        return None
    return refuse("retraction_unknown", clause, entry=entry.content["of"])


def _judge_acknowledgement(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_no_retraction(state, entry, clause="IR-10")
    if refusal is not None:
        return refusal
    if entry.member == state.opening.member:
        return refuse("own_retraction", "IR-10")
    if state.is_acknowledged_by(entry.member):
        return refuse("acknowledged_already", "IR-10")
    return Permit("IR-10")


def _judge_tearline(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_of(state, entry, clause="IR-8")
    if refusal is not None:
        return refusal
    made, named = report_of(entry.content["made"], cited), entry.content["made"]
    if made is None or named == state.opening.id:
        return refuse("tearline_no_report", "IR-8", entry=named)
    if made.opening.member != entry.member:
        return refuse("tearline_of_another", "IR-8", member=made.opening.member)
    if state.tearline(named) is not None:
        return refuse("tearline_noted_before", "IR-8", entry=named)
    beyond = set(made.opening.to) - set(state.terms["releasable_to"])
    if beyond and entry.member != state.opening.member:
        return refuse("not_releasable", "IR-8", members=", ".join(sorted(beyond)))
    return Permit("IR-8")


def _judge_following(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_no_retraction(state, entry, clause="IR-11")
    if refusal is not None:
        return refusal
    tearline = state.tearline(entry.content["made"])
    if tearline is None or tearline.member != entry.member:
        return refuse("tearline_unknown", "IR-11", entry=entry.content["made"])
    if entry.content["how"] != RETRACTED_TOO:
        return Permit("IR-11") if entry.content.get("text") else refuse("stands_without_reason", "IR-11")
    made = report_of(entry.content["made"], cited)
    if made is None or made.retraction is None:
        return refuse("tearline_not_retracted", "IR-11", entry=entry.content["made"])
    return Permit("IR-11")


def _judge_lapse(state: ReportState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    return refuse_lapse(state, entry, duties=DUTIES) or Permit("IR-17")


JUDGES: Mapping[str, Judge] = {
    CHECKED: _judge_check,
    DISPUTED: _judge_dispute,
    REPLIED: _judge_reply,
    RETRACTED: _judge_retraction,
    ACKNOWLEDGED: _judge_acknowledgement,
    TEARLINE: _judge_tearline,
    FOLLOWED: _judge_following,
    LAPSE: _judge_lapse,
}


def _with_check(state: ReportState, entry: Entry) -> ReportState:
    told: dict[str, Any] = {name: entry.content.get(name) for name in ("how", "text", "lang", "seen", "report")}
    return replace(state, checks=added(state.checks, Check(**said_of(entry, of=state.opening.id), **told)))


def _with_dispute(state: ReportState, entry: Entry) -> ReportState:
    told = {name: entry.content[name] for name in ("stands", "text", "lang")}
    return replace(state, disputes=added(state.disputes, Dispute(**said_of(entry, of=state.opening.id), **told)))


def _with_reply(state: ReportState, entry: Entry) -> ReportState:
    told = {name: entry.content[name] for name in ("text", "lang")}
    return replace(state, replies=added(state.replies, Reply(**said_of(entry, of=entry.content["of"]), **told)))


def _with_retraction(state: ReportState, entry: Entry) -> ReportState:
    told = {"why": entry.content["why"], "instead": entry.content.get("instead")}
    return replace(
        state, retractions=placed(state.retractions, Retraction(**said_of(entry, of=state.opening.id), **told))
    )


def _with_acknowledgement(state: ReportState, entry: Entry) -> ReportState:
    told = {"how": entry.content["how"], "text": entry.content.get("text")}
    new = Acknowledged(**said_of(entry, of=entry.content["of"]), **told)
    return replace(state, acknowledged=placed(state.acknowledged, new))


def _with_tearline(state: ReportState, entry: Entry) -> ReportState:
    told = {"made": entry.content["made"], "text": entry.content.get("text")}
    return replace(state, tearlines=placed(state.tearlines, Tearline(**said_of(entry, of=state.opening.id), **told)))


def _with_following(state: ReportState, entry: Entry) -> ReportState:
    told = {"made": entry.content["made"], "how": entry.content["how"], "text": entry.content.get("text")}
    return replace(state, followed=placed(state.followed, Followed(**said_of(entry, of=entry.content["of"]), **told)))


def _with_cited_lapse(state: ReportState, entry: Entry) -> ReportState:
    return replace(state, lapses=with_lapse(state, entry))


FOLDS: Mapping[str, Callable[[ReportState, Entry], ReportState]] = {
    CHECKED: _with_check,
    DISPUTED: _with_dispute,
    REPLIED: _with_reply,
    RETRACTED: _with_retraction,
    ACKNOWLEDGED: _with_acknowledgement,
    TEARLINE: _with_tearline,
    FOLLOWED: _with_following,
    LAPSE: _with_cited_lapse,
}
