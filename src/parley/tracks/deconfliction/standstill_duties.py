"""What is owed of a standstill at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| STD-1 | sign or decline each instrument: the parties that it binds | handling time, from the first reading |
| STD-2 | move out, cancel or have excepted what falls into a standstill: its author | when it would begin there |
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.signing import Signing
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_state import StandstillState

if TYPE_CHECKING:
    from parley.tracks.deconfliction.holding import Held


def standstill_duties(
    state: StandstillState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of the standstill, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties(each for one in state.instruments for each in _sign(state, one, clock))


def _sign(state: StandstillState, instrument: Signing, clock: DutyClock) -> Iterator[Duty | None]:
    # What nobody can sign any more is owed by nobody; what lapsed before stays told.
    ends_ms = int(instrument.terms.get("until_s", state.until_s)) * 1000
    gone = instrument.withdrawn.at_ms if instrument.withdrawn is not None else None
    for member in instrument.needed:
        read = clock.read(instrument.entry, member)
        due = clock.due(read, precedence=state.precedence)
        given, against = instrument.signature(member), instrument.refusal(member)
        said = min(((each.at_ms, each.entry) for each in (given, against) if each is not None), default=(None, ""))
        over_ms = ends_ms if clock.now_ms >= ends_ms else None
        over = min([each for each in (gone, over_ms) if each is not None], default=None)
        yield clock.duty(
            Course(instrument.at_ms, read, due, said[0], over, done_by=said[1]),
            entry=instrument.entry,
            opening=state.opening,
            owed_by=member,
            what="sign_instrument",
            clause="STD-1",
        )


def held_duties(
    state: NoticeState, held: Held, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return what the author of a notice owes while its version in force falls into a standstill that is signed."""
    version, author = state.version, state.opening.member
    if held.begins_s is None:
        return ()
    clock = DutyClock(charter, readings, now_ms)
    found = clock.duty(
        Course(version.at_ms, clock.read(version.entry, author), held.begins_s * 1000),
        entry=version.entry,
        opening=state.opening,
        owed_by=author,
        what="clear_standstill",
        clause="STD-2",
    )
    return () if found is None else (found,)
