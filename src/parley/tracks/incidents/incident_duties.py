"""What is owed of an incident at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| IND-1 | explain: the member that was asked | the charter's hours to explain, from the first reading of the request |
| IND-2 | say whether an explanation suffices: who asked | the charter's hours to judge, from the first reading |
| IND-3 | answer a finding: each member that it names | the charter's hours to explain, from the first reading |

An explanation ends in one of three ways: none came (this duty lapsed), it was judged insufficient, it was accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import Said
from parley.tracks.incidents.incident_state import IncidentState, Request

HOUR_MIN = 60
EXPLAIN, JUDGE, REPLY = "explain_incident", "judge_explanation", "answer_finding"


def incident_duties(state: IncidentState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the incident, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    asked = (each for request in state.requests for each in _of_request(state, request, clock))
    return sorted_duties([*asked, *_replies(state, clock)])


def _replies(state: IncidentState, clock: DutyClock) -> Iterator[Duty | None]:
    """Yield the answer of each member that a finding names; it ceases with the finding. A minority finding is one too.

    A right that has no hour is asked for by nobody and missed by nobody: so it is told, and its lapse is no consent.
    """
    for found in state.found.findings:
        gone_ms = state.found.gone_ms(found)
        for member in state.found.named_by(found):
            course = _course(
                found, member, clock, hours=_hours(clock.charter)[0],
                done=_first(state.found.answers_of(found, member)), ended_ms=gone_ms,
            )  # fmt: skip
            yield _duty(state, course, clock, found, member, REPLY, "IND-3")


def _of_request(state: IncidentState, request: Request, clock: DutyClock) -> Iterator[Duty | None]:
    given, gone = state.explanations_of(request.entry), state.gone_ms(request)
    course = _course(request, request.asked, clock, hours=_hours(clock.charter)[0], done=_first(given), ended_ms=gone)
    yield _duty(state, course, clock, request, request.asked, EXPLAIN, "IND-1")
    for index, each in enumerate(given):
        # One word on a newer explanation says enough of an older one.
        said = [judged for later in given[index:] if (judged := state.judgement_of(later.entry)) is not None]
        course = _course(
            each, request.member, clock, hours=_hours(clock.charter)[1], done=_first(said), ended_ms=gone
        )
        yield _duty(state, course, clock, each, request.member, JUDGE, "IND-2")


def _course(
    cause: Said, owed_by: str, clock: DutyClock, *, hours: int | None, done: Said | None, ended_ms: int | None
) -> Course:
    read = clock.read(cause.entry, owed_by)
    due = due_after(read, minutes=None if hours is None else hours * HOUR_MIN)
    return Course(cause.at_ms, read, due, done.at_ms if done else None, ended_ms, done_by=done.entry if done else "")


def _hours(charter: Charter) -> tuple[int | None, int | None]:
    """Return the hours to explain and to judge; None where nothing is agreed: then no clock runs."""
    terms = charter.incidents
    if terms is None or not terms.provenance.judges:
        return None, None
    return terms.explanation_hours, terms.judging_hours


def _first(said: Sequence[Said]) -> Said | None:
    return min(said, key=lambda each: each.at_ms, default=None)


def _duty(
    state: IncidentState, course: Course, clock: DutyClock, cause: Said, owed_by: str, what: str, clause: str
) -> Duty | None:
    return clock.duty(
        course, entry=cause.entry, opening=state.opening, owed_by=owed_by, what=what, clause=clause
    )
