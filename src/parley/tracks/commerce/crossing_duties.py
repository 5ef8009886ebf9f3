"""What is owed of a crossing at an instant: a function of its state, the charter, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| CMD-1 | decide on the permit: each member that the point names, of each version | the charter's hours, shorter for a \
humanitarian one, from its first reading; it ends when the version is changed, withdrawn or told of |
| CMD-2 | tell what became of a crossing whose permit all gave: whom the point names | the charter's hours, from \
the end of the slot |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.commerce import CommerceTerms
from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import first_said
from parley.tracks.commerce.crossing_state import GIVEN, CrossingState
from parley.tracks.commerce.crossings import DECIDE_DUTY, TELL_DUTY


def crossing_duties(
    state: CrossingState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of a crossing, met or not, sorted by id; none where the charter says nothing of commerce."""
    terms = charter.commerce
    if terms is None:
        return ()
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties((*_deciding(state, clock, terms), *_telling(state, clock, terms)))


def _deciding(state: CrossingState, clock: DutyClock, terms: CommerceTerms) -> Iterator[Duty | None]:
    minutes = terms.decide_minutes(is_humanitarian=state.is_humanitarian)
    for number, version in enumerate(state.versions):
        ended_ms = _ended_ms(state, number)
        for member in state.deciders:
            read = clock.read(version.entry, member)
            done = first_said(state.decisions, member=member, of={version.entry})
            course = Course(
                version.at_ms, read, due_after(read, minutes=minutes), done.at_ms if done else None, ended_ms,
                done_by=done.entry if done else "",
            )  # fmt: skip
            yield clock.duty(
                course, entry=version.entry, opening=state.opening, owed_by=member, what=DECIDE_DUTY, clause="CMD-1"
            )


def _telling(state: CrossingState, clock: DutyClock, terms: CommerceTerms) -> Iterator[Duty | None]:
    if state.permit != GIVEN:
        return
    version = state.version
    for member in state.tellers:
        read = clock.read(version.entry, member)
        due = None if read is None else state.until_s * 1000 + terms.telling_hours * 3_600_000
        done = first_said(state.tellings, member=member, of={version.entry})
        gone = state.withdrawal
        course = Course(
            state.until_s * 1000, read, due, done.at_ms if done else None, gone.at_ms if gone else None,
            done_by=done.entry if done else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=version.entry, opening=state.opening, owed_by=member, what=TELL_DUTY, clause="CMD-2"
        )


def _ended_ms(state: CrossingState, number: int) -> int | None:
    """Return when nobody had to decide on a version any more; None while somebody has."""
    later = state.versions[number + 1 :]
    ends = [each.at_ms for each in (*later[:1], state.withdrawal) if each is not None]
    ends += [each.at_ms for each in state.tellings if each.of == state.versions[number].entry]
    return min(ends, default=None)


