"""The incidents that are listed as a table or as JSON, to keep: all of them, or none where they are too many."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.incidents.found import MOST_LOOKED_AT, asked_for, matching, newest
from parley.desk.incidents.telling import casualty_said, damage_said, type_word
from parley.geo.moment import Moment, moment_text
from parley.matters.verdict import Refusal
from parley.node.feeds.table import MARK, safe
from parley.node.reading import MatterRow
from parley.tracks.incidents.incident_state import FORM

# More than so many are refused with words: nothing of an export is left out without a word.
MOST_EXPORTED = 2_000


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give the incidents that are listed as a table, one line an account, in the reader's language."""
    rows = _rows(request)
    if isinstance(rows, HttpResponse):
        return rows
    frame, out = Frame(request), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(_columns()))
    for row in rows:
        for account in row.state["accounts"]:
            writer.writerow([_plain(each) for each in _line(row, account, frame)])
    return _to_keep(MARK + out.getvalue(), ending="csv", kind="text/csv; charset=utf-8")


@never_cache
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    """Give the incidents that are listed as JSON, each with its state as docs/incidents.md has it."""
    rows = _rows(request)
    if isinstance(rows, HttpResponse):
        return rows
    charter = node().charter()
    told = {
        "form": "parley-incidents-v1",
        "mechanism": charter.mechanism.id,
        "exercise": charter.mechanism.exercise,
        "charter": charter.digest,
        "as_of_ms": node().clock.now_ms(),
        "incidents": [dict(row.state) for row in rows],
    }
    return _to_keep(json.dumps(told, ensure_ascii=False, indent=1), ending="json", kind="application/json")


def _rows(request: HttpRequest) -> list[MatterRow] | HttpResponse:
    """Return what the list's fields ask for, or the page that says why it is not given."""
    asked, looked = asked_for(request.GET.dict()), newest()
    found = matching(looked, asked, charter=node().charter())
    if not asked.faults and len(found) <= MOST_EXPORTED and len(looked) < MOST_LOOKED_AT:
        return found
    data = {"found": len(found), "limit": MOST_EXPORTED}
    refusal = Refusal("incidents_too_many", "DESK-90", data)
    if asked.faults:
        refusal = Refusal("form_not_understood", "DESK-5", {}, asked.faults)
    told = in_words(refusal, language=Frame(request).language)
    return render(request, "desk/incidents/not_given.html", {"section": "incidents", "refused": told}, status=422)


def _columns() -> Iterable[str]:
    return (
        gettext("Incident"), gettext("State"), gettext("Entry of the account"), gettext("Told by"), gettext("Type"),
        gettext("Code"), gettext("Subject"), gettext("Text"), gettext("Latitude"), gettext("Longitude"),
        gettext("Precision of the place"), gettext("Within so many metres"), gettext("From"), gettext("Until"),
        gettext("Precision of the time"), gettext("Source"), gettext("What it says"), gettext("How it is known"),
        gettext("How it was observed"), gettext("Alleged"), gettext("Casualties"), gettext("Damage"),
        gettext("Withdrawn"),
    )  # fmt: skip


def _line(row: MatterRow, account: Mapping[str, Any], frame: Frame) -> Iterator[str]:
    terms, place = account["terms"], account["terms"].get("place") or {}
    yield from (row.id, str(row.state["name"]), account["entry"], frame.name_of(account["member"]))
    yield from (type_word(node().charter(), terms["type"]), terms["type"], terms["subject"], terms["text"])
    for name in ("lat_e7", "lon_e7"):
        yield f"{place[name] / 10_000_000:.7f}" if place else ""
    yield from (str(place.get("precision", "")), str(place.get("radius_m", "")))
    yield from (_instant(terms["time"]["from_s"]), _instant(terms["time"]["until_s"]), terms["time"]["precision"])
    yield from (terms["source"], terms["credibility"], terms["knowledge"], " ".join(terms["means"]))
    yield " | ".join(_actor(each) for each in terms["actors"])
    yield " | ".join(map(casualty_said, terms.get("casualties") or ()))
    yield " | ".join(map(damage_said, terms.get("damage") or ()))
    yield account["withdrawn"]["why"] if account["withdrawn"] else ""


def _actor(actor: Mapping[str, Any]) -> str:
    return ": ".join(filter(None, (actor.get("member") or actor["kind"], actor.get("name"))))


def _instant(at_s: int) -> str:
    return moment_text(Moment(at_s, "second"))


def _plain(value: str) -> str:
    """Return a value that no program takes for a formula."""
    return value if _is_number(value) else safe(value)


def _is_number(value: str) -> bool:
    return value.removeprefix("-").replace(".", "", 1).isdecimal()


def _to_keep(body: str, *, ending: str, kind: str) -> HttpResponse:
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    answer = HttpResponse(body, content_type=kind)
    name = f"{mark}{node().member}-{FORM}s.{ending}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
