"""Information exchange on the time line and the calendar: reports from given to expired, deadlines, expiries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Mark, Planned, Span, TimeRow
from parley.desk.addresses import address_of_form
from parley.desk.information.found import ASSESSMENT, REPORT, REQUEST, state_name, terms_of
from parley.desk.information.words import STATES, tlp_label, word
from parley.desk.reach import tracks_read
from parley.node import reading
from parley.node.reading import MatterRow
from parley.tracks.information.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many are drawn; where these hours hold more, the row says how many and leads to the list.
MOST_MARKS, MOST_PLANNED = 150, 500
ENDED = ("retracted", "withdrawn", "expired", "not_joint")


def information_rows(frame: Frame, span: Span) -> list[TimeRow]:
    """Return the row of what was given within the hours shown."""
    if TRACK.name not in tracks_read(frame.officer):
        return []
    found = [row for form in (REPORT, REQUEST, ASSESSMENT) for row in reading.of_form(
        frame.node, form, from_ms=span.from_ms, until_ms=span.until_ms, limit=MOST_MARKS + 1
    )]  # fmt: skip
    rows = sorted(found, key=lambda row: (row.at_ms, row.id))
    marks = tuple(_mark(row, now_ms=frame.now_ms) for row in rows[-MOST_MARKS:])
    more = max(0, len(rows) - MOST_MARKS)
    label = gettext("Information exchange")
    return [TimeRow("information", label, marks, more=more, whole=reverse("information"))] if marks else []


def _mark(row: MatterRow, *, now_ms: int) -> Mark:
    name, terms = state_name(row.state, now_ms=now_ms), terms_of(row.state)
    level = f"{tlp_label(terms['tlp'])} · " if terms.get("tlp") else ""
    return Mark(
        row.at_ms,
        str(row.state["subject"]),
        short=row.id,
        shape="todo" if name in ENDED else "lens",
        tone="away" if name in ENDED else "plain",
        word=level + word(STATES, name),
        address=address_of_form(row.form, row.id),
        matter=row.id,
    )


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield when what stands expires within the span. Deadlines of requests are duties, which stand there anyway."""
    if TRACK.name not in frame.tracks:
        return
    for form in (REPORT, ASSESSMENT):
        rows = reading.of_form(frame.node, form, from_ms=0, limit=MOST_PLANNED + 1)
        if len(rows) > MOST_PLANNED:
            told = gettext("Of more than %(most)s reports or assessments the newest are shown.")
            yield Planned(span.from_ms, told % {"most": MOST_PLANNED}, shape="bad")
        for row in rows[-MOST_PLANNED:]:
            at_ms, name = terms_of(row.state)["expires_s"] * 1000, state_name(row.state, now_ms=frame.now_ms)
            if span.from_ms <= at_ms < span.until_ms and name not in ("retracted", "withdrawn", "not_joint"):
                yield Planned(
                    at_ms, gettext("It expires"), str(row.state["subject"]), who=(row.opened_by,), shape="soon",
                    word=word(STATES, name), matter=row.id, address=address_of_form(form, row.id), clause="IR-2",
                )  # fmt: skip
