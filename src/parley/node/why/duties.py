"""Why something is owed, and why until then: the entry, the first reading, the value of the charter, the sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.charter.model import LineCheckSchedule
from parley.charter.rules import handling_minutes
from parley.matters.duty import MINUTE_MS, Duty, ReadAt, levels_reachable
from parley.matters.duty_clock import LADDER
from parley.node import owed, reading
from parley.node.disputes.held import disputes_of
from parley.node.owed import NodeReadings
from parley.node.running import Node
from parley.node.store import matters
from parley.node.verifying.owed import slot_duty_named, unsaid_owed
from parley.node.verifying.watched import raised_by
from parley.node.why.hours import by_hours, hours_of
from parley.node.why.levels import BY_LEVEL, by_level
from parley.node.why.step import Step, value_step
from parley.node.why.stopped import stood_still

BY_SCHEDULE = ("D-8", "D-9", "D-13")
# What their own entry names the end of: a watch, a challenge, an hour in which two meet.
BY_NAME = ("D-10", "D-11", "BND-2", "SUD-2")
# What a plan, a standstill or a promise sets: no handling time enters, and none is told.
BY_INSTANT: Mapping[str, str] = {
    "ND-2": "why.duty.last_window", "OD-2": "why.duty.before_meeting", "ECD-2": "why.duty.before_meeting",
    "STD-2": "why.duty.before_standstill", "SD-3": "why.duty.confirm_days",
}  # fmt: skip
# Two clocks that differ by less are taken for right.
APART_MS = MINUTE_MS


def duty_of(node: Node, duty_id: str, *, now_ms: int) -> Duty | None:
    """Return a duty by its id, done or not; None where there is none here."""
    entry = duty_id.partition(":")[0]
    found = reading.find_entry(node, entry)
    matter = found[1].matter if found else None
    duties = owed.matter_duties(node, matter, now_ms=now_ms) if matter else []
    unsaid = (*owed.slots_owed(node, now_ms=now_ms), *unsaid_owed(node, now_ms=now_ms))
    owed_now = next((each for each in (*duties, *unsaid) if each.id == duty_id), None)
    return owed_now if owed_now is not None else slot_duty_named(node, duty_id, now_ms=now_ms)


def why_owed(node: Node, duty: Duty) -> tuple[Step, ...]:
    """Return how the due time of a duty came about, step by step, how it stands, and who is told when it lapses."""
    still = stood_still(node, duty)
    return (*_cause(node, duty), *_clock(node, duty), *still, *_outcome(duty), *_levels(node, duty))


def _cause(node: Node, duty: Duty) -> Iterator[Step]:
    found = reading.find_entry(node, duty.entry)
    if found is not None:
        figures = {"entry": duty.entry, "at_ms": found[1].at_ms}
        yield Step("why.duty.made", figures, entry=duty.entry, clause=duty.clause)


def _clock(node: Node, duty: Duty) -> Iterator[Step]:
    state = _state_of(node, duty)
    if duty.clause in BY_SCHEDULE:
        yield from _by_schedule(node, duty)
    elif duty.clause == "IID-2":
        yield from _by_calendar(node, duty)
    elif (named := hours_of(node.charter(), duty.clause)) is not None:
        yield from by_hours(node, duty, _reading_of(node, duty), named)
    elif duty.clause in BY_LEVEL and (dispute := disputes_of(node).one(duty.matter)) is not None:
        yield from by_level(node, duty, dispute, _reading_of(node, duty))
    elif duty.clause in BY_NAME or duty.clause in BY_INSTANT:
        yield _at_instant(duty, code=BY_INSTANT.get(duty.clause, "why.duty.named"))
    elif duty.clause == "D-5" and state.get("answer_by_s") is not None and _is_by_name(duty, state):
        yield Step("why.duty.named", {"at_ms": state["answer_by_s"] * 1000}, entry=duty.entry, clause=duty.clause)
    else:
        # The log of a challenged call is owed as its voice was, whatever precedence the log then has.
        said = state["voice"]["log_precedence"] if duty.clause == "D-12" else _precedence(state, duty)
        yield from _by_handling(node, duty, precedence=str(said or ""))


def _precedence(state: Mapping[str, Any], duty: Duty) -> Any:
    """Return the precedence whose handling time counts: of an interim measure its own, else that of the matter."""
    measure = next((each for each in state.get("measures") or () if each["entry"] == duty.entry), None)
    return measure["terms"]["precedence"] if measure is not None else state.get("precedence")


def _reading_of(node: Node, duty: Duty) -> ReadAt | None:
    """Return the first reading from which a duty's hours run: of its entry, or of the report that raised its sector."""
    entry = raised_by(node, duty) if duty.clause == "IWD-1" else duty.entry
    return NodeReadings(node).first_reading(entry, duty.owed_by) if entry else None


def _by_calendar(node: Node, duty: Duty) -> Iterator[Step]:
    """Yield the slot of the inspection calendar: when it began, how long it is, what the charter says of its area."""
    terms, zone = node.charter().inspections, duty.entry.rpartition("@")[0].rpartition("-")[0]
    area = next((each for each in terms.calendar if each.zone == zone), None) if terms is not None else None
    if area is not None:
        value = f"inspected-{zone}"
        figures = {"days": area.every_days, "at_ms": duty.since_ms or 0}
        yield Step("why.duty.calendar", figures, clause=duty.clause, value=value)
        yield value_step(area.provenance, value=value, in_force=node.in_force())


