"""Commerce for other hands: the lists as tables (codes in place of words, instants in UTC) or as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.commerce.crossing_pages import wanted
from parley.desk.commerce.found import newest, place_of
from parley.desk.commerce.opportunity_pages import interest_of, state_name
from parley.desk.commerce.opportunity_pages import wanted as offers_wanted
from parley.desk.commerce.project_pages import wanted as projects_wanted
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.node.commerce.suspending import suspended_by
from parley.node.reading import MatterRow
from parley.tracks.commerce.opportunity_state import FORM as OFFER
from parley.tracks.commerce.project_state import FORM as PROJECT

WITHOUT_PREJUDICE = "without prejudice to legality, sovereignty or claims"
CROSSING_COLUMNS = (
    "crossing", "asked_by", "subject", "point", "towards", "what", "lines", "vehicles", "persons", "humanitarian",
    "slot", "queued", "route", "state", "permit", "decided_at", "suspended_by",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@never_cache
@require_GET
def crossings(request: HttpRequest, form: str) -> HttpResponse:
    """Give the crossings that the list shows, each as a line or with its whole state."""
    rows = wanted(newest(), request.GET.dict())
    return given(form, name="crossings", columns=CROSSING_COLUMNS, lines=map(_line, rows), states=rows)


def given(
    form: str, *, name: str, columns: Sequence[str], lines: Iterable[Sequence[Any]], states: Iterable[MatterRow]
) -> HttpResponse:
    """Return a list as a file to keep: a table, or JSON with every state as it is."""
    if form == "csv":
        written = io.StringIO()
        table = csv.writer(written, lineterminator="\r\n")
        table.writerow((*columns, WITHOUT_PREJUDICE))
        table.writerows(tuple(map(plain, line)) for line in lines)
        return _kept(written.getvalue().encode("utf-8-sig"), name=name, ending="csv", kind="text/csv; charset=utf-8")
    if form != "json":
        raise Http404(form)
    mechanism = node().charter().mechanism
    told = {
        "note": WITHOUT_PREJUDICE, "mechanism": mechanism.id, "exercise": mechanism.exercise,
        name: [dict(row.state) for row in states],
    }  # fmt: skip
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return _kept(body, name=name, ending="json", kind="application/json")


def plain(value: Any) -> str:
    """Return a cell that a spreadsheet takes as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(row: MatterRow) -> Sequence[Any]:
    state: Mapping[str, Any] = row.state
    place = None if state["withdrawn"] else place_of(state)
    suspended = suspended_by(node(), state)
    decided = [each["at_ms"] for each in state["decisions"] if each["of"] == state["version"]]
    lines = [f"{each['what']}: {each['quantity']} {each['unit']}" for each in state["goods"]]
    lines += [f"{each['role']}: {each['count']}" for each in state["people"]]
    return (
        row.id, row.opened_by, state["subject"], state["point"], state["towards"], state["what"], " | ".join(lines),
        state["vehicles"], state["persons"], "yes" if state["humanitarian"] else "no", instant(state["slot_s"]),
        "" if place is None else place.queued, state["route"], state["name"], state["permit"],
        instant(max(decided) // 1000) if decided and state["permit"] != "asked" else "",
        suspended.standstill if suspended is not None else "",
    )  # fmt: skip


def _kept(body: bytes, *, name: str, ending: str, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    file = f"{mark}{node().member}-{name}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file) or "attachment"
    return answer


OFFER_COLUMNS = ("opportunity", "offered_by", "subject", "sector", "between", "open_until", "state", "own_interest")
PROJECT_COLUMNS = ("project", "opened_by", "subject", "sector", "parties", "state", "decided", "milestones", "reached")


@never_cache
@require_GET
def opportunities(request: HttpRequest, form: str) -> HttpResponse:
    """Give the opportunities that the list shows; of interest this member's own word alone."""
    now_s = Frame(request).now_ms // 1000
    rows = offers_wanted(newest(OFFER), show=request.GET.get("show", "open"), now_s=now_s)
    lines = (
        (row.id, row.opened_by, row.state["subject"], row.state["sector"], " ".join(row.state["between"]),
         instant(row.state["expires_s"]), state_name(row.state, now_s=now_s), _interested(row.id))
        for row in rows
    )  # fmt: skip
    return given(form, name="opportunities", columns=OFFER_COLUMNS, lines=lines, states=rows)


def _interested(opportunity: str) -> str:
    own = interest_of(opportunity, node().member)
    return "yes" if own is not None and own.state["name"] == "declared" else "no"


@never_cache
@require_GET
def projects(request: HttpRequest, form: str) -> HttpResponse:
    """Give the projects that the list shows."""
    rows = projects_wanted(newest(PROJECT), show=request.GET.get("show", "open"))
    lines = (
        (row.id, row.opened_by, row.state["subject"], row.state["sector"], " ".join(row.state["parties"]),
         row.state["name"], row.state["decided"], len(row.state["milestones"]),
         sum(each["reached"] is not None for each in row.state["milestones"]))
        for row in rows
    )  # fmt: skip
    return given(form, name="projects", columns=PROJECT_COLUMNS, lines=lines, states=rows)
