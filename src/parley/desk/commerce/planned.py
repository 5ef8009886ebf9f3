"""Crossings on the calendar: the slot of each that is asked for or permitted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parley.desk.adding import Planned, Span
from parley.desk.addresses import address_of_form
from parley.desk.commerce import words
from parley.desk.commerce.facts import point_name
from parley.desk.commerce.found import OVER, newest
from parley.desk.commerce.words import word
from parley.tracks.commerce.crossing_state import FORM
from parley.tracks.commerce.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield the slot of each crossing that is not over and begins or goes on within the span."""
    if TRACK.name not in frame.tracks:
        return
    for row in newest():
        state = row.state
        is_within = state["slot_s"] * 1000 < span.until_ms and state["until_s"] * 1000 > span.from_ms
        if is_within and state["name"] not in OVER:
            yield Planned(
                state["slot_s"] * 1000, point_name(state["point"]), str(state["subject"]), state["until_s"] * 1000,
                (row.opened_by,), "crossing", word(words.STATES, state["name"]), row.id, address_of_form(FORM, row.id),
            )  # fmt: skip
