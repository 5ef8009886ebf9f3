"""Inspections as a table to keep: one row a limit counted, a restriction or a request; CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.hotline.saying import instant
from parley.node.verifying.inspected import SHOWN_BACK_MS, SlotSeen, calendar, inspections
from parley.tracks.incidents.inspection_state import InspectionState

COLUMNS = (
    "matter", "entry", "by", "at", "what", "zone", "limit", "member", "counted", "allowed", "over", "result",
    "standing", "why",
)  # fmt: skip
# A program that opens a table takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@never_cache
@require_GET
def inspections_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give all inspections that this node may read, with the calendar in JSON."""
    states = inspections(node())
    if form == "csv":
        return _kept(_csv(states), "text/csv; charset=utf-8", form)
    if form != "json":
        raise Http404(form)
    now_ms = node().clock.now_ms()
    slots = calendar(node(), from_ms=now_ms - SHOWN_BACK_MS, until_ms=now_ms, now_ms=now_ms)
    whole = {"inspections": [each.as_json() for each in states], "calendar": [_slot(each) for each in slots]}
    return _kept(json.dumps(whole, ensure_ascii=False, indent=1), "application/json", form)


def _kept(body: str, media_type: str, form: str) -> HttpResponse:
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    answer = HttpResponse(body, content_type=media_type)
    name = f"{mark}{node().member}-inspections.{form}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def _csv(states: list[InspectionState]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for state in states:
        for row in _rows(state):
            writer.writerow([_plain(row.get(name)) for name in COLUMNS])
    return out.getvalue()


def _rows(state: InspectionState) -> Iterator[dict[str, Any]]:
    for asked in state.requests:
        for zone in asked.terms["zones"] or [""]:
            yield _row(state, asked, "verification_requested", zone=zone)
    for visit in state.visits:
        for each in visit.counts:
            found = each.told()
            told = {name: value for name, value in found.items() if name in COLUMNS}
            yield _row(state, visit, "inspection_made", **told, result=each.name)
        for zone in visit.zones if not visit.counts else ():
            yield _row(state, visit, "inspection_made", zone=zone)
    for kept in state.restrictions:
        for zone in kept.terms["zones"] or [""]:
            yield _row(state, kept, "movement_restricted", zone=zone, result=kept.how, member=kept.terms.get("by"))


def _row(state: InspectionState, said: Any, what: str, **more: Any) -> dict[str, Any]:
    at = instant(said.at_ms // 1000)
    return {"matter": state.opening.id, "entry": said.entry, "by": said.member, "at": at, "what": what, **more}


def _plain(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _slot(each: SlotSeen) -> dict[str, Any]:
    slot, duty = each.slot, each.duty
    return {
        "id": slot.id, "zone": slot.area.zone, "by": slot.area.by, "begins_ms": slot.begins_ms, "due_ms": slot.due_ms,
        "state": duty.state if duty is not None else None, "reports": [visit.entry for _, visit in each.visits],
        "restrictions": [kept.entry for _, kept in each.restrictions],
    }  # fmt: skip
