"""Panels of pages, kept for all officers of one audience: rendered anew only where the node changed them.

Whoever filed an entry reads it here at once: what a change touches is known before the filing is answered. Other panels
than those that are pushed, and later parts of a list, are not kept.
"""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import format_html

from parley.desk.fragments import Audience, Fragment, render_fragments
from parley.desk.frame import Frame

# A panel that changes with time alone is not shown older than this.
MOVING_S = 1.0
FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')


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

    def text(self, fragment: Fragment, *, frame: Frame) -> str:
        """Return a panel as it stands now, without a form's token and with nothing of one officer."""
        audience = fragment.audience(str(frame.officer.role), language=frame.language)
        place = self._places.setdefault((fragment.name, audience), _Place())
        changes = frame.node.changes
        with place.alone:
            is_old = changes.last_touched(fragment.topics) > place.seq
            if is_old or (fragment.moves and time.monotonic() - place.at_s >= MOVING_S):
                # Taken before the node is read: what changes meanwhile makes the next one render again.
                seq, at_s = changes.seq, time.monotonic()
                place.text = render_fragments((fragment,), audience, keep_clocks=True)[fragment.name]
                place.seq, place.at_s = seq, at_s
            return place.text


# A desk is the door to one node, and one process.
SHELF = Shelf()


def kept(request: HttpRequest, fragment: Fragment) -> HttpResponse:
    """Answer with a panel from the shelf, its forms with the token of this session."""
    return HttpResponse(kept_text(request, fragment))


def kept_text(request: HttpRequest, fragment: Fragment) -> str:
    """Return a panel from the shelf, its forms with the token of this session."""
    return _with_tokens(SHELF.text(fragment, frame=Frame(request)), request=request)


def _with_tokens(text: str, *, request: HttpRequest) -> str:
    if not FORM.search(text):
        return text
    field_ = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return FORM.sub(lambda form: form[0] + field_, text)
