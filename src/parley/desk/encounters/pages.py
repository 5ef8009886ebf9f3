"""The page of an encounter: a notice and what it meets side by side, what each says, and why the duties run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
from parley.desk.filed import file_and_go
from parley.desk.frame import Frame
from parley.desk.hotline.facts import instant
from parley.desk.hotline.showing import entries_shown
from parley.desk.hotline.typed import lapse_typed, text_typed
from parley.desk.hotline.wordings import precedence_word
from parley.desk.matter_page import around_matter, part_of_matter
from parley.desk.matters import addressees_typed, view_of
from parley.node import reading
from parley.node.reading import MatterView
from parley.tracks.deconfliction.encounters.state import FORM

PARTS = {
    "found": "desk/encounters/found.html", "ways": "desk/encounters/ways.html",
    "entries": "desk/hotline/parts/entries.html",
}  # fmt: skip


def address_of_encounter(matter: str) -> str:
    """Return where an encounter stands."""
    return reverse("encounter", args=matter.split("/"))


@never_cache
@require_GET
def encounter(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one encounter."""
    return show_encounter(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an encounter changes alone: what was found and answered, or its entries."""
    return part_of_matter(request, f"{member}/{number}", PARTS.get(part), form=FORM, shown_of=shown_of)


@require_POST
def answer(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File the answer of this member to the finding that its page showed."""
    matter = f"{member}/{number}"
    state = view_of(matter, form=FORM).row.state
    text = text_typed(request.POST)
    content = {
        "notice": state["notice"], "met": dict(state["met"]), "of": request.POST.get("of", ""),
        "how": request.POST.get("how", ""), "lang": request.POST.get("lang", ""), **({"text": text} if text else {}),
    }  # fmt: skip
    return _file(request, matter, "encounter_answered", content)


@require_POST
def cite(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Cite a lapse as the officer read it: the duty, when it was due, and the level that it had reached."""
    matter = f"{member}/{number}"
    state = view_of(matter, form=FORM).row.state
    content = {"notice": state["notice"], "met": dict(state["met"]), **lapse_typed(request.POST)}
    return _file(request, matter, "encounter_lapse_cited", content)


@require_POST
def leave(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Change this member's notice by a way out that the page showed, where it still is one."""
    matter = f"{member}/{number}"
    state = view_of(matter, form=FORM).row.state
    content = plan_after(node(), state, request.POST.get("digest", ""))
    if content is None:
        return show_encounter(request, matter, refusal=Refusal("deconfliction.way_out_gone", "P-3", {}))
    return file_and_go(
        request,
        "activity_changed",
        content={**content, "why": request.POST.get("why", "").strip()},
        to=addressees_typed(request),
        matter=state["notice"],
        go=address_of_encounter(matter),
        refused=lambda refusal: show_encounter(request, matter, refusal=refusal, typed=request.POST.dict()),
    )


def _file(request: HttpRequest, matter: str, kind: str, content: Mapping[str, Any]) -> HttpResponse:
    return file_and_go(
        request,
        kind,
        content=content,
        to=addressees_typed(request),
        go=address_of_encounter(matter),
        refused=lambda refusal: show_encounter(request, matter, refusal=refusal, typed=request.POST.dict()),
    )


def show_encounter(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                   typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show an encounter; after a refusal (422) with its reason and what was typed."""
    frame, view = Frame(request), view_of(matter, form=FORM)
    ways = ways_offered(view.row.state, own=node().member, supervisors=node().charter().supervisors)
    shown = {
        **shown_of(frame, view),
        "section": "notices",
        "ways": [(how, way_word(how)) for how in ways],
        **around_matter(frame, view, refusal=refusal, typed=typed),
    }
    return render(request, "desk/encounters/encounter.html", shown, status=422 if refusal else 200)


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of an encounter ask for, of the encounter itself."""
    row, own, charter = view.row, node().member, node().charter()
    state, clearing, met = row.state, row.state["clearing"], row.state["met"]
    notice = reading.matter(node(), state["notice"])
    other = reading.matter(node(), met["name"]) if met["kind"] != "zone" else None
    author = state["side"]["member"]
    others = [*state["concerns"], *(code for code in state["answers"] if code not in (author, *state["concerns"]))]
    return {
        "row": row,
        "state": state,
        "subject": subject_of_encounter(state),
        "state_word": state_said(state["name"]),
        "is_over": clearing is None and node().clock.now_ms() >= state["until_s"] * 1000,
        "binds": _binds(state),
        "precedence": state["precedence"],
        "precedence_word": precedence_word(state["precedence"]),
        "audience": [frame.name_of(code) for code in state["to"]],
        "kind_word": met_word(state["kind"], standing=state["standing"], sort=met["kind"]),
        "asked": asked_word(state, names=frame.name_of),
        "begins": instant(state["from_s"]),
        "ends": instant(state["until_s"]),
        "pairs": pairs_shown(state),
        "notice": notice_shown(state, row=notice, own=own, names=frame.name_of, charter=charter),
        "met": met_shown(state, row=other, names=frame.name_of),
        "own_answer": answers_shown(state, [author], names=frame.name_of),
        "answers": answers_shown(state, others, names=frame.name_of),
        "cleared": cleared_word(clearing["how"]) if clearing else "",
        "map": f"{reverse('map')}?matter={state['notice']}",
        "may_leave": clearing is None and author == own and notice is not None and _binds(state),
        # Asked for by one part alone, and costly.
        "ways_out": lambda: ways_shown(state, row=notice, own=own, names=frame.name_of, node=node()),
        "notice_to": ",".join(notice.state["to"]) if notice is not None else "",
        "entries": entries_shown(view, own=own, names=frame.name_of, roles=frame.role_of, language=frame.language),
        "here": address_of_encounter(row.id),
        "to": ",".join(state["to"]),
    }


def _binds(state: Mapping[str, Any]) -> bool:
    return bool(state["standing"] == AGREED)
