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
from parley.charter.rules import handling_minutes
from parley.matters.duty import Course, Duty, Readings, due_after, duty, levels_reachable
from parley.matters.signing import Signing
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.standstill_state import StandstillState

if TYPE_CHECKING:
    from parley.tracks.deconfliction.holding import Held

LADDER = "hotline"


def standstill_duties(
    state: StandstillState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of the standstill, met or not, sorted by id."""
    found = [each for one in state.instruments for each in _sign(state, one, charter, readings, now_ms)]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.id))


def _sign(
    state: StandstillState, instrument: Signing, charter: Charter, readings: Readings, now_ms: int
) -> Iterator[Duty | None]:
    # What nobody can sign any more is owed by nobody; what lapsed before stays told.
    ends_ms = int(instrument.terms.get("until_s", state.until_s)) * 1000
    gone = instrument.withdrawn.at_ms if instrument.withdrawn is not None else None
    for member in instrument.needed:
        read = readings.first_reading(instrument.entry, member)
        due = due_after(read, minutes=handling_minutes(charter, precedence=state.precedence))
        given, against = instrument.signature(member), instrument.refusal(member)
        said = [each.at_ms for each in (given, against) if each is not None]
        over = min([each for each in (gone, ends_ms if now_ms >= ends_ms else None) if each is not None], default=None)
        yield duty(
            Course(instrument.at_ms, read, due, min(said, default=None), over),
            entry=instrument.entry,
            matter=state.opening.id,
            owed_by=member,
            owed_to=[other for other in state.opening.to if other != member],
            what="sign_instrument",
            clause="STD-1",
            levels=levels_reachable(charter, ladder=LADDER, audience=state.opening.to),
            now_ms=now_ms,
        )


def held_duties(
    state: NoticeState, held: Held, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return what the author of a notice owes while its version in force falls into a standstill that is signed."""
    version, author = state.version, state.opening.member
    if held.begins_s is None:
        return ()
    due_ms = held.begins_s * 1000
    found = duty(
        Course(version.at_ms, readings.first_reading(version.entry, author), due_ms),
        entry=version.entry,
        matter=state.opening.id,
        owed_by=author,
        owed_to=[other for other in state.opening.to if other != author],
        what="clear_standstill",
        clause="STD-2",
        levels=levels_reachable(charter, ladder=LADDER, audience=state.opening.to),
        now_ms=now_ms,
    )
    return () if found is None else (found,)
