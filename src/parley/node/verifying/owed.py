"""What is owed though nothing was said yet: inspections by calendar, and looks at sectors that are raised."""

from __future__ import annotations

from parley.charter.verifying import DAY_MS
from parley.matters.duty import Duty
from parley.node.running import Node
from parley.node.verifying.inspected import calendar, inspections_owed
from parley.node.verifying.watched import warnings_owed
from parley.tracks.incidents.inspection_duties import INSPECT_AREA
from parley.tracks.incidents.warnings import LOOK

# Duties of these belong to no matter, as those of line checks that were never sent.
UNSAID = (INSPECT_AREA, LOOK)


def unsaid_owed(node: Node, *, now_ms: int, until_ms: int | None = None) -> list[Duty]:
    """Return the duties that belong to no matter, met or not; those of line checks are told apart.

    With `until_ms` those of the slots too that begin before it.
    """
    return [*inspections_owed(node, now_ms=now_ms, until_ms=until_ms), *warnings_owed(node, now_ms=now_ms)]


def slot_duty_named(node: Node, duty_id: str, *, now_ms: int) -> Duty | None:
    """Return the duty of a slot of the inspection calendar by its id, however far ahead; None where it names none."""
    named, _, number = duty_id.partition(":")[0].rpartition("@")
    terms = node.charter().inspections
    area = next((each for each in (terms.calendar if terms else ()) if f"{each.zone}-{each.by}" == named), None)
    if area is None or not (number.isascii() and number.isdecimal() and len(number) <= 6):
        return None
    begins_ms = area.begins_ms + int(number) * area.every_days * DAY_MS
    found = calendar(node, from_ms=begins_ms, until_ms=begins_ms + 1, now_ms=now_ms)
    return next((each.duty for each in found if each.duty is not None and each.duty.id == duty_id), None)


def unsaid_between(node: Node, *, from_ms: int, until_ms: int, now_ms: int) -> list[Duty]:
    """Return those that were due within a span; looks at sectors only as far back as the chart looks."""
    slots = calendar(node, from_ms=from_ms, until_ms=until_ms, now_ms=now_ms)
    found = [*(each.duty for each in slots if each.duty is not None), *warnings_owed(node, now_ms=now_ms)]
    return [each for each in found if each.due_at_ms is not None and from_ms <= each.due_at_ms < until_ms]
