"""What the desk itself adds to the frame: the first page, the shift and the record in the rail, the deadlines below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import DeskPart, Mark, RailEntry, Span, TimeRow, TimeRows
from parley.desk.reach import narrowed
from parley.desk.watch_list import rows_of
from parley.node import pressing, reading
from parley.node.owed import duties_in, lines_owed
from parley.node.pressing import together
from parley.node.verifying.owed import unsaid_owed

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many matters have their deadlines drawn.
MOST_MARKS = 100
DEADLINES = "deadlines"


def deadlines(frame: Frame, span: Span) -> Iterable[TimeRow]:
    """Return the row of what is due within the hours shown, with what is overdue from before them.

    Where more is due than is drawn, the row says how much more: what is to come is drawn first.
    """
    tracks = narrowed(frame.tracks)
    if tracks == ():
        return (TimeRow(DEADLINES, gettext("Deadlines"), ()),)
    found = pressing.due_within(
        frame.node, from_ms=span.from_ms, until_ms=span.until_ms, now_ms=frame.now_ms, limit=MOST_MARKS, tracks=tracks
    )
    told, running = ([], []) if frame.not_read else lines_owed(frame.node, now_ms=frame.now_ms)
    matters = together(found.rows, running)
    unsaid = (*told, *unsaid_owed(frame.node, now_ms=frame.now_ms))
    duties = [*duties_in(frame.node, matters, now_ms=frame.now_ms), *unsaid]
    shown = reading.shown(frame.node, matters)
    marks = [
        Mark(
            row.due_at_ms, row.what, short=row.matter, shape=row.shape, tone=row.urgency, word=row.word,
            address=row.address, matter=row.matter,
        )
        for row in rows_of(frame.node, duties, matters=shown, viewer=frame.viewer)
        if row.due_at_ms is not None and span.from_ms <= row.due_at_ms < span.until_ms
    ]  # fmt: skip
    more = max(0, found.total - len(found.rows))
    return (TimeRow(DEADLINES, gettext("Deadlines"), tuple(marks), more=more, whole=f"{reverse('desk')}?watch=all"),)


WATCH = DeskPart(
    "watch",
    rail=(
        RailEntry(
            "desk", lambda: gettext("Desk"), "desk", "desk", place=0, count=lambda frame: frame.ours, why="waiting"
        ),
        RailEntry("shift", lambda: gettext("Shift"), "shift", "watch", place=80),
        RailEntry("record", lambda: gettext("Record"), "record", "record", place=90),
    ),
    time_rows=(TimeRows(deadlines, place=0),),
    styles=("lapse.css",),
    banners=("desk/parts/watch_news_banner.html",),
    scripts=("watch.js",),
)
