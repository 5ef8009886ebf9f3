"""What an officer does with a text or a statement: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.hotline.typed import Typed
from parley.desk.matters import view_of
from parley.desk.standstill.typed import Form
from parley.desk.statements.pages import show_text
from parley.desk.statements.reading_out import readout_typed
from parley.desk.statements.statement_pages import show_statement
from parley.desk.statements.typed import (
    freeze_typed,
    lines_typed,
    reserved_typed,
    signature_typed,
    worded_typed,
)
from parley.tracks.talks import statement_state, text_state

Read = Callable[[Form], Typed]


def _read(read: Read) -> Callable[[HttpRequest, str], Typed]:
    return lambda request, matter: read(Form(request.POST.dict(), request.POST.getlist))


def _lines(*fields: str) -> Callable[[HttpRequest, str], Typed]:
    return _read(lambda form: lines_typed(form, *fields))


TEXT_ACTS: Mapping[str, Act] = {
    "word": Act("text_paragraph_worded", _read(lambda form: worded_typed(form, charter=node().charter()))),
    "consent": Act("text_consented", _lines("paragraph", "version")),
    "take-back": Act("text_consent_withdrawn", _lines("paragraph", "version", "why")),
    "reserve": Act("text_reserved", _read(reserved_typed)),
    "lift": Act("text_reservation_lifted", _lines("paragraph", "of")),
    "freeze": Act("text_freeze_proposed", _read(freeze_typed)),
    "agree": Act("text_freeze_agreed", _lines("of", "digest")),
    "decline": Act("text_freeze_declined", _lines("of", "why")),
    "give-up": Act("text_given_up", _lines("why")),
}
STATEMENT_ACTS: Mapping[str, Act] = {
    "sign": Act("statement_signed", _read(signature_typed)),
    "decline": Act("statement_declined", _lines("of", "why")),
    "withdraw": Act("statement_withdrawn", _lines("of", "why")),
    "read-out": Act("statement_readout_given", _read(lambda form: readout_typed(form, charter=node().charter()))),
}


@require_POST
def act_on_text(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the text that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=text_state.FORM)
    form = "-".join(filter(None, (act, request.POST.get("paragraph") or request.POST.get("of"))))
    return file_act(
        request,
        matter,
        act_named(TEXT_ACTS, act),
        go=address_of_form(text_state.FORM, matter),
        refused=lambda refusal: show_text(request, matter, form=form, refusal=refusal, typed=request.POST.dict()),
    )


@require_POST
def act_on_statement(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the statement that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=statement_state.FORM)
    return file_act(
        request,
        matter,
        act_named(STATEMENT_ACTS, act),
        go=address_of_form(statement_state.FORM, matter),
        refused=lambda refusal: show_statement(request, matter, form=act, refusal=refusal, typed=request.POST.dict()),
    )
