"""The pages of projects: all of them, one with its milestones and decisions, the form by which it is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce import words
from parley.desk.commerce.asked import Asked, asked_of, is_asked, query_of
from parley.desk.commerce.crossing_pages import certificate_of
from parley.desk.commerce.facts import named, sector_choices
from parley.desk.commerce.found import newest, terms
from parley.desk.commerce.standing import decided_by_another, decision_standing
from parley.desk.commerce.typed import rows, rows_shown, said_typed
from parley.desk.commerce.words import choices, word
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.typed import Typed, text_typed
from parley.desk.matter_page import MatterPage, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.desk.role_may import only_allowed, role_may
from parley.desk.supervision.showing import held_shown
from parley.node import reading
from parley.node.commerce.meanwhile import decided_meanwhile
from parley.node.reading import MatterRow, MatterView
from parley.node.supervision.standing import mechanism_over_time
from parley.tracks.commerce.gates import INSTRUMENT
from parley.tracks.commerce.project_entries import COMPLETED
from parley.tracks.commerce.project_state import FORM
from parley.tracks.commerce.track import TRACK

PER_PAGE = 200
SHAPES = {"proposed": "wait", "approved": "done", "refused": "bad", "suspended": "hold", "ended": "hold"}
WORDS: Words = {
    "milestones": lambda: gettext("Milestones"),
    "parties": lambda: gettext("Parties"),
    "certificate": lambda: gettext("Certificate"),
}
# The kind that each act files.
KINDS: Mapping[str, str] = {
    "may_decide": "project_decided", "may_halt": "project_suspended", "may_resume": "project_resumed",
    "may_end": "project_ended", "may_reach": "milestone_reached",
}  # fmt: skip


@never_cache
@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects that are not over; the others where they are asked for."""
    frame, asked = Frame(request), asked_of(request.GET)
    found = wanted(newest(FORM), asked)
    shown = {
        "section": "projects", "rows": [row_shown(row, frame) for row in found[:PER_PAGE]], "asked": asked,
        "query": query_of(asked), "count": len(found), "has_terms": terms() is not None,
        "states": choices(words.PROJECT_STATES), "sectors": sector_choices(),
        "members": [(code, frame.name_of(code)) for code in node().charter().codes],
        "is_part": len(found) > PER_PAGE, "most": PER_PAGE,
        "may_open": role_may(frame, track=TRACK.name)("project_opened"),
    }  # fmt: skip
    return render(request, "desk/commerce/projects.html", shown)


def wanted(rows: list[MatterRow], asked: Asked) -> list[MatterRow]:
    """Return the projects that are asked for: those that did not end, or all."""
    return [row for row in rows if is_asked(
        row, asked, name=row.state["name"], is_open=row.state["name"] != "ended"
    )]  # fmt: skip


def row_shown(row: MatterRow, frame: Frame) -> dict[str, Any]:
    """Return a project in one line."""
    state = row.state
    return {
        "id": row.id, "address": address_of_form(FORM, row.id), "subject": state["subject"],
        "sector": named("sectors", state["sector"]), "parties": [frame.name_of(code) for code in state["parties"]],
        "done": sum(each["reached"] is not None for each in state["milestones"]), "of": len(state["milestones"]),
        "shape": SHAPES.get(state["name"], "todo"), "state_word": word(words.PROJECT_STATES, state["name"]),
    }  # fmt: skip


