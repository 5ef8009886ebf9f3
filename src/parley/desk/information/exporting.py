"""What is listed of information exchange to keep: as a table, as JSON, as a STIX 2.1 bundle; all of it or none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.desk.cell import node
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.information.facts import place_said
from parley.desk.information.found import (
    FORMS,
    MOST_LOOKED_AT,
    REPORT,
    asked_for,
    matching,
    newest,
    state_name,
    terms_of,
)
from parley.desk.information.words import purpose_word, tlp_label
from parley.geo.moment import Moment, moment_text
from parley.matters.verdict import Refusal
from parley.node.feeds.table import MARK, safe
from parley.node.information.bundling import MOST_EXPORTED, bundle_of
from parley.node.reading import MatterRow

STIX = "application/stix+json;version=2.1"


@never_cache
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Give what is listed as a table, one line a matter, in the reader's language."""
    rows = _rows(request)
    if isinstance(rows, HttpResponse):
        return rows
    frame, out = Frame(request), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [gettext("Number"), gettext("Marking"), gettext("Source"), gettext("What it says"), gettext("Subject"),
         gettext("Text"), gettext("For what"), gettext("From whom"), gettext("Who reads it"), gettext("May go on to"),
         gettext("Holds until"), gettext("Place"), gettext("State")]
    )  # fmt: skip
    for row in rows:
        writer.writerow([safe(each) for each in _line(row, frame)])
    return _to_keep(MARK + out.getvalue(), name=f"{_form(request)}s.csv", kind="text/csv; charset=utf-8")


@never_cache
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    """Give what is listed as JSON, each matter with its state as docs/information.md has it."""
    rows = _rows(request)
    if isinstance(rows, HttpResponse):
        return rows
    charter, form = node().charter(), _form(request)
    told = {
        "form": f"parley-{form.replace('_', '-')}s-v1", "mechanism": charter.mechanism.id,
        "exercise": charter.mechanism.exercise, "charter": charter.digest, "as_of_ms": node().clock.now_ms(),
        "matters": [dict(row.state) for row in rows],
    }  # fmt: skip
    return _to_keep(json.dumps(told, ensure_ascii=False, indent=1), name=f"{form}s.json", kind="application/json")


@never_cache
@require_GET
def stix(request: HttpRequest) -> HttpResponse:
    """Give a STIX 2.1 bundle: of one matter, of what is listed, of what may go on to one member, or of all."""
    matter, named = request.GET.get("matter", ""), None
    if request.GET.get("form"):
        rows = _rows(request)
        if isinstance(rows, HttpResponse):
            return rows
        named = {row.id for row in rows}
    found = bundle_of(node(), member=request.GET.get("for", ""), matters={matter} if matter else named)
    if isinstance(found, Refusal):
        return _not_given(request, found)
    name = f"{matter.replace('/', '-') or 'information'}.stix.json"
    return _to_keep(found, name=name, kind=STIX)


def _form(request: HttpRequest) -> str:
    form = request.GET.get("form", REPORT)
    return form if form in FORMS else REPORT


def _rows(request: HttpRequest) -> list[MatterRow] | HttpResponse:
    """Return what the list's fields ask for, or the page that says why it is not given."""
    looked = newest(_form(request))
    found = matching(looked, asked_for(request.GET.dict()), now_ms=Frame(request).now_ms)
    if len(found) <= MOST_EXPORTED and len(looked) < MOST_LOOKED_AT:
        return found
    data = {"found": len(found), "limit": MOST_EXPORTED}
    return _not_given(request, Refusal("stix.too_many_to_give", "DESK-90", data))


def _not_given(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    shown = {"section": "information", "refused": in_words(refusal, language=Frame(request).language)}
    return render(request, "desk/information/not_given.html", shown, status=422)


def _line(row: MatterRow, frame: Frame) -> Iterator[str]:
    terms = terms_of(row.state)
    names, until_s = frame.name_of, terms.get("expires_s") or terms.get("due_s") or 0
    yield from (row.id, tlp_label(terms["tlp"]) if terms.get("tlp") else "")
    yield from (str(terms.get("source") or ""), str(terms.get("credibility") or ""), str(row.state["subject"]))
    yield terms.get("text") or "\n\n".join(each["text"] for each in terms.get("texts") or ())
    yield purpose_word(node().charter(), str(terms["purpose"]), language=frame.language)
    yield from (names(row.opened_by), ", ".join(names(code) for code in row.state["to"]))
    yield ", ".join(names(code) for code in terms.get("releasable_to") or ())
    yield moment_text(Moment(int(until_s), "second"))
    yield place_said(terms["place"]) if terms.get("place") else ""
    yield state_name(row.state, now_ms=frame.now_ms)


def _to_keep(body: str, *, name: str, kind: str) -> HttpResponse:
    mark = "EXERCISE-" if node().charter().mechanism.exercise else ""
    answer = HttpResponse(body, content_type=kind)
    whole = f"{mark}{node().member}-{name}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=whole) or "attachment"
    return answer
