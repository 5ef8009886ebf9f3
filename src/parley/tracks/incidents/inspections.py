"""Judges and folds the entries of an inspection, each by what its author had read (II-1 to II-8). Pure.

| clause | says |
|---|---|
| II-1 | verification is asked of one of the charter's verifiers, and goes to it |
| II-2 | zones and limits are the charter's, words are in a language of the mechanism |
| II-3 | one of the verifiers inspects; where it answers a request, the one that was asked |
| II-4 | what is reported is over when it is reported |
| II-5 | every party reads the same report |
| II-6 | each other member may answer each report |
| II-7 | who asked withdraws the request, and only before the inspection was made |
| II-8 | a lapse that is cited names a duty of the inspection that was due |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.charter.zones import Zone
from parley.matters.changing import changed
from parley.matters.entry import Entry
from parley.matters.said import added, opening_of, said_of
from parley.tracks.content.lapse import is_cited, names_duty, was_due, with_lapse
from parley.tracks.incidents.inspection_duties import DUTIES
from parley.tracks.incidents.inspection_entries import (
    ANSWERED,
    LAPSE,
    MADE,
    OPENING,
    REQUEST_WITHDRAWN,
    REQUESTED,
    RESTRICTED,
)
from parley.tracks.incidents.inspection_state import (
    ASKED,
    Answer,
    Count,
    InspectionState,
    Request,
    Restriction,
    Visit,
    Withdrawal,
)
from parley.tracks.incidents.inspection_state import RESTRICTED as NOT_LET_IN
from parley.tracks.incidents.refusing import refuse_language
from parley.tracks.incidents.verifying import refuse_inspection


def judge_opening(entry: Entry, charter: Charter) -> Verdict:
    """Decide over a request, a report or a restriction that opens a matter of its own."""
    refusal = _refuse_terms(entry, charter=charter) or _refuse_unread(entry, charter=charter)
    if refusal is None and entry.content.get("of") is not None:
        refusal = refuse_inspection("request_unknown", "II-3", named=entry.content["of"])
    return refusal or Permit("II-1" if entry.kind == REQUESTED else "II-5")


def judge(state: InspectionState, entry: Entry, charter: Charter) -> Verdict:
    """Decide over what continues an inspection; `state` folds what its author had read."""
    if entry.kind in OPENING:
        refusal = _refuse_terms(entry, charter=charter) or _refuse_report(state, entry)
        return refusal or Permit("II-3")
    return _JUDGES[entry.kind](state, entry, charter)


def open_matter(entry: Entry, charter: Charter) -> InspectionState:
    """Return the state after a request, a report or a restriction opened it."""
    return fold(InspectionState(opening_of(entry)), entry, charter)


def fold(state: InspectionState, entry: Entry, charter: Charter) -> InspectionState:
    """Return the state after a permitted entry."""
    said = said_of(entry, of=entry.content.get("of") or entry.id)
    content = entry.content
    match entry.kind:
        case "verification_requested":
            return changed(state, {"requests": (Request(**said, verifier=content["verifier"], terms=_terms(content)),)})
        case "inspection_made":
            visit = Visit(**said, terms=_terms(content), counts=_counts(content, charter=charter))
            return changed(state, {"visits": added(state.visits, visit)})
        case "movement_restricted":
            found = Restriction(**said, how=content["how"], terms=_terms(content))
            return changed(state, {"restrictions": added(state.restrictions, found)})
        case "inspection_answered":
            answer = Answer(**said, how=content["how"], text=content["text"], lang=content["lang"])
            return changed(state, {"answers": added(state.answers, answer)})
        case "verification_withdrawn":
            return changed(state, {"withdrawals": added(state.withdrawals, Withdrawal(**said, why=content["why"]))})
        case _:
            return changed(state, {"lapses": with_lapse(state, entry)})


def owes(state: InspectionState) -> bool:
    """Return whether an inspection may still be owed."""
    return state.request is not None and state.name in (ASKED, NOT_LET_IN)


def _terms(content: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in content.items() if name not in ("role", "of", "verifier", "counts")}


def _counts(content: Mapping[str, Any], *, charter: Charter) -> tuple[Count, ...]:
    return tuple(
        _count(each, zone=charter.zones[each["zone"]], at_s=content["from_s"]) for each in content["counts"]
    )


def _count(said: Mapping[str, Any], *, zone: Zone, at_s: int) -> Count:
    """Return a count beside what was allowed when it was made, and how that stands."""
    limit = zone.limits[said["limit"]]
    holds = any(begins <= at_s < ends for begins, ends in zone.times_of(limit))
    standing = zone.standing_of(limit)
    by = {*zone.provenance.by, *limit.provenance.by} if standing != "agreed" else set()
    return Count(
        said["zone"], said["limit"], said.get("member"), said.get("counted"), said.get("could_not_count"),
        said.get("why"), limit.at_most if holds else None, standing, tuple(sorted(by)),
    )  # fmt: skip


def _refuse_terms(entry: Entry, *, charter: Charter) -> Refusal | None:
    return (
        _refuse_author(entry, charter=charter)
        or refuse_language(entry, charter=charter, clause="II-2")
        or _refuse_zones(entry, charter=charter)
        or _refuse_times(entry)
    )


def _refuse_author(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse a verifier that is none, and a report of an inspection by another member."""
    terms = charter.inspections
    if terms is None:
        return refuse_inspection("no_inspections", "II-1")
    if not terms.provenance.judges or entry.kind == RESTRICTED:
        return None
    asked = entry.content["verifier"] if entry.kind == REQUESTED else entry.member
    if asked not in terms.verifiers:
        clause = "II-1" if entry.kind == REQUESTED else "II-3"
        return refuse_inspection("no_verifier", clause, member=asked, verifiers=", ".join(terms.verifiers))
    return None


