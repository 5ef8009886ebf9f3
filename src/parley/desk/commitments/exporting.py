"""Instruments with their steps as tables for other software: CSV and JSON, without prejudice to anything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.geo.moment import Moment, moment_text
from parley.node.commitments.held import instruments
from parley.tracks.commitments.stepping import timetable_json

COLUMNS = (
    "instrument", "subject", "sort", "standing", "step", "what", "who", "to", "by", "due", "expected", "state",
    "otherwise", "percent", "done", "certified", "verifiers", "depends_on", "with", "why", "note",
)  # fmt: skip
PREJUDICE = "Without prejudice to legality, sovereignty or claims."
# A program for tables would take these for the begin of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@never_cache
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Return every instrument that this node may read, with its timetable as of now."""
    now_s = Frame(request).now_ms // 1000
    if form == "json":
        answer = HttpResponse(_as_json(now_s), content_type="application/json; charset=utf-8")
    elif form == "csv":
        answer = HttpResponse(_as_csv(now_s), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(form)
    answer["Content-Disposition"] = f'attachment; filename="commitments.{form}"'
    return answer


def _as_json(now_s: int) -> str:
    found = [{**state.as_json(), "timetable": timetable_json(state, now_s=now_s)} for state in instruments(node())]
    whole = {
        "prejudice": PREJUDICE, "exercise": node().charter().mechanism.exercise, "as_of_s": now_s, "instruments": found
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def _as_csv(now_s: int) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(now_s):
        writer.writerow([_safe(row.get(name)) for name in COLUMNS])
    return out.getvalue()


def _rows(now_s: int) -> Iterator[dict[str, Any]]:
    note = f"EXERCISE. {PREJUDICE}" if node().charter().mechanism.exercise else PREJUDICE
    for state in instruments(node()):
        named = {"instrument": state.opening.id, "subject": state.main.terms["subject"],
                 "sort": state.main.terms.get("sort", ""), "standing": state.standing, "note": note}  # fmt: skip
        rows = timetable_json(state, now_s=now_s)
        for row in rows:
            times = {name: _instant(row[f"{name}_s"]) for name in ("due", "expected", "done", "certified")}
            yield {**row, **named, **times, "why": " ".join(str(each["code"]) for each in row["why"])}
        if not rows:
            yield named


def _instant(at_s: int | None) -> str:
    return moment_text(Moment(at_s, "second")) if at_s is not None else ""


def _safe(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
