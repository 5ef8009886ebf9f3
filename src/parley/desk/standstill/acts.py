"""What an officer does with a standstill: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.hotline.typed import Typed
from parley.desk.matters import view_of
from parley.desk.standstill.pages import sent_of, show_standstill
from parley.desk.standstill.typed import Form, ending_typed, variance_typed
from parley.tracks.deconfliction.standstill_state import FORM


def _signed(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "digest": request.POST.get("digest", "")}, ())


def _against(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}, ())


def _variance(request: HttpRequest, matter: str) -> Typed:
    return variance_typed(_sent(request), charter=node().charter())


def _ending(request: HttpRequest, matter: str) -> Typed:
    return ending_typed(_sent(request), charter=node().charter())


def _sent(request: HttpRequest) -> Form:
    return Form(request.POST.dict(), request.POST.getlist)


ACTS: Mapping[str, Act] = {
    "sign": Act("instrument_signed", _signed),
    "decline": Act("instrument_declined", _against),
    "withdraw": Act("instrument_withdrawn", _against),
    "variance": Act("variance_proposed", _variance),
    "ending": Act("ending_proposed", _ending),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the instrument that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    form = f"{act}-{request.POST.get('of', '')}"
    return file_act(
        request,
        matter,
        act_named(ACTS, act),
        go=address_of_form(FORM, matter),
        refused=lambda refusal: show_standstill(request, matter, form=form, refusal=refusal, typed=sent_of(request)),
    )
