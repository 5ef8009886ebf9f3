"""The ledger of blind notices, and the page of an answer: what was told, who received it, and what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.desk.blind.showing import (
    DAYS_SHOWN,
    answers_shown,
    behind_shown,
    beyond_shown,
    clause_shown,
    looks_shown,
    told_shown,
)
from parley.desk.blind.words import blind_state_word, cell_text, hour_text, subject_of_blind
from parley.desk.cell import node
from parley.desk.frame import Frame
from parley.desk.hotline.wordings import HOW
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.matters import audiences_of, view_of
from parley.node.reading import MatterView
from parley.tracks.deconfliction.blind_entries import ACKNOWLEDGED_KIND, SETTLED_KIND
from parley.tracks.deconfliction.blind_state import BLIND_FORM
from parley.tracks.hotline.track import TRACK as HOTLINE


@never_cache
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show what the clause says, whose looks were counted, and what was told to whom by which entry."""
    frame = Frame(request)
    answers, most = answers_shown(frame)
    shown = {
        "section": "blind",
        "clause": clause_shown(frame),
        "answers": answers,
        "most": most,
        "days": DAYS_SHOWN,
        "beyond": beyond_shown(frame),
        "looks": looks_shown(frame),
    }
    return render(request, "desk/blind/ledger.html", shown)


@never_cache
@require_GET
def blind_overlap(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one answer."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an answer changes alone: how it stands, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


@require_POST
def acknowledge(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File that this member received an answer."""
    return _file(request, f"{member}/{number}", ACKNOWLEDGED_KIND, {"how": request.POST.get("how", "received")})


@require_POST
def settle(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File that what was told is settled."""
    return _file(request, f"{member}/{number}", SETTLED_KIND, {})


def _file(request: HttpRequest, matter: str, kind: str, more: dict[str, Any]) -> HttpResponse:
    state = view_of(matter, form=BLIND_FORM).row.state
    content = {name: state[name] for name in ("parties", "cell", "hour_s")}
    return PAGE.file(request, matter, kind, content={**content, "of": request.POST.get("of", ""), **more})


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of an answer ask for."""
    own, charter, row, state = node().member, node().charter(), view.row, view.row.state
    telling = state["tellings"][-1]
    receipt, supervises = state["receipts"].get(own), own in charter.supervisors
    is_received = receipt is not None and receipt["of"] == telling["entry"]
    both = {own, telling["member"]}
    to_supervisor = next((",".join(each) for each in audiences_of(HOTLINE.name) if set(each) == both), "")
    return {
        **matter_shown(frame, view),
        "subject": subject_of_blind(state),
        "state_word": blind_state_word(state["name"]),
        "parties": [frame.name_of(code) for code in state["parties"]],
        "teller": frame.name_of(telling["member"]),
        "cell": cell_text(state["cell"]),
        "hour": hour_text(state["hour_s"]),
        "told": [told_shown(frame, row, each) for each in reversed(state["tellings"])],
        "newest": telling["entry"],
        "is_over": node().clock.now_ms() >= (state["hour_s"] + 3600) * 1000,
        "may_acknowledge": own in state["parties"] and not is_received,
        "may_settle": supervises and own in state["to"] and state["settled"] is None,
        "write": "" if supervises else f"{reverse('new-message')}?to={to_supervisor}",
        "behind": behind_shown(state) if supervises else [],
        "supervises": supervises,
        "ways": [(code, word()) for code, word in HOW.items()],
    }


PAGE = MatterPage(
    form=BLIND_FORM,
    template="desk/blind/answer.html",
    parts={"found": "desk/blind/found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=shown_of,
)
