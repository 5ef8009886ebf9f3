"""What depends on the hour alone: steps of a timetable, levels of a dispute, inspections that the calendar asks for."""

from __future__ import annotations

from typing import Any

from parley.charter.verifying import DAY_MS, inspection_slots
from parley.node.cases.happening import Happened
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.stepping import timetable_json
from parley.tracks.disputes.ladder import Rung
from parley.tracks.disputes.state import DisputeState
from parley.tracks.incidents.inspection_duties import slot_duty
from parley.tracks.incidents.inspection_state import InspectionState


def steps_at(state: Any, *, at_s: int) -> dict[str, Any] | None:
    """Return by its id how each step of an instrument stands at an instant; None for what is no instrument."""
    if not isinstance(state, CommitmentState):
        return None
    return {str(row["step"]): row for row in timetable_json(state, now_s=at_s)}


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
    states = [happened.folded(matter).state for matter in happened.matters()]
    visits = [visit for state in states if isinstance(state, InspectionState) for visit in state.visits]
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
