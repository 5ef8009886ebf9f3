"""What depends on the hour alone: steps, levels of a dispute, inspections by calendar, limits, lines that hold."""

from __future__ import annotations

from typing import Any

from parley.charter.verifying import DAY_MS, inspection_slots
from parley.matters.verdict import Permit
from parley.node.cases.happening import Happened
from parley.node.commitments.counted import COUNTED, counts_of
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.forces_state import ForcesState
from parley.tracks.commitments.limits import Count, LimitRow, limit_rows
from parley.tracks.commitments.line_on import line_on
from parley.tracks.commitments.stepping import facts_of, timetable_json
from parley.tracks.commitments.timetable.effect import slip
from parley.tracks.disputes.ladder import Rung
from parley.tracks.disputes.state import DisputeState
from parley.tracks.incidents.inspection_duties import slot_duty
from parley.tracks.incidents.inspection_state import InspectionState


def steps_at(state: Any, *, at_s: int) -> dict[str, Any] | None:
    """Return by its id how each step of an instrument stands at an instant; None for what is no instrument."""
    if not isinstance(state, CommitmentState):
        return None
    return {str(row["step"]): row for row in timetable_json(state, now_s=at_s)}


def slip_of(state: Any, *, step: str, to_s: int) -> dict[str, Any] | None:
    """Return by its id what follows for each other step if one were certified at `to_s`; None where none is."""
    if not isinstance(state, CommitmentState) or step not in state.plan.steps:
        return None
    found = slip(state.plan, facts_of(state), step=step, to_s=to_s)
    return {
        each.step: {"before_s": each.before_s, "after_s": each.after_s, "moves": each.moves, "follows": each.follows}
        for each in found
    }


def ladder_at(state: Any, *, at_s: int) -> list[dict[str, Any]] | None:
    """Return the levels on which a dispute stood until an instant, the first first; None for what is no dispute."""
    if not isinstance(state, DisputeState):
        return None
    return [_rung_json(rung) for rung in state.rungs(now_ms=at_s * 1000)]


def _rung_json(rung: Rung) -> dict[str, Any]:
    return {
        "level": rung.level.name, "why": rung.why, "clause": rung.clause, "entry": rung.entry,
        "lapsed_level": rung.lapsed_level, "began_ms": rung.began_ms, "due_ms": rung.due_ms, "left_ms": rung.left_ms,
    }  # fmt: skip


def calendar_at(happened: Happened, *, at_s: int) -> list[dict[str, Any]]:
    """Return of each zone the inspection by calendar that is running, and those missed before that are still told."""
    charter, now_ms = happened.charter, at_s * 1000
    if charter.inspections is None:
        return []
    longest = max((area.every_days for area in charter.inspections.calendar), default=0)
    visits = [visit for state in _states(happened) if isinstance(state, InspectionState) for visit in state.visits]
    begins_ms = (charter.since.toordinal() - 719_163) * DAY_MS
    found = []
    for slot in inspection_slots(
        charter, from_ms=now_ms - 2 * longest * DAY_MS, until_ms=now_ms + 1, since_ms=begins_ms
    ):
        duty = slot_duty(slot, visits, charter=charter, now_ms=now_ms)
        if duty is not None:
            found.append({
                "zone": slot.area.zone, "owed_by": duty.owed_by, "what": duty.what, "state": duty.state,
                "due_ms": duty.due_at_ms, "clause": duty.clause, "level": duty.level,
            })  # fmt: skip
    return found


def limits_at(happened: Happened, *, at_s: int) -> dict[str, dict[str, Any]]:
    """Return by "zone limit" what is allowed, declared and counted of each limit, and by how much more than allowed."""
    states = _states(happened)
    rows = limit_rows(
        happened.charter,
        declarations=[state for state in states if isinstance(state, ForcesState)],
        variances=[state for state in states if isinstance(state, CommitmentState)],
        counts=_counts(happened),
        at_s=at_s,
    )
    return {f"{row.zone} {row.limit}": _limit_json(row) for row in rows}


def _counts(happened: Happened) -> list[Count]:
    verdicts = {key: each for matter in happened.matters() for key, each in happened.folded(matter).verdicts.items()}
    reports = [each for each in happened.entries if each.kind == COUNTED and isinstance(verdicts[each.id], Permit)]
    return [count for report in reports for count in counts_of(report)]


def _limit_json(row: LimitRow) -> dict[str, Any]:
    return {
        "standing": row.standing, "at_most": row.at_most, "allowed": row.allowed, "variances": list(row.variances),
        "declared": {each.member: each.count for each in row.declared}, "declared_all": row.declared_all,
        "undeclared": list(row.undeclared), "counted": row.count.counted if row.count else None,
        "why": row.count.why if row.count else "", "over_declared": row.over_declared, "over_counted": row.over_counted,
    }  # fmt: skip


def lines_at(happened: Happened, *, at_s: int) -> dict[str, dict[str, Any]]:
    """Return by name each line and zone that holds, or that a certified step ended: by what, since when."""
    instruments = [state for state in _states(happened) if isinstance(state, CommitmentState)]
    return {
        each.name: {
            "holds": each.holds, "by": each.by, "since_s": each.since_s, "matter": each.matter, "step": each.step,
            "disputed": each.disputed,
        }
        for each in line_on(happened.charter, instruments, at_s=at_s)
    }  # fmt: skip


def _states(happened: Happened) -> list[Any]:
    return [happened.folded(matter).state for matter in happened.matters()]
