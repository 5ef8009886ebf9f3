"""What is owed of a file of talks at an instant. Pure.

| clause | owed | clock |
|---|---|---|
| TAD-4 | sign or decline other gates: each party of the file | `sign_hours`, from the first reading |
| TAD-6 | take the file up once its gates are open: its lead | `take_up_hours` from the opening of the last gate |

Whether gates are open, other matters say: whoever holds those hands over how the file stands (`file_standing`). Where a
gate is shut again, nothing is owed until it opens anew.
"""

from __future__ import annotations

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.talks.clocks import HOUR_MS, hours, signing_duties
from parley.tracks.talks.file_standing import FileStanding
from parley.tracks.talks.file_state import FileState

SIGN, TAKE_UP = "sign_gates", "take_up_file"
DUTIES = (SIGN, TAKE_UP)


def file_duties(state: FileState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the file that follows from its own entries, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    found = [
        each for one in state.instruments
        for each in signing_duties(one, state.opening, clock, what=SIGN, ended_ms=_ended_ms(state))
    ]  # fmt: skip
    return sorted_duties(found)


def take_up_duties(
    state: FileState, standing: FileStanding, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return that the lead takes up a file whose gates are open, met or not."""
    clock, opened_s, lead = DutyClock(charter, readings, now_ms), standing.opened_s, state.terms["lead"]
    number, sat = hours(clock, "take_up_hours"), standing.taken_up
    if opened_s is None or (sat is None and state.is_over and _ended_ms(state) is None):
        return ()
    due = None if number is None else opened_s * 1000 + number * HOUR_MS
    course = Course(
        opened_s * 1000, clock.read(state.opening.id, lead), due, sat.at_ms if sat else None, _ended_ms(state),
        done_by=sat.entry if sat else "",
    )  # fmt: skip
    return sorted_duties([
        clock.duty(course, entry=state.opening.id, opening=state.opening, owed_by=lead, what=TAKE_UP, clause="TAD-6")
    ])  # fmt: skip


def _ended_ms(state: FileState) -> int | None:
    last = state.last_turn
    return last.at_ms if last is not None and state.is_over else None
