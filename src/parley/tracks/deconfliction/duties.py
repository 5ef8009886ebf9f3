"""What is owed of a notice at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| ND-1 | acknowledge each version: its addressees | handling time of its class, from the first reading |
| ND-2 | say how the activity ended, or change its times: the author | the end of its last window |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.charter.rules import handling_minutes
from parley.matters.duty import Course, Duty, Readings, due_after, duty, levels_reachable
from parley.tracks.deconfliction.notice_state import NoticeState, Version

LADDER = "hotline"


def duties(state: NoticeState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the notice, met or not, sorted by id."""
    found = [*_acknowledge(state, charter, readings, now_ms), _end(state, charter, readings, now_ms)]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.id))


def _acknowledge(state: NoticeState, charter: Charter, readings: Readings, now_ms: int) -> Iterator[Duty | None]:
    for index, version in enumerate(state.versions):
        for member in state.opening.others:
            read = readings.first_reading(version.entry, member)
            due = due_after(read, minutes=handling_minutes(charter, precedence=state.precedence))
            later = frozenset(each.entry for each in state.versions[index:])
            given = [each.at_ms for each in state.receipts if each.member == member and each.of in later]
            newer = _read_of_newer(state, index, member, readings)
            course = Course(version.at_ms, read, due, min(given, default=None), newer)
            yield _duty(state, course, charter, version, member, "acknowledge_notice", "ND-1", now_ms)


def _end(state: NoticeState, charter: Charter, readings: Readings, now_ms: int) -> Duty | None:
    version, author = state.version, state.opening.member
    over = state.steps[-1].at_ms if state.is_over else None
    read = readings.first_reading(version.entry, author)
    course = Course(version.at_ms, read, version.ends_s * 1000, over)
    return _duty(state, course, charter, version, author, "end_activity", "ND-2", now_ms)


def _duty(
    state: NoticeState, course: Course, charter: Charter, version: Version, member: str, what: str, clause: str,
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


def _read_of_newer(state: NoticeState, index: int, member: str, readings: Readings) -> int | None:
    """Return when the member first read a version that replaced this one: then the older needs no receipt."""
    reads = (readings.first_reading(each.entry, member) for each in state.versions[index + 1 :])
    return next((read.at_ms for read in reads if read is not None), None)
