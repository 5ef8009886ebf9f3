"""Raising a de-escalation request: what is asked in fixed words, of whom, where; one form, sent as FLASH at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Fault, Refusal
from parley.desk.cell import node
from parley.desk.de_escalation.places import place_of
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import LANGUAGES_SHOWN, Frame
from parley.desk.hotline.faults import faults_at, rows_at_fault
from parley.desk.hotline.typed import HINTS, ItemTyped, form_faulty, items_typed, text_typed
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown, view_of
from parley.desk.watching import subject_of
from parley.geo.moment import Moment, moment_text
from parley.node import reading
from parley.tracks.hotline.templates import DE_ESCALATING, TEMPLATES

FLASH = "flash"
ROWS = ((1, "place"), (2, "time"), (3, "number"))


@never_cache
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Show the form, filled in from what is selected, or file the request."""
    if request.method == "GET":
        return _show(request, typed=_begun(request))
    typed = items_typed(request.POST)
    if typed.faults:
        return _refused(request, form_faulty(typed.faults))
    if request.POST.get("template", "") not in DE_ESCALATING:
        return _refused(request, form_faulty((Fault("template", "hotline.field_missing"),)))
    if request.POST.get("about"):
        view_of(request.POST["about"])
    return file_and_go(
        request,
        "message_sent",
        content=_content(request, items=typed.items),
        to=addressees_typed(request),
        refused=lambda refusal: _refused(request, refusal),
    )


def _content(request: HttpRequest, *, items: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """Return the message: the fixed words in the officer's language, its items, and of whom an answer is asked."""
    template = TEMPLATES[request.POST["template"]]
    language = _language(request)
    text, more = template.phrases[language], text_typed(request.POST)
    about = request.POST.get("about", "")
    return {
        "template": template.name,
        "subject": template.titles[language],
        "text": f"{text}\n{more}" if more else text,
        "lang": language,
        "items": [item for item in items if item["type"] in template.items],
        "precedence": FLASH,
        "asks_read_back": True,
        "asks_answer": True,
        "asked": request.POST.getlist("asked"),
        **({"about": [about]} if about else {}),
    }


def _language(request: HttpRequest) -> str:
    """Return the reader's language where the mechanism speaks it, else the mechanism's first."""
    languages = node().charter().languages
    language = Frame(request).language
    return language if language in languages else languages[0]


def _begun(request: HttpRequest) -> dict[str, Any]:
    frame = Frame(request)
    matter = request.GET.get("matter", "")
    row = reading.matter(frame.node, matter) if matter else None
    row = row if row is not None and row.track in frame.tracks else None
    minute = moment_text(Moment(frame.now_ms // 60_000 * 60, "minute"))
    return {
        "template": request.GET.get("template", DE_ESCALATING[0]),
        "about": row.id if row is not None else "",
        "asked": _first_asked(frame, by=row.opened_by if row is not None else ""),
        "texts": {1: place_of(row.state) if row is not None else "", 2: minute, 3: ""},
    }


def _first_asked(frame: Frame, *, by: str) -> list[str]:
    """Return who is asked where nobody was chosen: the parties other than this member, or who opened the matter."""
    own = frame.node.member
    parties = [each.code for each in node().charter().members if each.kind == "party" and each.code != own]
    return [by] if by in parties else parties if len(parties) == 1 else []


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    sent = request.POST
    rows = rows_at_fault(items_typed(sent).rows, refusal.faults)
    typed = {**sent.dict(), "asked": sent.getlist("asked"), "rows": {row.n: row for row in rows}}
    return _show(request, typed=typed, refusal=refusal)


def _show(request: HttpRequest, *, typed: Mapping[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    about = reading.matter(frame.node, str(typed["about"])) if typed.get("about") else None
    shown = {
        "section": "de-escalation",
        "typed": typed,
        "asks": [_ask(name, language=frame.language) for name in DE_ESCALATING],
        "members": [
            (each.code, frame.name_of(each.code)) for each in node().charter().members if each.code != node().member
        ],
        "audiences": audiences_shown(frame, audiences_of("hotline")),
        "rows": [_row(n, kind, typed) for n, kind in ROWS],
        "about": about,
        "about_subject": subject_of(about.state, language=frame.language) if about is not None else "",
        "refused": in_words(refusal, language=frame.language) if refusal else None,
        "at": faults_at(refusal.faults, language=frame.language) if refusal else {},
    }
    return render(request, "desk/de_escalation/new.html", shown, status=422 if refusal else 200)


def _ask(name: str, *, language: str) -> dict[str, Any]:
    """Return one thing that may be asked: its title, and its words in each language of the mechanism."""
    template, spoken = TEMPLATES[name], node().charter().languages
    return {
        "name": name,
        "title": template.titles.get(language, template.titles["en"]),
        # The reader's own words first: of what is not chosen they stand alone.
        "phrases": sorted(
            ((code, template.phrases[code]) for code, *_ in LANGUAGES_SHOWN if code in spoken),
            key=lambda each: each[0] != language,
        ),
        "asks_number": "number" in template.items,
    }


def _row(n: int, kind: str, typed: Mapping[str, Any]) -> ItemTyped:
    """Return one item of the form as it was typed, or as it begins."""
    rows: Mapping[int, ItemTyped] = typed.get("rows", {})
    began = ItemTyped(n, kind, HINTS[kind], typed.get("texts", {}).get(n, ""))
    return replace(rows[n], label=HINTS[kind]) if n in rows else began
