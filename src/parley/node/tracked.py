"""The tracks that this program knows, and what is owed in a matter, asked of the track on which it stands."""

from __future__ import annotations

from typing import Any

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.matters.track import Track
from parley.tracks.commerce.duties import STATES as COMMERCE_STATES
from parley.tracks.commerce.duties import commerce_duties
from parley.tracks.commerce.track import TRACK as COMMERCE
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.duties import commitment_duties
from parley.tracks.commitments.forces_state import ForcesState
from parley.tracks.commitments.track import TRACK as COMMITMENTS
from parley.tracks.deconfliction import duties as notices
from parley.tracks.deconfliction import overlap_duties
from parley.tracks.deconfliction.blind_duties import blind_duties
from parley.tracks.deconfliction.blind_state import BlindOverlapState, LooksState
from parley.tracks.deconfliction.encounters.duties import encounter_duties
from parley.tracks.deconfliction.encounters.state import EncounterState
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.site_duties import site_duties
from parley.tracks.deconfliction.site_state import SiteState
from parley.tracks.deconfliction.standstill_duties import standstill_duties
from parley.tracks.deconfliction.standstill_state import StandstillState
from parley.tracks.deconfliction.track import TRACK as DECONFLICTION
from parley.tracks.disputes.duties import dispute_duties
from parley.tracks.disputes.state import DisputeState, ShownState
from parley.tracks.disputes.track import TRACK as DISPUTES
from parley.tracks.hotline import duties as hotline
from parley.tracks.hotline.track import TRACK as HOTLINE
from parley.tracks.incidents.hit_duties import hit_duties
from parley.tracks.incidents.hit_state import HitState
from parley.tracks.incidents.incident_duties import incident_duties
from parley.tracks.incidents.incident_state import IncidentState
from parley.tracks.incidents.inspection_duties import inspection_duties
from parley.tracks.incidents.inspection_state import InspectionState
from parley.tracks.incidents.track import TRACK as INCIDENTS
from parley.tracks.incidents.warnings import WarningState
from parley.tracks.information.duties import STATES as INFORMATION_STATES
from parley.tracks.information.duties import information_duties
from parley.tracks.information.track import TRACK as INFORMATION
from parley.tracks.supervision.certificates import CertificateState
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.directives import DirectiveState
from parley.tracks.supervision.duties import change_duties, directive_duties
from parley.tracks.supervision.packs import PackState
from parley.tracks.supervision.track import TRACK as SUPERVISION
from parley.tracks.talks.duties import STATES as TALKS_STATES
from parley.tracks.talks.duties import talks_duties
from parley.tracks.talks.track import TRACK as TALKS

# A new track is named here, and in what is owed below.
TRACKS: tuple[Track, ...] = (
    HOTLINE, DECONFLICTION, INCIDENTS, DISPUTES, COMMITMENTS, SUPERVISION, TALKS, COMMERCE, INFORMATION,
)  # fmt: skip


def duties_of(
    state: Any, *, charter: Charter, readings: Readings, now_ms: int, ended_ms: int | None = None
) -> tuple[Duty, ...]:
    """Return every duty of a matter, met or not; none of a matter that no track knows."""
    if state is None:
        return ()
    if isinstance(state, NoticeState):
        return notices.duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, StandstillState):
        return standstill_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, OverlapState):
        return overlap_duties.duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, EncounterState):
        return encounter_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, SiteState):
        return site_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, BlindOverlapState):
        return blind_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, HitState):
        return hit_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, IncidentState):
        return incident_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, InspectionState):
        return inspection_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, DisputeState):
        return dispute_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, ShownState | LooksState | ForcesState | WarningState | CertificateState | PackState):
        return ()
    if isinstance(state, DirectiveState):
        return directive_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, ChangeState):
        return change_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, TALKS_STATES):
        return talks_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, COMMERCE_STATES):
        return commerce_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, INFORMATION_STATES):
        return information_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, CommitmentState):
        return commitment_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    return hotline.duties(state, charter=charter, readings=readings, now_ms=now_ms, ended_ms=ended_ms)


def stands_since(state: Any, *, hour_ms: int) -> int:
    """Return since when a matter stands as it does: a dispute since its last rise, all others since ever."""
    return state.rungs(now_ms=hour_ms)[-1].began_ms + 1 if isinstance(state, DisputeState) else 0
