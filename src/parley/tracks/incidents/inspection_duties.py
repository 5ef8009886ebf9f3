"""What is owed of inspections at an instant: of a request, and of each slot of the calendar. Pure.

| clause | owed | clock |
|---|---|---|
| IID-1 | inspect what was asked: the verifier that was asked | the charter's hours, from its first reading |
| IID-2 | inspect an area by calendar: who the calendar names | the end of the slot |

A slot that lapsed stays missed, whenever the next inspection is made; it ceases when the slot after it is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from parley.charter.model import Charter
from parley.charter.verifying import InspectionSlot
from parley.matters.duty import Course, Duty, Readings, due_after, duty, levels_reachable
from parley.matters.duty_clock import LADDER, DutyClock, sorted_duties
from parley.matters.said import Said
from parley.tracks.incidents.inspection_state import InspectionState, Request, Visit

HOUR_MIN = 60
INSPECT, INSPECT_AREA = "make_inspection", "inspect_area"
DUTIES = (INSPECT,)


def inspection_duties(
    state: InspectionState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of the inspection, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    return sorted_duties(_inspect(state, each, clock) for each in state.requests)


def _inspect(state: InspectionState, request: Request, clock: DutyClock) -> Duty | None:
    read, terms = clock.read(request.entry, request.verifier), clock.charter.inspections
    hours = terms.request_hours if terms is not None and terms.provenance.judges else None
    due = due_after(read, minutes=None if hours is None else hours * HOUR_MIN)
    done = _first(each for each in state.visits if each.of == request.entry)
    gone = state.withdrawal
    course = Course(
        request.at_ms, read, due, done.at_ms if done else None, gone.at_ms if gone else None,
        done_by=done.entry if done else "",
    )  # fmt: skip
    return clock.duty(
        course, entry=request.entry, opening=state.opening, owed_by=request.verifier, what=INSPECT, clause="IID-1"
    )


def slot_duty(slot: InspectionSlot, visits: Iterable[Visit], *, charter: Charter, now_ms: int) -> Duty | None:
    """Return the duty to inspect an area in a slot, of which `visits` are the inspections by anybody, of any area.

    It belongs to no matter, since nothing was said: `matter` is empty and `entry` names the slot. What was inspected in
    time and told late was done late.
    """
    area = slot.area
    done = _first(visits_of(slot, visits))
    after = slot.due_ms + area.every_days * 86_400_000
    due = slot.due_ms if area.provenance.judges else None
    course = Course(
        slot.begins_ms, None, due, done.at_ms if done else None, after if now_ms >= after else None,
        done_by=done.entry if done else "",
    )  # fmt: skip
    return duty(
        course,
        entry=slot.id,
        matter="",
        owed_by=area.by,
        owed_to=[code for code in charter.codes if code != area.by],
        what=INSPECT_AREA,
        clause="IID-2",
        levels=levels_reachable(charter, ladder=LADDER, audience=charter.codes),
        now_ms=now_ms,
    )


def visits_of(slot: InspectionSlot, visits: Iterable[Visit]) -> Iterator[Visit]:
    """Yield the inspections of a slot's area by who owes it that ended within the slot."""
    for each in visits:
        ends_ms = int(each.terms["until_s"]) * 1000
        is_within = slot.begins_ms <= ends_ms < slot.due_ms
        if each.member == slot.area.by and slot.area.zone in each.zones and is_within:
            yield each


def _first(said: Iterable[Visit]) -> Said | None:
    found: Sequence[Visit] = sorted(said, key=lambda each: (each.at_ms, each.entry))
    return found[0] if found else None
