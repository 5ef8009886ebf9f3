"""What rests on a report: after its retraction signers of assessments owe a word, though nothing was said in those.

The matter of the report says it. So when that stands otherwise the assessments that rest on it are written anew. What
both say is owed (`parley.tracks.information.basis`) is found alike by every node that may read them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from parley.charter.model import Charter
from parley.matters.duty import Duty, Readings
from parley.node.store import citations
from parley.tracks.information.assessment_state import AssessmentState
from parley.tracks.information.basis import basis_duties, fallen, is_unreviewed
from parley.tracks.information.report_state import ReportState

if TYPE_CHECKING:
    from parley.node.running import Node

StateOf = Callable[[str], Any]


def resting_on(conn: sqlite3.Connection, state: Any) -> list[str]:
    """Return the matters in which a report is cited, however it stands now; none of anything else."""
    return citations.citing(conn, [state.opening.id]) if isinstance(state, ReportState) else []


def citing(node: Node, report: str) -> list[str]:
    """Return the matters in which a report is cited, as far as this node reads them."""
    return citations.citing(node.reader(), [report])


def owes_by_reports(state: Any, *, state_of: StateOf) -> bool:
    """Return whether a signer of an assessment has still to say a word on the retraction of one of its reports."""
    return isinstance(state, AssessmentState) and is_unreviewed(state, fallen(state, state_of=state_of))


def review_duties(
    state: Any, *, state_of: StateOf, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return what the signers of an assessment owe since its reports were retracted; none of anything else."""
    if not isinstance(state, AssessmentState):
        return ()
    gone = fallen(state, state_of=state_of)
    return basis_duties(state, gone, charter=charter, readings=readings, now_ms=now_ms)
