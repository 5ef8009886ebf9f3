"""The pages of files of talks: the list with what each waits for, and one with its gates, decisions and positions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.listing import MOST_LISTED, asked_of, listing_shown
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.role_may import only_allowed, role_may
from parley.desk.talks.asked import files_wanted
from parley.desk.talks.showing import instrument_shown
from parley.desk.talks.words import FILE_STATES, GATE_SHAPES, GATE_STATES, STANDS, choices, word
from parley.node.commitments.held import instrument, instruments
from parley.node.reading import MatterView
from parley.node.talks import held
from parley.tracks.commitments.stepping import rows_at
from parley.tracks.talks.file_standing import FileStanding
from parley.tracks.talks.file_state import FORM, FileState
from parley.tracks.talks.gates import OPEN, GateNow
from parley.tracks.talks.round_state import IN_EFFECT
from parley.tracks.talks.track import TRACK

GATE_ROWS = 4
# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_change_gates": "gates_proposed", "may_set_aside": "file_closed", "may_agree": "file_closed",
    "may_reopen": "file_reopened", "may_note": "position_noted",
}  # fmt: skip


@never_cache
@require_GET
def files(request: HttpRequest) -> HttpResponse:
    """List every file, the newest first, with what it waits for; those that are over only where they are asked for."""
    frame, asked = Frame(request), asked_of(request.GET, show="open")
    found = files_wanted(asked)
    rows = [row_shown(state, standing, frame=frame) for state, standing in found[:MOST_LISTED]]
    may_open = role_may(frame, track=TRACK.name)("file_opened")
    states = [(code, said) for code, said in choices(FILE_STATES) if code != "noted"]
    listing = listing_shown(asked, frame=frame, found=len(found), states=states)
    shown = {"section": "files", "rows": rows, "may_open": may_open, **listing}
    return render(request, "desk/talks/files.html", shown)


def row_shown(state: FileState, standing: FileStanding, *, frame: Frame) -> dict[str, Any]:
    """Return a file in one line."""
    return {
        "id": state.opening.id,
        "address": address_of_form(FORM, state.opening.id),
        "subject": str(state.terms["subject"]),
        "state": word(FILE_STATES, standing.name),
        "lead": frame.name_of(state.terms["lead"]),
        "parties": gettext(", ").join(frame.name_of(code) for code in state.parties),
        "gates": [gate_shown(each, frame=frame) for each in standing.gates],
        "shut_again": standing.shut_again,
    }


def gate_shown(gate: GateNow, *, frame: Frame) -> dict[str, Any]:
    """Return a gate with since when it is open, or when its step is expected."""
    state = instrument(node(), gate.gate.instrument)
    expected = ""
    if gate.state != OPEN and state is not None:
        rows = (row for row in rows_at(state, now_s=frame.now_ms // 1000) if row.step.id == gate.gate.step)
        expected = next((instant(row.due.expected_s) for row in rows if row.due.expected_s is not None), "")
    return {
        "instrument": gate.gate.instrument,
        "address": address_of_form("commitment", gate.gate.instrument),
        "step": gate.gate.step,
        "what": state.plan.steps[gate.gate.step].what if state and gate.gate.step in state.plan.steps else "",
        "state": word(GATE_STATES, gate.state),
        "shape": GATE_SHAPES[gate.state],
        "since": instant(gate.since_s) if gate.since_s else "",
        "percent": gate.percent,
        "expected": expected,
    }


@never_cache
@require_GET
def one(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one file."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a file changes alone: what stands of it, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


def show_file(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
              typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a file; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def file_of(matter: str) -> FileState:
    """Return the file of this matter; 404 where there is none."""
    state = held.file_named(node(), matter)
    if state is None:
        raise Http404(matter)
    return state


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of a file ask for, of the file itself."""
    state, rounds = file_of(view.row.id), held.rounds_with(node(), view.row.id)
    standing = held.standing_of(node(), state, held=rounds)
    return {
        **matter_shown(frame, view),
        "subject": str(state.terms["subject"]),
        "state_word": word(FILE_STATES, standing.name),
        "terms": state.terms,
        "lead": frame.name_of(state.terms["lead"]),
        "parties": [frame.name_of(code) for code in state.parties],
        "gates": [gate_shown(each, frame=frame) for each in standing.gates],
        "is_open": standing.is_open,
        "shut_again": standing.shut_again,
        "agendas": [(each, address_of_form("round", each)) for each in standing.agendas],
        "changes": [instrument_shown(each, state, frame=frame) for each in state.instruments],
        "decisions": _decisions(state, rounds),
        "positions": _positions(state, frame=frame),
        "turns": [(word(FILE_STATES, each.how), each.why, each.entry) for each in state.turns],
        "crossed": state.crossed,
        **only_allowed(_acts(state, rounds, frame=frame), KINDS, may=role_may(frame, track=TRACK.name)),
    }


