"""What a member owes by when: derived from a matter's state, the charter, receipts and the time, never entered. Pure.

A lapse is a function of fold and time. It never enters a fold; whoever acts on it cites it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from parley.charter.model import Charter, Level
from parley.charter.rules import escalation_levels
from parley.geo.moment import LATEST_S

MINUTE_MS = 60_000
LATEST_MS = LATEST_S * 1000
STATES = ("waiting_for_receipt", "running", "lapsed", "done", "done_late", "ceased")
# What no watch list shows any more; figures on performance count it.
OVER = ("done", "done_late", "ceased")
DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class ReadAt:
    """When a member first showed that it had read an entry: its clock, and the entry of its own that shows it."""

    at_ms: int
    by: str


class Readings(Protocol):
    """Who had read what, as the record proves it."""

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry whose `seen` covers this one; for its own entries, the entry itself."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a duty went: when it was received, by when it is due, when it was met, when the need for it ended.

    Nothing of the hour at which it is asked. `done_by` is the entry that met it, where that is one alone.
    """

    sent_ms: int
    read: ReadAt | None
    due_at_ms: int | None
    done_ms: int | None = None
    ended_ms: int | None = None
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing owed. `entry` made it; `what` is a code; `clause` the rule.

    `state` "waiting_for_receipt" means that the member has shown no sign of having received: no clock runs, and it has
    been silent since `since_ms`. "lapsed" is past `due_at_ms`; "ceased" had lapsed when the need for it went away.
    `level` counts the levels of the ladder that a lapse has reached, `told` names the last of them (a role, of the
    late member or of the supervisor), `rises_at_ms` is when it goes on to the next. `course` is how it went, from which
    all of these follow.
    """

    id: str
    matter: str
    entry: str
    owed_by: str
    owed_to: tuple[str, ...]
    what: str
    due_at_ms: int | None
    since_ms: int | None
    clause: str
    state: str
    level: int = 0
    told: Level | None = None
    rises_at_ms: int | None = None
    course: Course | None = None


def due_after(read: ReadAt | None, *, minutes: int | None) -> int | None:
    """Return when the handling time from receipt is over; None without a receipt or an agreed time."""
    return None if read is None or minutes is None else read.at_ms + minutes * MINUTE_MS


def state_of(course: Course, *, now_ms: int) -> str | None:
    """Return the state of a duty at `now_ms`, or None for one whose need ended before it was due.

    At the due instant itself it is still in time.
    """
    due = course.due_at_ms
    if course.done_ms is not None:
        return "done" if due is None or course.done_ms <= due else "done_late"
    if course.ended_ms is not None:
        return "ceased" if due is not None and due < course.ended_ms else None
    if due is None:
        return "waiting_for_receipt" if course.read is None else "running"
    return "lapsed" if now_ms > due else "running"


def duty(
    course: Course,
    *,
    entry: str,
    matter: str,
    owed_by: str,
    owed_to: Iterable[str],
    what: str,
    clause: str,
    levels: tuple[Level, ...],
    now_ms: int,
) -> Duty | None:
    """Return the duty as it stands at `now_ms`, risen as far as its lapse has lasted; None where it never lapsed.

    What would be due beyond the calendar is due at its end: every view names that instant as a date.
    """
    if course.due_at_ms is not None and course.due_at_ms > LATEST_MS:
        course = replace(course, due_at_ms=LATEST_MS)
    state = state_of(course, now_ms=now_ms)
    if state is None:
        return None
    late_ms = now_ms - course.due_at_ms if state == "lapsed" and course.due_at_ms is not None else None
    reached = [] if late_ms is None else [x for x in levels if x.after_minutes * MINUTE_MS <= late_ms]
    return Duty(
        id=duty_id(entry=entry, what=what, owed_by=owed_by),
        matter=matter,
        entry=entry,
        owed_by=owed_by,
        owed_to=tuple(owed_to),
        what=what,
        due_at_ms=course.due_at_ms,
        since_ms=course.read.at_ms if course.read else course.sent_ms,
        clause=clause,
        state=state,
        level=len(reached),
        told=reached[-1] if reached else None,
        rises_at_ms=_rises_at(course, state=state, levels=levels[len(reached) :]),
        course=course,
    )


def duty_id(*, entry: str, what: str, owed_by: str) -> str:
    """Return the id under which a lapse is cited: the entry that made the duty, what is owed, and by whom."""
    return f"{entry}:{what}:{owed_by}"


def levels_reachable(charter: Charter, *, ladder: str, audience: Iterable[str]) -> tuple[Level, ...]:
    """Return the levels to which a lapse within this audience rises: to the supervisor only where it can read."""
    levels = escalation_levels(charter, ladder=ladder)
    supervised = not set(charter.supervisors).isdisjoint(audience)
    return tuple(level for level in levels if level.of == "own" or supervised)


def _rises_at(course: Course, *, state: str, levels: tuple[Level, ...]) -> int | None:
    if state not in ("running", "lapsed") or course.due_at_ms is None or not levels:
        return None
    return min(course.due_at_ms + levels[0].after_minutes * MINUTE_MS, LATEST_MS)
