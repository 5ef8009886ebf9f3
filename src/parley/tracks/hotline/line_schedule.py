"""The schedule of line checks against what was sent: what is due now, and what both ends have missed (D-8, D-9). Pure.

The schedule goes on whatever the other side does. In each slot whose turn it is sends; an unanswered check is
tried again until the next slot; a missed one alarms both ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from parley.charter.model import Charter
from parley.charter.rules import Slot, line_check_slots
from parley.matters.duty import MINUTE_MS, Course, Duty, ReadAt, duty, levels_reachable
from parley.matters.duty_clock import LADDER
from parley.tracks.hotline.line_checks import LineCheckState, slot_at
from parley.tracks.hotline.line_texts import text_number

UNSCHEDULED_ANSWER_MINUTES = 5
TRIES_AT_ONCE = 12
SELDOM_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Attempt:
    """A line check that is to be sent now: to whom, for which slot, the how-manieth time, and its content."""

    to: str
    slot: Slot
    attempt: int

    @property
    def content(self) -> dict[str, Any]:
        """Return the content of `line_check_sent`, but for the role of an officer who sends it."""
        return {
            "to": self.to,
            "text_no": text_number(self.slot.number),
            "routes": list(self.slot.schedule.routes),
            "slot_at_s": int(self.slot.at.timestamp()),
            "answered_by": self.slot.schedule.answered_by,
            "attempt": self.attempt,
        }


def attempts_due(
    checks: Iterable[LineCheckState], *, charter: Charter, member: str, from_ms: int, now_ms: int
) -> tuple[Attempt, ...]:
    """Return the line checks that `member` is to send at `now_ms`, given those it sent before.

    In each running slot of its own: the first at once, another each time the answer time has passed without an answer,
    and each hour after twelve of them, or where but a route is missing. A slot that is over is not made up for; the
    next one comes. So it is with one that began before `from_ms`, when the charter came into force: nobody owed a
    check then, and `slot_duties` asks for none.
    """
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    sent = _by_slot(checks)
    found = []
    for other in charter.codes:
        for slot in _running(charter, member, other, now=now) if other != member else ():
            tried = [check for check in sent.get(_key(slot), ()) if check.opening.member == member]
            met = any(check.answer is not None and not check.silent_routes for check in tried)
            last_ms = max((check.opening.at_ms for check in tried), default=None)
            waited = last_ms is None or now_ms - last_ms >= _wait_ms(slot, tried)
            if slot.begun_by == member and _ms(slot.at) >= from_ms and not met and waited:
                found.append(Attempt(other, slot, len(tried) + 1))
    return tuple(found)


def line_check_audience(charter: Charter, a: str, b: str) -> tuple[str, ...]:
    """Return to whom the checks between two members go: the smallest audience of both ends and of who supervises.

    Who supervises is told of a lapse at the end of the ladder, and would take a check that it cannot read for a missed
    one. Where the charter has no such audience, the smallest of both ends.
    """
    track = charter.tracks.get("hotline")
    open_to = [charter.audiences[name].members for name in (track.audiences if track else ())]
    for wanted in ({a, b, *charter.supervisors}, {a, b}):
        fitting = [members for members in open_to if wanted <= set(members)]
        if fitting:
            return min(fitting, key=len)
    return (a, b)


def slot_duties(checks: Iterable[LineCheckState], *, charter: Charter, from_ms: int, now_ms: int) -> tuple[Duty, ...]:
    """Return the duty to send a line check in each slot from `from_ms` to `now_ms` (D-9), seen alike at both ends.

    These duties belong to no matter, since nothing was sent: `matter` is empty and `entry` names the slot. One that
    lapsed ceases when the next slot of its schedule has come, which takes the alarm over.
    """
    sent = _by_slot(checks)
    found = []
    for slot in _slots_of_all(charter, from_ms=from_ms, now_ms=now_ms):
        own = [check.opening.at_ms for check in sent.get(_key(slot), ()) if check.opening.member == slot.begun_by]
        found.append(slot_duty(slot, sent_ms=min(own, default=None), charter=charter, now_ms=now_ms))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.id))


def slots_looked_at(charter: Charter, *, since_ms: int, from_ms: int, now_ms: int) -> list[Slot]:
    """Return the slots since `from_ms`, and of each schedule the running one, however long ago it began.

    None that began before `since_ms`, when the charter came into force.
    """
    longest_ms = max((each.every_minutes for each in charter.line_checks), default=0) * MINUTE_MS
    begin_ms = max(since_ms, min(from_ms, now_ms - longest_ms))
    slots = _slots_of_all(charter, from_ms=begin_ms, now_ms=now_ms)
    return [slot for slot in slots if _ms(slot.at) >= from_ms or _next_slot_ms(slot, now_ms=now_ms) is None]


def own_running_slots(charter: Charter, *, member: str, now_ms: int) -> list[Slot]:
    """Return the running slots in which it is this member's turn to send."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    others = (code for code in charter.codes if code != member)
    return [slot for other in others for slot in _running(charter, member, other, now=now) if slot.begun_by == member]


