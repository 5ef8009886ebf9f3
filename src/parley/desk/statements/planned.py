"""Joint statements on the calendar and the time line: the minute at which each is, or was, to be released."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from parley.desk.adding import Planned, Span
from parley.desk.addresses import address_of_form
from parley.desk.statements.words import state_word
from parley.node.statements.held import statements
from parley.tracks.talks.statement_state import FORM
from parley.tracks.talks.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

GONE = ("withdrawn", "declined")


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield the minute of release of each statement that came to something, within the span."""
    if TRACK.name not in frame.tracks:
        return
    for state in statements(frame.node):
        at_ms, matter = state.release_s * 1000, state.opening.id
        if span.from_ms <= at_ms < span.until_ms and state.name not in GONE:
            yield Planned(
                at_ms, gettext("Release of a joint statement"), str(state.main.terms["subject"]), None,
                state.main.needed, "times", state_word(state.name, form=FORM), matter, address_of_form(FORM, matter),
                "JS-7",
            )  # fmt: skip
