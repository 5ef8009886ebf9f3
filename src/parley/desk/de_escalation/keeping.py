"""The requests of de-escalation to keep: one row a step of a member, or each request whole in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.de_escalation.pages import found
from parley.desk.de_escalation.showing import Cell, RequestShown
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.given import as_csv, as_json, form_asked, to_keep, utc
from parley.matters.verdict import Refusal

# More than so many requests are refused with words: nothing of an export is left out without a word.
MOST_EXPORTED = 600
COLUMNS = (
    "request", "asked", "subject", "by", "sent", "about", "member", "step", "at", "entry", "said", "due", "clause",
    "late",
)  # fmt: skip
STEPS = ("called", "delivered", "received", "read_back", "answered", "done")


@never_cache
@require_GET
def requests_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give every request, the newest first; all of them or none."""
    form_asked(form)
    frame = Frame(request)
    rows, is_whole = _all(frame)
    if not is_whole:
        refusal = Refusal("requests_too_many", "DESK-91", {"limit": MOST_EXPORTED})
        told = {"section": "de-escalation", "refused": in_words(refusal, language=frame.language)}
        told |= {"back": "de-escalation", "title": gettext("De-escalation")}
        return render(request, "desk/parts/not_given.html", told, status=422)
    if form == "csv":
        return to_keep(as_csv(COLUMNS, _lines(rows)), name="de-escalation", form=form)
    whole = {"requests": [_told(each) for each in rows]}
    return to_keep(as_json("parley-de-escalation-v1", whole, now_ms=frame.now_ms), name="de-escalation", form=form)


def _all(frame: Frame) -> tuple[list[RequestShown], bool]:
    """Return the requests, and whether these are all of them."""
    rows: list[RequestShown] = []
    before_ms: int | None = None
    while len(rows) <= MOST_EXPORTED:
        page = found(frame, before_ms=before_ms)
        rows += page.rows
        if page.before_ms is None:
            return rows, len(rows) <= MOST_EXPORTED
        before_ms = page.before_ms
    return rows, False


def _lines(rows: list[RequestShown]) -> Iterator[list[Any]]:
    for each in rows:
        about = " ".join(matter for matter, _ in each.about)
        head = [each.id, each.asked, each.subject, each.by, utc(each.at_ms), about]
        for place, member in enumerate(each.members):
            for step, line in zip(STEPS, each.lines, strict=True):
                yield [*head, member, step, *_cell(line.cells[place]).values()]


def _told(each: RequestShown) -> dict[str, Any]:
    return {
        "request": each.id, "asked": each.asked, "subject": each.subject, "items": each.said, "by": each.by,
        "sent": utc(each.at_ms), "state": each.state, "about": [matter for matter, _ in each.about],
        "members": [
            {
                "member": member,
                "steps": {step: _cell(row.cells[n]) for step, row in zip(STEPS, each.lines, strict=True)},
            }
            for n, member in enumerate(each.members)
        ],
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    duty = cell.duty
    return {
        "at": utc(cell.at_ms), "entry": cell.entry or None, "said": cell.note or None,
        "due": utc(duty.due_at_ms) if duty is not None else None,
        "clause": duty.clause if duty is not None else None, "late": duty.is_late if duty is not None else None,
    }  # fmt: skip
