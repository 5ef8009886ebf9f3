"""The console of supervision: what is late, unanswered, overlapping, disputed, missed or silent, by member alike."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.supervision.counting import MOST, counts_shown
from parley.desk.supervision.showing import held_shown
from parley.desk.supervision.trending import trend_shown
from parley.node.supervision.standing import mechanism_at


@never_cache
@require_GET
def console(request: HttpRequest) -> HttpResponse:
    """Show the console; its trend comes by itself, since whatever was open within two weeks is counted for it."""
    return render(request, "desk/supervision/console.html", {"section": "supervision", **_parts(Frame(request))})


@never_cache
@require_GET
def trend(request: HttpRequest) -> HttpResponse:
    """Show the figures of every member with their trend, or why they are not there yet."""
    frame = Frame(request)
    found = trend_shown(frame)
    refused = in_words(found, language=frame.language) if isinstance(found, Refusal) else None
    shown = {"trend": found, "names": _names(frame), "refused": refused}
    return render(request, "desk/supervision/trend.html", shown)


@never_cache
@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Show what of the console changes by itself, for the page that shows it live."""
    return render(request, "desk/supervision/counts.html", _parts(Frame(request)))


@never_cache
@require_GET
def banner(request: HttpRequest) -> HttpResponse:
    """Show the state of the mechanism over the whole width, where it is not active."""
    now = held_shown(mechanism_at(node(), Frame(request).now_ms))
    return render(request, "desk/supervision/stopped.html", {"now": now})


def _parts(frame: Frame) -> dict[str, object]:
    return {"now": held_shown(mechanism_at(node(), frame.now_ms)), "counts": counts_shown(frame), "most": MOST}


def _names(frame: Frame) -> list[str]:
    return [frame.name_of(code) for code in node().charter().codes]
