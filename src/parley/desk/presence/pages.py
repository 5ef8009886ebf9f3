"""What a tab tells about itself, and the line that shows who else looks at a matter."""

from __future__ import annotations

import re
import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.presence.seats import Looking, Seats
from parley.desk.reach import tracks_read
from parley.node import reading

SEATS = Seats(time.monotonic)
TAB = re.compile(r"[A-Za-z0-9-]{8,40}")


@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Take in at which matter this tab is, "" for none, and whether something is being written; 204, 400 or 404."""
    tab, matter = request.POST.get("tab", ""), request.POST.get("matter", "")
    if not TAB.fullmatch(tab):
        return HttpResponse(status=400)
    # By session and tab: nobody can speak for the tab of another.
    key = f"{request.session.session_key}/{tab}"
    if not matter:
        _tell(SEATS.leave(key))
        return HttpResponse(status=204)
    row = reading.matter(node(), matter)
    if row is None or row.track not in tracks_read(request.user):
        raise Http404
    officer: Any = request.user
    is_typing = request.POST.get("typing") == "1"
    seat = Looking(officer.name, officer.shown_as, officer.role, matter, is_typing, time.monotonic())
    _tell(SEATS.look(key, seat))
    return HttpResponse(status=204)


@never_cache
@require_GET
def looking(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """The line alone, for a page that shows it live."""
    return render(request, "desk/presence/line.html", {"seats": seats_shown(Frame(request), f"{member}/{number}")})


def seats_shown(frame: Frame, matter: str) -> list[tuple[str, str, bool]]:
    """Return who else looks at a matter: name, role in the reader's language, and whether something is written."""
    there = SEATS.at(matter, besides=frame.officer.name)
    return [(seat.shown_as, frame.role_of(seat.role), seat.is_typing) for seat in there]


def _tell(matters: frozenset[str]) -> None:
    if matters:
        node().changes.publish(frozenset(f"presence:{matter}" for matter in matters))
