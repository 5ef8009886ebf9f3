"""What an officer does in an inspection: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.hotline.typed import Typed
from parley.desk.matters import view_of
from parley.desk.verifying.pages import show_inspection
from parley.desk.verifying.typed import words_typed
from parley.tracks.incidents.inspection_state import FORM


def _answered(request: HttpRequest, matter: str) -> Typed:
    return Typed(words_typed(request.POST, "of", "how"), ())


def _withdrawn(request: HttpRequest, matter: str) -> Typed:
    return Typed({name: request.POST.get(name, "").strip() for name in ("of", "why")}, ())


ACTS: Mapping[str, Act] = {
    "answer": Act("inspection_answered", _answered),
    "withdraw": Act("verification_withdrawn", _withdrawn),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act in the inspection that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    form = f"{act}-{request.POST.get('of', '')}"
    return file_act(
        request,
        matter,
        act_named(ACTS, act),
        go=address_of_form(FORM, matter),
        refused=lambda refusal: show_inspection(
            request, matter, form=form, refusal=refusal, typed=request.POST.dict()
        ),
    )
