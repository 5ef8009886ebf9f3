"""The pages of disputes: all of them, one with its ladder and everything said, the form of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.disputes import dispute_terms
from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.disputes.found import disputes
from parley.desk.disputes.parts import page_shown
from parley.desk.disputes.showing import DisputeShown, listed
from parley.desk.disputes.typed import claim_typed
from parley.desk.disputes.words import POSITIONS, position_word
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.wordings import precedence_word
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.desk.standstill.typed import Form
from parley.node import reading
from parley.tracks.disputes.state import FORM
from parley.tracks.disputes.track import TRACK

_WORDS: Words = {
    "against": lambda: gettext("Against whom"),
    "asks": lambda: gettext("What is asked"),
    "about": lambda: gettext("Entries on which it builds"),
}
_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


def rows_listed(frame: Frame, *, wanted: str) -> list[DisputeShown]:
    """Return every dispute in one line, the newest first; those that are over only where they are asked for."""
    found = [
        listed(
            state, reading.duties_of(node(), state.opening.id, now_ms=frame.now_ms), now_ms=frame.now_ms,
            names=frame.name_of, language=frame.language,
        )
        for state in disputes().all()
    ]  # fmt: skip
    return [row for row in found if wanted == "all" or not row.is_over]


@never_cache
@require_GET
def all_disputes(request: HttpRequest) -> HttpResponse:
    """List the disputes with level, whose move it is, and by when."""
    show = request.GET.get("show", "open")
    rows = rows_listed(Frame(request), wanted=show)
    has_ladder = dispute_terms(node().charter()) is not None
    shown = {"section": "disputes", "rows": rows, "show": show, "has_ladder": has_ladder}
    return render(request, "desk/disputes/list.html", shown)


@never_cache
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """Show the rows of the list alone, for a page that shows them live."""
    found = rows_listed(Frame(request), wanted=request.GET.get("show", "open"))
    return render(request, "desk/disputes/rows.html", {"rows": found})


@never_cache
@require_GET
def ladder(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show where one dispute stands alone, for its page that shows it live."""
    state = disputes().one(f"{member}/{number}")
    if state is None:
        raise Http404
    return render(request, "desk/disputes/ladder.html", page_shown(Frame(request), state))


@never_cache
@require_GET
def dispute(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one dispute."""
    return show_dispute(request, f"{member}/{number}")


def show_dispute(
    request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a dispute; after a refusal (422) with its reason and what was typed still in its form."""
    frame, view, state = Frame(request), view_of(matter, form=FORM), disputes().one(matter)
    if state is None:
        raise Http404(matter)
    shown = {
        "section": "disputes",
        **around_matter(frame, view, refusal=refusal, words=_WORDS),
        **matter_shown(frame, view),
        **page_shown(frame, state),
        **choices(frame),
        "open_form": form,
        "typed": typed or {},
        "texts": texts_of(typed or {}),
    }
    return render(request, "desk/disputes/dispute.html", shown, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def new_dispute(request: HttpRequest) -> HttpResponse:
    """Show the form of a claim, or file it."""
    if request.method == "GET":
        about = request.GET.get("about", "")
        return _form(request, typed={"about": about, "against": _other_parties(), "precedence": "priority"})
    typed = claim_typed(Form(request.POST.dict(), request.POST.getlist))
    return file_and_go(
        request,
        "dispute_claimed",
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=sent_of(request), refusal=refusal),
    )


def sent_of(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, with the boxes that were ticked."""
    lists = {name: request.POST.getlist(name) for name in ("against", "class", "party")}
    return {**request.POST.dict(), **lists, "is_sent": True}


def choices(frame: Frame) -> dict[str, Any]:
    """Return what the forms offer: languages, precedences, members."""
    charter = node().charter()
    return {
        "languages": [(code, _LANGUAGE_NAMES.get(code, code)) for code in charter.languages],
        "precedences": [(name, precedence_word(name)) for name in PRECEDENCE_NAMES if name in charter.precedences],
        "positions": [(code, position_word(code)) for code in POSITIONS],
        "members": [(each.code, frame.name_of(each.code)) for each in charter.members if each.code != node().member],
    }


def texts_of(typed: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return the languages of a text that is signed, with what was typed in each."""
    return [
        (code, _LANGUAGE_NAMES.get(code, code), str(typed.get(f"text_{code}") or ""))
        for code in node().charter().languages
    ]


def _other_parties() -> list[str]:
    return [each.code for each in node().charter().members if each.kind == "party" and each.code != node().member]


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    # The widest first: a dispute goes to all by default, and to whom it was opened it stays.
    audiences = sorted(audiences_of(TRACK.name), key=len, reverse=True)
    shown = {
        "section": "disputes",
        "typed": typed,
        "audiences": audiences_shown(frame, [each for each in audiences if len(each) > 1]),
        **choices(frame),
        "refused": in_words(refusal, language=frame.language, words=_WORDS) if refusal else None,
    }
    return render(request, "desk/disputes/new.html", shown, status=422 if refusal else 200)
