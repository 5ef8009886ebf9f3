"""The page of de-escalation: the newest requests, each with what was called, answered and done, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.de_escalation.showing import RequestShown, is_request, request_shown
from parley.desk.frame import Frame
from parley.node import reading

PAGE = 12
# So many messages are looked at for one page at most; the page says since when, and goes on from there.
AT_ONCE, MOST_LOOKED_AT = 200, 2000


@dataclass(frozen=True, slots=True)
class Found:
    """A page of requests, the newest first; `before_ms` is where an older page goes on, None where there is no more."""

    rows: list[RequestShown]
    before_ms: int | None


def found(frame: Frame, *, before_ms: int | None = None) -> Found:
    """Return a page of requests that were sent before an instant, the newest first."""
    rows: list[RequestShown] = []
    until_ms = before_ms
    for _ in range(MOST_LOOKED_AT // AT_ONCE):
        looked = reading.of_form(frame.node, "message", from_ms=0, until_ms=until_ms, limit=AT_ONCE)
        for row in reversed(looked):
            if len(rows) == PAGE:
                return Found(rows, rows[-1].at_ms)
            view = reading.conversation(frame.node, row.id) if is_request(row.state) else None
            if view is not None and row.track in frame.tracks:
                rows.append(request_shown(frame, view))
        if len(looked) < AT_ONCE:
            return Found(rows, None)
        until_ms = looked[0].at_ms
    return Found(rows, until_ms)


@never_cache
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Show the requests, the newest first."""
    before_ms = _before(request)
    shown = found(Frame(request), before_ms=before_ms)
    return render(
        request, "desk/de_escalation/list.html",
        {"section": "de-escalation", "found": shown, "first": before_ms is None},
    )  # fmt: skip


@never_cache
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """The newest requests alone, for a page that shows them live."""
    return render(request, "desk/de_escalation/rows.html", {"found": found(Frame(request))})


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isdecimal() and len(text) < 16 else None
