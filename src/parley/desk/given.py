"""What a page gives to keep: a table that no spreadsheet takes for formulas, or JSON; both name exercise and member."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from parley.desk.cell import node
from parley.node.feeds.table import MARK, safe

WITHOUT_PREJUDICE = "Without prejudice to legality, sovereignty or claims."
FORMS = ("csv", "json")


def form_asked(form: str) -> str:
    """Return the form that an address names; 404 for one that there is not."""
    if form not in FORMS:
        raise Http404(form)
    return form


def as_csv(columns: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table whose cells are text, whatever they begin with; the last column says what binds nobody."""
    note = f"EXERCISE. {WITHOUT_PREJUDICE}" if node().charter().mechanism.exercise else WITHOUT_PREJUDICE
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([*columns, "note"])
    for row in rows:
        writer.writerow([*(cell_of(each) for each in row), note])
    return out.getvalue()


def cell_of(value: Any) -> str:
    """Return a value as a cell: a whole number as it is, anything else as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return safe(", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value))


def as_json(form: str, told: dict[str, Any], *, now_ms: int) -> str:
    """Return a whole export: its form, of which mechanism and charter, as of when, and what it holds."""
    charter = node().charter()
    head = {
        "form": form, "note": WITHOUT_PREJUDICE, "mechanism": charter.mechanism.id,
        "exercise": charter.mechanism.exercise, "charter": charter.digest, "member": node().member,
        "as_of": utc(now_ms),
    }  # fmt: skip
    return json.dumps({**head, **told}, ensure_ascii=False, indent=1)


def to_keep(body: str, *, name: str, form: str) -> HttpResponse:
    """Answer with a file to keep, named after the exercise, the member and what it holds."""
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    answer = HttpResponse(body, content_type=kind)
    named = content_disposition_header(as_attachment=True, filename=f"{mark}{node().member}-{name}.{form}")
    answer["Content-Disposition"] = named or "attachment"
    return answer


def utc(at_ms: int | None) -> str | None:
    """Return an instant in UTC, to the second; None where there is none."""
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
