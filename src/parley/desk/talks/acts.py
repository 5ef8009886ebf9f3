"""What an officer does in a round or with a file: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.filed import file_and_go
from parley.desk.hotline.typed import Typed, text_typed
from parley.desk.matters import addressees_typed, view_of
from parley.desk.standstill.typed import Form
from parley.desk.talks.file_pages import file_of, show_file
from parley.desk.talks.pages import round_of, show_round
from parley.desk.talks.typed import (
    agenda_typed,
    correction_typed,
    decision_typed,
    gates_typed,
    instant_of,
    readout_typed,
    remark_typed,
    roles_typed,
    sitting_typed,
    words_of,
)
from parley.node.drafts import Draft
from parley.node.filing import file, refusal_of
from parley.node.talks import held
from parley.tracks.talks.file_state import FORM as FILE
from parley.tracks.talks.positions import digest_of
from parley.tracks.talks.round_entries import DECISION
from parley.tracks.talks.round_state import AGREED_SO_FAR
from parley.tracks.talks.round_state import FORM as ROUND

SALT_BYTES = 32


def _form(request: HttpRequest) -> Form:
    return Form(request.POST.dict(), request.POST.getlist)


def _fields(*names: str) -> Callable[[HttpRequest, str], Typed]:
    def typed(request: HttpRequest, matter: str) -> Typed:
        return Typed({name: request.POST.get(name, "").strip() for name in names}, ())

    return typed


def _answered(request: HttpRequest, matter: str) -> Typed:
    return Typed({"how": request.POST.get("how", ""), **words_of(request.POST.dict())}, ())


def _told(request: HttpRequest, matter: str) -> Typed:
    faults: list[Fault] = []
    roles = roles_typed(request.POST.dict(), charter=node().charter(), prefix="n.", faults=faults)
    of = {"of": request.POST["of"]} if request.POST.get("of") else {}
    return Typed({**of, "roles": roles}, tuple(faults))


def _moved(request: HttpRequest, matter: str) -> Typed:
    faults: list[Fault] = []
    form = request.POST.dict()
    content = {
        "of": form.get("of", ""), "from_s": instant_of(form, "begins", faults),
        "until_s": instant_of(form, "ends", faults), "why": form.get("why", "").strip(),
    }  # fmt: skip
    return Typed(content, tuple(faults))


def _closed(request: HttpRequest, matter: str) -> Typed:
    return Typed(words_of(request.POST.dict()), ())


def _ended(request: HttpRequest, matter: str) -> Typed:
    faults: list[Fault] = []
    form = request.POST.dict()
    return Typed({"of": form.get("of", ""), "ended_s": instant_of(form, "ends", faults)}, tuple(faults))


def _waits_of(matter: str) -> dict[str, list[str]]:
    """Return for each file of a round's agenda the instruments for whose steps it waits."""
    found = ((each, held.file_named(node(), each)) for each in round_of(matter).files)
    return {each: list(dict.fromkeys(gate.instrument for gate in state.gates)) if state else []
            for each, state in found}  # fmt: skip


def _sat(request: HttpRequest, matter: str) -> Typed:
    return sitting_typed(_form(request), charter=node().charter(), files=_waits_of(matter))


def _decided(request: HttpRequest, matter: str) -> Typed:
    return decision_typed(_form(request), charter=node().charter(), files=_waits_of(matter))


def _packed(request: HttpRequest, matter: str) -> Typed:
    """Return the package of every decision that waits for it, as this node holds them, signed by all of their own."""
    state = round_of(matter)
    ready = [each for each in state.of_kind(DECISION) if state.stands(each) == AGREED_SO_FAR]
    content = {
        "decisions": [{"of": each.entry, "digest": each.digest} for each in ready],
        "left_out": sorted(request.POST.getlist("left_out")),
        "signatories": sorted({code for each in ready for code in each.needed}),
    }  # fmt: skip
    return Typed(content, ())


def _reserved(request: HttpRequest, matter: str) -> Typed:
    form = request.POST.dict()
    return Typed({"of": form.get("of", ""), "text": text_typed(form), "lang": form.get("lang", "")}, ())