def _refuse_zones(entry: Entry, *, charter: Charter) -> Refusal | None:
    content = entry.content
    for name in content["zones"]:
        if name not in charter.zones:
            return refuse_inspection("zone_unknown", "II-2", name=name)
    by = content.get("by")
    if by is not None and by not in charter.codes:
        return refuse_inspection("member_unknown", "II-2", member=by)
    for each in content.get("counts") or content.get("limits") or ():
        limit = charter.zones[each["zone"]].limits.get(each["limit"])
        if limit is None:
            return refuse_inspection("limit_unknown", "II-2", zone=each["zone"], name=each["limit"])
        member = each.get("member")
        if member is not None and member not in (limit.members or charter.codes):
            return refuse_inspection("limit_not_of_member", "II-2", name=each["limit"], member=member)
    return None


def _refuse_times(entry: Entry) -> Refusal | None:
    told_s = [entry.content[name] for name in ("from_s", "until_s") if entry.content.get(name) is not None]
    if any(each * 1000 > entry.point.at_ms for each in told_s):
        return refuse_inspection("not_over_yet", "II-4")
    return None


def _refuse_unread(entry: Entry, *, charter: Charter) -> Refusal | None:
    """Refuse what not every party reads, and a request that its verifier does not."""
    asked = {entry.content["verifier"]} if entry.kind == REQUESTED else set()
    unread = ({each.code for each in charter.members if each.kind == "party"} | asked) - set(entry.to)
    return refuse_inspection("party_not_addressed", "II-5", members=", ".join(sorted(unread))) if unread else None


def _refuse_report(state: InspectionState, entry: Entry) -> Refusal | None:
    """Refuse a second request, and an inspection of what another verifier was asked for."""
    asked = state.request
    if entry.kind == REQUESTED:
        return refuse_inspection("matter_stands", "II-1", matter=state.opening.id)
    of = entry.content.get("of")
    if of is not None and (asked is None or of != asked.entry):
        return refuse_inspection("request_unknown", "II-3", named=of)
    if entry.kind == MADE and of is not None and asked is not None and entry.member != asked.verifier:
        return refuse_inspection("other_verifier", "II-3", member=entry.member, verifier=asked.verifier)
    return None


def _judge_answer(state: InspectionState, entry: Entry, charter: Charter) -> Verdict:
    about = state.reported(entry.content["of"])
    if about is None:
        return refuse_inspection("report_unknown", "II-6", named=entry.content["of"])
    if about.member == entry.member:
        return refuse_inspection("own_report", "II-6", entry=about.entry)
    return refuse_language(entry, charter=charter, clause="II-2") or Permit("II-6")


def _judge_withdrawal(state: InspectionState, entry: Entry, charter: Charter) -> Verdict:
    asked = state.request
    if asked is None or entry.content["of"] != asked.entry:
        return refuse_inspection("request_unknown", "II-7", named=entry.content["of"])
    if entry.member != asked.member:
        return refuse_inspection("asker_only", "II-7", member=entry.member, asker=asked.member)
    if state.visits:
        return refuse_inspection("inspected_already", "II-7", entry=state.visits[0].entry)
    if state.withdrawal is not None:
        return refuse_inspection("withdrawn_already", "II-7", entry=state.withdrawal.entry)
    return Permit("II-7")


def _judge_lapse(state: InspectionState, entry: Entry, charter: Charter) -> Verdict:
    duty = entry.content["duty"]
    if not names_duty(state, entry, duties=DUTIES):
        return refuse_inspection("lapse_duty_unknown", "II-8", duty=duty)
    if not was_due(entry):
        return refuse_inspection("lapse_not_yet", "II-8", duty=duty)
    return refuse_inspection("lapse_cited_before", "II-8", duty=duty) if is_cited(state, entry) else Permit("II-8")


_JUDGES: Mapping[str, Callable[[InspectionState, Entry, Charter], Verdict]] = {
    ANSWERED: _judge_answer,
    REQUEST_WITHDRAWN: _judge_withdrawal,
    LAPSE: _judge_lapse,
}
