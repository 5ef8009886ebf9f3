"""Line checks on the calendar: the slots to come that officers answer. Those that nodes answer come by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.charter.rules import Slot, line_check_slots
from parley.desk.adding import Planned, Span
from parley.node.owed import is_shown
from parley.tracks.hotline.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def planned_checks(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield each slot to come within the span that an officer answers, as far as this member is told of it."""
    if TRACK.name not in frame.tracks or span.until_ms <= span.now_ms:
        return
    node, charter = frame.node, frame.node.charter()
    begin, end = (
        datetime.fromtimestamp(at_ms / 1000, UTC) for at_ms in (max(span.from_ms, span.now_ms), span.until_ms)
    )
    for one, other in combinations(charter.codes, 2):
        for slot in line_check_slots(charter, one, other, from_=begin, to=end):
            if slot.schedule.answered_by == "officer" and slot.judges and is_shown(slot, node=node, charter=charter):
                yield _slot(slot)


def _slot(slot: Slot) -> Planned:
    return Planned(
        int(slot.at.timestamp() * 1000),
        gettext("Line check between officers"),
        until_ms=int(slot.answer_due_at.timestamp() * 1000),
        who=(slot.begun_by, slot.answered_by_member),
        shape="phone",
        word=gettext("by schedule"),
        address=f"{reverse('hotline')}?show=checks",
        clause="D-9",
    )
