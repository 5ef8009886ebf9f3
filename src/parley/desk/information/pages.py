"""The pages of information exchange: three lists beside each other, and a page for each sort of matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.information import words
from parley.desk.information.found import (
    ASSESSMENT,
    MOST_LOOKED_AT,
    REPORT,
    REQUEST,
    asked_for,
    citable,
    matching,
    newest,
    state_name,
)
from parley.desk.information.home import notes_about
from parley.desk.information.showing import (
    cited_shown,
    given_shown,
    grade_said,
    marking_shown,
    resting_shown,
    row_shown,
    signers_shown,
)
from parley.desk.information.words import choices, purpose_word, word
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.role_may import May, only_allowed, role_may
from parley.node import reading
from parley.node.reading import MatterView
from parley.tracks.information.marking import is_expired
from parley.tracks.information.track import TRACK

# A list that is longer is shown in pieces.
PER_PAGE = 100
JOINTLY = ("joint", "joint_with_dissent")
LISTS = {REPORT: "information", REQUEST: "information-requests", ASSESSMENT: "assessments"}
# The kind that each act files, and the one that opens each form.
KINDS: Mapping[str, Mapping[str, str]] = {
    REPORT: {
        "may_open": "report_given", "may_propose": "assessment_proposed", "ways_to_check": "report_checked",
        "may_dispute": "report_disputed", "may_end_dispute": "report_disputed", "own_reports": "tearline_noted",
        "may_retract": "report_retracted", "may_acknowledge": "retraction_acknowledged",
    },
    REQUEST: {
        "may_open": "information_requested", "may_answer": "request_answered", "may_refuse": "request_refused",
        "may_withdraw": "request_withdrawn",
    },
    ASSESSMENT: {
        "may_open": "assessment_proposed", "may_sign": "assessment_signed", "may_dissent": "assessment_dissented",
        "may_review": "assessment_reviewed", "may_withdraw": "assessment_withdrawn",
    },
}  # fmt: skip
_STATES = {
    REPORT: ("standing", "disputed", "expired", "retracted"),
    REQUEST: ("open", "answered", "refused", "withdrawn"),
    ASSESSMENT: ("proposed", "joint", "joint_with_dissent", "not_joint", "withdrawn"),
}


@never_cache
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports that are asked for, the newest first."""
    return _list(request, REPORT)


@never_cache
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that are asked for, the newest first."""
    return _list(request, REQUEST)


@never_cache
@require_GET
def assessments(request: HttpRequest) -> HttpResponse:
    """List the assessments that are asked for, the newest first."""
    return _list(request, ASSESSMENT)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    frame, charter = Frame(request), node().charter()
    query, looked = request.GET.dict(), newest(form)
    asked = asked_for(query)
    found = matching(looked, asked, now_ms=frame.now_ms)
    start = int(query["start"]) if query.get("start", "").isdecimal() and len(query["start"]) < 7 else 0
    kept = {name: value for name, value in query.items() if name != "start" and value}
    shown = {
        "section": "information",
        "form": form,
        "here": LISTS[form],
        "rows": [
            row_shown(row, charter=charter, language=frame.language, names=frame.name_of, now_ms=frame.now_ms)
            for row in found[start : start + PER_PAGE]
        ],
        "count": len(found),
        "asked": asked,
        "states": [(code, word(words.STATES, code)) for code in _STATES[form]],
        "levels": list(words.TLP.items()) if form != REQUEST else [],
        "purposes": purposes_offered(frame),
        "members": [(code, frame.name_of(code)) for code in charter.codes],
        "query": urlencode(kept),
        "earlier": urlencode({**kept, "start": max(0, start - PER_PAGE)}) if start else "",
        "further": urlencode({**kept, "start": start + PER_PAGE}) if start + PER_PAGE < len(found) else "",
        "is_part": len(looked) >= MOST_LOOKED_AT,
        "most": MOST_LOOKED_AT,
        "may_open": _may(frame)(KINDS[form]["may_open"]),
    }
    return render(request, "desk/information/list.html", shown)


def _may(frame: Frame) -> May:
    """Return which kinds the officer's role may file here: a page that it only reads offers none of them."""
    return role_may(frame, track=TRACK.name)


def purposes_offered(frame: Frame) -> list[tuple[str, str]]:
    """Return the purposes of the charter in the reader's language."""
    charter = node().charter()
    names = charter.information.purposes if charter.information is not None else {}
    return [(name, purpose_word(charter, name, language=frame.language)) for name in names]


