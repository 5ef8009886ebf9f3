"""The page of an encounter: a notice and what it meets side by side, what each says, and why the duties run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.details.facts import state_said
from parley.desk.encounters.showing import (
    answers_shown,
    asked_word,
    met_shown,
    notice_shown,
    pairs_shown,
    plan_after,
    ways_offered,
    ways_shown,
)
from parley.desk.encounters.words import AGREED, cleared_word, met_word, subject_of_encounter, way_word
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import finding_answer_typed
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.matters import view_of
from parley.node import reading
from parley.node.reading import MatterView
from parley.tracks.deconfliction.encounters.state import FORM


@never_cache
@require_GET
def encounter(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one encounter."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an encounter changes alone: what was found and answered, the ways out, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


@require_POST
def answer(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File the answer of this member to the finding that its page showed."""
    matter = f"{member}/{number}"
    content = {**_named(matter), **finding_answer_typed(request.POST)}
    return PAGE.file(request, matter, "encounter_answered", content=content)


@require_POST
def leave(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Change this member's notice by a way out that the page showed, where it still is one."""
    matter = f"{member}/{number}"
    state = view_of(matter, form=FORM).row.state
    content = plan_after(node(), state, request.POST.get("digest", ""))
    if content is None:
        return PAGE.show(request, matter, refusal=Refusal("deconfliction.way_out_gone", "P-3", {}))
    why = request.POST.get("why", "").strip()
    return PAGE.file(request, matter, "activity_changed", content={**content, "why": why}, within=state["notice"])


def _named(matter: str) -> dict[str, Any]:
    """Return how an entry names the encounter that it belongs to."""
    state = view_of(matter, form=FORM).row.state
    return {"notice": state["notice"], "met": dict(state["met"])}


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of an encounter ask for, of the encounter itself."""
    own, charter, state = node().member, node().charter(), view.row.state
    clearing, met = state["clearing"], state["met"]
    notice = reading.matter(node(), state["notice"])
    other = reading.matter(node(), met["name"]) if met["kind"] != "zone" else None
    author = state["side"]["member"]
    others = [*state["concerns"], *(code for code in state["answers"] if code not in (author, *state["concerns"]))]
    return {
        **matter_shown(frame, view),
        "about": [state["notice"]],
        "subject": subject_of_encounter(state),
        "state_word": state_said(state["name"]),
        "is_over": clearing is None and node().clock.now_ms() >= state["until_s"] * 1000,
        "binds": _binds(state),
        "kind_word": met_word(state["kind"], standing=state["standing"], sort=met["kind"]),
        "asked": asked_word(state, names=frame.name_of),
        "begins": instant(state["from_s"]),
        "ends": instant(state["until_s"]),
        "pairs": pairs_shown(state),
        "side": notice_shown(state, row=notice, own=own, names=frame.name_of, charter=charter),
        "met": met_shown(state, row=other, names=frame.name_of),
        "answers": answers_shown(state, others, names=frame.name_of),
        "cleared": cleared_word(clearing["how"]) if clearing else "",
        "map": f"{reverse('map')}?matter={state['notice']}",
        "may_leave": clearing is None and author == own and notice is not None and _binds(state),
        # Asked for by one part alone, and costly.
        "ways_out": lambda: ways_shown(state, row=notice, own=own, names=frame.name_of, node=node()),
        "notice_to": ",".join(notice.state["to"]) if notice is not None else "",
        "ways": [(how, way_word(how)) for how in ways_offered(state, own=own, supervisors=charter.supervisors)],
    }


def _binds(state: Mapping[str, Any]) -> bool:
    return bool(state["standing"] == AGREED)


PAGE = MatterPage(
    form=FORM,
    template="desk/findings/page.html",
    parts={
        "found": "desk/encounters/found.html",
        "ways": "desk/encounters/ways.html",
        "entries": "desk/hotline/parts/entries.html",
    },
    shown_of=shown_of,
)
