"""The pages of standstills: all of them, one with its signatures and what falls into it, the form of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from parley.charter.model import PRECEDENCE_NAMES
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.encounters.showing import with_matters
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import form_faulty
from parley.desk.hotline.wordings import precedence_word
from parley.desk.map.charted import drawing_shown
from parley.desk.matter_page import around_matter, matter_shown
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, state_among, view_of
from parley.desk.notices.showing import class_word
from parley.desk.standstill.found import standing
from parley.desk.standstill.showing import instruments_shown, listed, notices_shown
from parley.desk.standstill.typed import Form, standstill_typed
from parley.desk.standstill.words import IN_FORCE, WAITING
from parley.node import reading
from parley.tracks.deconfliction.standstill_state import FORM
from parley.tracks.deconfliction.track import TRACK

# What these forms call otherwise than those of plans.
_WORDS: Words = {"begins": lambda: gettext("From"), "ends": lambda: gettext("Until")}
_LANGUAGE_NAMES = {code: name for code, name, _ in LANGUAGES_SHOWN}


def now_s() -> int:
    """Return the second of the node's clock."""
    return node().clock.now_ms() // 1000


@never_cache
@require_GET
def standstills(request: HttpRequest) -> HttpResponse:
    """List every standstill, the newest first; those that are over only where they are asked for."""
    frame, show, at_s = Frame(request), request.GET.get("show", "open"), now_s()
    rows = [
        listed(state, at_s=at_s, charter=node().charter(), names=frame.name_of, roles=frame.role_of)
        for state in standing().standstills()
    ]
    wanted = [row for row in rows if show == "all" or row.stage in (IN_FORCE, WAITING, "coming", "declined")]
    return render(request, "desk/standstill/list.html", {"section": "standstills", "rows": wanted, "show": show})


@never_cache
@require_GET
def banner(request: HttpRequest) -> HttpResponse:
    """The banner alone, for a page that shows it live."""
    return render(request, "desk/standstill/alarm.html")


@never_cache
@require_GET
def standstill(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Show one standstill."""
    return show_standstill(request, f"{member}/{number}")


def show_standstill(
    request: HttpRequest, matter: str, *, form: str = "", refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a standstill; after a refusal (422) with its reason and what was typed still in its form."""
    frame, view = Frame(request), view_of(matter, form=FORM)
    state, own, charter, at_s = state_among(standing().standstills(), matter), node().member, node().charter(), now_s()
    held = standing().of_standstill(matter)
    rows = {each.notice: row for each in held if (row := reading.matter(node(), each.notice))}
    shown = {
        "section": "standstills",
        **around_matter(frame, view, refusal=refusal, words=_WORDS),
        **matter_shown(frame, view),
        "one": listed(state, at_s=at_s, charter=charter, names=frame.name_of, roles=frame.role_of),
        "instruments": instruments_shown(
            state, own=own, at_s=at_s, charter=charter, names=frame.name_of, roles=frame.role_of
        ),
        "falls": with_matters(
            notices_shown(held, rows=rows, names=frame.name_of), matter, node=node()
        ),
        "may_propose": state.from_s is not None and at_s < state.until_s,
        "held": [(rows[each.notice].state["version"], each.notice) for each in held if each.notice in rows],
        "open_form": form,
        "variance_form": f"variance-{matter}",
        "ending_form": f"ending-{matter}",
        "texts": _texts(typed or {}),
        "typed": typed or {"begins": instant(int(state.main.terms["from_s"])), "ends": instant(state.until_s)},
        **choices(frame),
    }
    return render(request, "desk/standstill/standstill.html", shown, status=422 if refusal else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def new_standstill(request: HttpRequest) -> HttpResponse:
    """Show the form of a standstill, or propose it."""
    charter = node().charter()
    if request.method == "GET":
        return _form(request, typed=_begun(Frame(request)))
    typed = standstill_typed(Form(request.POST.dict(), request.POST.getlist), charter=charter)
    if typed.faults:
        return _form(request, typed=sent_of(request), refusal=form_faulty(typed.faults))
    return file_and_go(
        request,
        "standstill_proposed",
        content=typed.content,
        to=addressees_typed(request),
        refused=lambda refusal: _form(request, typed=sent_of(request), refusal=refusal),
    )


def sent_of(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed, with the boxes that were ticked."""
    lists = {name: request.POST.getlist(name) for name in ("class", "party")}
    return {**request.POST.dict(), "class": lists["class"], "party": lists["party"], "is_sent": True}


def _begun(frame: Frame) -> dict[str, Any]:
    parties = [member.code for member in frame.node.charter().members if member.kind == "party"]
    begins = (now_s() // 3600 + 2) * 3600
    return {
        "way": "box", "radius_m": "2000", "party": parties, "class": [], "scope": "all", "precedence": "immediate",
        "begins": instant(begins), "ends": instant(begins + 3 * 86_400),
    }  # fmt: skip


def choices(frame: Frame) -> dict[str, Any]:
    """Return what the forms offer: languages, classes, parties."""
    charter = node().charter()
    classes = charter.activities.classes if charter.activities else {}
    return {
        "languages": [(code, _LANGUAGE_NAMES.get(code, code)) for code in charter.languages],
        "classes": [(name, class_word(charter, name)) for name in classes],
        "parties": [(each.code, frame.name_of(each.code)) for each in charter.members if each.kind == "party"],
    }


def _form(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    shown = {
        "section": "standstills",
        "typed": typed,
        "texts": _texts(typed),
        "audiences": _audiences(frame),
        "precedences": [
            (name, precedence_word(name)) for name in PRECEDENCE_NAMES if name in node().charter().precedences
        ],
        **choices(frame),
        **drawing_shown(node()),
        "refused": in_words(refusal, language=frame.language, words=_WORDS) if refusal else None,
    }  # fmt: skip
    return render(request, "desk/standstill/new.html", shown, status=422 if refusal else 200)


def _texts(typed: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (code, _LANGUAGE_NAMES.get(code, code), str(typed.get(f"text_{code}") or ""))
        for code in node().charter().languages
    ]


def _audiences(frame: Frame) -> list[dict[str, str]]:
    """Return the audiences that hold every party, the widest first: a standstill goes to all whom it binds."""
    parties = {member.code for member in node().charter().members if member.kind == "party"}
    holding = [members for members in audiences_of(TRACK.name) if len(parties & set(members)) >= 2]
    return audiences_shown(frame, sorted(holding, key=len, reverse=True))