@never_cache
@require_GET
def report(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one report."""
    return REPORT_PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def request_page(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one request for information."""
    return REQUEST_PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def assessment(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one assessment."""
    return ASSESSMENT_PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def report_part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a report changes alone: what is said of it, or its entries."""
    return REPORT_PAGE.show_part(request, f"{member}/{number}", part)


@never_cache
@require_GET
def request_part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a request changes alone: what is said of it, or its entries."""
    return REQUEST_PAGE.show_part(request, f"{member}/{number}", part)


@never_cache
@require_GET
def assessment_part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an assessment changes alone: what is said of it, or its entries."""
    return ASSESSMENT_PAGE.show_part(request, f"{member}/{number}", part)


def show_matter(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a matter of whichever of the three forms; after a refusal (422) with its reason and what was typed."""
    row = reading.matter(node(), matter)
    page = PAGES.get(row.form, REPORT_PAGE) if row is not None else REPORT_PAGE
    return page.show(request, matter, refusal=refusal, typed=typed)


def _around(frame: Frame, view: MatterView) -> dict[str, Any]:
    state, own = view.row.state, node().member
    name = state_name(state, now_ms=frame.now_ms)
    return {
        **matter_shown(frame, view),
        "subject": str(state["subject"]),
        "name": name,
        "state_word": word(words.STATES, name),
        "own": own,
        "is_ours": view.row.opened_by == own,
        "names": {code: frame.name_of(code) for code in state["to"]},
        "is_expired": name == "expired",
        # For who may at all: `only_allowed` takes them away from others.
        "may_open": True,
        "may_propose": True,
    }


def _report_shown(frame: Frame, view: MatterView) -> dict[str, Any]:
    state, own = view.row.state, node().member
    terms, shown, may = state["terms"], _around(frame, view), _may(frame)
    gone, is_ours = state["retraction"], shown["is_ours"]
    mine = [each for each in state["tearlines"] if each["member"] == own]
    # Of several checks by one member the newest is its last word.
    said_by, last = [each["member"] for each in state["checks"]], {c["member"]: c["entry"] for c in state["checks"]}
    return only_allowed({
        **shown,
        "terms": terms,
        "marking": marking_shown(terms, language=frame.language, names=frame.name_of),
        "grade": grade_said(terms),
        "facts": given_shown(terms),
        "checks": [
            {**each, "word": word(words.CHECKED, each["how"]),
             "cited": cited_shown(each["report"], now_ms=frame.now_ms) if each["report"] else None,
             "is_last": said_by.count(each["member"]) > 1 and each["entry"] == last[each["member"]]}
            for each in state["checks"]
        ],
        "resting": resting_shown(view.row.id, now_ms=frame.now_ms),
        "disputes": state["disputes"],
        "acknowledged": [{**each, "word": word(words.ACKNOWLEDGED, each["how"])} for each in state["acknowledged"]],
        "waiting": [code for code in state["to"] if gone and code != view.row.opened_by and code not in
                    {each["member"] for each in state["acknowledged"]}],
        "tearlines": [_tearline(each) for each in state["tearlines"]],
        "retraction": gone,
        "ways_to_check": choices(words.CHECKED) if not is_ours and gone is None else [],
        "may_dispute": not is_ours and own not in state["disputed_by"],
        "may_end_dispute": own in state["disputed_by"],
        "to_reply": [each for each in state["disputes"] if is_ours and each["stands"] and not each["replies"]
                     and may("report_dispute_replied")],
        "may_retract": is_ours and gone is None,
        "may_acknowledge": bool(gone) and not is_ours and own in _codes(state) - _acknowledged(state),
        "to_follow": [each for each in mine if gone and each["followed"] is None and may("retraction_followed")],
        "own_reports": _own_reports(view, own, frame),
        "home": notes_about((view.row.id, terms.get("cover") or "")) if is_ours or mine else
        notes_about((view.row.id,)),
    }, KINDS[REPORT], may=may)  # fmt: skip


def _codes(state: Mapping[str, Any]) -> set[str]:
    return set(state["to"])


def _acknowledged(state: Mapping[str, Any]) -> set[str]:
    return {each["member"] for each in state["acknowledged"]}


def _tearline(said: Mapping[str, Any]) -> dict[str, Any]:
    followed = said["followed"]
    return {
        **said,
        "address": address_of_form(REPORT, said["made"]),
        "word": word(words.FOLLOWED, followed["how"]) if followed else "",
    }


def _own_reports(view: MatterView, own: str, frame: Frame) -> list[tuple[str, str]]:
    """Return this member's other reports that all readers of this one read: of which one may be its tear-line."""
    noted = {each["made"] for each in view.row.state["tearlines"]} | {view.row.id}
    readers = set(view.row.state["to"])
    found = [row for row in newest(REPORT) if row.opened_by == own and readers <= set(row.state["to"])]
    return [(row.id, str(row.state["subject"])) for row in found if row.id not in noted][:50]


def _request_shown(frame: Frame, view: MatterView) -> dict[str, Any]:
    state, own = view.row.state, node().member
    terms, said = state["terms"], {each["member"] for each in (*state["answers"], *state["refusals"])}
    is_open = state["withdrawal"] is None
    return only_allowed({
        **_around(frame, view),
        "terms": terms,
        "purpose": purpose_word(node().charter(), terms["purpose"], language=frame.language),
        "due": instant(terms["due_s"]),
        "facts": given_shown(terms),
        "asked": [(frame.name_of(code), code in said) for code in sorted(terms["asked"])],
        "answers": [
            {**each, "word": word(words.ANSWERED, each["how"]),
             "given": [cited_shown(one, now_ms=frame.now_ms) for one in each["reports"]]}
            for each in state["answers"]
        ],
        "refusals": [{**each, "word": word(words.REASONS, each["reason"])} for each in state["refusals"]],
        "withdrawal": state["withdrawal"],
        "may_answer": is_open and own in terms["asked"],
        "may_refuse": is_open and own in terms["asked"] and own not in said,
        "may_withdraw": is_open and view.row.opened_by == own,
        "reasons": choices(words.REASONS),
        "citable": [(row.id, str(row.state["subject"])) for row in citable(to=state["to"], now_ms=frame.now_ms)[:50]],
    }, KINDS[REQUEST], may=_may(frame))  # fmt: skip


def _assessment_shown(frame: Frame, view: MatterView) -> dict[str, Any]:
    state, own = view.row.state, node().member
    main = state["main"]
    terms, shown = main["terms"], _around(frame, view)
    is_over = is_expired(terms, now_ms=frame.now_ms)
    is_open = state["name"] != "withdrawn" and not is_over
    reports = [cited_shown(each, now_ms=frame.now_ms) for each in terms["reports"]]
    reviewed = {each["of"] for each in state["reviews"] if each["member"] == own}
    may_review = own in state["signers"] and state["name"] in JOINTLY and _may(frame)(KINDS[ASSESSMENT]["may_review"])
    return only_allowed({
        **shown,
        "terms": terms,
        "marking": marking_shown(terms, language=frame.language, names=frame.name_of),
        "grade": grade_said(terms),
        "facts": given_shown(terms),
        "digest": main["digest"],
        "is_expired": is_over,
        "signers": signers_shown(state, names=frame.name_of),
        "dissents": state["dissents"],
        "reports": reports,
        "gone": [{**each, "to_review": may_review and each["retraction"] not in reviewed}
                 for each in reports if each["retraction"]],
        "reviews": [{**each, "word": word(words.REVIEWED, each["how"])} for each in state["reviews"]],
        "withdrawn": main["withdrawn"] if state["name"] == "withdrawn" else None,
        "may_sign": is_open and own in main["missing"],
        "may_dissent": is_open and own in main["missing"] and own not in state["dissenters"],
        "may_withdraw": shown["is_ours"] and state["name"] in ("proposed", "not_joint"),
    }, KINDS[ASSESSMENT], may=_may(frame))  # fmt: skip


def _page(form: str, template: str, shown_of: Any) -> MatterPage:
    found = template.replace(".html", "_found.html")
    return MatterPage(
        form=form,
        template=template,
        parts={"found": found, "entries": "desk/hotline/parts/entries.html"},
        shown_of=shown_of,
        section="information",
    )


REPORT_PAGE = _page(REPORT, "desk/information/information_report.html", _report_shown)
REQUEST_PAGE = _page(REQUEST, "desk/information/information_request.html", _request_shown)
ASSESSMENT_PAGE = _page(ASSESSMENT, "desk/information/assessment.html", _assessment_shown)
PAGES = {REPORT: REPORT_PAGE, REQUEST: REQUEST_PAGE, ASSESSMENT: ASSESSMENT_PAGE}
