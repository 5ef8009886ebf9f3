"""Disputes for other hands: the list as a table, one dispute with its ladder and all that was said as JSON."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.disputes.found import disputes
from parley.desk.disputes.pages import rows_listed
from parley.desk.frame import Frame
from parley.tracks.disputes.ladder import Rung
from parley.tracks.disputes.meeting import Met
from parley.tracks.disputes.state import DisputeState

COLUMNS = (
    "dispute", "subject", "claimed_by", "against", "claimed_at", "state", "level", "move", "due", "precedence",
)  # fmt: skip
WITHOUT_PREJUDICE = "without prejudice to legality, sovereignty or claims"
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give every dispute as a line of a table, codes in place of words, instants in UTC."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow((*COLUMNS, WITHOUT_PREJUDICE))
    states = {each.opening.id: each for each in disputes().all()}
    for row in rows_listed(Frame(request), wanted="all"):
        state = states[row.id]
        lines.writerow(
            _plain(each)
            for each in (
                row.id, row.subject, state.opening.member, " ".join(state.against), _utc(row.at_ms), row.name,
                row.level_name, row.move_codes, _utc(row.due_ms), row.precedence, "",
            )
        )  # fmt: skip
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="disputes.csv"'
    return answer


@never_cache
@require_GET
def whole(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Give one dispute with its ladder as of now, what meets its measures, and every word that was said."""
    state = disputes().one(f"{member}/{number}")
    if state is None:
        raise Http404
    said, form = told(state, now_ms=Frame(request).now_ms), {"ensure_ascii": False, "indent": 1}
    answer = JsonResponse(said, json_dumps_params=form)
    answer["Content-Disposition"] = f'attachment; filename="dispute-{member}-{number}.json"'
    return answer


def told(state: DisputeState, *, now_ms: int) -> dict[str, Any]:
    """Return a dispute as plain JSON values: its state, and what follows from the hour."""
    return {
        "note": WITHOUT_PREJUDICE,
        "mechanism": node().charter().mechanism.id,
        "exercise": node().charter().mechanism.exercise,
        "as_of": _utc(now_ms),
        "dispute": state.as_json(),
        "ladder": [_rung(each) for each in state.rungs(now_ms=now_ms)],
        "meets": [_met(each) for each in disputes().met(state.opening.id)],
    }


def _rung(rung: Rung) -> dict[str, Any]:
    return {
        "level": rung.level.name, "since": _utc(rung.began_ms), "until": _utc(rung.due_ms), "left": _utc(rung.left_ms),
        "why": rung.why, "entry": rung.entry, "lapsed_level": rung.lapsed_level or None, "clause": rung.clause,
    }  # fmt: skip


def _met(met: Met) -> dict[str, Any]:
    return {
        "measure": met.measure, "by": met.by, "matter": met.matter, "form": met.form, "member": met.member or None,
        "from": _utc(met.from_s * 1000), "until": _utc(met.until_s * 1000),
    }  # fmt: skip


def _utc(at_ms: int | None) -> str | None:
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _plain(value: Any) -> str:
    """Return a cell that a spreadsheet takes as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
