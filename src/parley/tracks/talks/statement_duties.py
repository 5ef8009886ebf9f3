"""What is owed of a joint statement at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| JSD-1 | sign or decline: each signatory | `sign_hours`, from the first reading; the minute of release at the latest |
| JSD-2 | release: each signatory's node, once all have signed | the end of the agreed minute |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, ReadAt, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.talks.statement_rules import RELEASE, SIGN
from parley.tracks.talks.statement_state import MINUTE_MS, StatementState
from parley.tracks.talks.text_duties import hours_due


def statement_duties(state: StatementState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a statement, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties([*_sign(state, clock), *_release(state, clock)])


def _sign(state: StatementState, clock: DutyClock) -> Iterator[Duty | None]:
    gone = state.withdrawn
    dead = min((each.at_ms for each in state.main.declined), default=None)
    ended = min([each for each in (gone.at_ms if gone else None, dead) if each is not None], default=None)
    for member in state.main.needed:
        read = clock.read(state.opening.id, member)
        hours = hours_due(clock, "sign_hours", read)
        latest = state.release_s * 1000
        due = None if read is None else latest if hours is None else min(hours, latest)
        given, against = state.main.signature(member), state.main.refusal(member)
        said = ((each.at_ms, each.entry) for each in (given, against) if each is not None)
        done_ms, done_by = min(said, default=(None, ""))
        course = Course(state.opening.at_ms, read, due, done_ms, ended, done_by=done_by)
        yield clock.duty(
            course, entry=state.opening.id, opening=state.opening, owed_by=member, what=SIGN, clause="JSD-1"
        )


def _release(state: StatementState, clock: DutyClock) -> Iterator[Duty | None]:
    """Yield what each signatory's node owes once all have signed: late is told, over a cut link too."""
    if state.main.missing:
        return
    last = max(state.main.signatures, key=lambda each: (each.at_ms, each.entry))
    ended = state.withdrawn.at_ms if state.withdrawn is not None else None
    for member in state.main.needed:
        done = state.release_of(member)
        course = Course(
            last.at_ms, ReadAt(last.at_ms, last.entry), state.release_s * 1000 + MINUTE_MS,
            done.at_ms if done else None, ended, done_by=done.entry if done else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=state.opening.id, opening=state.opening, owed_by=member, what=RELEASE, clause="JSD-2"
        )
