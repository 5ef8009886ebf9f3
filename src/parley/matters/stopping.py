"""Clocks that stand still for a while, and what is owed by them then: the same duty, due so much later. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parley.charter.model import Charter
from parley.matters.duty import Duty, duty, levels_reachable
from parley.matters.duty_clock import LADDER

# From when until when (milliseconds) clocks stand still; None for an end that nobody knows yet.
Stop = tuple[int, int | None]


def due_with(due_ms: int, *, since_ms: int, stops: Sequence[Stop]) -> int | None:
    """Return when a clock that runs since `since_ms` is over if it stands still in `stops`, in order and apart.

    None where it stands still without a known end before it is over.
    """
    for from_ms, until_ms in stops:
        begins = max(from_ms, since_ms)
        if begins > due_ms:
            break
        if until_ms is None:
            return None
        due_ms += max(0, until_ms - begins)
    return due_ms


def with_stops(duties: Iterable[Duty], stops: Sequence[Stop], *, charter: Charter, now_ms: int) -> tuple[Duty, ...]:
    """Return the duties as they stand where their clocks stood still in `stops`, under the ids that they had.

    What was met in time stays so, what lapsed before a stop has lapsed.
    """
    return tuple(found for each in duties if (found := _stopped(each, stops, charter=charter, now_ms=now_ms)))


def _stopped(owed: Duty, stops: Sequence[Stop], *, charter: Charter, now_ms: int) -> Duty | None:
    course = owed.course
    if course is None or course.due_at_ms is None:
        return owed
    since_ms = course.read.at_ms if course.read is not None else course.sent_ms
    due_ms = due_with(course.due_at_ms, since_ms=since_ms, stops=stops)
    if due_ms == course.due_at_ms:
        return owed
    found = duty(
        replace(course, due_at_ms=due_ms),
        entry=owed.entry, matter=owed.matter, owed_by=owed.owed_by, owed_to=owed.owed_to, what=owed.what,
        clause=owed.clause, now_ms=now_ms,
        levels=levels_reachable(charter, ladder=LADDER, audience=(owed.owed_by, *owed.owed_to)),
    )  # fmt: skip
    return None if found is None else replace(found, id=owed.id)
