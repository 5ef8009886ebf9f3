"""Instruments with their steps as tables for other software: CSV and JSON, without prejudice to anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.commitments.forces import instant_asked
from parley.desk.frame import Frame
from parley.desk.given import as_csv, as_json, form_asked, to_keep
from parley.geo.moment import Moment, moment_text
from parley.node.commitments.held import instruments
from parley.node.commitments.limits import limits_at
from parley.tracks.commitments.limits import LimitRow
from parley.tracks.commitments.stepping import timetable_json

COLUMNS = (
    "instrument", "subject", "sort", "standing", "step", "what", "who", "to", "by", "due", "expected", "state",
    "otherwise", "percent", "done", "certified", "verifiers", "depends_on", "with", "why",
)  # fmt: skip

LIMIT_COLUMNS = (
    "zone", "limit", "bound", "standing", "at_most", "allowed", "variances", "declared", "undeclared", "counted",
    "not_counted_because", "counted_by", "counted_at", "counted_in", "over_declared", "over_counted",
)  # fmt: skip


@never_cache
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Return every instrument that this node may read, with its timetable as of now."""
    now_ms = Frame(request).now_ms
    if form_asked(form) == "csv":
        lines = ([row.get(name) for name in COLUMNS] for row in _rows(now_ms // 1000))
        return to_keep(as_csv(COLUMNS, lines), name="commitments", form=form)
    found = [
        {**state.as_json(), "timetable": timetable_json(state, now_s=now_ms // 1000)} for state in instruments(node())
    ]
    body = as_json("parley-commitments-v1", {"instruments": found}, now_ms=now_ms)
    return to_keep(body, name="commitments", form=form)


@never_cache
@require_GET
def forces(request: HttpRequest, form: str) -> HttpResponse:
    """Return the limits of every zone as of an instant: allowed, declared, counted, over."""
    now_ms, at_s = Frame(request).now_ms, instant_asked(request)[0]
    rows = [limit_told(each) for each in limits_at(node(), at_s=at_s)]
    if form_asked(form) == "json":
        body = as_json("parley-forces-v1", {"at": _instant(at_s), "limits": rows}, now_ms=now_ms)
        return to_keep(body, name="forces", form=form)
    lines = ([_instant(at_s), *(_flat(each[name]) for name in LIMIT_COLUMNS)] for each in rows)
    return to_keep(as_csv(("at", *LIMIT_COLUMNS), lines), name="forces", form=form)


def limit_told(row: LimitRow) -> dict[str, Any]:
    """Return a limit as plain values, a declaration and the count each with the matter that it stands in."""
    count = row.count
    return {
        "zone": row.zone, "limit": row.limit, "bound": list(row.bound), "standing": row.standing,
        "at_most": row.at_most, "allowed": row.allowed, "variances": list(row.variances),
        "declared": [
            {"member": each.member, "count": each.count, "as_of": _instant(each.as_of_s), "matter": each.matter}
            for each in row.declared
        ],
        "undeclared": list(row.undeclared),
        "counted": count.counted if count is not None else None,
        "not_counted_because": count.why if count is not None and count.counted is None else None,
        "counted_by": count.by if count is not None else None,
        "counted_at": _instant(count.at_s) if count is not None else None,
        "counted_in": count.matter if count is not None else None,
        "over_declared": row.over_declared, "over_counted": row.over_counted,
    }  # fmt: skip


def _flat(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [f"{each['member']} {each['count']} {each['as_of']}" if isinstance(each, dict) else each for each in value]


def _rows(now_s: int) -> Iterator[dict[str, Any]]:
    for state in instruments(node()):
        named = {"instrument": state.opening.id, "subject": state.main.terms["subject"],
                 "sort": state.main.terms.get("sort", ""), "standing": state.standing}  # fmt: skip
        rows = timetable_json(state, now_s=now_s)
        for row in rows:
            times = {name: _instant(row[f"{name}_s"]) for name in ("due", "expected", "done", "certified")}
            yield {**row, **named, **times, "why": " ".join(str(each["code"]) for each in row["why"])}
        if not rows:
            yield named


def _instant(at_s: int | None) -> str:
    return moment_text(Moment(at_s, "second")) if at_s is not None else ""
