"""What is owed of a match at an instant: a function of its state, the charter, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| CMD-3 | say that a match was received, and how one may be reached: each of the two | handling time of the charter's \
precedence for commerce, from the first reading; it ends when one of them leaves it |
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.said import first_said
from parley.tracks.commerce.opportunities import RECEIVE_DUTY
from parley.tracks.commerce.opportunity_state import MatchState


def match_duties(state: MatchState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a match, met or not, sorted by id. The first telling asks; one more asks nobody anew."""
    return sorted_duties(_each(state, DutyClock(charter, readings, now_ms)))


def _each(state: MatchState, clock: DutyClock) -> Iterator[Duty | None]:
    telling, ended_ms = state.telling, min((each.at_ms for each in state.endings), default=None)
    for member in state.members:
        read = clock.read(telling.entry, member)
        done = first_said(state.receipts, member=member, of={state.opportunity})
        course = Course(
            telling.at_ms, read, clock.due(read, precedence=state.precedence), done.at_ms if done else None, ended_ms,
            done_by=done.entry if done else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=telling.entry, opening=state.opening, owed_by=member, what=RECEIVE_DUTY, clause="CMD-3"
        )
