"""What the desk itself adds to the frame: the first page, the shift and the record in the rail, the deadlines below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from parley.desk.adding import DeskPart, Mark, RailEntry, Span, TimeRow, TimeRows

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def deadlines(frame: Frame, span: Span) -> Iterable[TimeRow]:
    """Return the row of what is due within the hours shown, with what is overdue from before them."""
    marks = [
        Mark(
            row.due_at_ms, row.what, short=row.matter, shape=row.shape, tone=row.urgency, word=row.word,
            address=row.address, matter=row.matter,
        )
        for row in frame.watch.rows
        if row.due_at_ms is not None and span.from_ms <= row.due_at_ms < span.until_ms
    ]  # fmt: skip
    return (TimeRow("deadlines", gettext("Deadlines"), tuple(marks)),)


WATCH = DeskPart(
    "watch",
    rail=(
        RailEntry("desk", lambda: gettext("Desk"), "desk", "desk", place=0, count=lambda frame: frame.ours),
        RailEntry("shift", lambda: gettext("Shift"), "shift", "watch", place=80),
        RailEntry("record", lambda: gettext("Record"), "record", "record", place=90),
    ),
    time_rows=(TimeRows(deadlines, place=0),),
    styles=("lapse.css",),
    scripts=("watch.js",),
)
