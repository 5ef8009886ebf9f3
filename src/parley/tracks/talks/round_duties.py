"""What is owed of a round of talks at an instant. Pure.

| clause | owed | clock |
|---|---|---|
| TAD-1 | answer the invitation: each who was invited | the charter's `answer_hours`, from the first reading |
"""

from __future__ import annotations

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, ReadAt, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import first_said
from parley.tracks.talks.round_state import RoundState

HOUR_MIN = 60
ANSWER = "answer_invitation"
DUTIES = (ANSWER,)


def round_duties(state: RoundState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the round, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties(_answer(state, code, clock) for code in state.invited if code != state.opening.member)


def due_within(clock: DutyClock, name: str, read: ReadAt | None) -> int | None:
    """Return when the hours of this name are over, from a reading; None where no agreed hours run."""
    terms = clock.charter.talks
    if terms is None or not terms.provenance.judges:
        return None
    return due_after(read, minutes=int(getattr(terms, name)) * HOUR_MIN)


def _answer(state: RoundState, member: str, clock: DutyClock) -> Duty | None:
    read = clock.read(state.opening.id, member)
    done = first_said(state.answers, member=member, of={state.opening.id})
    course = Course(
        state.opening.at_ms, read, due_within(clock, "answer_hours", read), done.at_ms if done else None,
        done_by=done.entry if done else "",
    )  # fmt: skip
    return clock.duty(
        course, entry=state.opening.id, opening=state.opening, owed_by=member, what=ANSWER, clause="TAD-1"
    )
