"""The time line as a strip below the stage, and on a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.timeline.drawing import NEAR_PERCENT
from parley.desk.timeline.showing import time_line
from parley.desk.watch_part import DEADLINES
from parley.desk.why.pages import MOST_LISTED, PART


@never_cache
@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """The strip alone, for the hours that the address asks for."""
    return render(request, "desk/timeline/strip.html", {"timeline": time_line(request, frame=Frame(request))})


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The time line over the whole stage, with all that is on it as a list."""
    shown = {"section": "timeline", "timeline": time_line(request, frame=Frame(request))}
    return render(request, "desk/timeline/page.html", shown)


@never_cache
@require_GET
def marks(request: HttpRequest) -> HttpResponse:
    """Why several marks of a row stand as one with their number: which they are, each with its own explanation."""
    timeline, asked = time_line(request, frame=Frame(request)), request.GET
    row = next((each for each in timeline.drawing.rows if each.name == asked.get("row")), None)
    from_ms, until_ms = (_instant(asked.get(name, "")) for name in ("from", "until"))
    found = [mark for mark in row.listed if from_ms <= mark.at_ms <= until_ms] if row else []
    if row is None or not found:
        raise Http404
    shown = {
        "section": "timeline",
        "row": row,
        "marks": found[:MOST_LISTED],
        "count": len(found),
        "more": max(0, len(found) - MOST_LISTED),
        "hours": timeline.hours,
        "minutes": round(timeline.hours * 60 * NEAR_PERCENT / 100),
        "page": f"{timeline.page}?line={timeline.asked}",
    }
    is_part = request.headers.get(PART) == "why"
    return render(request, "desk/timeline/marks.html" if is_part else "desk/timeline/marks_page.html", shown)


@never_cache
@require_GET
def undrawn(request: HttpRequest) -> HttpResponse:
    """Why a row draws fewer than there are, how many it leaves out, and which hours show them."""
    timeline = time_line(request, frame=Frame(request))
    row = next((each for each in timeline.drawing.rows if each.name == request.GET.get("row")), None)
    if row is None:
        raise Http404
    shown = {
        "section": "timeline",
        "row": row,
        "is_deadlines": row.name == DEADLINES,
        "hours": timeline.hours,
        "narrower": timeline.narrower(row),
        "page": timeline.page,
    }
    is_part = request.headers.get(PART) == "why"
    return render(request, "desk/timeline/undrawn.html" if is_part else "desk/timeline/undrawn_page.html", shown)


def _instant(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