def answer_course(
    state: LineCheckState, *, charter: Charter, read: ReadAt | None, now_ms: int, ended_ms: int | None = None
) -> Course:
    """Return the course of an answer: due at the schedule's answer time, received or not (D-8).

    `ended_ms` is when a later check of the same direction ended the need for it, or when a repeated one was sent: in
    each slot the answer is owed once, to its first check, so that trying again does not put the alarm off.
    """
    slot = _slot_of(state, charter=charter)
    done = state.answer.at_ms if state.answer else None
    if slot is None or not slot.judges:
        due = None if slot else state.opening.at_ms + UNSCHEDULED_ANSWER_MINUTES * MINUTE_MS
        over = _over(due, minutes=60, now_ms=now_ms)
    else:
        due = max(_ms(slot.at), state.opening.at_ms) + slot.schedule.answer_minutes * MINUTE_MS
        over = _next_slot_ms(slot, now_ms=now_ms)
    ended = min((each for each in (over, ended_ms) if each is not None), default=None)
    return Course(state.opening.at_ms, read, due, done, ended)


def _slot_of(state: LineCheckState, *, charter: Charter) -> Slot | None:
    if state.slot_at_s is None:
        return None
    return slot_at(charter, a=state.opening.member, b=state.other, at_s=state.slot_at_s, answered_by=state.answered_by)


def slot_duty(slot: Slot, *, sent_ms: int | None, charter: Charter, now_ms: int) -> Duty | None:
    """Return the duty to send a line check in a slot, of which the first was sent at `sent_ms` (D-9)."""
    due = _ms(slot.answer_due_at) if slot.judges else None
    course = Course(_ms(slot.at), None, due, sent_ms, _next_slot_ms(slot, now_ms=now_ms))
    audience = line_check_audience(charter, slot.begun_by, slot.answered_by_member)
    entry = f"{slot.begun_by}-{slot.answered_by_member}@{int(slot.at.timestamp())}-{slot.schedule.answered_by}"
    return duty(
        course,
        entry=entry,
        matter="",
        owed_by=slot.begun_by,
        owed_to=(slot.answered_by_member,),
        what="send_line_check",
        clause="D-9",
        levels=levels_reachable(charter, ladder=LADDER, audience=audience),
        now_ms=now_ms,
    )


def _wait_ms(slot: Slot, tried: list[LineCheckState]) -> int:
    """Return how long after one try the next comes: seldom on a line known to be dead, or to lack but a route."""
    answer_minutes = slot.schedule.answer_minutes
    is_seldom = len(tried) >= TRIES_AT_ONCE or any(check.answer is not None for check in tried)
    return max(answer_minutes, SELDOM_MINUTES if is_seldom else 0) * MINUTE_MS


def _slots_of_all(charter: Charter, *, from_ms: int, now_ms: int) -> list[Slot]:
    from_, to = datetime.fromtimestamp(from_ms / 1000, UTC), datetime.fromtimestamp(now_ms / 1000, UTC)
    pairs = combinations(charter.codes, 2)
    return [slot for a, b in pairs for slot in line_check_slots(charter, a, b, from_=from_, to=to)]


def _running(charter: Charter, a: str, b: str, *, now: datetime) -> list[Slot]:
    """Return the slots between two members that have come and have not been followed by the next of their schedule."""
    longest = max((s.every_minutes for s in charter.line_checks if set(s.between) == {a, b}), default=0)
    slots = line_check_slots(charter, a, b, from_=now - timedelta(minutes=longest), to=now + timedelta(microseconds=1))
    return [slot for slot in slots if now < slot.at + timedelta(minutes=slot.schedule.every_minutes)]


def _next_slot_ms(slot: Slot, *, now_ms: int) -> int | None:
    """Return when the next slot of the schedule took over; None while this one runs."""
    following = _ms(slot.at) + slot.schedule.every_minutes * MINUTE_MS
    return following if now_ms >= following else None


def _over(due: int | None, *, minutes: int, now_ms: int) -> int | None:
    if due is None:
        return None
    end = due + minutes * MINUTE_MS
    return end if now_ms >= end else None


def _by_slot(checks: Iterable[LineCheckState]) -> dict[tuple[frozenset[str], int, str], list[LineCheckState]]:
    found: dict[tuple[frozenset[str], int, str], list[LineCheckState]] = {}
    for check in checks:
        if check.slot_at_s is not None:
            key = (frozenset((check.opening.member, check.other)), check.slot_at_s, check.answered_by)
            found.setdefault(key, []).append(check)
    return found


def _key(slot: Slot) -> tuple[frozenset[str], int, str]:
    return frozenset(slot.schedule.between), int(slot.at.timestamp()), slot.schedule.answered_by


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
