"""What is owed in any matter of information exchange (IRD-1 to IRD-5). Pure."""

from __future__ import annotations

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.tracks.information.assessment_state import AssessmentState
from parley.tracks.information.assessments import assessment_duties
from parley.tracks.information.report_duties import report_duties
from parley.tracks.information.report_state import ReportState
from parley.tracks.information.request_state import RequestState
from parley.tracks.information.requests import request_duties

STATES = (ReportState, RequestState, AssessmentState)


def information_duties(
    state: ReportState | RequestState | AssessmentState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of the matter, met or not, sorted by id."""
    if isinstance(state, ReportState):
        return report_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    if isinstance(state, RequestState):
        return request_duties(state, charter=charter, readings=readings, now_ms=now_ms)
    return assessment_duties(state, charter=charter, readings=readings, now_ms=now_ms)
