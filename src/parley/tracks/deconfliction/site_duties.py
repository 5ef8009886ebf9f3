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
from parley.charter.rules import handling_minutes
from parley.matters.duty import Course, Duty, ReadAt, Readings, due_after, duty, levels_reachable
from parley.tracks.deconfliction.site_state import SiteState, Version

LADDER = "hotline"


def site_duties(state: SiteState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the notice of a site, met or not, sorted by id."""
    found = [*_of_recipients(state, charter, readings, now_ms), *_of_author(state, charter, readings, now_ms)]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.id))


def _of_recipients(state: SiteState, charter: Charter, readings: Readings, now_ms: int) -> Iterator[Duty | None]:
    minutes = handling_minutes(charter, precedence=state.precedence)
    for index, version in enumerate(state.versions):
        later = frozenset(each.entry for each in state.versions[index:])
        for member in state.opening.others:
            read = readings.first_reading(version.entry, member)
            due = due_after(read, minutes=minutes)
            newer = _read_of_newer(state, index, member, readings)
            received = [each.at_ms for each in state.receipts if each.member == member and each.of in later]
            course = Course(version.at_ms, read, due, min(received, default=None), newer)
            yield _duty(state, course, charter, version, member, "receive_site", "SD-1", now_ms)
            if state.use_of(member) == "pass_on":
                passed = [each.at_ms for each in state.passings if each.member == member and each.of in later]
                course = Course(version.at_ms, read, due, min(passed, default=None), newer)
                yield _duty(state, course, charter, version, member, "pass_on_site", "SD-2", now_ms)


def _of_author(state: SiteState, charter: Charter, readings: Readings, now_ms: int) -> Iterator[Duty | None]:
    version, author = state.version, state.opening.member
    read = readings.first_reading(version.entry, author)
    # What is valid no more, or withdrawn, is neither confirmed nor checked.
    ends_ms = version.ends_s * 1000
    over = state.withdrawn.at_ms if state.withdrawn is not None else ends_ms if now_ms >= ends_ms else None
    confirm_by = min(state.confirm_by_ms, ends_ms)
    if state.confirm_by_ms < ends_ms or over is not None:
        course = Course(state.confirmed_ms, _since(read, state.confirmed_ms), confirm_by, None, over)
        yield _duty(state, course, charter, version, author, "confirm_site", "SD-3", now_ms)
    checked = state.check(of=version.entry)
    due = due_after(read, minutes=handling_minutes(charter, precedence=state.precedence))
    course = Course(version.at_ms, read, due, checked.at_ms if checked is not None else None, over)
    yield _duty(state, course, charter, version, author, "check_site", "SD-4", now_ms)


def _since(read: ReadAt | None, at_ms: int) -> ReadAt | None:
    return ReadAt(at_ms, read.by) if read is not None else None


def _duty(
    state: SiteState, course: Course, charter: Charter, version: Version, member: str, what: str, clause: str,
    now_ms: int,
) -> Duty | None:  # fmt: skip
    return duty(
        course,
        entry=version.entry,
        matter=state.opening.id,
        owed_by=member,
        owed_to=[other for other in state.opening.to if other != member],
        what=what,
        clause=clause,
        levels=levels_reachable(charter, ladder=LADDER, audience=state.opening.to),
        now_ms=now_ms,
    )


def _read_of_newer(state: SiteState, index: int, member: str, readings: Readings) -> int | None:
    """Return when the member first read a version that replaced this one: then the older needs no receipt."""
    reads = (readings.first_reading(each.entry, member) for each in state.versions[index + 1 :])
    return next((read.at_ms for read in reads if read is not None), None)
