"""Disputes on the time line: each level as a bar, why it was reached, and when it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from parley.desk.adding import Mark, Span, TimeRow
from parley.desk.addresses import address_of_form
from parley.desk.disputes.found import disputes
from parley.desk.disputes.words import level_word
from parley.desk.reach import tracks_read
from parley.tracks.disputes.ladder import LAPSED
from parley.tracks.disputes.state import FORM, DisputeState
from parley.tracks.disputes.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame

MOST_DISPUTES = 20


def dispute_rows(frame: Frame, span: Span) -> Iterable[TimeRow]:
    """Return one row with the levels of the newest disputes; how many are left out is told, and where all are."""
    if TRACK.name not in tracks_read(frame.officer):
        return
    found = [each for each in disputes().all() if each.ending is None or each.ending.at_ms >= span.from_ms]
    if not found:
        return
    marks = tuple(mark for state in found[:MOST_DISPUTES] for mark in _marks(frame, state, span))
    more = max(0, len(found) - MOST_DISPUTES)
    yield TimeRow("disputes", gettext("Disputes"), marks, more=more, whole=reverse("disputes") if more else "")


def _marks(frame: Frame, state: DisputeState, span: Span) -> Iterator[Mark]:
    matter, ended = state.opening.id, state.ending
    for rung in state.rungs(now_ms=span.now_ms):
        over_ms = rung.left_ms or (ended.at_ms if ended else rung.due_ms)
        if (over_ms is not None and over_ms < span.from_ms) or rung.began_ms > span.until_ms:
            continue
        is_here = rung.left_ms is None and ended is None
        yield Mark(
            rung.began_ms,
            f"{matter} {level_word(rung.level, language=frame.language)}",
            short=f"{rung.level.number + 1}/{len(state.rules.levels)}",
            shape="rise" if rung.why == LAPSED else "ladder",
            tone="wait" if is_here else "plain",
            word=gettext("risen by itself") if rung.why == LAPSED else gettext("reached"),
            until_ms=over_ms,
            address=address_of_form(FORM, matter),
            matter=matter,
        )
