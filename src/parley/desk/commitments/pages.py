"""The pages of commitments: all instruments, all steps with by when and why, one instrument with its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from parley.charter.verdict import Refusal
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commitments.facts import limit_name, zone_name
from parley.desk.commitments.field_words import WORDS
from parley.desk.commitments.showing import OPEN, StepShown, listed, steps_shown
from parley.desk.commitments.signing import events_shown, instruments_shown
from parley.desk.frame import Frame
from parley.desk.hotline.saying import instant
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import view_of
from parley.node.commitments.held import instrument, instruments
from parley.tracks.commitments.commitment_state import FORM, CommitmentState

# Those that come to nothing any more are listed where they are asked for.
GONE = ("withdrawn", "declined", "superseded")
FAR = 2**62


@never_cache
@require_GET
def commitments(request: HttpRequest) -> HttpResponse:
    """List every instrument, the newest first; those that came to nothing only where they are asked for."""
    frame, show = Frame(request), request.GET.get("show", "open")
    rows = [listed(state, frame=frame) for state in instruments(node())]
    wanted = [row for row in rows if show == "all" or row.name not in GONE]
    return render(request, "desk/commitments/list.html", {"section": "commitments", "rows": wanted, "show": show})


@never_cache
@require_GET
def obligations(request: HttpRequest) -> HttpResponse:
    """List the steps of every agreed instrument, what is due first at the top; with `show=ours` this member's own."""
    frame, show = Frame(request), request.GET.get("show", "open")
    found = [each for state in instruments(node()) if state.from_s is not None
             for each in steps_shown(state, frame=frame)]  # fmt: skip
    rows = sorted(_shown(found, show=show, own=frame.own_name), key=_place)
    return render(request, "desk/commitments/steps.html", {"section": "commitments", "rows": rows, "show": show})


def _shown(found: Iterable[StepShown], *, show: str, own: str) -> list[StepShown]:
    if show == "all":
        return list(found)
    return [each for each in found if each.state in OPEN and (show != "ours" or each.who == own)]


def _place(step: StepShown) -> tuple[int, str, str]:
    return (step.due_s if step.due_s is not None else FAR, step.matter, step.id)


@never_cache
@require_GET
def commitment(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one instrument."""
    return show_commitment(request, f"{member}/{number}")


def state_of(matter: str) -> CommitmentState:
    """Return the instrument of this matter; 404 where there is none."""
    state = instrument(node(), matter)
    if state is None:
        raise Http404(matter)
    return state


def show_commitment(
    request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show an instrument; after a refusal (422) with its reason and what was typed still in its form."""
    frame, view = Frame(request), view_of(matter, form=FORM)
    state = state_of(matter)
    shown = {
        "section": "commitments",
        **around_matter(frame, view, refusal=refusal, words=WORDS),
        **matter_shown(frame, view),
        "one": listed(state, frame=frame),
        "instruments": instruments_shown(state, frame=frame),
        "steps": steps_shown(state, frame=frame),
        "events": list(events_shown(state, frame=frame)),
        "variance": _variance_shown(state, frame) if state.is_variance else None,
        "successor": _successor_of(state),
        "supersedes": _linked(earlier) if (earlier := state.main.terms.get("supersedes")) else None,
        "superseded_by": [_linked(each.by) for each in state.successions],
        "open_form": form,
        "timetable": reverse("timetable", args=matter.split("/")),
        "typed": typed or {"done_at": instant(frame.now_ms // 60_000 * 60), "percent": "100"},
    }
    return render(request, "desk/commitments/commitment.html", shown, status=422 if refusal else 200)


def _linked(matter: str) -> tuple[str, str]:
    return matter, address_of_form(FORM, matter)


def _successor_of(state: CommitmentState) -> Mapping[str, Any] | None:
    """Return the instrument that says it takes the place of this one, is agreed, and is not recorded here yet."""
    known = {each.by for each in state.successions}
    for other in instruments(node()):
        names_it = other.main.terms.get("supersedes") == state.opening.id
        if names_it and other.from_s is not None and other.opening.id not in known:
            return {"id": other.opening.id, "from_s": other.from_s, "at": instant(other.from_s)}
    return None


def _variance_shown(state: CommitmentState, frame: Frame) -> list[tuple[str, str]]:
    terms = state.main.terms
    return [
        (gettext("Zone"), zone_name(terms["zone"])),
        (gettext("What is counted"), limit_name(terms["zone"], terms["limit"])),
        (gettext("Whom it excepts"), frame.name_of(terms["member"])),
        (gettext("At most"), str(terms["at_most"])),
        (gettext("From"), instant(int(terms["from_s"]))),
        (gettext("Until"), instant(int(terms["until_s"]))),
    ]
