"""The forms by which an instrument or an amendment is proposed: one obligation a row, more rows without any script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commitments.areas import kept_fields
from parley.desk.commitments.facts import zone_name
from parley.desk.commitments.field_words import WORDS
from parley.desk.commitments.pages import state_of
from parley.desk.commitments.typed import amendment_typed, instrument_typed, rows_of, with_lines
from parley.desk.commitments.words import made_word, sort_word
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.typed import form_faulty
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown
from parley.desk.standstill.typed import Form
from parley.tracks.commitments.commitment_state import FORM, CommitmentState
from parley.tracks.commitments.entries import ELSEWHERE, HERE, SORTS
from parley.tracks.commitments.track import TRACK

_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}
LISTS = ("to", "begins", "ends")


@never_cache
@require_http_methods(["GET", "POST"])
def new_commitment(request: HttpRequest) -> HttpResponse:
    """Show the form of an instrument, show it with one more row, or propose it."""
    if request.method == "GET":
        return _form(request, typed={"signatory": _parties(), "made": HERE, "sort": "agreement"})
    if request.POST.get("step", "").startswith("more-"):
        return _form(request, typed=sent_of(request))
    typed = instrument_typed(Form(request.POST.dict(), request.POST.getlist), charter=node().charter())
    if typed.faults:
        return _form(request, typed=sent_of(request), refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        "commitment_proposed",
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=sent_of(request), refusal=refusal),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show the form of an amendment, with the steps that `of` names as they stand, or propose it."""
    state = state_of(f"{member}/{number}")
    if request.method == "GET":
        chosen = request.GET.getlist("of")
        return _form(request, typed=_as_they_stand(state, chosen), state=state)
    if request.POST.get("step", "").startswith("more-"):
        return _form(request, typed=sent_of(request), state=state)
    standing = {name: step.terms for name, step in state.plan.steps.items()}
    form = Form(request.POST.dict(), request.POST.getlist)
    typed = amendment_typed(form, charter=node().charter(), standing=standing)
    if typed.faults:
        return _form(request, typed=sent_of(request), refusal=form_faulty(typed.faults), state=state)
    return file_and_go(
        request,
        "amendment_proposed",
        content=typed.content,
        to=addressees_typed(request),
        matter=state.opening.id,
        go=address_of_form(FORM, state.opening.id),
        refused=lambda refusal: _form(request, typed=sent_of(request), refusal=refusal, state=state),
    )


def sent_of(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, with the boxes that were ticked."""
    many = {name: request.POST.getlist(name) for name in request.POST if name.rpartition("-")[2] in LISTS}
    return {**request.POST.dict(), **many, "to": request.POST.get("to", ""),
            "signatory": request.POST.getlist("signatory")}  # fmt: skip


def _as_they_stand(state: CommitmentState, chosen: list[str]) -> dict[str, Any]:
    """Return the rows of the steps that are to be amended, as the terms in force say them."""
    steps = [state.plan.steps[name].terms for name in chosen if name in state.plan.steps]
    typed: dict[str, Any] = {"step-rows": str(max(len(steps), 1)), "of": state.newest.entry}
    for n, each in enumerate(steps):
        at = f"step-{n}-"
        typed |= {at + name: each.get(name) or "" for name in ("id", "what", "who", "by", "verifier", "zone", "line")}
        typed |= {at + name: list(each.get(name) or ()) for name in LISTS}
        typed |= {at + name: ", ".join(each.get(name) or ()) for name in ("after", "with")}
        typed |= kept_fields(each, at)
        typed |= {at + name: value for name, value in (each.get("recurring") or {}).items()}
        typed |= {at + name: str(value) for part in ("quantity", "share")
                  for name, value in (each.get(part) or {}).items()}  # fmt: skip
    return typed


def _parties() -> list[str]:
    return [member.code for member in node().charter().members if member.kind == "party"]


def _form(
    request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None,
    state: CommitmentState | None = None,
) -> HttpResponse:  # fmt: skip
    frame = Frame(request)
    told = in_words(with_lines(refusal), language=frame.language, words=WORDS) if refusal else None
    shown = {
        "section": "commitments",
        "typed": typed,
        "texts": texts_shown(typed),
        "steps": _rows(typed, "step"),
        "events": _rows(typed, "event"),
        "refused": told,
        **choices(frame),
        **(_of_instrument(state) if state is not None else {"audiences": _audiences(frame)}),
    }
    template = "desk/commitments/amend.html" if state is not None else "desk/commitments/new.html"
    return render(request, template, shown, status=422 if refusal else 200)


def _of_instrument(state: CommitmentState) -> dict[str, Any]:
    return {
        "matter": state.opening.id, "of": state.newest.entry, "subject": state.main.terms["subject"],
        "audience": ",".join(state.opening.to), "known": list(state.plan.steps),
        "here": address_of_form(FORM, state.opening.id),
    }  # fmt: skip


def _rows(typed: Mapping[str, Any], prefix: str) -> list[dict[str, Any]]:
    """Return the rows of a form, each with what stands in its fields, by their short names."""
    found = []
    for n in range(rows_of(typed, prefix, least=1)):
        at = f"{prefix}-{n}-"
        row = {name.removeprefix(at): value for name, value in typed.items() if name.startswith(at)}
        # "from" is a word of the template language.
        found.append({**row, "n": n, "number": n + 1, "at": at, "since": row.get("from", "")})
    return found


def choices(frame: Frame) -> dict[str, Any]:
    """Return what the forms offer: kinds, members, zones, lines."""
    charter = node().charter()
    lines = charter.map.lines if charter.map is not None else {}
    return {
        "sorts": [(name, sort_word(name)) for name in SORTS],
        "mades": [(name, made_word(name)) for name in (HERE, ELSEWHERE)],
        "members": [(each.code, frame.name_of(each.code)) for each in charter.members],
        "zones": [(name, zone_name(name)) for name in charter.zones],
        "lines": [(name, zone_name(name)) for name in lines],
        "places": [(name, zone_name(name)) for name in (*lines, *charter.zones)],
        "has_box": charter.map is not None,
        "everybody": gettext("each to whom it is owed"),
    }


def texts_shown(typed: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return for each language its code, its name, and what was typed in it."""
    return [
        (code, _LANGUAGE_NAMES.get(code, code), str(typed.get(f"text_{code}") or ""))
        for code in node().charter().languages
    ]


def _audiences(frame: Frame) -> list[dict[str, str]]:
    return audiences_shown(frame, sorted(audiences_of(TRACK.name), key=len, reverse=True))
