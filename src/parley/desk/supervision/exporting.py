"""Supervision for other hands: each list as a table or as JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.given import as_csv, as_json, to_keep, utc
from parley.desk.listing import ALL, asked_of
from parley.desk.supervision.asked import wanted
from parley.desk.supervision.pages import WRITINGS
from parley.desk.supervision.showing import listed

COLUMNS = ("matter", "subject", "by", "opened_at", "state", "who", "when", "clause")


@never_cache
@require_GET
def table(request: HttpRequest, form: str) -> HttpResponse:
    """Give the matters of one form that are asked for, each as a line of a table, states as codes, instants in UTC."""
    if form not in WRITINGS:
        raise Http404(form)
    frame = Frame(request)
    lines = (
        (row.id, row.subject, state.opening.member, utc(row.at_ms), row.name, row.who, row.when, row.clause)
        for state in wanted(form, asked_of(request.GET, show=ALL))
        for row in [listed(state, frame=frame)]
    )
    return to_keep(as_csv(COLUMNS, lines), name=f"{form}s", form="csv")


@never_cache
@require_GET
def plain(request: HttpRequest, form: str) -> HttpResponse:
    """Give the matters of one form that are asked for as JSON."""
    if form not in WRITINGS:
        raise Http404(form)
    told = {f"{form}s": [state.as_json() for state in wanted(form, asked_of(request.GET, show=ALL))]}
    body = as_json(f"parley-{form}s-v1", told, now_ms=Frame(request).now_ms)
    return to_keep(body, name=f"{form}s", form="json")
