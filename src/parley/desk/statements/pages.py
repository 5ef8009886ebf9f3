"""The pages of negotiating texts: all of them, one of them, and the form that opens one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_entry, address_of_form
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.listing import MOST_LISTED, OPEN, asked_of, listing_shown
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.desk.refusing import refused_in_words
from parley.desk.role_may import only_allowed, role_may
from parley.desk.standstill.typed import Form
from parley.desk.statements.asked import texts_wanted
from parley.desk.statements.field_words import WORDS
from parley.desk.statements.showing import agreed_of, freezes_shown, paragraphs_shown
from parley.desk.statements.typed import opening_typed
from parley.desk.statements.words import state_choices, state_word
from parley.node.statements.held import text
from parley.tracks.talks.text_freezing import bound_to, digest_of, obstacles, what_can_be_frozen
from parley.tracks.talks.text_state import FORM, TextState
from parley.tracks.talks.track import TRACK

# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_give_up": "text_given_up", "may_freeze": "text_freeze_proposed", "may_word": "text_paragraph_worded",
}  # fmt: skip
_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


@never_cache
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List every text, the newest first; those that were given up only where they are asked for."""
    frame, asked = Frame(request), asked_of(request.GET, show=OPEN)
    found = texts_wanted(asked)
    rows = [_row(state, frame) for state in found[:MOST_LISTED]]
    may_open = role_may(frame, track=TRACK.name)("text_opened")
    listing = listing_shown(asked, frame=frame, found=len(found), states=state_choices(FORM))
    shown = {"section": "texts", "rows": rows, "may_open": may_open, "open_word": gettext("Not given up"), **listing}
    return render(request, "desk/statements/texts.html", shown)


def _row(state: TextState, frame: Frame) -> Mapping[str, Any]:
    agreed, count = agreed_of(state)
    return {
        "id": state.opening.id,
        "address": address_of_form(FORM, state.opening.id),
        "subject": state.subject,
        "state": state_word(state.name, form=FORM),
        "is_frozen": state.frozen is not None,
        "parties": ", ".join(frame.name_of(code) for code in state.parties),
        "agreed": agreed,
        "all": count,
    }


@never_cache
@require_GET
def one(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one text."""
    return show_text(request, f"{member}/{number}")


def show_text(
    request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a text; after a refusal (422) with its reason and what was typed still in its form."""
    frame, state = Frame(request), text(node(), matter)
    if state is None:
        raise Http404(matter)
    view = view_of(matter, form=FORM)
    shown = {
        "section": "texts",
        **around_matter(frame, view, refusal=refusal, typed=typed, words=WORDS),
        **matter_shown(frame, view),
        **only_allowed(_shown(state, frame), KINDS, may=role_may(frame, track=TRACK.name)),
        "open_form": form,
    }
    return render(request, "desk/statements/text.html", shown, status=422 if refusal else 200)


def _shown(state: TextState, frame: Frame) -> dict[str, Any]:
    charter, own = node().charter(), node().member
    languages = [(code, _LANGUAGE_NAMES.get(code, code)) for code in charter.languages]
    return {
        "text": state,
        "state_word": state_word(state.name, form=FORM),
        "paragraphs": paragraphs_shown(state, frame=frame),
        "freezes": freezes_shown(state, frame=frame),
        "languages": languages,
        "crossed": state.crossed,
        "about": [(each, address_of_entry(each)) for each in state.about],
        "may_word": state.frozen is None and state.given_up is None,
        "may_give_up": state.frozen is None and state.given_up is None and own == state.opening.member
        and bound_to(state, own) is None,
        **_freezing(state, frame),
    }  # fmt: skip


def _freezing(state: TextState, frame: Frame) -> dict[str, Any]:
    """Return what stands against a freeze, or what this member may propose to freeze."""
    if state.frozen is not None or state.given_up is not None:
        return {"obstacles": [], "may_freeze": False, "texts_frozen": state.frozen_texts()}
    against = list(obstacles(state, languages=node().charter().languages))
    versions = what_can_be_frozen(state)
    own = node().member
    may = not against and own in state.parties and bound_to(state, own) is None
    digest = digest_of(state, versions, attempt=state.attempt) if may else ""
    return {
        "obstacles": [refused_in_words(each, language=frame.language) for each in against],
        "may_freeze": may and state.word_on(own, digest) is None,
        "freeze": {"versions": " ".join(versions), "attempt": state.attempt, "digest": digest},
        "texts_frozen": {},
    }


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form that opens a text, or open it."""
    if request.method == "GET":
        return _form(request, typed={"party": list(node().charter().codes), "about": request.GET.get("about", "")})
    kept = {**request.POST.dict(), "party": request.POST.getlist("party")}
    return file_and_go(
        request,
        "text_opened",
        content=opening_typed(Form(request.POST.dict(), request.POST.getlist)).content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=kept, refusal=refusal),
    )


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    shown = {
        "section": "texts",
        "typed": typed,
        **choosing(frame),
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }
    return render(request, "desk/statements/new_text.html", shown, status=422 if refusal else 200)


def choosing(frame: Frame) -> dict[str, Any]:
    """Return the members and the audiences among which a form lets choose, the widest first."""
    audiences = sorted(audiences_of(TRACK.name), key=len, reverse=True)
    return {
        "members": [(code, frame.name_of(code)) for code in node().charter().codes],
        "audiences": audiences_shown(frame, [each for each in audiences if len(each) > 1]),
    }
