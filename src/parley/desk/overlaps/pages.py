"""The page of an overlap: two notices side by side, what each author answers, and why the duties run."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.desk.cell import node
from parley.desk.details.facts import state_said
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import finding_answer_typed
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.matters import view_of
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


@never_cache
@require_GET
def overlap(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one overlap."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of an overlap changes alone: what was found and answered, the ways out, or its entries."""
    return PAGE.show_part(request, f"{member}/{number}", part)


@require_POST
def answer(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File the answer of this member to the finding that its page showed."""
    matter = f"{member}/{number}"
    content = {**_named(matter), **finding_answer_typed(request.POST)}
    return PAGE.file(request, matter, "overlap_answered", content=content)


@require_POST
def accept(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """File that this member accepts a way out of the finding that its page showed."""
    matter = f"{member}/{number}"
    content = {
        **_named(matter), "of": request.POST.get("of", ""), "versions": request.POST.get("versions", "").split(","),
        "digest": request.POST.get("digest", ""),
    }  # fmt: skip
    return PAGE.file(request, matter, "proposal_accepted", content=content)


def _named(matter: str) -> dict[str, Any]:
    """Return how an entry names the overlap that it belongs to."""
    return {"notices": list(view_of(matter, form=FORM).row.state["notices"])}


def shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what the templates of an overlap ask for, of the overlap itself."""
    own, charter, state = node().member, node().charter(), view.row.state
    clearing = state["clearing"]
    rows = {each: known for each in state["notices"] if (known := reading.matter(node(), each))}
    return {
        **matter_shown(frame, view),
        "about": state["notices"],
        "subject": subject_of_overlap(state),
        "state_word": state_said(state["name"]),
        "is_over": clearing is None and node().clock.now_ms() >= state["until_s"] * 1000,
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
        "ways": [(how, way_word(how)) for how in ways_offered(state, own=own, supervisors=charter.supervisors)],
    }


PAGE = MatterPage(
    form=FORM,
    template="desk/findings/page.html",
    parts={
        "found": "desk/overlaps/found.html",
        "ways": "desk/overlaps/ways.html",
        "entries": "desk/hotline/parts/entries.html",
    },
    shown_of=shown_of,
)
