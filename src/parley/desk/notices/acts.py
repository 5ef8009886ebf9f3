"""What an officer does with a notice: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.acting import Act, act_named, file_act, note_typed, version_typed
from parley.desk.addresses import address_of_form
from parley.desk.hotline.typed import Typed, text_typed
from parley.desk.matters import view_of
from parley.desk.notices.pages import show_notice
from parley.node.overlaps.held import FORM


def _act(kind: str, content: Callable[[HttpRequest], dict[str, Any]]) -> Act:
    return Act(kind, lambda request, matter: Typed(content(request), ()))


def _acknowledged(request: HttpRequest) -> dict[str, Any]:
    return {"how": request.POST.get("how", "received"), **version_typed(request), **note_typed(request)}


def _deviating(request: HttpRequest) -> dict[str, Any]:
    return {**version_typed(request), "text": text_typed(request.POST), "lang": request.POST.get("lang", "")}


ACTS: Mapping[str, Act] = {
    "acknowledge": _act("activity_acknowledged", _acknowledged),
    "begin": _act("activity_begun", lambda request: {**version_typed(request), **note_typed(request)}),
    "deviate": _act("deviation_reported", _deviating),
    "end": _act("activity_ended", note_typed),
    "cancel": _act("activity_cancelled", lambda request: {"why": request.POST.get("why", "").strip()}),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the version that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    return file_act(
        request,
        matter,
        act_named(ACTS, act),
        go=address_of_form(FORM, matter),
        refused=lambda refusal: show_notice(request, matter, refusal=refusal, typed=request.POST.dict()),
    )
