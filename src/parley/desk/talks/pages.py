"""The pages of rounds: the list, and one with who comes, its agenda, its sittings, what was agreed and told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.saying import instant
from parley.desk.listing import MOST_LISTED, OPEN, asked_of, listing_shown
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.role_may import only_allowed, role_may
from parley.desk.talks.asked import rounds_wanted
from parley.desk.talks.saying import role_said
from parley.desk.talks.showing import (
    dates_said,
    host_said,
    instruments_shown,
    invited_shown,
    readouts_shown,
    row_shown,
    sittings_shown,
)
from parley.desk.talks.words import ANSWERS, FILE_STATES, ROUND_STATES, RULES, choices, word
from parley.matters.signing import DECLINED, SIGNED, WITHDRAWN, Signing
from parley.node.reading import MatterView
from parley.node.statements.held import statements
from parley.node.talks import held
from parley.tracks.talks.convening import conveners
from parley.tracks.talks.round_entries import AGENDA, DECISION, PACKAGE
from parley.tracks.talks.round_state import AGREED_SO_FAR, CANCELLED, CLOSED, FORM, RoundState
from parley.tracks.talks.track import TRACK

LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}
ITEMS = 8
# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_answer": "round_answered", "may_tell": "delegation_told", "may_move": "round_postponed",
    "may_close": "round_closed", "may_sit": "sitting_opened", "may_end": "sitting_closed",
    "may_propose": "agenda_proposed", "may_decide": "decision_proposed", "may_pack": "package_proposed",
    "may_attend": "attendance_told", "may_record": "remark_made", "may_correct": "remark_corrected",
    "may_reserve": "decision_reserved", "may_read_out": "national_readout_given",
}  # fmt: skip


@never_cache
@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """List every round, the newest first; those that are over only where they are asked for."""
    frame, asked = Frame(request), asked_of(request.GET, show=OPEN)
    found = rounds_wanted(asked)
    rows = [row_shown(state, frame=frame) for state in found[:MOST_LISTED]]
    may_open = role_may(frame, track=TRACK.name)("round_proposed")
    listing = listing_shown(asked, frame=frame, found=len(found), states=choices(ROUND_STATES))
    shown = {"section": "talks", "rows": rows, "may_open": may_open, **listing}
    return render(request, "desk/talks/rounds.html", shown)


@never_cache
@require_GET
def one(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one round."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a round changes alone: what stands of it, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


def show_round(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
               typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a round; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def round_of(matter: str) -> RoundState:
    """Return the round of this matter; 404 where there is none."""
    state = held.round_named(node(), matter)
    if state is None:
        raise Http404(matter)
    return state


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of a round ask for, of the round itself."""
    state = round_of(view.row.id)
    return {
        **matter_shown(frame, view),
        "subject": str(state.terms["subject"]),
        "state_word": word(ROUND_STATES, state.name),
        "name": state.name,
        "terms": state.terms,
        "host": host_said(state, frame=frame),
        "dates": dates_said(state),
        "moved": [(instant(each.from_s), each.why, each.entry) for each in state.dates if each.turn],
        "invited": list(invited_shown(state, frame=frame)),
        "conveners": [frame.name_of(code) for code in conveners(state, charter=node().charter())],
        "agenda": agenda_shown(state),
        "agendas": instruments_shown(state, frame=frame, kind=AGENDA),
        "sittings": sittings_shown(state, frame=frame),
        "decisions": instruments_shown(state, frame=frame, kind=DECISION),
        "packages": instruments_shown(state, frame=frame, kind=PACKAGE),
        "readouts": readouts_shown(state, frame=frame),
        "ended": [(each.text, each.entry) for each in (*state.cancellations, *state.closings)],
        "crossed": state.crossed,
        **only_allowed(_acts(state, frame=frame), KINDS, may=role_may(frame, track=TRACK.name)),
        **_offered(state, frame=frame),
    }


