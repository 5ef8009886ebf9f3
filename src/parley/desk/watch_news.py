"""What an officer must be told of the watch wherever he is: it was offered to his role, or another took it from him."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.node import reading

if TYPE_CHECKING:
    from parley.desk.frame import Frame
    from parley.desk.seats import Seat
    from parley.node.reading import EntryView


@dataclass(frozen=True, slots=True)
class WatchNews:
    """By whom the watch was offered to this officer's role and when, or who took it from this officer and when."""

    is_offer: bool
    officer: str
    at_ms: int


def watch_news(frame: Frame) -> WatchNews | None:
    """Return what this officer is told of the own member's watch; None where there is nothing to tell."""
    seat = next((each for each in frame.seats if each.member == frame.node.member), None)
    name, role = str(frame.officer), str(frame.officer.role)
    if seat is None or not seat.matter:
        return None
    if seat.offered_to == role and seat.offered_by != name:
        return WatchNews(is_offer=True, officer=seat.offered_by or seat.officer, at_ms=seat.offered_at_ms)
    if seat.role != role or seat.officer == name:
        return None
    return _lost(frame, seat, name=name)


def _lost(frame: Frame, seat: Seat, *, name: str) -> WatchNews | None:
    """Return who took the watch from this officer, until the time at which his own would have ended."""
    view = reading.conversation(frame.node, seat.matter)
    before = _before_the_holder(view.entries if view is not None else (), since_ms=seat.since_ms or 0)
    if before is None or before.content.get("name") != name or before.content["until_s"] * 1000 < frame.now_ms:
        return None
    return WatchNews(is_offer=False, officer=seat.officer, at_ms=seat.since_ms or 0)


def _before_the_holder(entries: Iterable[EntryView], *, since_ms: int) -> EntryView | None:
    """Return the last taking of the watch that the holder's own took the place of."""
    takings = [each for each in entries if each.kind == "watch_taken" and each.refusal is None]
    return next((each for each in reversed(takings) if each.at_ms < since_ms), None)


@never_cache
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """The banner, fetched when anything of the watch changes; with it comes who has the watch, for the top bar."""
    return render(request, "desk/parts/watch_news.html", {"is_fetched": True})
