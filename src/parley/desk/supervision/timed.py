"""Supervision on the calendar and the time line: dates of directives, ends of suspensions, states of the mechanism."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Mark, Planned, Span, TimeRow
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.reach import tracks_read
from parley.desk.supervision.showing import held_shown
from parley.desk.supervision.words import state_word
from parley.node.supervision.held import held
from parley.node.supervision.standing import mechanism_over_time
from parley.tracks.supervision.directives import FORM as DIRECTIVE
from parley.tracks.supervision.directives import DirectiveState
from parley.tracks.supervision.entries import ACTIVE
from parley.tracks.supervision.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# So many of the newest directives are looked through for those whose date lies in the days shown.
MOST = 500


def planned(frame: Frame, span: Span) -> Iterator[Planned]:
    """Yield the dates of directives that bind nobody by a duty yet, and from when until when clocks stand still."""
    if TRACK.name not in tracks_read(frame.officer):
        return
    given = held(node(), DIRECTIVE, limit=MOST + 1)
    if len(given) > MOST:
        told = gettext("Of more than %(most)s directives the newest are shown.") % {"most": MOST}
        yield Planned(span.from_ms, told, shape="bad")
    for state in given[:MOST]:
        at_ms = _date_of(state)
        if isinstance(state, DirectiveState) and at_ms is not None and span.from_ms <= at_ms < span.until_ms:
            matter = state.opening.id
            yield Planned(
                at_ms, gettext("Date of a directive"), str(state.terms["subject"]), None, state.given_to, "pen",
                state_word(state.name, form=DIRECTIVE), matter, address_of_form(DIRECTIVE, matter), "SU-1",
            )  # fmt: skip
    for each in map(held_shown, mechanism_over_time(node())):
        if each.name == ACTIVE or each.from_ms is None or each.from_ms >= span.until_ms:
            continue
        if each.until_ms is None or each.until_ms > span.from_ms:
            yield Planned(
                max(each.from_ms, span.from_ms), gettext("State of the mechanism"), each.word, each.until_ms,
                node().charter().codes, "hold", each.word, each.entry, each.address, "SU-11",
            )  # fmt: skip


def _date_of(state: object) -> int | None:
    """Return the date of a directive that still stands."""
    if not isinstance(state, DirectiveState) or state.withdrawn is not None or state.terms.get("by_s") is None:
        return None
    return int(state.terms["by_s"]) * 1000


def time_rows(frame: Frame, span: Span) -> Iterable[TimeRow]:
    """Return one row with the states of the mechanism; none where it was active all the while."""
    if TRACK.name not in tracks_read(frame.officer):
        return
    marks = [
        Mark(
            max(each.from_ms, span.from_ms), each.word, short=each.entry, shape="hold", tone="soon", word=each.word,
            until_ms=min(each.until_ms or span.until_ms, span.until_ms), address=each.address, matter=each.entry,
        )
        for each in map(held_shown, mechanism_over_time(node()))
        if each.name != ACTIVE and each.from_ms is not None and each.from_ms < span.until_ms
        and (each.until_ms is None or each.until_ms > span.from_ms)
    ]  # fmt: skip
    if marks:
        yield TimeRow("mechanism", gettext("Mechanism"), tuple(marks), whole=reverse("mechanism"))
