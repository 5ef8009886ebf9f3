"""What is owed in every sort of matter of commerce. Pure."""

from __future__ import annotations

from typing import Any

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.tracks.commerce.crossing_duties import crossing_duties
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.slot_state import SlotsState

STATES = (CrossingState, SlotsState)


def commerce_duties(state: Any, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a matter of commerce, met or not; of the slots of a day nobody owes anything."""
    if isinstance(state, CrossingState):
        return crossing_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    return ()
