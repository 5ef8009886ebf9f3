"""When line checks are due and who begins each: a function of the charter and of time alone (C-9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from parley.charter.model import Charter, LineCheckSchedule

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """One line check that is due: `begun_by` sends it to `answered_by_member` at `at`, on every route of the schedule.

    `number` counts the slots of the schedule since 1970, so that both ends name the same slot alike.
    """

    schedule: LineCheckSchedule
    number: int
    at: datetime
    begun_by: str
    answered_by_member: str

    @property
    def answer_due_at(self) -> datetime:
        """Return until when the answer is due."""
        return self.at + timedelta(minutes=self.schedule.answer_minutes)

    @property
    def judges(self) -> bool:
        """Return whether a missed check is a lapse: only where the schedule is agreed (C-0)."""
        return self.schedule.provenance.judges


def line_check_slots(charter: Charter, a: str, b: str, *, from_: datetime, to: datetime) -> tuple[Slot, ...]:
    """Return the line checks between `a` and `b` with from_ <= at < to, in order of time; the initiative alternates.

    Nothing cancels a slot: the schedule goes on while the other side does not answer.
    """
    slots = [
        slot
        for schedule in charter.line_checks
        if set(schedule.between) == {a, b}
        for slot in _slots_of(schedule, from_=from_, to=to)
    ]
    return tuple(sorted(slots, key=lambda slot: (slot.at, slot.schedule.answered_by, slot.schedule.offset_minutes)))


def _slots_of(schedule: LineCheckSchedule, *, from_: datetime, to: datetime) -> list[Slot]:
    every, offset = timedelta(minutes=schedule.every_minutes), timedelta(minutes=schedule.offset_minutes)
    # Rounded upwards: the first slot that is not before `from_`.
    number = -((EPOCH + offset - from_) // every)
    slots = []
    while (at := EPOCH + offset + number * every) < to:
        slots.append(slot_of(schedule, number=number, at=at))
        number += 1
    return slots


def slot_of(schedule: LineCheckSchedule, *, number: int, at: datetime) -> Slot:
    """Return the slot of this number; the member named first begins the even ones."""
    first, second = schedule.between if number % 2 == 0 else (schedule.between[1], schedule.between[0])
    return Slot(schedule, number, at, begun_by=first, answered_by_member=second)
