"""What of a matter depends on the hour alone: how each step of a timetable stands."""

from __future__ import annotations

from typing import Any

from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.stepping import timetable_json


def steps_at(state: Any, *, at_s: int) -> dict[str, Any] | None:
    """Return by its id how each step of an instrument stands at an instant; None for what is no instrument."""
    if not isinstance(state, CommitmentState):
        return None
    return {str(row["step"]): row for row in timetable_json(state, now_s=at_s)}
