"""Commerce on the calendar and the time line: slots of crossings, ends of opportunities, what was offered or opened."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.charter.commerce import DAY_S
from parley.desk.adding import Mark, Planned, Span, TimeRow
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce import words
from parley.desk.commerce.facts import point_name
from parley.desk.commerce.found import OVER, day_of, matter_with, newest, points, state_name
from parley.desk.commerce.words import word
from parley.desk.reach import tracks_read
from parley.node import reading
from parley.node.commerce.suspending import suspended_by
from parley.node.reading import MatterRow
from parley.tracks.commerce.crossing_state import FORM
from parley.tracks.commerce.opportunity_state import FORM as OFFER
from parley.tracks.commerce.project_state import FORM as PROJECT
from parley.tracks.commerce.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many are drawn; where these hours hold more, the row says how many and leads to the list.
MOST_MARKS = 150
TONES = {"wait": "wait", "done": "done", "bad": "over", "hold": "away"}


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield the slot of each crossing that is not over, and until when each opportunity is open, within the span."""
    if TRACK.name not in frame.tracks:
        return
    for row in newest():
        state = row.state
        if _is_within(state["slot_s"], state["until_s"], span) and state["name"] not in OVER:
            yield Planned(
                state["slot_s"] * 1000, point_name(state["point"]), str(state["subject"]), state["until_s"] * 1000,
                (row.opened_by,), "crossing", _said(row), row.id, address_of_form(FORM, row.id),
            )  # fmt: skip
    for row in newest(OFFER):
        at_ms = row.state["expires_s"] * 1000
        if span.from_ms <= at_ms < span.until_ms and row.state["withdrawn"] is None:
            name = state_name(row.state, now_s=frame.now_ms // 1000)
            yield Planned(
                at_ms, gettext("An opportunity is open until here"), str(row.state["subject"]), who=(row.opened_by,),
                shape="soon", word=word(words.OFFER_STATES, name), matter=row.id,
                address=address_of_form(OFFER, row.id), clause="CM-13",
            )  # fmt: skip


def time_rows(frame: Frame, span: Span) -> list[TimeRow]:
    """Return a row with the slots of crossings, and one with what was offered or opened, within the hours shown."""
    if TRACK.name not in tracks_read(frame.officer):
        return []
    slots = sorted(_crossings_within(span), key=lambda row: (row.state["slot_s"], row.id))
    begun = [row for form in (OFFER, PROJECT) for row in reading.of_form(
        node(), form, from_ms=span.from_ms, until_ms=span.until_ms, limit=MOST_MARKS + 1
    )]  # fmt: skip
    begun.sort(key=lambda row: (row.at_ms, row.id))
    rows = (
        _row("crossings", gettext("Crossings"), slots, reverse("crossings") + "?show=all", span),
        _row("commerce", gettext("Opportunities and projects"), begun, reverse("opportunities") + "?show=all", span),
    )
    return [row for row in rows if row.marks]


def _crossings_within(span: Span) -> Iterator[MatterRow]:
    """Yield the crossings that asked for a slot of these hours, by the slots of their days: no other one is read."""
    first, last = span.from_ms // 1000 // DAY_S, span.until_ms // 1000 // DAY_S
    for point, day in product(points(), range(first, last + 1)):
        known = day_of(point.name, day * DAY_S)
        for slot in known["slots"] if known is not None else ():
            if _is_within(slot["slot_s"], slot["slot_s"] + 60 * point.slot_minutes, span):
                rows = (matter_with(each["crossing"]) for each in slot["asked"])
                yield from (row for row in rows if row is not None and row.form == FORM)


def _row(name: str, label: str, found: list[MatterRow], whole: str, span: Span) -> TimeRow:
    marks = tuple(_mark(row, now_ms=span.now_ms) for row in found[-MOST_MARKS:])
    return TimeRow(name, label, marks, more=max(0, len(found) - MOST_MARKS), whole=whole)


def _mark(row: MatterRow, *, now_ms: int) -> Mark:
    if row.form == FORM:
        return _slot(row)
    name = state_name(row.state, now_s=now_ms // 1000) if row.form == OFFER else str(row.state["name"])
    return Mark(
        row.at_ms, str(row.state["subject"]), short=row.id, shape="pair" if row.form == OFFER else "times",
        word=word(words.FORMS[row.form], name), address=address_of_form(row.form, row.id), matter=row.id,
    )  # fmt: skip


def _slot(row: MatterRow) -> Mark:
    """Return the slot of a crossing as a bar; one whose permit is suspended says so."""
    state, suspended = row.state, suspended_by(node(), row.state)
    return Mark(
        state["slot_s"] * 1000, str(state["subject"]), short=row.id,
        shape="standstill" if suspended is not None else "crossing",
        tone="over" if suspended is not None else TONES.get(words.SHAPES.get(state["name"], ""), "plain"),
        word=_said(row), until_ms=state["until_s"] * 1000, address=address_of_form(FORM, row.id), matter=row.id,
        is_hatched=suspended is not None,
    )  # fmt: skip


def _said(row: MatterRow) -> str:
    """Say how a crossing stands, and whether a standstill suspends its permit."""
    said, suspended = word(words.STATES, row.state["name"]), suspended_by(node(), row.state)
    if suspended is None:
        return said
    if suspended.has_passed:
        return f"{said} · {gettext('passed in the hours of a standstill')}"
    return f"{said} · {gettext('suspended by a standstill')}"


def _is_within(from_s: int, until_s: int, span: Span) -> bool:
    return bool(from_s * 1000 < span.until_ms and until_s * 1000 > span.from_ms)
