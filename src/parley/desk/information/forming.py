"""The forms of a report, a request and an assessment: each becomes one draft, looked over before it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.full_disk import unless_full
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import Typed, form_faulty
from parley.desk.incidents.words import CREDIBILITY, RELIABILITY
from parley.desk.information import words
from parley.desk.information.found import REPORT, citable
from parley.desk.information.home import keep_at_home, refuse_note
from parley.desk.information.pages import purposes_offered
from parley.desk.information.typed import assessment_typed, report_typed, request_form_typed
from parley.desk.information.words import choices, use_said
from parley.desk.map.charted import drawing_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown
from parley.node import reading
from parley.tracks.information.track import TRACK

BEGIN = "begin"
DAY_S, HOUR_S = 86_400, 3_600
# For how long a report holds, and how long a request waits, before anybody typed otherwise.
USUAL_DAYS, USUAL_HOURS = 14, 48
WORDS: Words = {
    "places": lambda: gettext("Place"),
    "place": lambda: gettext("Place"),
    "radius_m": lambda: gettext("Within so many metres"),
    "expires_s": lambda: gettext("Holds until"),
    "due_s": lambda: gettext("Answer asked for by"),
    "seen": lambda: gettext("What it is about was"),
    "from_s": lambda: gettext("When, or from when"),
    "until_s": lambda: gettext("Until when"),
    "tlp": lambda: gettext("Marking"),
    "purpose": lambda: gettext("For what"),
    "releasable_to": lambda: gettext("May go on to"),
    "source": lambda: gettext("Source"),
    "credibility": lambda: gettext("What it says"),
    "cover": lambda: gettext("Cover name of the source"),
    "asked": lambda: gettext("Who is asked"),
    "reports": lambda: gettext("Reports"),
    "signatories": lambda: gettext("Who signs it"),
    "texts": lambda: gettext("Text"),
}


@dataclass(frozen=True, slots=True)
class Forming:
    """One of the three forms: the kind that it files, how it is read, its template."""

    kind: str
    typed: Callable[..., Typed]
    template: str


FORMS = {
    "report": Forming("report_given", report_typed, "desk/information/new_report.html"),
    "request": Forming("information_requested", request_form_typed, "desk/information/new_request.html"),
    "assessment": Forming("assessment_proposed", assessment_typed, "desk/information/new_assessment.html"),
}


@never_cache
@require_http_methods(["GET", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """Show the form of a report, or file it; who the source is stays at this desk."""
    cover, source = request.POST.get("cover", ""), request.POST.get("home_source", "")
    if request.method == "POST" and (refusal := refuse_note(cover, source)):
        return _form(request, "report", typed=request.POST, refusal=refusal)
    answer = _form_or_file(request, "report")
    if answer.status_code == 303:
        with unless_full("who the source of a report is"):
            keep_at_home(cover, source, officer=request.user.name)
        _note_origin(request)
    return answer


def _note_origin(request: HttpRequest) -> None:
    """Keep at this desk, beside the report that a tear-line was taken from, that one was written, and about what."""
    row = reading.matter(node(), request.POST.get("tear_of", ""))
    if row is not None and row.form == REPORT:
        said = gettext("A tear-line of it was written: %(subject)s") % {"subject": request.POST.get("subject", "")}
        keep_at_home(row.id, said, officer=request.user.name)


@never_cache
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Show the form of a request, or file it."""
    return _form_or_file(request, "request")


@never_cache
@require_http_methods(["GET", "POST"])
def new_assessment(request: HttpRequest) -> HttpResponse:
    """Show the form of an assessment, or file it."""
    return _form_or_file(request, "assessment")


def _form_or_file(request: HttpRequest, name: str) -> HttpResponse:
    if request.method == "GET":
        return _form(request, name, typed=_begun(request))
    if request.POST.get("step") == BEGIN:
        return _form(request, name, typed=_with_usual(request))
    forming, charter = FORMS[name], node().charter()
    typed = forming.typed(request.POST, charter=charter)
    if typed.faults:
        return _form(request, name, typed=request.POST, refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        forming.kind,
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, name, typed=request.POST, refusal=refusal),
    )


def _with_usual(request: HttpRequest) -> QueryDict:
    """Return the form as a bundle began it, with what is usual where the bundle says nothing."""
    form = _begun(request)
    for name in request.POST:
        form.setlist(name, request.POST.getlist(name))
    return form


def _begun(request: HttpRequest) -> QueryDict:
    """Return what a form holds at first: what is usual; for a tear-line the words of the report, without its place."""
    form, now_s = QueryDict(mutable=True), node().clock.now_ms() // 1000
    form.update({
        "lang": Frame(request).language, "tlp": "amber_strict", "source": "F", "credibility": "6",
        "expires": instant((now_s + USUAL_DAYS * DAY_S) // 60 * 60),
        "due": instant((now_s + USUAL_HOURS * HOUR_S) // 60 * 60), "about": request.GET.get("about", "")[:400],
    })  # fmt: skip
    row = reading.matter(node(), request.GET.get("tear", "")) if request.GET.get("tear") else None
    if row is not None and row.form == REPORT:
        terms = row.state["terms"]
        form.update({"tear_of": row.id, **{name: terms[name] for name in ("subject", "text", "lang", "purpose")}})
        form.update({"source": terms["source"], "credibility": terms["credibility"]})
    form.setlist("reports", request.GET.getlist("reports")[:32])
    return form


def _form(request: HttpRequest, name: str, *, typed: QueryDict, refusal: Refusal | None = None) -> HttpResponse:
    frame, charter = Frame(request), node().charter()
    shown = {
        "section": "information",
        "typed": typed,
        "audiences": audiences_shown(frame, audiences_of(TRACK.name)),
        "levels": [(code, label, words.word(words.TLP_MEANS, code)) for code, label in words.TLP.items()],
        "purposes": purposes_offered(frame),
        "reliabilities": choices(RELIABILITY),
        "credibilities": choices(CREDIBILITY),
        "use": use_said(charter, language=frame.language),
        "floor": charter.information.place_floor_m if charter.information is not None else 0,
        "languages_of": charter.languages,
        **_members(frame, charter, typed),
        **(_to_cite(frame, typed, charter) if name == "assessment" else drawing_shown(node())),
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }
    return render(request, FORMS[name].template, shown, status=422 if refusal else 200)


def _members(frame: Frame, charter: Charter, typed: QueryDict) -> dict[str, Any]:
    others = [(code, frame.name_of(code)) for code in charter.codes if code != node().member]
    return {
        "others": others,
        "members": [(node().member, frame.name_of(node().member)), *others],
        "releasable": typed.getlist("releasable_to"),
        "asked": typed.getlist("asked"),
        "signatories": typed.getlist("signatories"),
    }


def _to_cite(frame: Frame, typed: QueryDict, charter: Charter) -> dict[str, Any]:
    rows = citable(to=(node().member,), now_ms=frame.now_ms)[:50]
    return {
        "to_cite": [
            {"id": row.id, "subject": str(row.state["subject"]), "tlp": words.tlp_label(row.state["terms"]["tlp"]),
             "readers": ", ".join(frame.name_of(code) for code in row.state["to"])}
            for row in rows
        ],
        "cited": typed.getlist("reports"),
        "texts": [(lang, typed.get(f"text-{lang}", "")) for lang in charter.languages],
    }  # fmt: skip
