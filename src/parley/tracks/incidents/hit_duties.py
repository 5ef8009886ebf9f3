"""What is owed of a hit at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| IHD-1 | say what is known of it: every reader but who reported the incident | handling time, from the first reading |
"""

from __future__ import annotations

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import Said
from parley.tracks.incidents.hit_state import HitState
from parley.tracks.incidents.hits import ANSWER_DUTY


def hit_duties(state: HitState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the hit, met or not, sorted by id. The first that was found asks; more asks nobody anew."""
    clock, first = DutyClock(charter, readings, now_ms), state.hits[0]
    cause = Said(first.entry, first.member, None, first.at_ms, first.account)
    return sorted_duties(
        clock.duty(
            clock.course(cause, member, precedence=state.precedence, done=_first(state, member)),
            entry=first.entry,
            opening=state.opening,
            owed_by=member,
            what=ANSWER_DUTY,
            clause="IHD-1",
        )
        for member in state.owing
    )


def _first(state: HitState, member: str) -> Said | None:
    said = [each for each in state.answers if each.member == member]
    return min(said, key=lambda each: each.at_ms, default=None)
