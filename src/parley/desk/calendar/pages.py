"""The page of the calendar: days and what falls on each, as a list that works on paper and on a narrow screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.calendar.asked import BOTH, DUTIES, EVERYBODY, LENGTHS, PLANNED, Asked, calendar_asked
from parley.desk.calendar.showing import shown
from parley.desk.cell import node
from parley.desk.frame import Frame


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the days that the address asks for."""
    frame, codes = Frame(request), node().charter().codes
    asked = calendar_asked(request.GET.dict(), now_ms=frame.now_ms, codes=codes)
    calendar = shown(frame, asked)
    told = {
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


def _link(asked: Asked, **changes: object) -> str:
    return f"?{urlencode(asked.query(**changes))}"
