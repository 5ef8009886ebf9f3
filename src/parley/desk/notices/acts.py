"""What an officer does with a notice: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.filed import file_and_go
from parley.desk.hotline.typed import text_typed
from parley.desk.notices.pages import address_of_notice, show_notice, view_of

KINDS: Mapping[str, str] = {
    "acknowledge": "activity_acknowledged",
    "begin": "activity_begun",
    "deviate": "deviation_reported",
    "end": "activity_ended",
    "cancel": "activity_cancelled",
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the version that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter)
    if act not in KINDS:
        raise Http404(act)
    return file_and_go(
        request,
        KINDS[act],
        content=_CONTENTS[act](request),
        to=tuple(request.POST.get("to", "").split(",")),
        matter=matter,
        go=address_of_notice(matter),
        refused=lambda refusal: show_notice(request, matter, refusal=refusal, typed=request.POST.dict()),
    )


def _of(request: HttpRequest) -> dict[str, Any]:
    return {"of": request.POST.get("version", "")}


def _said(request: HttpRequest) -> dict[str, Any]:
    text = text_typed(request.POST)
    return {"text": text} if text else {}


_CONTENTS: Mapping[str, Callable[[HttpRequest], dict[str, Any]]] = {
    "acknowledge": lambda request: {"how": request.POST.get("how", "received"), **_of(request), **_said(request)},
    "begin": lambda request: {**_of(request), **_said(request)},
    "deviate": lambda request: {**_of(request), "text": text_typed(request.POST), "lang": request.POST.get("lang", "")},
    "end": _said,
    "cancel": lambda request: {"why": request.POST.get("why", "").strip()},
}
