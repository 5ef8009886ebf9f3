"""One matter to keep, of whatever track: its state, what follows from others, its duties as of now, every entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.commerce.following import follows_of
from parley.desk.frame import Frame
from parley.desk.given import as_json, to_keep, utc
from parley.desk.matters import view_of
from parley.matters.duty import Duty
from parley.node import reading
from parley.node.reading import EntryView


@never_cache
@require_GET
def whole(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Give one matter as JSON; 404 where this node has none of that id, or may not read it."""
    frame, matter = Frame(request), f"{member}/{number}"
    view = view_of(matter)
    row = view.row
    told = {
        "matter": row.id, "track": row.track, "opened_by": row.opened_by, "opened": utc(row.at_ms),
        "newest_entry": utc(row.last_at_ms), "state": dict(row.state), "follows": follows_of(row),
        "duties": [_duty(each) for each in reading.duties_of(frame.node, row.id, now_ms=frame.now_ms)],
        "entries": [_entry(each) for each in view.entries],
    }  # fmt: skip
    body = as_json("parley-matter-v1", told, now_ms=frame.now_ms)
    return to_keep(body, name=f"{row.form}-{member}-{number}", form="json")


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "id": duty.id, "what": duty.what, "owed_by": duty.owed_by, "entry": duty.entry, "clause": duty.clause,
        "due": utc(duty.due_at_ms), "state": duty.state,
    }  # fmt: skip


def _entry(entry: EntryView) -> dict[str, Any]:
    return {
        "entry": entry.id, "member": entry.member, "at": utc(entry.at_ms), "kind": entry.kind, "to": list(entry.to),
        "content": dict(entry.content), "void": dict(entry.refusal) if entry.refusal is not None else None,
    }  # fmt: skip
