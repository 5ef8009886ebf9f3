"""What an officer does with a crossing: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.commerce.crossing_pages import show_crossing
from parley.desk.commerce.standing import decided_by_another
from parley.desk.commerce.typed import number, said_typed
from parley.desk.hotline.typed import Typed, instant_typed
from parley.desk.matters import view_of
from parley.tracks.commerce.crossing_state import FORM


def _said(*names: str) -> Any:
    return lambda request, matter: Typed(said_typed(request.POST.dict(), *names), ())


def _told(request: HttpRequest, matter: str) -> Typed:
    form = request.POST.dict()
    faults: list[Fault] = []
    found = instant_typed(form.get("at", ""), where="at_s")
    if isinstance(found, Fault):
        faults.append(found)
    counts = {
        name: number(form[name], name, faults) for name in ("vehicles", "persons") if form.get(name, "").strip()
    }  # fmt: skip
    content = {**said_typed(form, "of", "how"), "at_s": 0 if isinstance(found, Fault) else found, **counts}
    return Typed(content, tuple(faults))


ACTS: Mapping[str, Act] = {
    "give": Act("permit_given", _said("of")),
    "open": Act("permit_gate_opened", _said("gate")),
    "refuse": Act("permit_refused", _said("of")),
    "withdraw": Act("permit_withdrawn", _said("of", "why")),
    "tell": Act("crossing_told", _told),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the crossing that its page showed."""
    matter, found = f"{member}/{number}", act_named(ACTS, act)
    state = view_of(matter, form=FORM).row.state

    def refused(refusal: Refusal) -> HttpResponse:
        return show_crossing(request, matter, refusal=refusal, typed={**request.POST.dict(), "act": act})

    held = decided_by_another(request, matter, state, kind=found.kind) if act in ("give", "refuse") else None
    return refused(held) if held else file_act(
        request, matter, found, go=address_of_form(FORM, matter), refused=refused
    )  # fmt: skip
