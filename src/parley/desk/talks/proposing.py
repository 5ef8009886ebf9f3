"""The forms by which a round is proposed and a file opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.typed import Typed, form_faulty
from parley.desk.matters import addressees_typed, audiences_of, audiences_shown
from parley.desk.standstill.typed import Form
from parley.desk.talks.field_words import WORDS
from parley.desk.talks.file_pages import GATE_ROWS, steps_offered
from parley.desk.talks.typed import file_typed, round_typed
from parley.tracks.talks.track import TRACK

LISTS = ("invited", "party")


@never_cache
@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Show the form of a round, or propose it."""
    start = {"invited": list(node().charter().codes), "lang": Frame(request).language}
    return _proposed(request, "round_proposed", read=round_typed, template="desk/talks/new.html", start=start)


@never_cache
@require_http_methods(["GET", "POST"])
def new_file(request: HttpRequest) -> HttpResponse:
    """Show the form of a file, or open it."""
    parties = [member.code for member in node().charter().members if member.kind == "party"]
    start = {"party": parties, "lead": node().member, "lang": Frame(request).language}
    return _proposed(request, "file_opened", read=file_typed, template="desk/talks/new_file.html", start=start)


def _proposed(
    request: HttpRequest, kind: str, *, read: Callable[[Form], Typed], template: str, start: Mapping[str, Any]
) -> HttpResponse:
    if request.method == "GET":
        return _shown(request, template, typed=start)

    def refused(refusal: Refusal) -> HttpResponse:
        many = {name: request.POST.getlist(name) for name in LISTS}
        return _shown(request, template, typed={**request.POST.dict(), **many}, refusal=refusal)

    typed = read(Form(request.POST.dict(), request.POST.getlist))
    if typed.faults:
        return refused(form_faulty(typed.faults))
    return file_and_go(request, kind, content=typed.content, to=addressees_typed(request), refused=refused)


def _shown(
    request: HttpRequest, template: str, *, typed: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    frame, charter = Frame(request), node().charter()
    audiences = audiences_shown(frame, sorted(audiences_of(TRACK.name), key=len, reverse=True))
    chosen = [typed.get(f"gate-{n}", "") for n in range(1, GATE_ROWS + 1)]
    shown = {
        "section": "files" if template.endswith("new_file.html") else "talks",
        "typed": typed,
        "audiences": audiences,
        "members": [(each.code, frame.name_of(each.code)) for each in charter.members],
        "steps": steps_offered(),
        "gate_rows": list(enumerate(chosen, start=1)),
        "refused": in_words(refusal, language=frame.language, words=WORDS) if refusal else None,
    }
    return render(request, template, shown, status=422 if refusal else 200)
