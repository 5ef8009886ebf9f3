"""The panels that a page fetches anew when the stream names their topics; each is a fragment of the frame."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import WATCH_COOKIE, Frame
from parley.desk.kept import kept
from parley.desk.pushed import BY_NAME
from parley.desk.watch_list import SHOWS

WATCH_COOKIE_SECONDS = 365 * 24 * 60 * 60


@never_cache
@require_GET
def links(request: HttpRequest) -> HttpResponse:
    """The link bar."""
    return kept(request, BY_NAME["links"])


@never_cache
@require_GET
def flash(request: HttpRequest) -> HttpResponse:
    """The FLASH messages that wait for an acknowledgement; empty where none does."""
    return kept(request, BY_NAME["flash"])


@never_cache
@require_GET
def opposite(request: HttpRequest) -> HttpResponse:
    """Who is on duty at the other members."""
    return kept(request, BY_NAME["opposite"])


@never_cache
@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    """The watch list; a filter that the address asks for is kept in a cookie of this browser."""
    frame = Frame(request)
    show, after = frame.watch_asked
    if after:
        answer = render(request, "desk/parts/watch.html", {"watch": frame.watch})
    else:
        answer = kept(request, BY_NAME[f"watch-{show}"])
    wished = request.GET.get("watch", "")
    if wished in SHOWS:
        answer.set_cookie(WATCH_COOKIE, wished, max_age=WATCH_COOKIE_SECONDS, samesite="Lax", httponly=True)
    return answer
