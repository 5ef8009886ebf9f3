"""What is owed of a directive or a change of the mechanism's state: a function of state, receipts and time. Pure.

| clause | owed | clock |
|---|---|---|
| SUD-1 | answer a directive: whom it is given to | the charter's `answer_hours`, from the first reading |
| SUD-2 | do what was directed: whom it binds, and who said that it will | the date of the directive |
| SUD-3 | sign or decline a change of the mechanism: whom the charter names | `sign_hours`, from the first reading |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.charter.supervision_terms import supervision_terms
from parley.matters.duty import Course, Duty, ReadAt, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.supervision.changes import SIGN, ChangeState
from parley.tracks.supervision.directives import ANSWER, FOLLOW, DirectiveState
from parley.tracks.supervision.entries import WILL_DO


def directive_duties(state: DirectiveState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a directive, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    found = [
        each for member in state.given_to for each in (_answer(state, member, clock), _follow(state, member, clock))
    ]
    return sorted_duties(found)


def change_duties(state: ChangeState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a change of the mechanism's state, met or not, sorted by id."""
    return sorted_duties(_sign(state, DutyClock(charter, readings, now_ms)))


def _hours(clock: DutyClock, name: str, read: ReadAt | None) -> int | None:
    terms = supervision_terms(clock.charter)
    return None if terms is None else due_after(read, minutes=int(getattr(terms, name)) * 60)


def _answer(state: DirectiveState, member: str, clock: DutyClock) -> Duty | None:
    read, gone = clock.read(state.opening.id, member), state.withdrawn
    said = [each for each in (*state.answers, *state.doings) if each.member == member]
    first = min(said, key=lambda each: each.at_ms, default=None)
    course = Course(
        state.opening.at_ms, read, _hours(clock, "answer_hours", read), first.at_ms if first else None,
        gone.at_ms if gone else None, done_by=first.entry if first else "",
    )  # fmt: skip
    return clock.duty(
        course, entry=state.opening.id, opening=state.opening, owed_by=member, what=ANSWER, clause="SUD-1"
    )


def _follow(state: DirectiveState, member: str, clock: DutyClock) -> Duty | None:
    """Return the duty to do it: of whom a clause binds, and of who said that it will; nobody else owes it."""
    by_s, answer = state.terms.get("by_s"), state.answer(member)
    if by_s is None or (state.clause is None and (answer is None or answer.answer != WILL_DO)):
        return None
    done, gone = state.done(member), state.withdrawn
    course = Course(
        state.opening.at_ms, clock.read(state.opening.id, member), by_s * 1000, done.done_s * 1000 if done else None,
        gone.at_ms if gone else None, done_by=done.entry if done else "",
    )  # fmt: skip
    return clock.duty(
        course, entry=state.opening.id, opening=state.opening, owed_by=member, what=FOLLOW, clause="SUD-2"
    )


def _sign(state: ChangeState, clock: DutyClock) -> Iterator[Duty | None]:
    gone = state.main.withdrawn
    for member in state.main.needed:
        read = clock.read(state.opening.id, member)
        given, against = state.main.signature(member), state.main.refusal(member)
        said = min(((each.at_ms, each.entry) for each in (given, against) if each is not None), default=(None, ""))
        course = Course(
            state.opening.at_ms, read, _hours(clock, "sign_hours", read), said[0], gone.at_ms if gone else None,
            done_by=said[1],
        )  # fmt: skip
        yield clock.duty(
            course, entry=state.opening.id, opening=state.opening, owed_by=member, what=SIGN, clause="SUD-3"
        )
