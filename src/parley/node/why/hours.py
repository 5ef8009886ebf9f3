"""Duties whose time is a number of hours that a section of the charter names, counted from a first reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parley.charter.model import Charter, Provenance
from parley.matters.duty import MINUTE_MS, Duty, ReadAt
from parley.node.running import Node
from parley.node.why.step import Step, value_step

HOUR_MS = 60 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class Hours:
    """How many hours, where the charter says so, and under which name its page shows that."""

    hours: int
    provenance: Provenance
    value: str


def hours_of(charter: Charter, clause: str) -> Hours | None:
    """Return the hours of the duty of a clause; None where it has none, or the charter no such section."""
    incidents, inspections, warning = charter.incidents, charter.inspections, charter.early_warning
    if incidents is not None and clause in ("IND-1", "IND-2", "IND-3"):
        hours = incidents.judging_hours if clause == "IND-2" else incidents.explanation_hours
        return Hours(hours, incidents.provenance, "incidents-terms")
    if charter.disputes is not None and clause == "DID-2":
        return Hours(charter.disputes.answer_minutes // 60, charter.disputes.provenance, "disputes-terms")
    if inspections is not None and clause == "IID-1":
        return Hours(inspections.request_hours, inspections.provenance, "inspections-terms")
    if (supervision := charter.supervision) is not None and clause in ("SUD-1", "SUD-3"):
        hours = supervision.answer_hours if clause == "SUD-1" else supervision.sign_hours
        return Hours(hours, supervision.provenance, "supervision-terms")
    if warning is not None and clause == "IWD-1":
        return Hours(warning.look_hours, warning.provenance, "warning-terms")
    return None


def by_hours(node: Node, duty: Duty, read: ReadAt | None, named: Hours) -> Iterator[Step]:
    """Yield how the due time follows from the first reading and the charter's hours."""
    if read is None:
        yield Step("why.duty.unread", {"member": duty.owed_by, "at_ms": duty.since_ms or 0}, clause=duty.clause)
    else:
        figures = {"member": duty.owed_by, "entry": read.by, "at_ms": read.at_ms}
        yield Step("why.duty.read", figures, entry=read.by, clause=duty.clause)
    code = "why.duty.hours" if named.provenance.judges else "why.duty.no_hours"
    clause = duty.clause if named.provenance.judges else "C-0"
    yield Step(code, {"hours": named.hours}, clause=clause, value=named.value)
    yield value_step(named.provenance, value=named.value, in_force=node.in_force())
    if read is not None and duty.due_at_ms == read.at_ms + named.hours * HOUR_MS:
        figures = {"from_ms": read.at_ms, "hours": named.hours, "due_ms": duty.due_at_ms}
        yield Step("why.duty.sum_hours", figures, clause=duty.clause)
