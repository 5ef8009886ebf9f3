"""What is owed of a crossing at an instant: a function of its state, the charter, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| CMD-1 | decide on the permit: each member that the point names, of each version | the charter's hours, shorter for a \
humanitarian one, from its first reading, \
and where it waits for a step from that of what tells that the step is certified; it ends when the version is \
changed, withdrawn or told of |
| CMD-2 | tell what became of a crossing whose permit all gave: whom the point names | the charter's hours, from \
the end of the slot |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.commerce import CommerceTerms
from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import Said, all_about, first_said
from parley.tracks.commerce.crossing_state import GIVEN, CrossingState, Version
from parley.tracks.commerce.crossings import DECIDE_DUTY, TELL_DUTY


def crossing_duties(state: CrossingState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a crossing, met or not, sorted by id; none where the charter says nothing of commerce."""
    terms = charter.commerce
    if terms is None:
        return ()
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties((*_deciding(state, clock, terms), *_telling(state, clock, terms)))


def _deciding(state: CrossingState, clock: DutyClock, terms: CommerceTerms) -> Iterator[Duty | None]:
    minutes = terms.decide_minutes(is_humanitarian=state.is_humanitarian)
    if state.gate is not None and state.opened is None:
        return
    versions = tuple(state.versions)
    for version, later in zip(versions, (*versions[1:], None), strict=True):
        ended_ms, since = _ended_ms(state, version, later), _since(state, version)
        for member in state.deciders:
            read = clock.read(since.entry, member)
            done = first_said(state.decisions, member=member, of={version.entry})
            over_ms = ended_ms if done is None else done.at_ms
            if since is not version and over_ms is not None and over_ms < since.at_ms:
                continue
            course = Course(
                since.at_ms, read, due_after(read, minutes=minutes), done.at_ms if done else None, ended_ms,
                done_by=done.entry if done else "",
            )  # fmt: skip
            yield clock.duty(
                course, entry=since.entry, opening=state.opening, owed_by=member, what=DECIDE_DUTY, clause="CMD-1"
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


def _since(state: CrossingState, version: Version) -> Said:
    """Return from whose reading a version is to be decided: its own, or what told later that the step is certified."""
    opened = state.opened
    return opened if opened is not None and opened.at_ms > version.at_ms else version


def _ended_ms(state: CrossingState, version: Version, later: Version | None) -> int | None:
    """Return when nobody had to decide on a version any more; None while somebody has."""
    ends = [each.at_ms for each in (later, state.withdrawal) if each is not None]
    ends += [each.at_ms for each in all_about(state.tellings, version.entry)]
    return min(ends, default=None)
