"""What is owed in every sort of matter of commerce. Pure."""

from __future__ import annotations

from typing import Any

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.tracks.commerce.crossing_duties import crossing_duties
from parley.tracks.commerce.crossing_state import CrossingState
from parley.tracks.commerce.match_duties import match_duties
from parley.tracks.commerce.opportunity_state import InterestState, MatchState, OpportunityState
from parley.tracks.commerce.project_duties import project_duties
from parley.tracks.commerce.project_state import ProjectState
from parley.tracks.commerce.slot_state import SlotsState

STATES = (CrossingState, SlotsState, OpportunityState, InterestState, MatchState, ProjectState)


def commerce_duties(state: Any, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of a matter of commerce, met or not; of slots, offers and interest nobody owes anything."""
    if isinstance(state, CrossingState):
        return crossing_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, MatchState):
        return match_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, ProjectState):
        return project_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    return ()
