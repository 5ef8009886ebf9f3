"""The rules and folds of a request for information, and its duty (IR-12, IR-13, IRD-3). Pure.

| clause | owed | clock |
|---|---|---|
| IRD-3 | answer or refuse: every member that was asked | the request's own time, but the charter's hours from receipt |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.matters.acting import content_of
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.entry import Entry
from parley.matters.said import opening_of, placed, said_of
from parley.matters.track import Cited
from parley.tracks.content.lapse import with_lapse
from parley.tracks.information.citing import refuse_reports
from parley.tracks.information.marking import DAY_S
from parley.tracks.information.placing import refuse_place
from parley.tracks.information.refusing import refuse, refuse_languages, refuse_lapse
from parley.tracks.information.report_duties import agreed_terms
from parley.tracks.information.request_entries import ANSWERED, LAPSE, REFUSED, WITHDRAWN
from parley.tracks.information.request_state import Answer, Refused, RequestState, Withdrawn

Judge = Callable[[RequestState, Entry, Mapping[str, Cited]], Verdict]
ANSWER = "answer_request"
DUTIES = (ANSWER,)
HOUR_MS = 3_600_000


def judge_requested(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a request as it is made."""
    terms, known = entry.content, charter.information
    if known is None:
        return refuse("nothing_agreed", "IR-12")
    strangers = set(terms["asked"]) - (set(entry.to) - {entry.member})
    if strangers:
        return refuse("asked_not_reading", "IR-12", members=", ".join(sorted(strangers)))
    if known.provenance.judges and terms["purpose"] not in known.purposes:
        return refuse("purpose_unknown", "IR-12", purpose=terms["purpose"], purposes=", ".join(known.purposes))
    return (
        _refuse_deadline(entry, charter=charter)
        or refuse_languages((terms["lang"],), charter=charter, clause="IR-12")
        or refuse_place(terms.get("place"), charter=charter)
        or Permit("IR-12")
    )


def _refuse_deadline(entry: Entry, *, charter: Charter) -> Refusal | None:
    terms, due_ms, at_ms = agreed_terms(charter), entry.content["due_s"] * 1000, entry.point.at_ms
    if terms is None:
        return None
    if due_ms < at_ms + terms.answer_hours * HOUR_MS:
        return refuse("due_too_soon", "IR-12", hours=terms.answer_hours)
    if due_ms > at_ms + terms.longest_days * DAY_S * 1000:
        return refuse("due_too_late", "IR-12", days=terms.longest_days)
    return None


def open_request(entry: Entry, charter: Charter) -> RequestState:
    """Return the state after a request was made."""
    terms = {name: value for name, value in content_of(entry.content).items() if name != "role"}
    precedence = charter.information.precedence if charter.information is not None else ""
    return RequestState(opening_of(entry), precedence, terms)


def judge(state: RequestState, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    """Decide over what continues a request; `state` folds what its author had read."""
    if entry.kind == LAPSE:
        return refuse_lapse(state, entry, duties=DUTIES) or Permit("IR-17")
    if entry.content["of"] != state.opening.id:
        return refuse("other_request", "IR-13", entry=entry.content["of"], matter=state.opening.id)
    refusal = refuse_languages((entry.content.get("lang"),), charter=charter, clause="IR-12")
    return refusal or _JUDGES[entry.kind](state, entry, cited)


def _refuse_unasked(state: RequestState, entry: Entry) -> Refusal | None:
    if entry.member not in state.asked:
        return refuse("not_asked", "IR-13", member=entry.member)
    if state.withdrawal is not None:
        return refuse("request_withdrawn", "IR-13", matter=state.opening.id)
    return None


def _judge_answer(state: RequestState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_unasked(state, entry)
    return refusal or refuse_reports(entry.content.get("reports") or (), entry, cited=cited) or Permit("IR-13")


def _judge_refusal(state: RequestState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    refusal = _refuse_unasked(state, entry)
    if refusal is not None:
        return refusal
    if state.first_word(entry.member) is not None:
        return refuse("answered_already", "IR-13")
    return Permit("IR-13")


def _judge_withdrawal(state: RequestState, entry: Entry, cited: Mapping[str, Cited]) -> Verdict:
    if entry.member != state.opening.member:
        return refuse("withdraws_anothers", "IR-13", member=state.opening.member)
    if state.withdrawal is not None:
        return refuse("request_withdrawn", "IR-13", matter=state.opening.id)
    return Permit("IR-13")


_JUDGES: Mapping[str, Judge] = {ANSWERED: _judge_answer, REFUSED: _judge_refusal, WITHDRAWN: _judge_withdrawal}


def fold(state: RequestState, entry: Entry) -> RequestState:
    """Return the state after a permitted entry; what several say commutes."""
    said, of = entry.content, state.opening.id
    match entry.kind:
        case "request_answered":
            reports = tuple(said.get("reports") or ())
            answer = Answer(
                **said_of(entry, of=of), how=said["how"], reports=reports, text=said.get("text"), lang=said.get("lang")
            )
            return replace(state, answers=placed(state.answers, answer))
        case "request_refused":
            told = {name: said[name] for name in ("reason", "text", "lang")}
            return replace(state, refusals=placed(state.refusals, Refused(**said_of(entry, of=of), **told)))
        case "request_withdrawn":
            gone = Withdrawn(**said_of(entry, of=of), why=said["why"])
            return replace(state, withdrawals=placed(state.withdrawals, gone))
        case _:
            return replace(state, lapses=with_lapse(state, entry))


def request_duties(state: RequestState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the request, met or not, sorted by id.

    Due at the request's own time; but who received it late has the charter's hours from its first reading.
    """
    clock, terms, gone = DutyClock(charter, readings, now_ms), agreed_terms(charter), state.withdrawal
    found: list[Duty | None] = []
    for member in state.asked:
        read, done = clock.read(state.opening.id, member), state.first_word(member)
        due = (
            None
            if read is None or terms is None
            else max(int(state.terms["due_s"]) * 1000, read.at_ms + terms.answer_hours * HOUR_MS)
        )
        course = Course(
            state.opening.at_ms, read, due, done.at_ms if done else None, gone.at_ms if gone else None,
            done_by=done.entry if done else "",
        )  # fmt: skip
        found.append(
            clock.duty(
                course, entry=state.opening.id, opening=state.opening, owed_by=member, what=ANSWER, clause="IRD-3"
            )
        )
    return sorted_duties(found)
