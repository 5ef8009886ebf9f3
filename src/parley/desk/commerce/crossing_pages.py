"""The pages of crossings: all of them, and one with its slot, its route, its permit and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce import words
from parley.desk.commerce.asked import asked_of, query_of, wanted
from parley.desk.commerce.facts import gate_in_words, point_name
from parley.desk.commerce.found import MOST_LOOKED_AT, Days, matter_with, newest, points, terms
from parley.desk.commerce.showing import deciders_shown, row_shown, told_shown
from parley.desk.commerce.standing import decision_standing
from parley.desk.commerce.words import choices
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.role_may import only_allowed, role_may
from parley.node.commerce.suspending import met_by_route
from parley.node.reading import MatterView
from parley.node.supervision.standing import mechanism_over_time
from parley.tracks.commerce.crossing_state import FORM
from parley.tracks.commerce.gates import INSTRUMENT
from parley.tracks.commerce.track import TRACK

PER_PAGE = 100
# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_give": "permit_given", "may_open": "permit_gate_opened", "may_refuse": "permit_refused",
    "may_change": "permit_changed", "may_withdraw": "permit_withdrawn", "may_tell": "crossing_told",
}  # fmt: skip


@never_cache
@require_GET
def crossings(request: HttpRequest) -> HttpResponse:
    """List the crossings that are asked for, those to come first; what is over only where it is asked for."""
    frame, looked, asked = Frame(request), newest(), asked_of(request.GET)
    found, days = wanted(looked, asked), Days()
    start = _start(request.GET.get("start", ""))
    further = start + PER_PAGE if start + PER_PAGE < len(found) else None
    shown = {
        "section": "crossings",
        "rows": [row_shown(row, names=frame.name_of, days=days) for row in found[start : start + PER_PAGE]],
        "count": len(found),
        "asked": asked,
        "query": query_of(asked),
        "states": choices(words.STATES),
        "whats": choices(words.WHAT),
        "members": [(code, frame.name_of(code)) for code in node().charter().codes],
        "points": point_choices(),
        "has_terms": terms() is not None,
        "earlier": query_of(asked, start=max(0, start - PER_PAGE)) if start else "",
        "further": query_of(asked, start=further) if further else "",
        "is_part": len(looked) >= MOST_LOOKED_AT,
        "most": MOST_LOOKED_AT,
        "may_ask": role_may(frame, track=TRACK.name)("permit_asked"),
    }
    return render(request, "desk/commerce/crossings.html", shown)


def point_choices() -> list[tuple[str, str]]:
    """Return the crossing points of the charter with their names."""
    return [(point.name, point_name(point.name)) for point in points()]


def _start(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


@never_cache
@require_GET
def crossing(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one crossing."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a crossing changes alone: what is said of it, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


def show_crossing(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                  typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a crossing; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of a crossing ask for, of the crossing itself."""
    row, own, now_s = view.row, node().member, frame.now_ms // 1000
    state = row.state
    return {
        **matter_shown(frame, view),
        "subject": str(state["subject"]),
        "one": (one := row_shown(row, names=frame.name_of, days=Days())),
        "state_word": one.state_word,
        "deciders": deciders_shown(state, names=frame.name_of, states=mechanism_over_time(node())),
        "told": told_shown(state, names=frame.name_of),
        "withdrawn": state["withdrawn"],
        "versions": [{**each, "slot": instant(each["slot_s"])} for each in state["versions"]],
        "documents": state.get("documents") or [],
        "route": route_shown(state["route"]),
        "met": met_by_route(node(), state),
        "gate": gate_shown(state),
        "own_text": {"text": state.get("text") or "", "lang": state["lang"]},
        "stood": decision_standing(state, own=own),
        "ways_told": choices(words.HOW_TOLD),
        "now": instant(now_s // 60 * 60),
        **only_allowed(_acts(state, own=own, now_s=now_s), KINDS, may=role_may(frame, track=TRACK.name)),
    }


def _acts(state: Mapping[str, Any], *, own: str, now_s: int) -> dict[str, bool]:
    """Return which acts are offered here."""
    is_over = state["withdrawn"] is not None or bool(state["told"])
    said = [each["how"] for each in state["decisions"] if (each["member"], each["of"]) == (own, state["version"])]
    decides = own in state["deciders"] and not is_over
    return {
        "may_give": decides and said[-1:] != ["given"] and not (state["waits_for"] and state["opened"] is None),
        "may_open": bool(state["waits_for"]) and state["opened"] is None and not is_over,
        "may_refuse": decides and said[-1:] != ["refused"],
        "may_change": own == state["opened_by"] and not is_over,
        "may_withdraw": own == state["opened_by"] and not is_over,
        "may_tell": own in state["tellers"] and state["withdrawn"] is None and now_s >= state["slot_s"],
    }


def route_shown(version: str) -> dict[str, Any]:
    """Return the notice of a route as it stands now: its matter, its state, whether another version is in force."""
    row = matter_with(version)
    if row is None or row.form != "notice":
        return {"version": version, "id": version, "address": "", "subject": "", "is_older": False, "is_over": False}
    return {
        "version": version, "id": row.id, "address": address_of_form("notice", row.id),
        "subject": str(row.state["subject"]), "is_older": row.state["version"] != version,
        "is_over": row.state["name"] in ("ended", "cancelled"),
    }  # fmt: skip


def gate_shown(state: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the step for which a crossing waits: who told that it is certified, else by what that can be told."""
    gate = state["waits_for"]
    if gate is None:
        return None
    row = matter_with(gate["commitment"])
    is_there = row is not None and row.form == INSTRUMENT
    certificate = certificate_of(gate["step"], row.state) if row is not None and is_there else ""
    address = address_of_form(INSTRUMENT, gate["commitment"]) if is_there else ""
    return {"said": gate_in_words(gate), "address": address, "opened": state["opened"], "certificate": certificate}


def certificate_of(step: str, told: Mapping[str, Any]) -> str:
    """Return the newest certificate of a step that is certified in full and undisputed; "" of any other."""
    found = [each["entry"] for each in told["certificates"] if each["step"] == step]
    return found[-1] if step in told["gates"] and found else ""


PAGE = MatterPage(
    form=FORM,
    template="desk/commerce/crossing.html",
    parts={"found": "desk/commerce/crossing_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=shown_of,
    section="crossings",
)
