"""The form by which a crossing is asked for or changed: what crosses, in which slot, by which route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.commerce import DAY_S, CrossingPoint
from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce import words
from parley.desk.commerce.facts import named, point_name
from parley.desk.commerce.found import points, slots_to_come, terms
from parley.desk.commerce.typed import LEAST_ROWS, crossing_typed, rows_shown, slot_typed
from parley.desk.commerce.words import choices
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty
from parley.desk.matters import addressees_typed, view_of
from parley.desk.reach import tracks_read
from parley.node import reading
from parley.node.commerce.suspending import held_by
from parley.node.reading import MatterRow
from parley.tracks.commerce.crossing_entries import MOST_DOCUMENTS, PERSONS
from parley.tracks.commerce.crossing_state import FORM
from parley.tracks.commerce.gates import INSTRUMENT
from parley.tracks.commitments.track import TRACK as COMMITMENTS

DAYS_OFFERED = 14
MOST_ROUTES = 200
OVER = ("ended", "cancelled")
WORDS: Words = {
    "slot_at": lambda: gettext("Slot"),
    "slot_s": lambda: gettext("Slot"),
    "route": lambda: gettext("Notice of the route"),
    "waits_for": lambda: gettext("Waits for the step"),
    "people": lambda: gettext("Persons by role"),
    "goods": lambda: gettext("Goods"),
    "persons": lambda: gettext("Persons"),
    "vehicles": lambda: gettext("Vehicles"),
}


@never_cache
@require_http_methods(["GET", "POST"])
def new_crossing(request: HttpRequest) -> HttpResponse:
    """Show the form of a crossing or of a change of one, show it with more rows, or file it."""
    if request.method == "GET":
        return _form(request, typed=_begun(request))
    if request.POST.get("step") == "more":
        return _form(request, typed=request.POST.dict())
    return _changed(request) if request.POST.get("matter") else _asked(request)


def _asked(request: HttpRequest) -> HttpResponse:
    form = request.POST.dict()
    typed, point = crossing_typed(form), _point(form.get("point", ""))
    if typed.faults:
        return _form(request, typed=form, refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        "permit_asked",
        content=typed.content,
        # To whom it goes says the point: who decides and who tells there.
        to=tuple(code for code in point.readers if code != node().member) if point else (),
        refused=lambda refusal: _form(request, typed=form, refusal=refusal),
    )


def _changed(request: HttpRequest) -> HttpResponse:
    form = request.POST.dict()
    faults: list[Any] = []
    slot_s = slot_typed(form, faults)
    if faults:
        return _form(request, typed=form, refusal=form_faulty(tuple(faults)))
    content = {"of": form.get("of", ""), "slot_s": slot_s, "route": form.get("route", ""),
               "why": form.get("why", "").strip()}  # fmt: skip
    matter = form["matter"]
    view_of(matter, form=FORM)
    return file_and_go(
        request,
        "permit_changed",
        content=content,
        to=addressees_typed(request),
        matter=matter,
        go=address_of_form(FORM, matter),
        refused=lambda refusal: _form(request, typed=form, refusal=refusal),
    )


def _point(name: str) -> CrossingPoint | None:
    return next((point for point in points() if point.name == name), None)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the form holds at first: of a change the version in force."""
    matter = request.GET.get("change", "")
    if not matter:
        asked = {name: request.GET.get(name, "") for name in ("point", "slot", "route", "subject")}
        return {"what": "goods", **asked}
    state = view_of(matter, form=FORM).row.state
    if state["opened_by"] != node().member:
        raise Http404(matter)
    return {
        "matter": matter, "of": state["version"], "to": ",".join(state["to"]), "point": state["point"],
        "slot": instant(state["slot_s"]), "route": state["route"], "subject": state["subject"],
    }  # fmt: skip


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame, known = Frame(request), terms()
    is_of_persons = typed.get("what") == PERSONS
    shown = {
        "section": "crossings",
        "typed": typed,
        "has_terms": known is not None,
        "points": [(point.name, point_name(point.name)) for point in points()],
        "sides": [(code, frame.name_of(code)) for code in _sides()],
        "whats": choices(words.WHAT),
        "slots": list(_slots(now_s=frame.now_ms // 1000)),
        "routes": [(row.state["version"], row.id, str(row.state["subject"]), instant(row.state["begins_s"]),
                    held_by(node(), row.id)) for row in own_routes(now_s=frame.now_ms // 1000)],
        "steps": steps_to_wait_for() if COMMITMENTS.name in tracks_read(request.user) else [],
        # The list that belongs to what crosses grows; the other one keeps the rows that it has.
        "goods": rows_shown(typed, "goods", more=0 if is_of_persons else LEAST_ROWS),
        "people": rows_shown(typed, "people", more=LEAST_ROWS if is_of_persons else 0),
        "papers": rows_shown(typed, "papers", most=MOST_DOCUMENTS),
        "units": [(name, named("units", name)) for name in (known.units if known else ())],
        "person_roles": [(name, named("person_roles", name)) for name in (known.person_roles if known else ())],
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }  # fmt: skip
    return render(request, "desk/commerce/new.html", shown, status=422 if refusal else 200)


def _sides() -> list[str]:
    return list(dict.fromkeys(code for point in points() for code in point.decided_by))


def _slots(*, now_s: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the slots of the next days, by point and day: what the field says, and what is shown."""
    for point in points():
        days: dict[int, list[tuple[str, str]]] = {}
        for slot_s, vehicles, persons in slots_to_come(point, now_s=now_s, days=DAYS_OFFERED):
            at = instant(slot_s)
            said = gettext("%(at)s, left: %(vehicles)s vehicles, %(persons)s persons") % {
                "at": at, "vehicles": vehicles, "persons": persons,
            }  # fmt: skip
            days.setdefault(slot_s // DAY_S, []).append((at, said))
        for day, found in days.items():
            yield f"{point_name(point.name)} · {instant(day * DAY_S)[:10]}", found


def own_routes(*, now_s: int) -> list[MatterRow]:
    """Return this member's notices that are not over and have not ended, those that begin first before others."""
    rows = reading.of_form(node(), "notice", from_ms=0, limit=MOST_ROUTES * 10)
    found = [
        row for row in rows
        if row.opened_by == node().member and row.state["name"] not in OVER and row.state["ends_s"] > now_s
        and not row.state["blind"]
    ]  # fmt: skip
    return sorted(found, key=lambda row: row.state["begins_s"])[:MOST_ROUTES]


def steps_to_wait_for() -> list[tuple[str, str]]:
    """Return the steps of this node's newest instruments that end: what the field says, and what is shown."""
    rows = reading.of_form(node(), INSTRUMENT, from_ms=0, limit=MOST_ROUTES)
    found = [
        (f"{row.id} {each['id']}", f"{row.state['subject']} · {each['what']}")
        for row in rows for each in row.state["steps"] if not each.get("recurring")
    ]  # fmt: skip
    return found[:MOST_ROUTES]