def agenda_shown(state: RoundState) -> list[dict[str, Any]]:
    """Return the items of the agreed agenda, each file with how it stands."""
    rows = []
    for number, item in enumerate(state.agenda.terms["points"] if state.agenda is not None else (), start=1):
        file = held.file_named(node(), item["file"]) if item.get("file") else None
        held_in = held.rounds_with(node(), file.opening.id) if file is not None else []
        standing = held.standing_of(node(), file, held=held_in) if file is not None else None
        rows.append({
            "number": number, "subject": item["subject"], "file": item.get("file") or "",
            "address": address_of_form("file", item["file"]) if item.get("file") else "",
            "state": word(FILE_STATES, standing.name) if standing is not None else "",
            "is_shut": standing is not None and not standing.is_open,
            "shut_again": standing is not None and standing.shut_again,
            "title": str(file.terms["subject"]) if file is not None else "",
        })  # fmt: skip
    return rows


def _acts(state: RoundState, *, frame: Frame) -> dict[str, Any]:
    """Return which acts are offered here."""
    own, charter = frame.node.member, node().charter()
    convenes = own in conveners(state, charter=charter)
    is_open, sitting = not state.is_over, state.open_sitting
    waiting = [each for each in state.of_kind(DECISION) if each.name not in (SIGNED, DECLINED, WITHDRAWN)]
    takes_part = own in state.coming or convenes
    return {
        "may_answer": own in state.invited and own != state.opening.member and is_open,
        "may_tell": own in state.coming and is_open,
        "may_move": convenes and is_open and not state.sittings,
        "may_close": convenes and is_open and bool(state.sittings) and sitting is None,
        "may_sit": convenes and is_open and sitting is None,
        "may_end": convenes and sitting is not None,
        "may_propose": takes_part and is_open,
        "may_decide": takes_part and is_open,
        "may_record": True,
        "may_correct": True,
        "may_pack": takes_part and state.is_package and bool(_ready(state)) and not waiting,
        "may_attend": own in state.invited,
        "may_reserve": own in (*state.invited, state.opening.member),
        "may_read_out": own in (*state.invited, state.opening.member) and bool(state.sittings),
    }


def _ready(state: RoundState) -> list[Signing]:
    """Return the decisions that all of their own have signed and that wait for the package."""
    return [each for each in state.of_kind(DECISION) if state.stands(each) == AGREED_SO_FAR]


def _offered(state: RoundState, *, frame: Frame) -> dict[str, Any]:
    """Return among what the forms let choose, and with what they begin."""
    charter, sitting = node().charter(), state.open_sitting
    terms = charter.talks
    decided = {each.terms.get("file") for each in state.of_kind(DECISION) if each.name == SIGNED}
    return {
        "open_sitting": sitting.entry if sitting is not None else "",
        "statements": [(each.opening.id, str(each.main.terms["subject"])) for each in statements(node())
                       if each.withdrawn is None],
        "ready": [(each.entry, each.terms["subject"]) for each in _ready(state)],
        "undecided": [each for each in state.files if each not in decided],
        "delegation_roles": [(name, role_said(name)) for name in (terms.roles if terms is not None else ())],
        "coming": [(code, frame.name_of(code)) for code in state.coming],
        "all_invited": [(code, frame.name_of(code)) for code in state.invited],
        "answers": choices(ANSWERS),
        "rules": [(code, said) for code, said in choices(RULES) if terms is None or code in terms.remark_rules],
        "dates_entry": state.held_at.entry,
        "open_files": [(each.opening.id, str(each.terms["subject"])) for each in held.files(node())
                       if not each.is_over],
        "items": range(1, ITEMS + 1),
        "languages_of": [(code, LANGUAGE_NAMES.get(code, code)) for code in charter.languages],
        "now": instant(frame.now_ms // 60_000 * 60),
        "is_over": state.name in (CLOSED, CANCELLED),
    }  # fmt: skip


PAGE = MatterPage(
    form=FORM,
    template="desk/talks/round.html",
    parts={"found": "desk/talks/found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=shown_of,
    section="talks",
)
