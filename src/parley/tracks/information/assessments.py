"""The rules, folds and duties of a joint assessment (IR-14 to IR-16, IRD-4); of a retraction see `basis.py`. Pure.

| clause | owed | clock |
|---|---|---|
| IRD-4 | sign or dissent: every signatory that it names | the charter's hours, from its first reading |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters import signing
from parley.matters.duty import Course, Duty, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.entry import Entry
from parley.matters.said import opening_of, placed, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.information.assessment_entries import (
    DISSENTED,
    LAPSE,
    REVIEWED,
    SIGN,
    SIGNED,
    WITHDRAWN,
)
from parley.tracks.information.assessment_state import (
    NOT_JOINT,
    AssessmentState,
    Dissent,
    Review,
)
from parley.tracks.information.assessment_state import (
    WITHDRAWN as GONE,
)
from parley.tracks.information.citing import refuse_reports, report_of
from parley.tracks.information.marking import is_expired, is_looser, refuse_marking, strictest
from parley.tracks.information.refusing import refuse, refuse_languages, refuse_lapse
from parley.tracks.information.report_duties import HOUR_MIN, agreed_terms
from parley.tracks.information.report_entries import RETRACTED

Judge = Callable[[AssessmentState, Entry, Mapping[str, Cited]], Verdict]


def judge_proposed(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over an assessment as it is proposed."""
    terms = entry.content
    unread = set(terms["signatories"]) - set(entry.to)
    if unread:
        return refuse("signatory_not_reading", "IR-14", members=", ".join(sorted(unread)))
    return (
        refuse_marking(
            terms, to=entry.to, member=entry.member, at_ms=entry.point.at_ms, charter=charter, clause="IR-14"
        )
        or refuse_languages((each["lang"] for each in terms["texts"]), charter=charter, clause="IR-14")
        or _refuse_missing(terms, charter=charter, clause="IR-14")
        or refuse_reports(terms["reports"], entry, cited=cited)
        or _refuse_wider(entry, cited=cited)
        or Permit("IR-14")
    )


