"""Inspections as a table to keep: one row a limit counted, a restriction or a request; CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.given import as_csv, as_json, form_asked, to_keep
from parley.desk.hotline.saying import instant
from parley.node.verifying.inspected import SHOWN_BACK_MS, SlotSeen, calendar, inspections
from parley.tracks.incidents.inspection_state import InspectionState

COLUMNS = (
    "matter", "entry", "by", "at", "what", "zone", "limit", "member", "counted", "allowed", "over", "result",
    "standing", "why",
)  # fmt: skip


@never_cache
@require_GET
def inspections_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give all inspections that this node may read, with the calendar in JSON."""
    states, now_ms = inspections(node()), node().clock.now_ms()
    if form_asked(form) == "csv":
        lines = ([row.get(name) for name in COLUMNS] for state in states for row in _rows(state))
        return to_keep(as_csv(COLUMNS, lines), name="inspections", form=form)
    slots = calendar(node(), from_ms=now_ms - SHOWN_BACK_MS, until_ms=now_ms, now_ms=now_ms)
    whole = {"inspections": [each.as_json() for each in states], "calendar": [_slot(each) for each in slots]}
    return to_keep(as_json("parley-inspections-v1", whole, now_ms=now_ms), name="inspections", form=form)


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


def _slot(each: SlotSeen) -> dict[str, Any]:
    slot, duty = each.slot, each.duty
    return {
        "id": slot.id, "zone": slot.area.zone, "by": slot.area.by, "begins_ms": slot.begins_ms, "due_ms": slot.due_ms,
        "state": duty.state if duty is not None else None, "reports": [visit.entry for _, visit in each.visits],
        "restrictions": [kept.entry for _, kept in each.restrictions],
    }  # fmt: skip