@never_cache
@require_GET
def project(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one project."""
    return PAGE.show(request, f"{member}/{number}")


@never_cache
@require_GET
def part(request: HttpRequest, member: str, number: int, part: str) -> HttpResponse:
    """What of a project changes alone."""
    return PAGE.show_part(request, f"{member}/{number}", part)


def show_project(request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
                 typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """Show a project; after a refusal (422) with its reason and what was typed."""
    return PAGE.show(request, matter, refusal=refusal, typed=typed)


def _shown_of(frame: Frame, view: MatterView) -> dict[str, Any]:
    row, own = view.row, node().member
    state = row.state
    said = {each["member"]: each for each in state["decisions"]}
    meanwhile = decided_meanwhile(state["decisions"], mechanism_over_time(node()))
    return {
        **matter_shown(frame, view),
        "subject": str(state["subject"]),
        "one": row_shown(row, frame),
        "state_word": word(words.PROJECT_STATES, state["name"]),
        "own_text": {"text": state["text"], "lang": state["lang"]},
        "milestones": [_milestone(each) for each in state["milestones"]],
        "deciders": [
            {"name": frame.name_of(code), "said": said.get(code),
             "word": word(words.PROJECT_DECIDED, said[code]["how"]) if code in said else "",
             "meanwhile": held_shown(meanwhile[said[code]["entry"]])
             if code in said and said[code]["entry"] in meanwhile else None}
            for code in state["deciders"]
        ],
        "halts": [{**each, "by": frame.name_of(each["member"])} for each in state["suspended"]],
        "endings": [{**each, "by": frame.name_of(each["member"]), "word": word(words.ENDINGS, each["how"])}
                    for each in state["ended"]],
        "ways": choices(words.DECISIONS),
        # Completed is offered only once every milestone was reached (CM-19).
        "ends": [
            (code, said) for code, said in choices(words.ENDINGS)
            if code != COMPLETED or all(each["reached"] for each in state["milestones"])
        ],
        "stood": decision_standing(state, own=own),
        **only_allowed(_acts(state, own=own), KINDS, may=role_may(frame, track=TRACK.name)),
    }


def _acts(state: Mapping[str, Any], *, own: str) -> dict[str, bool]:
    """Return which acts are offered here, to a role that may file them."""
    is_ours, is_over = own in state["parties"], bool(state["ended"])
    return {
        "may_decide": own in state["deciders"] and not is_over,
        "may_halt": is_ours and state["name"] == "approved",
        "may_resume": is_ours and state["name"] == "suspended",
        "may_end": is_ours and not is_over,
        "may_reach": is_ours and state["name"] == "approved",
    }


def _milestone(each: Mapping[str, Any]) -> dict[str, Any]:
    """Return a milestone with how its step, and the step for which it waits, stand in their instruments."""
    certificate, gate = certified(each), each["waits_for"]
    return {
        **each, "address": address_of_form("commitment", each["commitment"]), "certified": certificate,
        "gate_address": address_of_form("commitment", gate["commitment"]) if gate else "",
        "gate_certified": certified(gate) if gate else "",
        "is_ready": bool(certificate) and each["reached"] is None and (not gate or bool(certified(gate))),
    }  # fmt: skip


def certified(step: Mapping[str, Any]) -> str:
    """Return the newest certificate of a step that is certified in full and undisputed, "" of any other."""
    row = reading.matter(node(), step["commitment"])
    is_there = row is not None and row.form == INSTRUMENT
    return certificate_of(step["step"], row.state) if row is not None and is_there else ""


PAGE = MatterPage(
    form=FORM,
    template="desk/commerce/project.html",
    parts={"found": "desk/commerce/project_found.html", "entries": "desk/hotline/parts/entries.html"},
    shown_of=_shown_of,
    section="projects",
)


def _reached(request: HttpRequest, matter: str) -> Typed:
    said = {name: request.POST.get(name, "").strip() for name in ("milestone", "certificate", "gate")}
    return Typed({name: value for name, value in said.items() if value or name != "gate"}, ())


def _decided(request: HttpRequest, matter: str) -> Typed:
    said = {name: request.POST.get(name, "") for name in ("how", "lang")}
    return Typed({**said, "text": text_typed(request.POST)}, ())


def _why(request: HttpRequest, matter: str) -> Typed:
    return Typed({"why": request.POST.get("why", "").strip()}, ())


ACTS: Mapping[str, Act] = {
    "decide": Act("project_decided", _decided),
    "suspend": Act("project_suspended", _why),
    "resume": Act("project_resumed", _why),
    "end": Act("project_ended", lambda request, matter: Typed(said_typed(request.POST.dict(), "how", "why"), ())),
    "reach": Act("milestone_reached", _reached),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the project that its page showed."""
    matter, found = f"{member}/{number}", act_named(ACTS, act)
    state = view_of(matter, form=FORM).row.state

    def refused(refusal: Refusal) -> HttpResponse:
        return show_project(request, matter, refusal=refusal, typed=request.POST.dict())

    held = decided_by_another(request, matter, state, kind=found.kind) if act == "decide" else None
    return refused(held) if held else file_act(
        request, matter, found, go=address_of_form(FORM, matter), refused=refused
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def new_project(request: HttpRequest) -> HttpResponse:
    """Show the form of a project, or file it."""
    if request.method == "GET":
        parties = [member.code for member in node().charter().members if member.kind == "party"]
        return _form(request, typed={"parties": parties})
    form = request.POST.dict()
    typed = {**form, "parties": request.POST.getlist("parties")}
    if form.get("step") == "more":
        return _form(request, typed=typed)
    content = {
        **{name: form.get(name, "").strip() for name in ("subject", "sector", "lang")},
        "text": text_typed(form), "parties": sorted(request.POST.getlist("parties")),
        "milestones": list(_milestones(form)),
    }  # fmt: skip
    return file_and_go(
        request, "project_opened", content=content, to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=typed, refusal=refusal),
    )  # fmt: skip


def _milestones(form: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of milestones: of a step are written the instrument and its name, as "SY/12 phase1"."""
    for n, row in rows(form, "mile"):
        commitment, _, step = row.get("step", "").partition(" ")
        gate, _, waits = row.get("gate", "").partition(" ")
        said = {"id": row.get("id") or str(n), "what": row.get("what", "")}
        each = {**said, "commitment": commitment, "step": step.strip()}
        yield {**each, "waits_for": {"commitment": gate, "step": waits.strip()}} if gate else each


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame, known = Frame(request), terms()
    shown = {
        "section": "projects",
        "typed": typed,
        "has_terms": known is not None,
        "sectors": sector_choices(),
        "members": [(each.code, frame.name_of(each.code)) for each in node().charter().members],
        "audiences": audiences_shown(frame, sorted(audiences_of(TRACK.name), key=len, reverse=True)),
        "steps": list(_steps()),
        "rows": rows_shown(typed, "mile"),
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }  # fmt: skip
    return render(request, "desk/commerce/new_project.html", shown, status=422 if refusal else 200)


def _steps() -> Iterator[tuple[str, str]]:
    """Yield the steps that end of the instruments that are not over, as the form writes them, with what they are."""
    for row in newest("commitment"):
        if row.state["name"] in ("proposed", "agreed"):
            for step in (each for each in row.state["steps"] if not each.get("recurring")):
                yield f"{row.id} {step['id']}", f"{row.state['subject']}: {step['what']}"
