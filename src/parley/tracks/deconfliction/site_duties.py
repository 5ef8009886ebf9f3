"""What is owed of a protected site or movement at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| SD-1 | say that each version was received: each recipient | handling time, from the first reading |
| SD-2 | say to whom inside the force it was passed on: each recipient with consent to it | as SD-1 |
| SD-3 | confirm it again: its author | the days that it named, from the last confirmation |
| SD-4 | have it checked on the map by a second person: its author | handling time, from its filing |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, ReadAt, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import Said, first_said
from parley.tracks.deconfliction.site_state import SiteState, Version


def site_duties(state: SiteState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the notice of a site, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties([*_of_recipients(state, clock), *_of_author(state, clock)])


def _of_recipients(state: SiteState, clock: DutyClock) -> Iterator[Duty | None]:
    for index, version in enumerate(state.versions):
        later = [each.entry for each in state.versions[index:]]
        for member in state.opening.others:
            # Who has read a newer version need not say that it received the older one.
            newer = clock.read_any_ms(later[1:], member)
            done: Said | None = first_said(state.receipts, member=member, of=later)
            course = clock.course(version, member, precedence=state.precedence, done=done, ended_ms=newer)
            yield _duty(state, course, clock, version, member, "receive_site", "SD-1")
            if state.use_of(member) == "pass_on":
                done = first_said(state.passings, member=member, of=later)
                course = clock.course(version, member, precedence=state.precedence, done=done, ended_ms=newer)
                yield _duty(state, course, clock, version, member, "pass_on_site", "SD-2")


def _of_author(state: SiteState, clock: DutyClock) -> Iterator[Duty | None]:
    version, author = state.version, state.opening.member
    read = clock.read(version.entry, author)
    # What is valid no more, or withdrawn, is neither confirmed nor checked.
    ends_ms = version.ends_s * 1000
    over = state.withdrawn.at_ms if state.withdrawn is not None else ends_ms if clock.now_ms >= ends_ms else None
    confirm_by = min(state.confirm_by_ms, ends_ms)
    if state.confirm_by_ms < ends_ms or over is not None:
        course = Course(state.confirmed_ms, _since(read, state.confirmed_ms), confirm_by, None, over)
        yield _duty(state, course, clock, version, author, "confirm_site", "SD-3")
    checked = state.check(of=version.entry)
    course = clock.course(version, author, precedence=state.precedence, done=checked, ended_ms=over)
    yield _duty(state, course, clock, version, author, "check_site", "SD-4")


def _since(read: ReadAt | None, at_ms: int) -> ReadAt | None:
    return ReadAt(at_ms, read.by) if read is not None else None


def _duty(
    state: SiteState, course: Course, clock: DutyClock, version: Version, member: str, what: str, clause: str
) -> Duty | None:
    return clock.duty(
        course,
        entry=version.entry,
        opening=state.opening,
        owed_by=member,
        what=what,
        clause=clause,
    )
