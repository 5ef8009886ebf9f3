"""The pages of figures: the table, what one figure was counted from, and both for spreadsheets and other software."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.figures.showing import MOST_LISTED, groups_shown, items_shown
from parley.desk.figures.words import TRACKS, column_word, group_hint, group_of, row_word
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.node.figures.asked import COMMON, SCOPES, SPANS, Asked, span_asked
from parley.node.figures.gathering import figures
from parley.node.figures.sheet import Sheet
from parley.node.figures.told import as_json, as_table

MINUTE_MS = 60_000
_SPAN_WORDS: dict[str, Callable[[], str]] = {
    "day": lambda: gettext("Today"),
    "week": lambda: gettext("7 days"),
    "month": lambda: gettext("30 days"),
}


@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the figures of all members for a span of days."""
    frame, found = Frame(request), _sheet(request)
    shown = {"section": "figures", **_asked_shown(request, frame)}
    if isinstance(found, Refusal):
        shown |= {"refused": in_words(found, language=frame.language)}
        return render(request, "desk/figures/page.html", shown, status=422)
    query = _query(request)
    shown |= {
        "sheet": found,
        "names": [frame.name_of(code) for code in found.members],
        "groups": groups_shown(found, frame=frame, query=query),
        "kept": urlencode(query),
        "left_out": _left_out(frame),
    }
    return render(request, "desk/figures/page.html", shown)


@never_cache
@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """Say what one figure of one member was counted from."""
    frame, found = Frame(request), _sheet(request)
    if isinstance(found, Refusal):
        shown = {"section": "figures", **_asked_shown(request, frame)}
        shown |= {"refused": in_words(found, language=frame.language)}
        return render(request, "desk/figures/page.html", shown, status=422)
    row, code = found.row(request.GET.get("figure", "")), request.GET.get("of", "")
    if row is None or code not in row.cells:
        raise Http404
    cell = row.cells[code]
    shown = {
        "section": "figures",
        "label": row_word(row),
        "clause": row.of if row.code == "lapsed" else "",
        "hint": group_hint(group_of(row)),
        "member": frame.name_of(code),
        "cell": cell,
        "items": items_shown(cell.items[:MOST_LISTED]),
        "more": max(0, len(cell.items) - MOST_LISTED),
        "back": f"{reverse('figures')}?{urlencode(_query(request))}",
        **_asked_shown(request, frame),
    }
    return render(request, "desk/figures/why.html", shown)


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give the figures as a table for spreadsheets, in the reader's language."""
    found = _sheet(request)
    if isinstance(found, Refusal):
        return page(request)
    body = as_table(found, word=column_word, row_word=row_word)
    return _to_keep(body, found, ending="csv", kind="text/csv; charset=utf-8")


@never_cache
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    """Give the figures as JSON, each with its entries."""
    found = _sheet(request)
    if isinstance(found, Refusal):
        return page(request)
    here = node()
    told = {"mechanism": here.charter().mechanism.id, "charter": here.charter().digest, **as_json(found)}
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return _to_keep(body, found, ending="json", kind="application/json")


def _sheet(request: HttpRequest) -> Sheet | Refusal:
    frame, asked = Frame(request), request.GET
    span = span_asked(
        span=asked.get("span", "week" if not _has_days(request) else ""), from_on=asked.get("from", ""),
        until_on=asked.get("until", ""), now_ms=frame.now_ms,
    )  # fmt: skip
    if isinstance(span, Refusal):
        return span
    scope = asked.get("scope", COMMON)
    return figures(
        node(), Asked(*span, now_ms=frame.now_ms, scope=scope if scope in SCOPES else COMMON, tracks=frame.tracks)
    )


def _has_days(request: HttpRequest) -> bool:
    return bool(request.GET.get("from") or request.GET.get("until"))


def _query(request: HttpRequest) -> dict[str, str]:
    """Return what was asked for, for a link that asks for the same."""
    asked = request.GET
    scope = {"scope": asked["scope"]} if asked.get("scope") in SCOPES else {}
    if _has_days(request):
        return {"from": asked.get("from", ""), "until": asked.get("until", ""), **scope}
    span = asked.get("span", "week")
    return {"span": span if span in SPANS else "week", **scope}


def _asked_shown(request: HttpRequest, frame: Frame) -> dict[str, object]:
    query = _query(request)
    span = span_asked(
        span=query.get("span", ""), from_on=query.get("from", ""), until_on=query.get("until", ""), now_ms=frame.now_ms
    )
    days = ("", "") if isinstance(span, Refusal) else (_day(span[0]), _day(span[1] - 1))
    scope = query.get("scope", COMMON)
    addresses = {name: f"?{urlencode({'span': name, 'scope': scope})}" for name in _SPAN_WORDS}
    return {
        "spans": [(name, word(), addresses[name]) for name, word in _SPAN_WORDS.items()],
        "span": query.get("span", ""),
        "scope": scope,
        "from_on": query.get("from") or days[0],
        "until_on": query.get("until") or days[1],
        "days": days[0] if days[0] == days[1] else f"{days[0]} – {days[1]}",
    }


def _left_out(frame: Frame) -> list[str]:
    """Return the tracks that the officer's role does not read: what stands on them is counted in none of these."""
    return [word() for name, word in TRACKS.items() if name in node().charter().tracks and name not in frame.tracks]


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()


def _to_keep(body: bytes, found: Sheet, *, ending: str, kind: str) -> HttpResponse:
    here = node()
    mark = "EXERCISE-" if here.charter().mechanism.exercise else ""
    name = f"{mark}{here.member}-figures-{_day(found.asked.from_ms)}-{_day(found.asked.until_ms - 1)}.{ending}"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
