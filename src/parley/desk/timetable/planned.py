"""Steps on the calendar that nobody owes yet: they wait, and are expected on a day if all goes as planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Planned, Span
from parley.desk.commitments.words import state_word
from parley.node.owed import fold_now
from parley.node.store import matters
from parley.tracks.commitments.commitment_state import AGREED, FORM, CommitmentState
from parley.tracks.commitments.stepping import Row, rows_at
from parley.tracks.commitments.timetable.standing import PARTIAL, PENDING
from parley.tracks.commitments.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# Of so many instruments in which something is open the steps are shown, the newest first; more is said.
MOST = 200


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield each step of an agreed instrument that waits, on the day on which it is expected to be due."""
    if TRACK.name not in frame.tracks:
        return
    rows = matters.owing_of_form(frame.node.reader(), FORM, limit=MOST + 1)
    for row in rows[:MOST]:
        state = fold_now(frame.node, row.id, version=row.locked).state
        if isinstance(state, CommitmentState) and state.standing == AGREED:
            for each in rows_at(state, now_s=span.now_ms // 1000):
                if _is_shown(each, span):
                    yield _step(each, state)
    if len(rows) > MOST:
        told = gettext("Of more than %(most)s open instruments the steps of the newest are shown.") % {"most": MOST}
        yield Planned(span.from_ms, told, shape="bad")


def _is_shown(row: Row, span: Span) -> bool:
    """What has a firm date and may begin is a duty, and stands on the calendar as one."""
    at_s, waits = row.due.expected_s, row.standing.otherwise in (PENDING, PARTIAL) and not row.due.may_begin
    return waits and at_s is not None and span.from_ms <= at_s * 1000 < span.until_ms


def _step(row: Row, state: CommitmentState) -> Planned:
    matter = state.opening.id
    return Planned(
        (row.due.expected_s or 0) * 1000,
        gettext("Step %(step)s is expected") % {"step": row.step.id},
        row.step.what,
        who=(row.step.who,),
        shape="wait",
        word=state_word(row.standing.state),
        matter=matter,
        address=reverse("timetable", args=matter.split("/")),
        clause="COD-2",
    )
