"""What an officer does in a dispute: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.disputes.pages import sent_of, show_dispute
from parley.desk.disputes.typed import (
    answer_typed,
    lines_typed,
    measure_typed,
    pause_typed,
    raise_typed,
    said_typed,
    settlement_typed,
)
from parley.desk.hotline.typed import Typed
from parley.desk.matters import view_of
from parley.desk.standstill.typed import Form, texts_typed
from parley.tracks.disputes.state import FORM

Read = Callable[[HttpRequest, str], Typed]


def _sent(request: HttpRequest) -> Form:
    return Form(request.POST.dict(), request.POST.getlist)


def _lines(*fields: str) -> Read:
    return lambda request, matter: lines_typed(_sent(request), *fields)


def _said(*fields: str) -> Read:
    return lambda request, matter: said_typed(_sent(request), *fields)


def _settlement(request: HttpRequest, matter: str) -> Typed:
    return settlement_typed(_sent(request), charter=node().charter())


def _measure(request: HttpRequest, matter: str) -> Typed:
    return measure_typed(_sent(request), charter=node().charter())


def _decision(request: HttpRequest, matter: str) -> Typed:
    return Typed({"texts": texts_typed(_sent(request).one, charter=node().charter())}, ())


ACTS: Mapping[str, Act] = {
    "receive": Act("dispute_acknowledged", _lines("how", "level")),
    "answer": Act("dispute_answered", lambda request, matter: answer_typed(_sent(request))),
    "propose": Act("settlement_proposed", _settlement),
    "sign": Act("settlement_signed", _lines("of", "digest")),
    "decline": Act("settlement_declined", _lines("of", "why")),
    "take-back": Act("settlement_withdrawn", _lines("of", "why")),
    "measure": Act("measure_asked", _measure),
    "agree": Act("measure_agreed", _lines("of", "digest")),
    "refuse": Act("measure_declined", _lines("of", "why")),
    "end-measure": Act("measure_end_agreed", _lines("of", "why")),
    "breach": Act("measure_breach_told", _lines("of", "by")),
    "pause": Act("pause_asked", lambda request, matter: pause_typed(_sent(request))),
    "agree-pause": Act("pause_agreed", _lines("of")),
    "raise": Act("dispute_raised", lambda request, matter: raise_typed(_sent(request))),
    "mediate": Act("mediator_proposed", _said("subject")),
    "refer": Act("dispute_referred", _said("body")),
    "decide": Act("dispute_decided", _decision),
    "withdraw": Act("dispute_withdrawn", _lines("why", "into")),
    "state": Act("outcome_stated", _said("of")),
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act in the dispute that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    form = f"{act}-{request.POST.get('of', '')}"
    return file_act(
        request,
        matter,
        act_named(ACTS, act),
        go=address_of_form(FORM, matter),
        refused=lambda refusal: show_dispute(request, matter, form=form, refusal=refusal, typed=sent_of(request)),
    )
