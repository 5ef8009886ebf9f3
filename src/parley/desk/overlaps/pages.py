"""The page of an overlap: two notices side by side, what each author answers, and why the duties run."""

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
from parley.desk.filed import file_and_go
from parley.desk.frame import Frame
from parley.desk.hotline.facts import instant
from parley.desk.hotline.showing import entries_shown
from parley.desk.hotline.typed import lapse_typed, text_typed
from parley.desk.hotline.wordings import precedence_word
from parley.desk.matter_page import around_matter, part_of_matter
from parley.desk.matters import addressees_typed, view_of
from parley.desk.notices.words import kind_word
from parley.desk.overlaps.beside import also_met, firm_words
from parley.desk.overlaps.showing import (
    advice_shown,
    apart_shown,
    asked_word,
    pairs_shown,
    sides_shown,
    ways_offered,
)
from parley.desk.overlaps.ways import ways_shown
from parley.desk.overlaps.words import cleared_word, knew_word, subject_of_overlap, way_word
from parley.node import reading
from parley.node.reading import MatterView

FORM = "overlap"
PARTS = {
    "found": "desk/overlaps/found.html", "ways": "desk/overlaps/ways.html", "entries": "desk/hotline/parts/entries.html"
}  # fmt: skip


def address_of_overlap(matter: str) -> str:
    """Return where an overlap stands."""
    return reverse("overlap", args=matter.split("/"))


@never_cache
@require_GET
def overlap(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one overlap."""
    return show_overlap(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an overlap changes alone: what was found and answered, the ways out, or its entries."""
    return part_of_matter(request, f"{member}/{number}", PARTS.get(part), form=FORM, shown_of=shown_of)


@require_POST
def answer(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File the answer of this member to the finding that its page showed."""
    matter = f"{member}/{number}"
    state = view_of(matter, form=FORM).row.state
    text = text_typed(request.POST)
    content = {
        "notices": list(state["notices"]), "of": request.POST.get("of", ""), "how": request.POST.get("how", ""),
        "lang": request.POST.get("lang", ""), **({"text": text} if text else {}),
    }  # fmt: skip
    return _file(request, matter, "overlap_answered", content)


@require_POST
def accept(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File that this member accepts a way out of the finding that its page showed."""
    matter = f"{member}/{number}"
    state = view_of(matter, form=FORM).row.state
    content = {
        "notices": list(state["notices"]), "of": request.POST.get("of", ""),
        "versions": request.POST.get("versions", "").split(","), "digest": request.POST.get("digest", ""),
    }  # fmt: skip
    return _file(request, matter, "proposal_accepted", content)


@require_POST
def cite(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Cite a lapse as the officer read it: the duty, when it was due, and the level that it had reached."""
    matter = f"{member}/{number}"
    named = {"notices": list(view_of(matter, form=FORM).row.state["notices"])}
    return _file(request, matter, "overlap_lapse_cited", {**named, **lapse_typed(request.POST)})


def _file(request: HttpRequest, matter: str, kind: str, content: Mapping[str, Any]) -> HttpResponse:
    return file_and_go(
        request,
        kind,
        content=content,
        to=addressees_typed(request),
        go=address_of_overlap(matter),
        refused=lambda refusal: show_overlap(request, matter, refusal=refusal, typed=request.POST.dict()),
    )


def show_overlap(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                 typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show an overlap; after a refusal (422) with its reason and what was typed."""
    frame, view = Frame(request), view_of(matter, form=FORM)
    state, charter = view.row.state, node().charter()
    ways = ways_offered(state, own=node().member, supervisors=charter.supervisors)
    shown = {
        **shown_of(frame, view),
        "section": "notices",
        "ways": [(how, way_word(how)) for how in ways],
        **around_matter(frame, view, refusal=refusal, typed=typed),
    }
    return render(request, "desk/overlaps/overlap.html", shown, status=422 if refusal else 200)


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of an overlap ask for, of the overlap itself."""
    row, own, charter = view.row, node().member, node().charter()
    state, clearing = row.state, row.state["clearing"]
    rows = {each: known for each in state["notices"] if (known := reading.matter(node(), each))}
    return {
        "row": row,
        "state": state,
        "subject": subject_of_overlap(state),
        "state_word": state_said(state["name"]),
        "is_over": clearing is None and node().clock.now_ms() >= state["until_s"] * 1000,
        "precedence": state["precedence"],
        "precedence_word": precedence_word(state["precedence"]),
        "audience": [frame.name_of(code) for code in state["to"]],
        "kind_word": kind_word(state["kind"]),
        "knew": knew_word(state["knew"]),
        "asked": asked_word(state, names=frame.name_of),
        "firm": firm_words(
            state, rows=rows, names=frame.name_of, freeze_s=charter.activities.freeze_s if charter.activities else None,
            now_s=node().clock.now_ms() // 1000,
        ),
        "also_met": lambda: also_met(state, names=frame.name_of, node=node()),
        "begins": instant(state["from_s"]),
        "ends": instant(state["until_s"]),
        "apart": apart_shown(state),
        "pairs": pairs_shown(state),
        "sides": sides_shown(state, rows=rows, own=own, names=frame.name_of, charter=charter),
        "advice": advice_shown(state, names=frame.name_of),
        "cleared": cleared_word(clearing["how"]) if clearing else "",
        "ways_out": ways_shown(state, rows=rows, own=own, names=frame.name_of, node=node()),
        "menu": state.get("menu"),
        "map": f"{reverse('map')}?matter={state['notices'][0]}",
        "entries": entries_shown(view, own=own, names=frame.name_of, roles=frame.role_of, language=frame.language),
        "here": address_of_overlap(row.id),
        "to": ",".join(state["to"]),
    }