def _refuse_missing(terms: Mapping[str, Any], *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse what is not said in each language of the mechanism: each member signs what it reads."""
    said = {each["lang"] for each in terms["texts"]}
    missing = [lang for lang in charter.languages if lang not in said]
    return refuse("language_missing", clause, languages=", ".join(missing)) if missing else None


def _refuse_wider(entry: Entry, *, cited: Mapping[str, Cited]) -> Refusal | None:
    """Refuse a marking that lets more read than what it rests on lets read."""
    terms = entry.content
    reports = [found for each in terms["reports"] if (found := report_of(each, cited)) is not None]
    least = strictest(each.terms["tlp"] for each in reports)
    if is_looser(terms["tlp"], than=least):
        return refuse("marked_looser", "IR-14", tlp=terms["tlp"], least=least)
    for each in reports:
        beyond = set(terms["releasable_to"]) - set(each.terms["releasable_to"])
        if beyond:
            return refuse("beyond_its_reports", "IR-14", members=", ".join(sorted(beyond)), entry=each.opening.id)
    return None


def open_assessment(entry: Entry, charter: Charter) -> AssessmentState:
    """Return the state after an assessment was proposed."""
    precedence = charter.information.precedence if charter.information is not None else ""
    main = signing.proposed_by(entry, needed=entry.content["signatories"])
    return AssessmentState(opening_of(entry), precedence, main)


def judge(state: AssessmentState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues an assessment; `state` folds what its author had read."""
    refusal = refuse_languages((entry.content.get("lang"),), charter=charter, clause="IR-14")
    if refusal is None and entry.kind == SIGNED:
        # An amendment may have brought a further language since it was proposed.
        refusal = _refuse_missing(state.main.terms, charter=charter, clause="IR-15")
    return refusal or _JUDGES[entry.kind](state, entry, cited)


def _refuse_of(state: AssessmentState, entry: Entry) -> Refusal | None:
    if entry.content["of"] == state.opening.id:
        return None
    return refuse("other_assessment", "IR-15", entry=entry.content["of"], matter=state.opening.id)


def _refuse_not_signatory(state: AssessmentState, entry: Entry) -> Refusal | None:
    refusal = _refuse_of(state, entry)
    if refusal is not None:
        return refusal
    if entry.member not in state.main.needed:
        return refuse("no_signatory", "IR-15", member=entry.member)
    if state.name == GONE:
        return refuse("assessment_withdrawn", "IR-15", matter=state.opening.id)
    if entry.member in state.signers:
        return refuse("signed_already", "IR-15")
    if is_expired(state.main.terms, now_ms=entry.point.at_ms):
        return refuse("assessment_expired", "IR-15", matter=state.opening.id)
    return None


def _judge_signature(state: AssessmentState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_not_signatory(state, entry)
    if refusal is not None:
        return refusal
    if entry.content["digest"] != state.main.digest:
        return refuse("other_bytes", "IR-15", digest=state.main.digest)
    return Permit("IR-15")


def _judge_dissent(state: AssessmentState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_not_signatory(state, entry)
    if refusal is not None:
        return refusal
    return refuse("dissented_already", "IR-15") if entry.member in state.dissenters else Permit("IR-15")


def _judge_withdrawal(state: AssessmentState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_of(state, entry)
    if refusal is not None:
        return refusal
    if entry.member != state.opening.member:
        return refuse("withdraws_anothers", "IR-15", member=state.opening.member)
    if state.is_joint or state.main.withdrawn is not None:
        return refuse("assessment_stands", "IR-15", matter=state.opening.id)
    return Permit("IR-15")


def _judge_review(state: AssessmentState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    if not _is_retraction(state, cited[entry.content["of"]]):
        return refuse("basis_unknown", "IR-16", entry=entry.content["of"])
    if entry.member not in state.signers:
        return refuse("no_signer", "IR-16", member=entry.member)
    return Permit("IR-16")


def _is_retraction(state: AssessmentState, found: Cited) -> bool:
    """Return whether an entry of another matter retracted a report that the assessment cites."""
    return found.entry.kind == RETRACTED and found.entry.matter in state.main.terms["reports"]


def _judge_lapse(state: AssessmentState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over a citation of a duty: to sign, or to review after a retraction, which the citation cites too."""
    _, _, owed_by = entry.content["duty"].rpartition(":")
    is_review = bool(cited) and owed_by in state.signers and all(_is_retraction(state, each) for each in cited.values())
    return refuse_lapse(state, entry, duties=(SIGN,), is_known=is_review) or Permit("IR-17")


_JUDGES: Mapping[str, Judge] = {
    SIGNED: _judge_signature,
    DISSENTED: _judge_dissent,
    WITHDRAWN: _judge_withdrawal,
    REVIEWED: _judge_review,
    LAPSE: _judge_lapse,
}


def fold(state: AssessmentState, entry: Entry) -> AssessmentState:
    """Return the state after a permitted entry; each member's words commute with the others'."""
    said = entry.content
    match entry.kind:
        case "assessment_signed":
            return replace(state, main=signing.signed(state.main, entry))
        case "assessment_dissented":
            dissent = Dissent(**said_of(entry, of=state.opening.id), why=said["why"], lang=said["lang"])
            return replace(state, dissents=placed(state.dissents, dissent))
        case "assessment_withdrawn":
            return replace(state, main=signing.withdrawn(state.main, entry))
        case "assessment_reviewed":
            told = {"how": said["how"], "text": said.get("text"), "lang": said.get("lang")}
            return replace(state, reviews=placed(state.reviews, Review(**said_of(entry, of=said["of"]), **told)))
        case _:
            return replace(state, lapses=with_lapse(state, entry))


def assessment_duties(state: AssessmentState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the assessment that follows from its own entries, met or not, sorted by id."""
    return sorted_duties(_signing(state, DutyClock(charter, readings, now_ms)))


def _signing(state: AssessmentState, clock: DutyClock) -> Iterator[Duty | None]:
    terms, ended_ms = agreed_terms(clock.charter), _ended_ms(state, now_ms=clock.now_ms)
    for member in state.main.needed:
        read, said = clock.read(state.opening.id, member), state.first_word(member)
        due = due_after(read, minutes=terms.sign_hours * HOUR_MIN if terms else None)
        course = Course(
            state.opening.at_ms, read, due, said[0] if said else None,
            ended_ms, done_by=said[1] if said else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=state.opening.id, opening=state.opening, owed_by=member, what=SIGN, clause="IRD-4"
        )


def _ended_ms(state: AssessmentState, *, now_ms: int) -> int | None:
    """Return when it was withdrawn, or when it expired: from then on nobody signs it or dissents."""
    gone, expires_ms = state.main.withdrawn, int(state.main.terms["expires_s"]) * 1000
    if gone is not None and state.name in (GONE, NOT_JOINT):
        return min(gone.at_ms, expires_ms)
    return expires_ms if expires_ms <= now_ms else None