ACTS: Mapping[str, Act] = {
    "answer": Act("round_answered", _answered),
    "delegation": Act("delegation_told", _told),
    "postpone": Act("round_postponed", _moved),
    "cancel": Act("round_cancelled", _fields("why")),
    "close": Act("round_closed", _closed),
    "agenda": Act("agenda_proposed", lambda request, matter: agenda_typed(_form(request))),
    "sit": Act("sitting_opened", _sat),
    "end": Act("sitting_closed", _ended),
    "attend": Act("attendance_told", _told),
    "remark": Act("remark_made", lambda request, matter: remark_typed(request.POST.dict())),
    "correct": Act("remark_corrected", lambda request, matter: correction_typed(request.POST.dict())),
    "decide": Act("decision_proposed", _decided),
    "pack": Act("package_proposed", _packed),
    "sign": Act("decision_signed", _fields("of", "digest")),
    "decline": Act("decision_declined", _fields("of", "why")),
    "withdraw": Act("decision_withdrawn", _fields("of", "why")),
    "reserve": Act("decision_reserved", _reserved),
    "lift": Act("reservation_lifted", _fields("of")),
    "readout": Act(
        "national_readout_given", lambda request, matter: readout_typed(_form(request), charter=node().charter())
    ),
}


def _changed(request: HttpRequest, matter: str) -> Typed:
    form = request.POST.dict()
    return Typed({"gates": gates_typed(form), "why": form.get("why", "").strip()}, ())


def _agreed(request: HttpRequest, matter: str) -> Typed:
    of, _, decision = request.POST.get("decision", "").partition("|")
    return Typed({"how": "agreed", "round": of, "decision": decision}, ())


def _aside(request: HttpRequest, matter: str) -> Typed:
    return Typed({"how": "set_aside", "why": request.POST.get("why", "").strip()}, ())


def _disclosed(request: HttpRequest, matter: str) -> Typed:
    """Return the words of the own note that a reserved position was made of; empty where there is none."""
    of = request.POST.get("of", "")
    position = next((each for each in file_of(matter).positions if each.entry == of), None)
    notes = held.notes(node(), file=matter)
    note = next((each for each in notes if position is not None and each.digest == position.digest), None)
    words = {name: note.terms[name] if note is not None else "" for name in ("text", "lang", "salt")}
    return Typed({"of": of, **words}, ())


FILE_ACTS: Mapping[str, Act] = {
    "gates": Act("gates_proposed", _changed),
    "sign": Act("gates_signed", _fields("of", "digest")),
    "decline": Act("gates_declined", _fields("of", "why")),
    "withdraw": Act("gates_withdrawn", _fields("of", "why")),
    "agree": Act("file_closed", _agreed),
    "aside": Act("file_closed", _aside),
    "reopen": Act("file_reopened", _fields("why")),
    "disclose": Act("position_disclosed", _disclosed),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act in the round that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=ROUND)

    def refused(refusal: Refusal) -> HttpResponse:
        return show_round(request, matter, refusal=refusal, typed={**_typed(request), "act": act})

    return file_act(request, matter, act_named(ACTS, act), go=address_of_form(ROUND, matter), refused=refused)


@require_POST
def file_act_of(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act with the file that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FILE)

    def refused(refusal: Refusal) -> HttpResponse:
        return show_file(request, matter, refusal=refusal, typed={**_typed(request), "act": act})

    if act in ("note", "reserve"):
        return _note(request, matter, is_reserved=act == "reserve", refused=refused)
    return file_act(request, matter, act_named(FILE_ACTS, act), go=address_of_form(FILE, matter), refused=refused)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, with the boxes that were ticked."""
    many = {name: request.POST.getlist(name) for name in ("signatory", "file", "left_out")}
    return {**request.POST.dict(), **many}


def _note(
    request: HttpRequest, matter: str, *, is_reserved: bool, refused: Callable[[Refusal], HttpResponse]
) -> HttpResponse:
    """Keep the own position, sealed to this member alone; then, if it is to be reserved, tell the others its digest."""
    form = request.POST.dict()
    content = {
        "file": matter, "text": text_typed(form), "lang": form.get("lang", ""), "salt": secrets.token_hex(SALT_BYTES)
    }  # fmt: skip
    own, go = (node().member,), address_of_form(FILE, matter)
    if not is_reserved:
        return file_and_go(request, "position_noted", content=content, to=own, go=go, refused=refused)
    officer = request.user
    told, to = {"digest": digest_of(content, file=matter)}, addressees_typed(request)
    # First, so that nothing is noted where the others could not be told.
    wrong = refusal_of(Draft("position_reserved", to, told, matter, role=officer.role), node=node())
    if wrong is not None:
        return refused(wrong)
    outcome = file(Draft("position_noted", own, content, None, role=officer.role, officer=officer.name), node=node())
    if isinstance(outcome, Refusal):
        return refused(outcome)
    return file_and_go(
        request,
        "position_reserved",
        content=told,
        to=to,
        matter=matter,
        go=go,
        refused=refused,
    )
