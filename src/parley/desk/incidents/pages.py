"""The pages of incidents: the list with its filters, and one with the accounts of all side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.field_words import at_field
from parley.desk.filed import fault_in_words
from parley.desk.frame import Frame
from parley.desk.incidents import words
from parley.desk.incidents.found import MOST_LOOKED_AT, asked_for, linking_to, matching, maybe_same, newest
from parley.desk.incidents.showing import (
    accounts_shown,
    links_shown,
    moments_of,
    pieces_shown,
    requests_shown,
    row_shown,
)
from parley.desk.incidents.telling import group_word
from parley.desk.incidents.words import choices, word
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.verifying.findings import findings_of
from parley.desk.verifying.raised import sectors_raised
from parley.node import reading
from parley.node.reading import MatterView
from parley.tracks.incidents.incident_state import FORM

# A list that is longer is shown in pieces.
PER_PAGE = 100
# By what the form of a next step is reached, and how it names the incident.
_STEPS = {
    "meeting": ("new-message", "reply_to"), "inspection": ("new-inspection", "about"),
    "dispute": ("new-dispute", "about"),
}  # fmt: skip


@never_cache
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents that are asked for, the newest first."""
    frame, charter = Frame(request), node().charter()
    query, looked = request.GET.dict(), newest()
    asked = asked_for(query)
    found = matching(looked, asked, charter=charter)
    start = int(query["start"]) if query.get("start", "").isdecimal() and len(query["start"]) < 7 else 0
    kept = {name: value for name, value in query.items() if name != "start" and value}
    shown = {
        "section": "incidents",
        "rows": [row_shown(row, charter=charter, names=frame.name_of) for row in found[start : start + PER_PAGE]],
        "count": len(found),
        "asked": asked,
        "faults": [at_field(each, fault_in_words(each, language=frame.language)) for each in asked.faults],
        "groups": groups_of(charter),
        "states": choices(words.STATES),
        "members": [(code, frame.name_of(code)) for code in charter.codes],
        "query": urlencode(kept),
        "earlier": urlencode({**kept, "start": max(0, start - PER_PAGE)}) if start else "",
        "further": urlencode({**kept, "start": start + PER_PAGE}) if start + PER_PAGE < len(found) else "",
        "is_part": len(looked) >= MOST_LOOKED_AT,
        "most": MOST_LOOKED_AT,
        "raised": sectors_raised(frame),
    }
    return render(request, "desk/incidents/list.html", shown)


@never_cache
@require_GET
def incident(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one incident."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an incident changes alone: what is said of it, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


def show_incident(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                  typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show an incident; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def groups_of(charter: Charter) -> list[tuple[str, str]]:
    """Return the groups of types of the charter with their names."""
    groups = charter.incidents.groups if charter.incidents is not None else {}
    return [(name, group_word(charter, name)) for name in groups]


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of an incident ask for, of the incident itself."""
    row, own, charter = view.row, node().member, node().charter()
    duties = reading.duties_of(node(), row.id, now_ms=node().clock.now_ms())
    requests, others = requests_shown(row.state, duties, own=own, names=frame.name_of), newest()
    subjects = {each.id: str(each.state["subject"]) for each in others}
    return {
        **matter_shown(frame, view),
        "subject": str(row.state["subject"]),
        "state_word": word(words.STATES, row.state["name"]),
        "accounts": accounts_shown(row.state, own=own, charter=charter, names=frame.name_of),
        "pieces": pieces_shown(row.state, names=frame.name_of),
        "requests": requests,
        "links": links_shown(row, linking_to(row.id, others), subjects=subjects, names=frame.name_of),
        "near": [row_shown(each, charter=charter, names=frame.name_of) for each in maybe_same(row, others)[:10]],
        "moments": moments_of(view, requests, names=frame.name_of),
        "steps": _steps(row.id, charter=charter) if any(each.is_over for each in requests) else [],
        "map": f"{reverse('map')}?matter={row.id}",
        **findings_of(row.state, frame=frame),
        **_acts(row.state, own=own, charter=charter, frame=frame),
    }


def _acts(state: Mapping[str, Any], *, own: str, charter: Charter, frame: Frame) -> dict[str, Any]:
    """Return which acts are offered here, and what their forms offer."""
    mine = next((each for each in state["accounts"] if each["member"] == own), None)
    standing = [each for each in state["accounts"] if each["withdrawn"] is None]
    return {
        "own_account": mine["entry"] if mine is not None and mine["withdrawn"] is None else "",
        "may_counter": mine is None and own in state["to"],
        "may_ask": [(code, frame.name_of(code)) for code in state["to"] if code != own] if standing else [],
        "standing": [(each["entry"], frame.name_of(each["member"])) for each in standing],
        "forms_of_evidence": choices(words.FORMS),
        "ways_to_link": choices(words.LINKS),
        "languages_of": charter.languages,
    }


def _steps(matter: str, *, charter: Charter) -> list[tuple[str, str]]:
    """Return the next steps that the charter names, each with its form, in the charter's order."""
    steps = charter.incidents.next_steps if charter.incidents is not None else ()
    return [(word(words.NEXT, step), address) for step in steps if (address := _address(step, matter))]


def _address(step: str, matter: str) -> str:
    name, field = _STEPS[step]
    try:
        return f"{reverse(name)}?{urlencode({field: matter})}"
    except NoReverseMatch:
        return ""


PAGE = MatterPage(
    form=FORM,
    template="desk/incidents/incident.html",
    parts={"found": "desk/incidents/found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=shown_of,
    section="incidents",
)
