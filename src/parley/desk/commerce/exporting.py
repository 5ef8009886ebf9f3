"""Commerce for other hands: the lists as tables (codes in place of words, instants in UTC) or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.commerce.asked import asked_of, wanted
from parley.desk.commerce.following import follows_of
from parley.desk.commerce.found import Days, newest, state_name
from parley.desk.commerce.opportunity_pages import interest_of
from parley.desk.commerce.opportunity_pages import wanted as offers_wanted
from parley.desk.commerce.project_pages import wanted as projects_wanted
from parley.desk.frame import Frame
from parley.desk.given import as_csv, as_json, form_asked, to_keep, utc
from parley.node.supervision.standing import mechanism_over_time
from parley.tracks.commerce.opportunity_state import FORM as OFFER
from parley.tracks.commerce.project_state import FORM as PROJECT

CROSSING_COLUMNS = (
    "crossing", "asked_by", "subject", "point", "towards", "what", "lines", "vehicles", "persons", "humanitarian",
    "slot", "queued", "route", "state", "permit", "decided_at", "decided_while", "suspended_by", "passed_suspended",
)  # fmt: skip
OFFER_COLUMNS = ("opportunity", "offered_by", "subject", "sector", "between", "open_until", "state", "own_interest")
PROJECT_COLUMNS = (
    "project", "opened_by", "subject", "sector", "parties", "state", "decided", "milestones", "reached",
)  # fmt: skip
Told = Mapping[str, Any]


@never_cache
@require_GET
def crossings(request: HttpRequest, form: str) -> HttpResponse:
    """Give the crossings that the list shows, each as a line or with its whole state and what follows from others."""
    rows, states = wanted(newest(), asked_of(request.GET)), mechanism_over_time(node())
    told = [{**row.state, **follows_of(row, states)} for row in rows]
    lines = (_line(each, days) for days in (Days(),) for each in told)
    return given(request, form, name="crossings", columns=CROSSING_COLUMNS, lines=lines, told=told)


@never_cache
@require_GET
def opportunities(request: HttpRequest, form: str) -> HttpResponse:
    """Give the opportunities that the list shows; of interest this member's own word alone."""
    now_s = Frame(request).now_ms // 1000
    rows = offers_wanted(newest(OFFER), asked_of(request.GET), now_s=now_s)
    lines = (
        (row.id, row.opened_by, row.state["subject"], row.state["sector"], row.state["between"],
         utc(row.state["expires_s"] * 1000), state_name(row.state, now_s=now_s), _yes(_is_interested(row.id)))
        for row in rows
    )  # fmt: skip
    told = [dict(row.state) for row in rows]
    return given(request, form, name="opportunities", columns=OFFER_COLUMNS, lines=lines, told=told)


@never_cache
@require_GET
def projects(request: HttpRequest, form: str) -> HttpResponse:
    """Give the projects that the list shows."""
    rows, states = projects_wanted(newest(PROJECT), asked_of(request.GET)), mechanism_over_time(node())
    lines = (
        (row.id, row.opened_by, row.state["subject"], row.state["sector"], row.state["parties"],
         row.state["name"], row.state["decided"], len(row.state["milestones"]),
         sum(each["reached"] is not None for each in row.state["milestones"]))
        for row in rows
    )  # fmt: skip
    told = [{**row.state, **follows_of(row, states)} for row in rows]
    return given(request, form, name="projects", columns=PROJECT_COLUMNS, lines=lines, told=told)


def given(
    request: HttpRequest, form: str, *, name: str, columns: Sequence[str], lines: Iterable[Sequence[Any]],
    told: Sequence[Told],
) -> HttpResponse:  # fmt: skip
    """Return a list as a file to keep: a table, or JSON with every state as it is."""
    if form_asked(form) == "csv":
        return to_keep(as_csv(columns, lines), name=name, form=form)
    body = as_json(f"parley-{name}-v1", {name: told}, now_ms=Frame(request).now_ms)
    return to_keep(body, name=name, form=form)


def _line(state: Told, days: Days) -> Sequence[Any]:
    place = None if state["withdrawn"] else days.place_of(state)
    suspended = state["suspended_by"] or {}
    of_version = [each for each in state["decisions"] if each["of"] == state["version"]]
    decided = max((each["at_ms"] for each in of_version), default=None) if state["permit"] != "asked" else None
    meanwhile = {state["decided_while"][each["entry"]]["mechanism"] for each in of_version
                 if each["entry"] in state["decided_while"]}  # fmt: skip
    lines = [f"{each['what']}: {each['quantity']} {each['unit']}" for each in state["goods"]]
    lines += [f"{each['role']}: {each['count']}" for each in state["people"]]
    return (
        state["id"], state["opened_by"], state["subject"], state["point"], state["towards"], state["what"],
        " | ".join(lines), state["vehicles"], state["persons"], _yes(state["humanitarian"]),
        utc(state["slot_s"] * 1000), "" if place is None else place.queued, state["route"], state["name"],
        state["permit"], utc(decided), sorted(meanwhile), suspended.get("standstill"),
        _yes(suspended.get("passed")),
    )  # fmt: skip


def _yes(is_so: object) -> str:
    return "yes" if is_so else "no"


def _is_interested(opportunity: str) -> bool:
    own = interest_of(opportunity, node().member)
    return own is not None and own.state["name"] == "declared"
