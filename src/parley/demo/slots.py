"""On which slot of a crossing point the convoy of the exercise crosses: points are not open at every hour."""

from __future__ import annotations

from parley.charter.commerce import CrossingPoint
from parley.charter.model import Charter

DAY_S = 86_400
# What lies between the asking and the slot, and between the slot and the telling.
MARGIN_S = 1_800
LONGEST_S = 26 * 3_600
MOST_DAYS = 14


def slot_within(charter: Charter, point: str, *, begins_s: int) -> int:
    """Return the last slot of a point that begins and ends while the exercise lasts; LookupError where none does."""
    commerce = charter.commerce
    found = _last_slot(commerce.points[point], begins_s) if commerce is not None else None
    if found is None:
        raise LookupError(f"{point} is closed from {begins_s} on")
    return found


def days_behind(charter: Charter, *, now_s: int) -> int:
    """Return by how many days the clocks of an exercise that ends now are set back, so that its points are open."""
    points = charter.commerce.points.values() if charter.commerce is not None else ()
    for days in range(MOST_DAYS):
        if all(_last_slot(each, now_s - LONGEST_S - days * DAY_S) is not None for each in points):
            return days
    return 0


def _last_slot(point: CrossingPoint, begins_s: int) -> int | None:
    """Return the last slot that begins well after a second and ends well before the exercise does."""
    first, last = begins_s + MARGIN_S, begins_s + LONGEST_S - MARGIN_S - 60 * point.slot_minutes
    slots = (each for day in range(first // DAY_S, last // DAY_S + 1) for each in point.slots_of(day))
    return max((each for each in slots if first <= each <= last), default=None)
