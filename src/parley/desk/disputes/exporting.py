"""Disputes for other hands: the list as a table or as JSON, one dispute with its ladder and all that was said."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.disputes.found import disputes
from parley.desk.disputes.pages import rows_listed
from parley.desk.frame import Frame
from parley.desk.given import WITHOUT_PREJUDICE, as_csv, as_json, to_keep, utc
from parley.tracks.disputes.ladder import Rung
from parley.tracks.disputes.meeting import Met
from parley.tracks.disputes.state import DisputeState

COLUMNS = (
    "dispute", "subject", "claimed_by", "against", "claimed_at", "state", "level", "move", "due", "precedence",
)  # fmt: skip


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give every dispute as a line of a table, codes in place of words, instants in UTC."""
    states = {each.opening.id: each for each in disputes().all()}
    lines = (
        (row.id, row.subject, states[row.id].opening.member, " ".join(states[row.id].against), utc(row.at_ms), row.name,
         row.level_name, row.move_codes, utc(row.due_ms), row.precedence)
        for row in rows_listed(Frame(request), wanted="all")
    )  # fmt: skip
    return to_keep(as_csv(COLUMNS, lines), name="disputes", form="csv")


@never_cache
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    """Give every dispute as JSON, each with its ladder as of now and what meets its measures."""
    now_ms = Frame(request).now_ms
    said = {"disputes": [_of(state, now_ms=now_ms) for state in disputes().all()]}
    return to_keep(as_json("parley-disputes-v1", said, now_ms=now_ms), name="disputes", form="json")


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
        "as_of": utc(now_ms),
        **_of(state, now_ms=now_ms),
    }


def _of(state: DisputeState, *, now_ms: int) -> dict[str, Any]:
    return {
        "dispute": state.as_json(),
        "ladder": [_rung(each) for each in state.rungs(now_ms=now_ms)],
        "meets": [_met(each) for each in disputes().met(state.opening.id)],
    }


def _rung(rung: Rung) -> dict[str, Any]:
    return {
        "level": rung.level.name, "since": utc(rung.began_ms), "until": utc(rung.due_ms), "left": utc(rung.left_ms),
        "why": rung.why, "entry": rung.entry, "lapsed_level": rung.lapsed_level or None, "clause": rung.clause,
    }  # fmt: skip


def _met(met: Met) -> dict[str, Any]:
    return {
        "measure": met.measure, "by": met.by, "matter": met.matter, "form": met.form, "member": met.member or None,
        "from": utc(met.from_s * 1000), "until": utc(met.until_s * 1000),
    }  # fmt: skip
