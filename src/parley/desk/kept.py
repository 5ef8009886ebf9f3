"""Panels of pages, kept for all officers of one audience: rendered anew only where the node changed them.

Whoever filed an entry reads it here at once: what a change touches is known before the filing is answered. Other panels
than those that are pushed, and later parts of a list, are not kept.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from parley.desk.fragments import Audience, Fragment, render_fragments
from parley.desk.frame import Frame
from parley.desk.tokens import has_form, with_tokens
from parley.node.changes import Changes

log = logging.getLogger(__name__)

# A panel that changes with time alone, as a row does that becomes overdue, is made anew when it is this old: beside
# those who ask, until it is so old that they wait for it.
MOVING_S = 1.0
OLDEST_S = 5.0


@dataclass(slots=True)
class _Place:
    """The last rendering of one panel for one audience; whoever comes while it is made waits, and finds it done."""

    alone: threading.Lock = field(default_factory=threading.Lock)
    text: str = ""
    seq: int = -1
    at_s: float = 0.0


class Shelf:
    """The last rendering of each panel for each audience of one node."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._places: dict[tuple[str, Audience], _Place] = {}
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="desk-shelf")

    def text(self, fragment: Fragment, *, frame: Frame) -> str:
        """Return a panel as it stands now, without a form's token and with nothing of one officer."""
        audience = fragment.audience(str(frame.officer.role), language=frame.language)
        place = self._places.setdefault((fragment.name, audience), _Place())
        changes = frame.node.changes
        if place.seq < changes.last_touched(fragment.topics) or self._age_s(place, fragment) >= OLDEST_S:
            with place.alone:
                if place.seq < changes.last_touched(fragment.topics) or self._age_s(place, fragment) >= OLDEST_S:
                    self._make(place, fragment, audience=audience, changes=changes)
        elif self._age_s(place, fragment) >= MOVING_S and place.alone.acquire(blocking=False):
            made = self._beside.submit(self._make_beside, place, fragment, audience=audience, changes=changes)
            made.add_done_callback(_tell_fault)
        return place.text

    def _age_s(self, place: _Place, fragment: Fragment) -> float:
        return time.monotonic() - place.at_s if fragment.moves else 0.0

    def _make(self, place: _Place, fragment: Fragment, *, audience: Audience, changes: Changes) -> None:
        # Taken before the node is read: what changes meanwhile makes the next one render again.
        seq, at_s = changes.seq, time.monotonic()
        place.text = render_fragments((fragment,), audience, keep_clocks=True)[fragment.name]
        place.seq, place.at_s = seq, at_s

    def _make_beside(self, place: _Place, fragment: Fragment, *, audience: Audience, changes: Changes) -> None:
        """Make a panel anew while the older one is still given; the lock was taken by who asked for it."""
        try:
            self._make(place, fragment, audience=audience, changes=changes)
        finally:
            place.alone.release()
            connections.close_all()


def _tell_fault(made: Future[None]) -> None:
    """Log what went wrong beside those who ask: they find the panel older still, and in the end meet it themselves."""
    fault = made.exception()
    if fault is not None:
        log.error("a panel could not be made", exc_info=fault)


# A desk is the door to one node, and one process.
SHELF = Shelf()


def kept(request: HttpRequest, fragment: Fragment) -> HttpResponse:
    """Answer with a panel from the shelf, its forms with the token of this session."""
    return HttpResponse(kept_text(request, fragment))


def kept_text(request: HttpRequest, fragment: Fragment) -> str:
    """Return a panel from the shelf, its forms with the token of this session."""
    text = SHELF.text(fragment, frame=Frame(request))
    return with_tokens(text, token=get_token(request)) if has_form(text) else text


def with_open(text: str, *, matter: str) -> str:
    """Return a panel with the rows of the matter that this page has open marked, as the scripts mark them later."""
    if not matter:
        return text
    row = re.compile(rf'<li class="([^"]*)"(?=[^>]* data-matter="{re.escape(matter)}")')
    return row.sub(r'<li class="\1 here"', text)
