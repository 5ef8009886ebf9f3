"""The pages of slots: what each crossing point still takes in the next days, and one day with its queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.commerce import DAY_S
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce.facts import point_name
from parley.desk.commerce.found import matter_with, points, slots_to_come, terms
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import view_of
from parley.desk.role_may import role_may
from parley.node import reading
from parley.tracks.commerce.crossing_state import FORM as CROSSING
from parley.tracks.commerce.slot_entries import slots_id
from parley.tracks.commerce.slot_state import FORM
from parley.tracks.commerce.track import TRACK

DAYS_SHOWN = 10


@never_cache
@require_GET
def slots(request: HttpRequest) -> HttpResponse:
    """Show the slots of the next days of each crossing point, with what each still takes."""
    frame = Frame(request)
    shown = {
        "section": "crossing-slots",
        "points": [_point(point, now_s=frame.now_ms // 1000) for point in points()],
        "has_terms": terms() is not None,
        "days": DAYS_SHOWN,
        "may_ask": role_may(frame, track=TRACK.name)("permit_asked"),
    }
    return render(request, "desk/commerce/slots.html", shown)


def _point(point: Any, *, now_s: int) -> dict[str, Any]:
    days: dict[int, list[dict[str, Any]]] = {}
    for slot_s, vehicles, persons in slots_to_come(point, now_s=now_s, days=DAYS_SHOWN):
        told = {"slot_s": slot_s, "at": instant(slot_s), "clock": instant(slot_s)[11:], "vehicles": vehicles,
                "persons": persons, "is_full": not vehicles or not persons}  # fmt: skip
        days.setdefault(slot_s // DAY_S, []).append(told)
    return {
        "name": point.name, "shown": point_name(point.name), "over_full": point.over_full,
        "vehicles": point.vehicles, "persons": point.persons,
        "days": [
            {"day": instant(day * DAY_S)[:10], "slots": found,
             "address": address_of_form(FORM, name) if reading.matter(node(), name) is not None else ""}
            for day, found in days.items() for name in (slots_id(point.name, day * DAY_S),)
        ],
    }  # fmt: skip


@never_cache
@require_GET
def of_day(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show who asked for which slot of a point on a day, in the order of the queue."""
    frame, view = Frame(request), view_of(f"{member}/{number}", form=FORM)
    state = view.row.state
    shown = {
        "section": "crossing-slots",
        **around_matter(frame, view, refusal=None),
        **matter_shown(frame, view),
        "subject": point_name(state["point"]),
        "day": instant(state["day"] * DAY_S)[:10],
        "slots": [
            {"at": instant(slot["slot_s"]), "asked": [_asked(each, frame) for each in slot["asked"]]}
            for slot in state["slots"]
        ],
    }
    return render(request, "desk/commerce/day.html", shown)


def _asked(each: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Return one booking with the crossing for which it asks, as far as this node may read it."""
    row = matter_with(each["crossing"])
    return {
        **each, "by": frame.name_of(each["member"]),
        "subject": str(row.state["subject"]) if row is not None else "",
        "address": address_of_form(CROSSING, row.id) if row is not None else "",
    }  # fmt: skip