def _at_instant(duty: Duty, *, code: str) -> Step:
    if duty.due_at_ms is None:
        return Step("why.duty.unread", {"member": duty.owed_by, "at_ms": duty.since_ms or 0}, clause=duty.clause)
    return Step(code, {"at_ms": duty.due_at_ms}, entry=duty.entry, clause=duty.clause)


def _is_by_name(duty: Duty, state: Mapping[str, Any]) -> bool:
    """Return whether an answer is due when the message says; corrected words may have their handling time instead."""
    return duty.due_at_ms == int(state["answer_by_s"]) * 1000


def _state_of(node: Node, duty: Duty) -> Mapping[str, Any]:
    row = matters.matter(node.reader(), duty.matter) if duty.matter else None
    state = owed.fold_now(node, row.id, version=row.locked).state if row else None
    return state.as_json() if state is not None else {}


def _by_handling(node: Node, duty: Duty, *, precedence: str) -> Iterator[Step]:
    read = NodeReadings(node).first_reading(duty.entry, duty.owed_by)
    if read is None:
        yield Step("why.duty.unread", {"member": duty.owed_by, "at_ms": duty.since_ms or 0}, clause=duty.clause)
    else:
        figures = {"member": duty.owed_by, "entry": read.by, "at_ms": read.at_ms}
        yield Step("why.duty.read", figures, entry=read.by, clause=duty.clause)
        yield from _clocks_apart(node, duty, read)
    charter = node.charter()
    minutes, found = handling_minutes(charter, precedence=precedence), charter.precedences.get(precedence)
    if minutes is None:
        yield Step("why.duty.no_time", {"precedence": precedence}, clause="C-0")
    else:
        value = f"precedence-{precedence}"
        yield Step("why.duty.handling", {"precedence": precedence, "minutes": minutes}, clause="C-8", value=value)
    if found is not None:
        yield value_step(found.provenance, value=f"precedence-{precedence}", in_force=node.in_force())
    if read is not None and minutes is not None:
        due_ms = read.at_ms + minutes * MINUTE_MS
        # Of two that found it at once the other may have been read first: then no sum is told rather than a wrong one.
        if due_ms != duty.due_at_ms:
            return
        yield Step("why.duty.sum", {"from_ms": read.at_ms, "minutes": minutes, "due_ms": due_ms}, clause=duty.clause)


def _clocks_apart(node: Node, duty: Duty, read: ReadAt) -> Iterator[Step]:
    """Tell where another had read that entry before the time that it bears: the clock on which all rests is ahead.

    Only shown. If it moved the due time, whoever dates itself back could make others late.
    """
    readings = NodeReadings(node)
    others = (code for code in node.charter().codes if code != duty.owed_by)
    known = [(found.at_ms, code, found.by) for code in others if (found := readings.first_reading(read.by, code))]
    at_ms, other, entry = min(known, default=(read.at_ms, "", ""))
    if read.at_ms - at_ms >= APART_MS:
        minutes = (read.at_ms - at_ms) // MINUTE_MS
        figures = {"member": duty.owed_by, "entry": entry, "other_member": other, "at_ms": at_ms, "minutes": minutes}
        yield Step("why.duty.clocks_apart", figures, entry=entry, clause=duty.clause)


def _by_schedule(node: Node, duty: Duty) -> Iterator[Step]:
    schedule = _schedule_of(node, duty)
    if schedule is None or duty.due_at_ms is None:
        return
    minutes, value = schedule.answer_minutes, f"line-checks-{'-'.join(schedule.between)}"
    figures = {"minutes": minutes, "at_ms": duty.due_at_ms - minutes * MINUTE_MS}
    yield Step("why.duty.slot", figures, clause="C-9", value=value)
    yield value_step(schedule.provenance, value=value, in_force=node.in_force())


def _schedule_of(node: Node, duty: Duty) -> LineCheckSchedule | None:
    """Return the schedule of a line check: the one of these two members that the same end answers."""
    state = _state_of(node, duty)
    answered_by = str(state.get("answered_by") or duty.entry.rpartition("-")[2])
    ends = set(state.get("between") or (duty.owed_by, *duty.owed_to))
    fitting = [s for s in node.charter().line_checks if set(s.between) == ends and s.answered_by == answered_by]
    return fitting[0] if len(fitting) == 1 else None


def _outcome(duty: Duty) -> Iterator[Step]:
    figures = {"due_ms": duty.due_at_ms} if duty.state in ("running", "lapsed") else {}
    if duty.state != "running" or duty.due_at_ms is not None:
        yield Step(f"why.duty.{duty.state}", figures, clause=duty.clause)


def _levels(node: Node, duty: Duty) -> Iterator[Step]:
    charter = node.charter()
    audience = (duty.owed_by, *duty.owed_to)
    for level in levels_reachable(charter, ladder=LADDER, audience=audience):
        members = (duty.owed_by,) if level.of == "own" else charter.supervisors
        for member in members:
            figures = {"minutes": level.after_minutes, "role": level.role, "member": member}
            yield Step("why.duty.level", figures, clause="C-10", value=f"ladder-{LADDER}")
