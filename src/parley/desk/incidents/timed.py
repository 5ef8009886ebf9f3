"""Incidents on the time line: each as a bar over the time in which its report says that it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Mark, Span, TimeRow
from parley.desk.addresses import address_of_form
from parley.desk.incidents.words import STATES, word
from parley.desk.reach import tracks_read
from parley.node import reading
from parley.node.reading import MatterRow
from parley.tracks.incidents.incident_state import FORM
from parley.tracks.incidents.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many incidents are drawn; where these hours hold more, the row says how many and leads to the list.
MOST_MARKS = 150
# What happened in the hours shown may have been reported so much later.
REPORTED_LATER_MS = 7 * 86_400_000


def incident_rows(frame: Frame, span: Span) -> list[TimeRow]:
    """Return the row of incidents that happened within the hours shown."""
    if TRACK.name not in tracks_read(frame.officer):
        return []
    until_ms = span.until_ms + REPORTED_LATER_MS
    rows = reading.of_form(frame.node, FORM, from_ms=span.from_ms, until_ms=until_ms, limit=MOST_MARKS * 4)
    within = [row for row in rows if _is_within(row, span)]
    marks = tuple(_mark(row) for row in within[-MOST_MARKS:])
    more = max(0, len(within) - MOST_MARKS)
    return [TimeRow("incidents", gettext("Incidents"), marks, more=more, whole=reverse("incidents"))] if marks else []


def _is_within(row: MatterRow, span: Span) -> bool:
    time = row.state["accounts"][0]["terms"]["time"]
    return bool(time["from_s"] * 1000 < span.until_ms and time["until_s"] * 1000 >= span.from_ms)


def _mark(row: MatterRow) -> Mark:
    time, name = row.state["accounts"][0]["terms"]["time"], str(row.state["name"])
    lasted = time["until_s"] > time["from_s"]
    return Mark(
        time["from_s"] * 1000,
        str(row.state["subject"]),
        short=row.id,
        shape="todo" if name == "withdrawn" else "incident",
        tone="away" if name == "withdrawn" else "plain",
        word=word(STATES, name),
        until_ms=time["until_s"] * 1000 if lasted else None,
        address=address_of_form(FORM, row.id),
        matter=row.id,
    )
