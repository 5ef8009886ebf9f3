"""What an officer does with a standstill: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.filed import file_and_go
from parley.desk.hotline.typed import form_faulty
from parley.desk.notices.typed import Typed
from parley.desk.standstill.pages import sent_of, show_standstill, view_of
from parley.desk.standstill.showing import address_of
from parley.desk.standstill.typed import Form, ending_typed, variance_typed

KINDS: Mapping[str, str] = {
    "sign": "instrument_signed",
    "decline": "instrument_declined",
    "withdraw": "instrument_withdrawn",
    "variance": "variance_proposed",
    "ending": "ending_proposed",
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the instrument that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter)
    if act not in KINDS:
        raise Http404(act)
    form = f"{act}-{request.POST.get('of', '')}"

    def refused(refusal: Refusal) -> HttpResponse:
        return show_standstill(request, matter, form=form, refusal=refusal, typed=sent_of(request))

    typed = _CONTENTS[act](request)
    if typed.faults:
        return refused(form_faulty(typed.faults))
    return file_and_go(
        request,
        KINDS[act],
        content=typed.content,
        to=tuple(request.POST.get("to", "").split(",")),
        matter=matter,
        go=address_of(matter),
        refused=refused,
    )


def _signed(request: HttpRequest) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "digest": request.POST.get("digest", "")}, ())


def _against(request: HttpRequest) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}, ())


def _sent(request: HttpRequest) -> Any:
    return Form(request.POST.dict(), request.POST.getlist)


_CONTENTS: Mapping[str, Callable[[HttpRequest], Typed]] = {
    "sign": _signed,
    "decline": _against,
    "withdraw": _against,
    "variance": lambda request: variance_typed(_sent(request), charter=node().charter()),
    "ending": lambda request: ending_typed(_sent(request), charter=node().charter()),
}
