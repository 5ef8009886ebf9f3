"""What an officer does with an instrument: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.commitments.pages import show_commitment
from parley.desk.commitments.typed import done_typed, step_typed, with_lines
from parley.desk.hotline.typed import Typed, figure
from parley.desk.matters import view_of
from parley.desk.standstill.typed import Form
from parley.tracks.commitments.commitment_state import FORM


def _signed(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "digest": request.POST.get("digest", "")}, ())


def _against(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}, ())


def _done(request: HttpRequest, matter: str) -> Typed:
    return done_typed(Form(request.POST.dict(), request.POST.getlist))


def _disputed(request: HttpRequest, matter: str) -> Typed:
    content = {**_why(request), "stands": request.POST.get("stands") == "yes"}
    return Typed(content, ())


def _waived(request: HttpRequest, matter: str) -> Typed:
    return Typed(_why(request), ())


def _why(request: HttpRequest) -> dict[str, object]:
    return {**step_typed(request.POST.dict()), "why": request.POST.get("why", "").strip()}


def _superseded(request: HttpRequest, matter: str) -> Typed:
    return Typed({"by": request.POST.get("by", ""), "from_s": figure(request.POST.get("from_s", "")) or 0}, ())


ACTS: Mapping[str, Act] = {
    "sign": Act("commitment_signed", _signed),
    "decline": Act("commitment_declined", _against),
    "withdraw": Act("commitment_withdrawn", _against),
    "report": Act("step_reported", _done),
    "certify": Act("step_certified", _done),
    "dispute": Act("step_disputed", _disputed),
    "waive": Act("step_waived", _waived),
    "supersede": Act("commitment_superseded", _superseded),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the instrument, or on the step of it, that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    form = f"{act}-{request.POST.get('of') or request.POST.get('of_step', '')}"

    def refused(refusal: Refusal) -> HttpResponse:
        return show_commitment(request, matter, form=form, refusal=with_lines(refusal), typed=request.POST.dict())

    return file_act(request, matter, act_named(ACTS, act), go=address_of_form(FORM, matter), refused=refused)
