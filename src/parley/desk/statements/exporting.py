"""Texts and statements for other hands: each list as a table or as JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.frame import Frame
from parley.desk.given import as_csv, as_json, to_keep, utc
from parley.desk.listing import ALL, asked_of
from parley.desk.statements.asked import statements_wanted, texts_wanted

TEXT_COLUMNS = ("text", "subject", "opened_by", "opened_at", "state", "paragraph", "version", "by", "languages",
                "consents", "reserves")  # fmt: skip
STATEMENT_COLUMNS = ("statement", "subject", "drafted_by", "state", "release", "signed", "missing", "digest")


@never_cache
@require_GET
def texts_given(request: HttpRequest, form: str) -> HttpResponse:
    """Give the texts that are asked for: as a table one line for each version that stands, as JSON all of it."""
    asked = asked_of(request.GET, show=ALL)
    if form == "csv":
        rows = [
            (state.opening.id, state.subject, state.opening.member, utc(state.opening.at_ms), state.name, each.number,
             head.entry, head.member, " ".join(sorted(head.texts)),
             " ".join(code for code in state.parties if each.consents_to(code, head)),
             " ".join(mark.member for mark in each.standing))
            for state in texts_wanted(asked) for each in state.in_order() for head in each.heads
        ]  # fmt: skip
        return to_keep(as_csv(TEXT_COLUMNS, rows), name="texts", form="csv")
    if form != "json":
        raise Http404(form)
    told = {"texts": [state.as_json() for state in texts_wanted(asked)]}
    return to_keep(as_json("parley-texts-v1", told, now_ms=Frame(request).now_ms), name="texts", form="json")


@never_cache
@require_GET
def statements_given(request: HttpRequest, form: str) -> HttpResponse:
    """Give the statements that are asked for as a table or as JSON."""
    asked = asked_of(request.GET, show=ALL)
    if form == "csv":
        rows = [
            (state.opening.id, state.main.terms["subject"], state.opening.member, state.name,
             utc(state.release_s * 1000), " ".join(each.member for each in state.main.signatures),
             " ".join(state.main.missing), state.main.digest)
            for state in statements_wanted(asked)
        ]  # fmt: skip
        return to_keep(as_csv(STATEMENT_COLUMNS, rows), name="statements", form="csv")
    if form != "json":
        raise Http404(form)
    told = {"statements": [state.as_json() for state in statements_wanted(asked)]}
    body = as_json("parley-statements-v1", told, now_ms=Frame(request).now_ms)
    return to_keep(body, name="statements", form="json")
