"""Notices on the calendar: the hours of each window of a plan that is not over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from parley.desk.adding import Planned, Span
from parley.desk.addresses import address_of_form
from parley.desk.notices.showing import class_word
from parley.desk.notices.words import state_word
from parley.node import reading
from parley.node.store import matters
from parley.tracks.deconfliction.notice_state import OVER
from parley.tracks.deconfliction.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

FORM = "notice"
# Of so many notices that are not over the hours are shown, the newest first; more is said.
MOST = 500


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield each window that begins or goes on within the span, of plans that nobody has ended or cancelled."""
    if TRACK.name not in frame.tracks:
        return
    charter = frame.node.charter()
    rows = matters.owing_of_form(frame.node.reader(), FORM, limit=MOST + 1)
    for row in reading.shown(frame.node, rows[:MOST]):
        state = row.state
        windows = sorted({(int(start), int(end)) for each in state["volumes"] for start, end in each["windows"]})
        within = [each for each in windows if each[0] * 1000 < span.until_ms and each[1] * 1000 > span.from_ms]
        for start, end in within if state["name"] not in OVER else ():
            yield Planned(
                start * 1000, class_word(charter, state["class"]), str(state["subject"]), end * 1000, (row.opened_by,),
                "planned", state_word(state["name"]), row.id, address_of_form(FORM, row.id),
            )  # fmt: skip
    if len(rows) > MOST:
        told = gettext("Of more than %(most)s notices that are not over the newest are shown.") % {"most": MOST}
        yield Planned(span.from_ms, told, shape="bad")
