"""What is owed of a round of talks at an instant. Pure.

| clause | owed | clock |
|---|---|---|
| TAD-1 | answer the invitation: each who was invited | the charter's `answer_hours`, from the first reading |
| TAD-2 | tell the delegation: each who said that it comes | `delegation_hours` before the round begins |
| TAD-3 | propose an agenda: who proposed the round | `agenda_hours` before the round begins |
| TAD-4 | sign or decline an agenda, a decision, a package: who is to sign it | `sign_hours`, from the first reading |
| TAD-5 | give a read-out: each who said that it comes | `readout_hours` from the closing of the round |

Dates that change move what is due before them. What was due of a round that is cancelled ends with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import first_said
from parley.tracks.talks.clocks import HOUR_MS, due_within, hours, signing_duties
from parley.tracks.talks.round_entries import AGENDA
from parley.tracks.talks.round_state import CANCELLED, RoundState

ANSWER, TELL, PREPARE, SIGN, READ_OUT = (
    "answer_invitation", "tell_delegation", "propose_agenda", "sign_decision", "give_readout"
)  # fmt: skip
DUTIES = (ANSWER, TELL, PREPARE, SIGN, READ_OUT)


def round_duties(state: RoundState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the round, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    found = [_answer(state, code, clock) for code in state.invited if code != state.opening.member]
    found += [_delegation(state, code, clock) for code in state.invited if state.accepts(code)]
    found += [_agenda(state, clock)]
    found += [
        each for one in state.instruments
        for each in signing_duties(one, state.opening, clock, what=SIGN, ended_ms=_ended_ms(state))
    ]  # fmt: skip
    found += list(_readouts(state, clock))
    return sorted_duties(found)


def _before(state: RoundState, clock: DutyClock, name: str) -> int | None:
    """Return so many hours before the round begins."""
    number = hours(clock, name)
    return None if number is None else state.held_at.from_s * 1000 - number * HOUR_MS


def _ended_ms(state: RoundState) -> int | None:
    """Return when a round that was cancelled, and not held, ended what was owed of it."""
    return min((each.at_ms for each in state.cancellations), default=None) if state.name == CANCELLED else None


def _closed_ms(state: RoundState) -> int | None:
    return min((each.at_ms for each in (*state.closings, *state.cancellations)), default=None)


def _duty(course: Course, state: RoundState, clock: DutyClock, *, owed_by: str, what: str, clause: str) -> Duty | None:
    return clock.duty(course, entry=state.opening.id, opening=state.opening, owed_by=owed_by, what=what, clause=clause)


def _answer(state: RoundState, member: str, clock: DutyClock) -> Duty | None:
    read = clock.read(state.opening.id, member)
    done = first_said(state.answers, member=member, of={state.opening.id})
    course = Course(
        state.opening.at_ms, read, due_within(clock, "answer_hours", read), done.at_ms if done else None,
        _closed_ms(state), done_by=done.entry if done else "",
    )  # fmt: skip
    return _duty(course, state, clock, owed_by=member, what=ANSWER, clause="TAD-1")


def _delegation(state: RoundState, member: str, clock: DutyClock) -> Duty | None:
    done = first_said(state.delegations, member=member, of={state.opening.id})
    course = Course(
        state.opening.at_ms, clock.read(state.opening.id, member), _before(state, clock, "delegation_hours"),
        done.at_ms if done else None, _closed_ms(state), done_by=done.entry if done else "",
    )  # fmt: skip
    return _duty(course, state, clock, owed_by=member, what=TELL, clause="TAD-2")


def _agenda(state: RoundState, clock: DutyClock) -> Duty | None:
    member = state.opening.member
    done = min(state.of_kind(AGENDA), key=lambda each: (each.at_ms, each.entry), default=None)
    course = Course(
        state.opening.at_ms, clock.read(state.opening.id, member), _before(state, clock, "agenda_hours"),
        done.at_ms if done else None, _closed_ms(state), done_by=done.entry if done else "",
    )  # fmt: skip
    return _duty(course, state, clock, owed_by=member, what=PREPARE, clause="TAD-3")


def _readouts(state: RoundState, clock: DutyClock) -> Iterator[Duty | None]:
    closing = min(state.closings, key=lambda each: (each.at_ms, each.entry), default=None)
    number = hours(clock, "readout_hours")
    if closing is None:
        return
    for member in state.coming:
        done = min((each for each in state.readouts if each.member == member), key=lambda x: x.at_ms, default=None)
        due = None if number is None else closing.at_ms + number * HOUR_MS
        course = Course(
            closing.at_ms, clock.read(closing.entry, member), due, done.at_ms if done else None,
            done_by=done.entry if done else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=closing.entry, opening=state.opening, owed_by=member, what=READ_OUT, clause="TAD-5"
        )
