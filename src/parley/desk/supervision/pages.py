"""The pages of supervision: the list of each form, one matter, and the three forms that open one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.typed import Typed, form_faulty
from parley.desk.listing import ALL, MOST_LISTED, asked_of, listing_shown
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.desk.role_may import role_may
from parley.desk.standstill.typed import Form
from parley.desk.supervision.asked import wanted
from parley.desk.supervision.showing import held_shown, listed, shown_of
from parley.desk.supervision.typed import certificate_typed, change_typed, directive_typed
from parley.desk.supervision.words import ANSWERS, BECOMES, choices, clauses_for, state_choices, track_named
from parley.node.supervision.held import held_one
from parley.node.supervision.standing import mechanism_at, mechanism_over_time
from parley.tracks.supervision.track import TRACK

FIELD_WORDS: Words = {
    "given_to": lambda: gettext("Given to"),
    "by": lambda: gettext("By"),
    "as_of": lambda: gettext("As of"),
    "begins": lambda: gettext("From"),
    "ends": lambda: gettext("Until"),
    "about": lambda: gettext("Entries on which it rests"),
}
_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


@dataclass(frozen=True, slots=True)
class Writing:
    """A form that opens a matter: the kind that it files, how it is read, its template, the list that it belongs to."""

    kind: str
    read: Callable[[Form], Typed]
    template: str
    section: str


WRITINGS: Mapping[str, Writing] = {
    "directive": Writing(
        "directive_given", lambda form: directive_typed(form, charter=node().charter()),
        "desk/supervision/new_directive.html", "directives",
    ),
    "certificate": Writing(
        "certificate_given", lambda form: certificate_typed(form, charter=node().charter()),
        "desk/supervision/new_certificate.html", "certificates",
    ),
    "mechanism_change": Writing(
        "mechanism_change_proposed", lambda form: change_typed(form, charter=node().charter()),
        "desk/supervision/new_change.html", "mechanism",
    ),
}  # fmt: skip


def may_open(form: str) -> bool:
    """Return whether this member may open a matter of this form by the charter in force."""
    charter, own = node().charter(), node().member
    terms = supervision_terms(charter)
    if terms is None:
        return False
    if form == "directive":
        return own in charter.supervisors
    if form == "certificate":
        return any(own in each.by and each.provenance.judges for each in terms.certifies.values())
    return own in (*charter.parties, *charter.supervisors)


@never_cache
@require_GET
def directives(request: HttpRequest) -> HttpResponse:
    """List every directive, the newest first."""
    return _list(request, "directive")


@never_cache
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """List every certificate, the newest first."""
    return _list(request, "certificate")


@never_cache
@require_GET
def mechanism(request: HttpRequest) -> HttpResponse:
    """Show the state of the mechanism over time, and every change that was proposed."""
    frame, terms = Frame(request), supervision_terms(node().charter())
    more = {
        "now": held_shown(mechanism_at(node(), frame.now_ms)),
        "over_time": [held_shown(each) for each in reversed(mechanism_over_time(node()))],
        "stopped": [track_named(name) for name in terms.suspension_stops] if terms else [],
    }
    return _list(request, "mechanism_change", **more)


def _list(request: HttpRequest, form: str, **more: Any) -> HttpResponse:
    frame, asked = Frame(request), asked_of(request.GET, show=ALL)
    found = wanted(form, asked)
    shown = {
        "section": WRITINGS[form].section,
        "form": form,
        "rows": [listed(state, frame=frame) for state in found[:MOST_LISTED]],
        **listing_shown(asked, frame=frame, found=len(found), states=state_choices(form)),
        "may_open": may_open(form) and role_may(frame, track=TRACK.name)(WRITINGS[form].kind),
        "has_terms": supervision_terms(node().charter()) is not None,
        **more,
    }
    return render(request, "desk/supervision/list.html", shown)


@never_cache
@require_GET
def directive(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one directive."""
    return show_matter(request, f"{member}/{number}", of_form="directive")


@never_cache
@require_GET
def certificate(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one certificate."""
    return show_matter(request, f"{member}/{number}", of_form="certificate")


@never_cache
@require_GET
def change(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one change of the mechanism's state."""
    return show_matter(request, f"{member}/{number}", of_form="mechanism_change")


def show_matter(
    request: HttpRequest, matter: str, *, of_form: str = "", form: str = "", refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a matter of supervision; after a refusal (422) with its reason and what was typed still in its form."""
    frame, state = Frame(request), held_one(node(), matter)
    if state is None or of_form not in ("", state.as_json()["form"]):
        raise Http404(matter)
    name = str(state.as_json()["form"])
    view = view_of(matter, form=name)
    shown = {
        "section": WRITINGS[name].section,
        "form": name,
        **around_matter(frame, view, refusal=refusal, typed=typed, words=FIELD_WORDS),
        **matter_shown(frame, view),
        **shown_of(state, own=node().member, frame=frame),
        "answer_words": choices(ANSWERS),
        "open_form": form,
    }
    return render(request, "desk/supervision/matter.html", shown, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, form: str) -> HttpResponse:
    """Show one of the forms, or file what it says."""
    writing = WRITINGS.get(form)
    if writing is None:
        raise Http404(form)
    if request.method == "GET":
        parties = [code for code in node().charter().parties if code != node().member]
        return _form(request, form, typed={"about": request.GET.get("about", ""), "given_to": parties})
    sent = Form(request.POST.dict(), request.POST.getlist)
    typed = writing.read(sent)
    kept = {**request.POST.dict(), "given_to": request.POST.getlist("given_to")}
    if typed.faults:
        return _form(request, form, typed=kept, refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        writing.kind,
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, form, typed=kept, refusal=refusal),
    )


def _form(
    request: HttpRequest, form: str, *, typed: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    frame, charter, writing = Frame(request), node().charter(), WRITINGS[form]
    terms = supervision_terms(charter)
    # The widest first: what supervises all is read by all.
    audiences = sorted(audiences_of(TRACK.name), key=len, reverse=True)
    if form == "mechanism_change":
        audiences = [each for each in audiences if set(each) == set(charter.codes)]
    shown = {
        "section": writing.section,
        "form": form,
        "typed": typed,
        "texts": [
            (code, _LANGUAGE_NAMES.get(code, code), typed.get(f"text_{code}") or "") for code in charter.languages
        ],
        "audiences": audiences_shown(frame, [each for each in audiences if len(each) > 1]),
        "members": [(code, frame.name_of(code)) for code in charter.codes if code != node().member],
        "binds": clauses_for(terms.binds, language=frame.language) if terms else [],
        "certifies": clauses_for(terms.certifies, language=frame.language) if terms else [],
        "becomes": choices(BECOMES),
        "terms": terms,
        "refused": in_words(refusal, language=frame.language, words=FIELD_WORDS) if refusal else None,
    }
    return render(request, writing.template, shown, status=422 if refusal else 200)
