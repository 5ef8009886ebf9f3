"""What an officer does with an opportunity and with a match: each form becomes one draft, filed at once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.commerce.opportunity_pages import MATCH_PAGE, interest_of, show_opportunity
from parley.desk.commerce.typed import said_typed
from parley.desk.filed import file_and_go
from parley.desk.matters import addressees_typed, view_of
from parley.tracks.commerce.opportunity_state import FORM, MATCH_FORM


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """Declare interest to the supervisor, take it back, or withdraw an opportunity of one's own."""
    matter, form, own = f"{member}/{number}", request.POST.dict(), node().member
    state = view_of(matter, form=FORM).row.state
    about: dict[str, Any] = {"opportunity": matter, "member": own}
    # Interest goes to the supervisor that matches and to nobody else, whatever a form says.
    to: tuple[str, ...] = (state["matcher"],)
    within: str | None = None
    if act == "want":
        kind, content = "interest_declared", {**about, **said_typed(form)}
    elif act == "take-back":
        mine = interest_of(matter, own)
        kind, content = "interest_withdrawn", {**about, "of": mine.state["word"] if mine is not None else ""}
    elif act == "withdraw":
        kind, content, to, within = "opportunity_withdrawn", said_typed(form, "why"), addressees_typed(request), matter
    else:
        raise Http404(act)
    return file_and_go(
        request, kind, content=content, to=to, matter=within, go=address_of_form(FORM, matter),
        refused=lambda refusal: show_opportunity(request, matter, refusal=refusal, typed=form),
    )  # fmt: skip


@require_POST
def match_act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """Say that a match was received, or leave it."""
    matter, form = f"{member}/{number}", request.POST.dict()
    state = view_of(matter, form=MATCH_FORM).row.state
    about = {"opportunity": state["opportunity"], "members": list(state["members"])}
    if act == "receive":
        contact = form.get("contact", "").strip()
        beside = {"contact": contact} if contact else {}
        said = {**about, **said_typed(form, "how"), **beside}
        return MATCH_PAGE.file(request, matter, "match_received", content=said)
    if act == "leave":
        return MATCH_PAGE.file(request, matter, "match_left", content={**about, "why": form.get("why", "").strip()})
    raise Http404(act)
