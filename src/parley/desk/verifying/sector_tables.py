"""The watch over the sectors to keep: one row a sector, with all counts and sums, the incidents and notes in JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.given import as_csv, as_json, form_asked, to_keep
from parley.desk.verifying import telling
from parley.geo.place import E7
from parley.node.verifying.watched import notes, sectors_of
from parley.tracks.incidents.warning.reference import UNIT
from parley.tracks.incidents.warning.watch import Outlook, Raising, Watched

COLUMNS = (
    "sector", "south", "west", "side", "day", "raised", "since", "by", "counted", "run_days", "expected", "past_days",
    "sum", "threshold", "incidents", "notes",
)  # fmt: skip


@never_cache
@require_GET
def sectors_table(request: HttpRequest, form: str) -> HttpResponse:
    """Give every sector that is watched, as of now; none where the charter watches none or is not in force."""
    now_ms = Frame(request).now_ms
    found = sectors_of(node()).outlook(now_ms=now_ms)
    told = [_told(each) for each in (found.watched if found is not None else ())]
    if form_asked(form) == "csv":
        rows = ([_cell(row[name]) for name in COLUMNS] for row in told)
        return to_keep(as_csv(COLUMNS, rows), name="sectors", form=form)
    whole = {"begins": telling.day_said(found.begins_day) if found is not None else None, "sectors": told,
             "counted_nowhere": _left_out(found)}  # fmt: skip
    return to_keep(as_json("parley-sectors-v1", whole, now_ms=now_ms), name="sectors", form=form)


def _told(each: Watched) -> dict[str, Any]:
    chart, sector, raising = each.chart, each.sector, each.raising
    said = [note for state in notes(node()) if state.sector == sector for note in state.notes]
    return {
        "sector": sector.name, "south": _degrees(sector.south_e7), "west": _degrees(sector.west_e7),
        "side": _degrees(sector.size_e7), "day": telling.day_said(each.day), "raised": raising is not None,
        "since": telling.day_said(raising.first_day) if raising is not None else None,
        "by": raising.by if raising is not None else None,
        "counted": sum(chart.counts), "run_days": len(chart.counts), "expected": chart.expected.total,
        "past_days": chart.expected.days, "sum": _parts(chart.sums[-1]), "threshold": _parts(chart.reference.threshold),
        "incidents": [one.occurrence.id for one in each.counted], "notes": [note.entry for note in said],
        "counts": list(chart.counts), "sums": [_parts(total) for total in chart.sums],
        "reference": _parts(chart.reference.reference), "spread": _parts(chart.expected.spread),
        "rate": f"{chart.expected.rate_milli / 1000:.3f}", "raisings": [_raising(one) for one in each.raisings],
        "said": [
            {"entry": note.entry, "member": note.member, "how": note.how, "text": note.text, "lang": note.lang}
            for note in said
        ],
    }  # fmt: skip


def _raising(each: Raising) -> dict[str, Any]:
    return {"from": telling.day_said(each.first_day), "to": telling.day_said(each.last_day), "by": each.by}


def _left_out(found: Outlook | None) -> dict[str, list[str]]:
    return {why: [each.id for each in some] for why, some in (found.left_out if found is not None else {}).items()}


def _cell(value: Any) -> Any:
    return " ".join(_listed(value)) if isinstance(value, list) else value


def _listed(values: Iterable[Any]) -> list[str]:
    return [str(each) for each in values]


def _degrees(e7: int) -> str:
    return f"{e7 / E7:.7f}"


def _parts(sixteenths: int) -> str:
    return f"{sixteenths / UNIT:.2f}"
