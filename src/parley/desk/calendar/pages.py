"""The page of the calendar: days and what falls on each, as a list that works on paper and on a narrow screen."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.calendar.asked import BOTH, DUTIES, EVERYBODY, LENGTHS, PLANNED, Asked, calendar_asked
from parley.desk.calendar.keeping import json_of, table_of
from parley.desk.calendar.showing import shown
from parley.desk.cell import node
from parley.desk.frame import Frame


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the days that the address asks for."""
    frame, codes = Frame(request), node().charter().codes
    asked = _asked(request)
    calendar = shown(frame, asked)
    told = {
        "kept": urlencode(asked.query()),
        "section": "calendar",
        "asked": asked,
        "calendar": calendar,
        "last": calendar.days[-1].day,
        "lengths": [(days, _link(asked, days=days)) for days in LENGTHS],
        "earlier": _link(asked, **{"from": asked.moved(-asked.days)}),
        "later": _link(asked, **{"from": asked.moved(asked.days)}),
        "today": _link(asked, **{"from": ""}),
        "members": [(EVERYBODY, gettext("everybody")), *((code, frame.name_of(code)) for code in codes)],
        "whats": [(BOTH, gettext("duties and plans")), (DUTIES, gettext("duties")), (PLANNED, gettext("plans"))],
        "count": sum(len(day.lines) for day in calendar.days) + len(calendar.overdue),
    }
    return render(request, "desk/calendar/page.html", told)


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give the days as a table for spreadsheets, in the reader's language."""
    asked = _asked(request)
    body = table_of(shown(Frame(request), asked))
    return _to_keep(body, asked, ending="csv", kind="text/csv; charset=utf-8")


@never_cache
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    """Give the days as JSON."""
    asked = _asked(request)
    told = json_of(shown(Frame(request), asked), asked)
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return _to_keep(body, asked, ending="json", kind="application/json")


def _asked(request: HttpRequest) -> Asked:
    return calendar_asked(request.GET.dict(), now_ms=Frame(request).now_ms, codes=node().charter().codes)


def _to_keep(body: bytes, asked: Asked, *, ending: str, kind: str) -> HttpResponse:
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    name = f"{mark}{node().member}-calendar-{asked.first.isoformat()}-{asked.days}d.{ending}"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


def _link(asked: Asked, **changes: object) -> str:
    return f"?{urlencode(asked.query(**changes))}"
