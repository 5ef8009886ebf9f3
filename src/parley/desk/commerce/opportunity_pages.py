"""The pages of opportunities and of matches: all of them, one with one's own interest, the form by which it is offered.

What another member said of its interest stands on no page but that of the supervisor to which it was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.verdict import Fault, Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce import words
from parley.desk.commerce.asked import Asked, asked_of, is_asked, query_of
from parley.desk.commerce.facts import named, sector_choices
from parley.desk.commerce.found import newest, state_name, terms
from parley.desk.commerce.words import choices, word
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty, instant_typed, text_typed
from parley.desk.hotline.wordings import HOW
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown
from parley.desk.role_may import only_allowed, role_may
from parley.node import reading
from parley.node.reading import MatterRow, MatterView
from parley.tracks.commerce.opportunity_entries import interest_id
from parley.tracks.commerce.opportunity_state import DECLARED, FORM, INTEREST_FORM, MATCH_FORM
from parley.tracks.commerce.track import TRACK

PER_PAGE = 200
WORDS: Words = {
    "expires_at": lambda: gettext("Open until"),
    "between": lambda: gettext("Between whom"),
    "contact": lambda: gettext("How you may be reached"),
}
# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_want": "interest_declared", "may_take_back": "interest_withdrawn", "may_withdraw": "opportunity_withdrawn",
    "may_receive": "match_received", "may_leave": "match_left",
}  # fmt: skip


@never_cache
@require_GET
def opportunities(request: HttpRequest) -> HttpResponse:
    """List the opportunities that are open, with one's own interest and matches; others where they are asked for."""
    frame, asked, looked = Frame(request), asked_of(request.GET), newest(FORM)
    found = wanted(looked, asked, now_s=frame.now_ms // 1000)
    shown = {
        "section": "opportunities", "rows": [row_shown(row, frame) for row in found[:PER_PAGE]], "asked": asked,
        "query": query_of(asked), "count": len(found), "has_terms": terms() is not None,
        "states": choices(words.OFFER_STATES), "sectors": sector_choices(),
        "members": [(code, frame.name_of(code)) for code in node().charter().codes],
        "matches": [match_row(row, frame) for row in newest(MATCH_FORM)], "is_part": len(found) > PER_PAGE,
        "most": PER_PAGE, "may_open": role_may(frame, track=TRACK.name)("opportunity_offered"),
    }  # fmt: skip
    return render(request, "desk/commerce/opportunities.html", shown)


def wanted(rows: list[MatterRow], asked: Asked, *, now_s: int) -> list[MatterRow]:
    """Return the opportunities that are asked for: those that are open, or all."""
    named = ((row, state_name(row.state, now_s=now_s)) for row in rows)
    return [row for row, name in named if is_asked(row, asked, name=name, is_open=name == "offered")]


def row_shown(row: MatterRow, frame: Frame) -> dict[str, Any]:
    """Return an opportunity in one line, with what this member itself said of it."""
    state, name = row.state, state_name(row.state, now_s=frame.now_ms // 1000)
    own = interest_of(row.id, node().member)
    return {
        "id": row.id, "address": address_of_form(FORM, row.id), "subject": state["subject"],
        "sector": named("sectors", state["sector"]), "by": frame.name_of(row.opened_by),
        "between": [frame.name_of(code) for code in state["between"]], "until": instant(state["expires_s"]),
        "name": name, "state_word": word(words.OFFER_STATES, name),
        "is_interested": own is not None and own.state["name"] == DECLARED,
    }  # fmt: skip


def match_row(row: MatterRow, frame: Frame) -> dict[str, Any]:
    """Return a match in one line."""
    return {
        "id": row.id, "address": address_of_form(MATCH_FORM, row.id), "subject": row.state["subject"],
        "members": [frame.name_of(code) for code in row.state["members"]],
        "state_word": word(words.MATCH_STATES, row.state["name"]),
    }  # fmt: skip


def interest_of(opportunity: str, member: str) -> MatterRow | None:
    """Return what a member said of its interest, where this node may read it."""
    return reading.matter(node(), interest_id(opportunity, member))


@never_cache
@require_GET
def opportunity(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one opportunity."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def opportunity_part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an opportunity changes alone."""
    return PAGE.show_part(request, f"{member}/{number}", part)


def show_opportunity(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                     typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show an opportunity; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def _shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    row, own = view.row, node().member
    state, name = row.state, state_name(row.state, now_s=frame.now_ms // 1000)
    mine = interest_of(row.id, own)
    stands = mine is not None and mine.state["name"] == DECLARED
    between = own in state["between"]
    return {
        **matter_shown(frame, view),
        "subject": str(state["subject"]),
        "one": row_shown(row, frame),
        "state_word": word(words.OFFER_STATES, name),
        "own_text": {"text": state["text"], "lang": state["lang"]},
        "matcher": frame.name_of(state["matcher"]),
        "matcher_code": state["matcher"],
        "mine": mine.state if mine is not None else None,
        "mine_address": address_of_form(INTEREST_FORM, mine.id) if mine is not None else "",
        "own": own,
        # To the supervisor that matches is shown what was said to it; elsewhere no such matter is held.
        "told": [
            (frame.name_of(code), word(words.INTEREST_STATES, said.state["name"]),
             address_of_form(INTEREST_FORM, said.id))
            for code in state["between"] if code != own and (said := interest_of(row.id, code)) is not None
        ],
        "matches": [match_row(each, frame) for each in newest(MATCH_FORM) if each.state["opportunity"] == row.id],
        **only_allowed({
            "may_want": between and not stands and name == "offered",
            "may_take_back": between and stands,
            "may_withdraw": own == row.opened_by and state["name"] == "offered",
        }, KINDS, may=role_may(frame, track=TRACK.name)),
    }  # fmt: skip


PAGE = MatterPage(
    form=FORM,
    template="desk/commerce/opportunity.html",
    parts={"found": "desk/commerce/opportunity_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=_shown_of,
    section="opportunities",
)


@never_cache
@require_GET
def interest(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show a member's interest, to this member and to the supervisor."""
    return INTEREST_PAGE.show(request, f"{member}/{number}")


def _interest_shown(frame: Frame, view: MatterView) -> dict[str, Any]:
    state = view.row.state
    offer = reading.matter(node(), state["opportunity"])
    return {
        **matter_shown(frame, view),
        "subject": str(offer.state["subject"]) if offer is not None else state["opportunity"],
        "state_word": word(words.INTEREST_STATES, state["name"]),
        "opportunity": state["opportunity"],
        "opportunity_address": address_of_form(FORM, state["opportunity"]) if offer is not None else "",
        "member_name": frame.name_of(state["member"]),
    }


INTEREST_PAGE = MatterPage(
    form=INTEREST_FORM,
    template="desk/commerce/interest.html",
    parts={"found": "desk/commerce/interest_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=_interest_shown,
    section="opportunities",
)


@never_cache
@require_GET
def match(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show a match, to the two and to the supervisor."""
    return MATCH_PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def match_part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a match changes alone."""
    return MATCH_PAGE.show_part(request, f"{member}/{number}", part)


def _match_shown(frame: Frame, view: MatterView) -> dict[str, Any]:
    state, own = view.row.state, node().member
    said = {each["member"]: each for each in state["receipts"]}
    left = {each["member"]: each for each in state["left"]}
    return {
        **matter_shown(frame, view),
        "subject": str(state["subject"]),
        "state_word": word(words.MATCH_STATES, state["name"]),
        "opportunity": state["opportunity"],
        "opportunity_address": address_of_form(FORM, state["opportunity"]),
        "sides": [
            {"name": frame.name_of(code), "receipt": said.get(code), "left": left.get(code),
             "how": HOW[said[code]["how"]]() if code in said else ""}
            for code in state["members"]
        ],
        "ways": [(code, said_word()) for code, said_word in HOW.items()],
        **only_allowed(
            dict.fromkeys(("may_receive", "may_leave"), own in state["members"] and own not in left),
            KINDS, may=role_may(frame, track=TRACK.name),
        ),
    }  # fmt: skip


MATCH_PAGE = MatterPage(
    form=MATCH_FORM,
    template="desk/commerce/match.html",
    parts={"found": "desk/commerce/match_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=_match_shown,
    section="opportunities",
)


@never_cache
@require_http_methods(["GET", "POST"])
def new_opportunity(request: HttpRequest) -> HttpResponse:
    """Show the form of an opportunity, or file it."""
    if request.method == "GET":
        parties = [member.code for member in node().charter().members if member.kind == "party"]
        return _form(request, typed={"between": parties})
    form = request.POST.dict()
    found = instant_typed(form.get("expires_at", ""), where="expires_at")
    typed = {**form, "between": request.POST.getlist("between")}
    if isinstance(found, Fault):
        return _form(request, typed=typed, refusal=form_faulty((found,)))
    content = {
        **{name: form.get(name, "").strip() for name in ("subject", "sector", "lang")},
        "text": text_typed(form), "between": sorted(request.POST.getlist("between")), "expires_s": found,
    }  # fmt: skip
    return file_and_go(
        request, "opportunity_offered", content=content, to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=typed, refusal=refusal),
    )  # fmt: skip


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame, known = Frame(request), terms()
    readers = [each for each in audiences_of(TRACK.name) if set(each) & set(node().charter().supervisors)]
    shown = {
        "section": "opportunities",
        "typed": typed,
        "has_terms": known is not None,
        "sectors": sector_choices(),
        "members": [(each.code, frame.name_of(each.code)) for each in node().charter().members],
        "audiences": audiences_shown(frame, sorted(readers, key=len, reverse=True)),
        "days": known.offer_days if known else 0,
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }
    return render(request, "desk/commerce/new_opportunity.html", shown, status=422 if refusal else 200)
