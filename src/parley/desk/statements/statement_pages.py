"""The pages of joint statements: all of them, one of them, and the form that drafts one."""

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
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty
from parley.desk.listing import MOST_LISTED, OPEN, asked_of, listing_shown
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, view_of
from parley.desk.role_may import only_allowed, role_may
from parley.desk.standstill.typed import Form
from parley.desk.statements.asked import statements_wanted
from parley.desk.statements.field_words import WORDS
from parley.desk.statements.pages import choosing
from parley.desk.statements.reading_out import beside_shown
from parley.desk.statements.typed import draft_typed
from parley.desk.statements.words import ATTRIBUTIONS, state_choices, state_word
from parley.node.statements.held import statement, text
from parley.node.statements.pages import address_of
from parley.tracks.talks import text_state
from parley.tracks.talks.statement_state import FORM, StatementState
from parley.tracks.talks.track import TRACK

_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}
HOURS_AHEAD_S = 24 * 3600
# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_sign": "statement_signed", "may_withdraw": "statement_withdrawn", "may_read_out": "statement_readout_given",
}  # fmt: skip


@never_cache
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List every statement, the newest first; those that came to nothing only where they are asked for."""
    frame, asked = Frame(request), asked_of(request.GET, show=OPEN)
    found = statements_wanted(asked)
    rows = [row_of(state, frame) for state in found[:MOST_LISTED]]
    may_open = role_may(frame, track=TRACK.name)("statement_drafted")
    shown = {
        "section": "statements", "rows": rows, "may_open": may_open,
        "open_word": gettext("Without those that came to nothing"),
        **listing_shown(asked, frame=frame, found=len(found), states=state_choices(FORM)),
    }  # fmt: skip
    return render(request, "desk/statements/statements.html", shown)


def row_of(state: StatementState, frame: Frame) -> dict[str, Any]:
    """Return a statement as the list and the head of its page show it."""
    return {
        "id": state.opening.id,
        "address": address_of_form(FORM, state.opening.id),
        "subject": state.main.terms["subject"],
        "name": state.name,
        "state": state_word(state.name, form=FORM),
        "release": instant(state.release_s),
        "signers": [_signer(state, code, frame) for code in state.main.needed],
        "public": f"/public/{address_of(state)}/" if state.release_of(node().member) is not None else "",
    }


def _signer(state: StatementState, code: str, frame: Frame) -> dict[str, Any]:
    given, against = state.main.signature(code), state.main.refusal(code)
    how = "signed" if given is not None else "declined" if against is not None else "waits"
    said = given or against
    return {
        "name": frame.name_of(code), "how": how, "entry": said.entry if said else "",
        "at_ms": said.at_ms if said else None, "why": against.why if against is not None and given is None else "",
    }  # fmt: skip


@never_cache
@require_GET
def one(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one statement."""
    return show_statement(request, f"{member}/{number}")


def show_statement(
    request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a statement; after a refusal (422) with its reason and what was typed still in its form."""
    frame, state = Frame(request), statement(node(), matter)
    if state is None:
        raise Http404(matter)
    view = view_of(matter, form=FORM)
    shown = {
        "section": "statements",
        **around_matter(frame, view, refusal=refusal, typed=typed, words=WORDS),
        **matter_shown(frame, view),
        **only_allowed(_shown(state, frame), KINDS, may=role_may(frame, track=TRACK.name)),
        "open_form": form,
    }
    return render(request, "desk/statements/statement.html", shown, status=422 if refusal else 200)


def _shown(state: StatementState, frame: Frame) -> dict[str, Any]:
    own, terms = node().member, state.main.terms
    is_ahead = frame.now_ms < state.release_s * 1000
    is_open = state.name in ("drafted", "signed") or (state.name == "declined" and state.withdrawn is None)
    spoken_by = terms.get("spoken_by")
    return {
        "one": row_of(state, frame),
        "texts": terms["texts"],
        "digest": state.main.digest,
        "digests": list(state.digests.items()),
        "attribution": ATTRIBUTIONS[terms["attribution"]](),
        "spoken_by": frame.name_of(spoken_by) if spoken_by else "",
        "place": terms.get("place") or "",
        "about": [(each, address_of_entry(each)) for each in terms.get("about") or ()],
        "from_text": _text_of(terms.get("from_text")),
        "withdrawn": state.withdrawn,
        "withdrawn_by": frame.name_of(state.withdrawn.member) if state.withdrawn is not None else "",
        "releases": [
            (frame.name_of(each.member), each.entry, each.at_ms, round(state.late_ms(each) / 60_000))
            for each in state.releases
        ],
        "is_crossed": bool(state.crossed),
        "has_readouts": state.has_readouts,
        **beside_shown(state, frame=frame),
        "languages": [(code, _LANGUAGE_NAMES.get(code, code)) for code in node().charter().languages],
        "may_sign": is_open and is_ahead and own in state.main.missing and not state.main.declined,
        "may_withdraw": is_open and not state.releases and (is_ahead or bool(state.main.missing))
        and own in (*state.main.needed, state.opening.member),
    }  # fmt: skip


def _text_of(named: str | None) -> tuple[str, str] | None:
    return None if named is None else (named, address_of_form(text_state.FORM, named))


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a statement, with the words of a frozen text where `from_text` names one, or draft it."""
    if request.method == "GET":
        return _form(request, typed=_begun(request))
    typed = draft_typed(Form(request.POST.dict(), request.POST.getlist), charter=node().charter())
    kept = {**request.POST.dict(), "signatory": request.POST.getlist("signatory")}
    if typed.faults:
        return _form(request, typed=kept, refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        "statement_drafted",
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=kept, refusal=refusal),
    )


def _begun(request: HttpRequest) -> dict[str, Any]:
    """Return what the form begins with: tomorrow at this minute, all members, the words of the text that is named."""
    now_s = Frame(request).now_ms // 60_000 * 60
    begun: dict[str, Any] = {
        "signatory": list(node().charter().codes), "release_at": instant(now_s + HOURS_AHEAD_S),
        "attribution": "jointly", "readouts": "yes", "about": request.GET.get("about", ""),
    }  # fmt: skip
    state = text(node(), request.GET.get("from_text", ""))
    if state is None or state.frozen is None:
        return begun
    frozen = {f"text_{lang}": said for lang, said in state.frozen_texts().items()}
    return {**begun, **frozen, "from_text": state.opening.id, "subject": state.subject,
            "signatory": list(state.parties)}  # fmt: skip


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame, charter = Frame(request), node().charter()
    shown = {
        "section": "statements",
        "typed": typed,
        **choosing(frame),
        "texts": [
            (code, _LANGUAGE_NAMES.get(code, code), typed.get(f"title_{code}") or "", typed.get(f"text_{code}") or "")
            for code in charter.languages
        ],
        "attributions": [(code, word()) for code, word in ATTRIBUTIONS.items()],
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }
    return render(request, "desk/statements/new_statement.html", shown, status=422 if refusal else 200)
