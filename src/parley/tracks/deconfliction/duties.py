"""What is owed of a notice at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| ND-1 | acknowledge each version: its addressees | handling time of its class, from the first reading |
| ND-2 | say how the activity ended, or change its times: the author | the end of its last window |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import first_said
from parley.tracks.deconfliction.notice_state import NoticeState


def duties(state: NoticeState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the notice, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties([*_acknowledge(state, clock), _end(state, clock)])


def _acknowledge(state: NoticeState, clock: DutyClock) -> Iterator[Duty | None]:
    for index, version in enumerate(state.versions):
        later = [each.entry for each in state.versions[index:]]
        for member in state.opening.others:
            done = first_said(state.receipts, member=member, of=later)
            # Who has read a newer version need not say that it received the older one.
            newer = clock.read_any_ms(later[1:], member)
            course = clock.course(version, member, precedence=state.precedence, done=done, ended_ms=newer)
            yield clock.duty(
                course, entry=version.entry, opening=state.opening, owed_by=member, what="acknowledge_notice",
                clause="ND-1",
            )  # fmt: skip


def _end(state: NoticeState, clock: DutyClock) -> Duty | None:
    version, author = state.version, state.opening.member
    over = state.steps[-1] if state.is_over else None
    course = Course(
        version.at_ms, clock.read(version.entry, author), version.ends_s * 1000, over.at_ms if over else None,
        done_by=over.entry if over else "",
    )  # fmt: skip
    return clock.duty(
        course, entry=version.entry, opening=state.opening, owed_by=author, what="end_activity", clause="ND-2"
    )