def _decisions(state: FileState, rounds: list[Any]) -> list[dict[str, Any]]:
    """Return what was decided about a file, each with its round and how it stands."""
    return [
        {"round": one.opening.id, "address": f"{address_of_form('round', one.opening.id)}#{each.entry}-signing",
         "subject": each.terms["subject"], "entry": each.entry, "stands": word(STANDS, one.stands(each))}
        for one in rounds for each in one.of_kind("decision_proposed")
        if each.terms.get("file") == state.opening.id
    ]  # fmt: skip


def _positions(state: FileState, *, frame: Frame) -> list[dict[str, Any]]:
    """Return the reserved positions; of our own, and of those that were disclosed, with their words."""
    own = {each.digest: each for each in held.notes(node(), file=state.opening.id)}
    may = role_may(frame, track=TRACK.name)("position_disclosed")
    found = []
    for each in state.positions:
        told = state.disclosed(each.entry)
        note = own.pop(each.digest, None) if each.member == frame.node.member else None
        words = (told.lang, told.text) if told else (note.terms["lang"], note.terms["text"]) if note else None
        found.append({
            "entry": each.entry, "by": frame.name_of(each.member), "at_ms": each.at_ms, "digest": each.digest,
            "words": words, "disclosed": told.entry if told else "",
            "may_disclose": note is not None and told is None and may,
        })  # fmt: skip
    return [*found, *({"entry": each.opening.id, "by": frame.own_name, "at_ms": each.opening.at_ms, "digest": "",
                       "words": (each.terms["lang"], each.terms["text"]), "disclosed": "", "may_disclose": False}
                      for each in own.values())]  # fmt: skip


def _acts(state: FileState, rounds: list[Any], *, frame: Frame) -> dict[str, Any]:
    own, lead = frame.node.member, state.terms["lead"]
    ended = [
        (f"{one.opening.id}|{each.entry}", f"{each.entry} · {each.terms['subject']}")
        for one in rounds for each in one.of_kind("decision_proposed")
        if each.terms.get("file") == state.opening.id and one.stands(each) == IN_EFFECT
    ]  # fmt: skip
    is_party = own in (*state.parties, lead)
    return {
        "may_change_gates": is_party and not state.is_over,
        "may_set_aside": own in (lead, state.opening.member) and not state.is_over,
        "may_agree": ended if not state.is_over else [],
        "may_reopen": state.is_over and own in (*state.parties, lead, state.opening.member),
        "may_note": own in state.opening.to,
        "steps": steps_offered(),
        "gate_rows": range(1, GATE_ROWS + 1),
    }


def steps_offered() -> list[tuple[str, str]]:
    """Return the steps for which a file may wait: of every instrument that this node holds, those that do not recur."""
    return [
        (f"{one.opening.id}|{step.id}", f"{one.opening.id} {step.id} · {step.what}")
        for one in instruments(node()) for step in one.plan.steps.values() if step.recurring is None
    ]  # fmt: skip


PAGE = MatterPage(
    form=FORM,
    template="desk/talks/file.html",
    parts={"found": "desk/talks/file_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=shown_of,
    section="files",
)
