"""Rounds and files as tables for other software: CSV and JSON, without prejudice to anything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.listing import ALL, asked_of
from parley.desk.talks.asked import files_wanted, rounds_wanted
from parley.geo.moment import Moment, moment_text
from parley.node.feeds.table import MARK, safe
from parley.tracks.talks.file_standing import FileStanding
from parley.tracks.talks.file_state import FileState
from parley.tracks.talks.round_state import RoundState

COLUMNS = (
    "sort", "matter", "subject", "state", "place", "host", "from", "until", "invited", "files", "lead", "parties",
    "waits_for", "decision", "stands", "effective", "signed_by", "note",
)  # fmt: skip
Standing = tuple[FileState, FileStanding]
PREJUDICE = "Without prejudice to legality, sovereignty or claims."


@never_cache
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Return the rounds and files that are asked for; every one where nothing is. Own notes of positions are left out.

    `only` is "rounds" or "files" for one of the two lists alone.
    """
    asked, only = asked_of(request.GET, show=ALL), request.GET.get("only", "")
    rounds = rounds_wanted(asked) if only != "files" else []
    files = files_wanted(asked) if only != "rounds" else []
    if form == "json":
        body = _as_json(rounds, files, now_ms=Frame(request).now_ms)
        answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    elif form == "csv":
        answer = HttpResponse(_as_csv(rounds, files), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(form)
    answer["Content-Disposition"] = f'attachment; filename="talks.{form}"'
    return answer


def _as_json(rounds: Iterable[RoundState], files: Iterable[Standing], *, now_ms: int) -> str:
    charter = node().charter()
    whole = {
        "form": "parley-talks-v1", "mechanism": charter.mechanism.id, "exercise": charter.mechanism.exercise,
        "charter": charter.digest, "as_of_ms": now_ms, "prejudice": PREJUDICE,
        "rounds": [each.as_json() for each in rounds],
        "files": [{**each.as_json(), "standing": standing.as_json()} for each, standing in files],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def _as_csv(rounds: Iterable[RoundState], files: Iterable[Standing]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    note = f"EXERCISE. {PREJUDICE}" if node().charter().mechanism.exercise else PREJUDICE
    for row in (*_rounds(rounds), *_files(files)):
        writer.writerow([_plain({**row, "note": note}.get(name)) for name in COLUMNS])
    return MARK + out.getvalue()


def _rounds(rounds: Iterable[RoundState]) -> Iterator[dict[str, Any]]:
    for state in rounds:
        named = {
            "sort": "round", "matter": state.opening.id, "subject": state.terms["subject"], "state": state.name,
            "place": state.terms["place"], "host": state.terms.get("host") or state.terms.get("host_name"),
            "from": _instant(state.held_at.from_s), "until": _instant(state.held_at.until_s),
            "invited": state.invited, "files": state.files,
        }  # fmt: skip
        yield named
        for each in state.of_kind("decision_proposed"):
            yield {
                **named, "sort": "decision", "decision": each.entry, "subject": each.terms["subject"],
                "stands": state.stands(each), "effective": _instant(state.effective_s(each)),
                "signed_by": [one.member for one in each.signatures],
                "files": [each.terms["file"]] if each.terms.get("file") else [],
            }  # fmt: skip


def _files(files: Iterable[Standing]) -> Iterator[dict[str, Any]]:
    for state, standing in files:
        yield {
            "sort": "file", "matter": state.opening.id, "subject": state.terms["subject"], "state": standing.name,
            "lead": state.terms["lead"], "parties": state.parties,
            "waits_for": [f"{each.gate.instrument} {each.gate.step} ({each.state})" for each in standing.gates],
        }  # fmt: skip


def _instant(at_s: int | None) -> str:
    return moment_text(Moment(at_s, "second")) if at_s is not None else ""


def _plain(value: Any) -> str:
    return safe(", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value))
