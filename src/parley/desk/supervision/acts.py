"""What an officer does in a matter of supervision: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.cell import node
from parley.desk.hotline.typed import Typed
from parley.desk.standstill.typed import Form
from parley.desk.supervision.pages import show_matter
from parley.desk.supervision.typed import answer_typed, contest_typed, done_typed, lines_typed
from parley.node.supervision.held import held_one

Read = Callable[[Form], Typed]


def _read(read: Read) -> Callable[[HttpRequest, str], Typed]:
    return lambda request, matter: read(Form(request.POST.dict(), request.POST.getlist))


def _lines(*fields: str) -> Callable[[HttpRequest, str], Typed]:
    return _read(lambda form: lines_typed(form, *fields))


ACTS: Mapping[str, Mapping[str, Act]] = {
    "directive": {
        "answer": Act("directive_answered", _read(answer_typed)),
        "done": Act("directive_done", _read(done_typed)),
        "withdraw": Act("directive_withdrawn", _lines("why")),
    },
    "certificate": {
        "contest": Act("certificate_contested", _read(contest_typed)),
        "withdraw": Act("certificate_withdrawn", _lines("why")),
    },
    "mechanism_change": {
        "sign": Act("mechanism_change_signed", _lines("of", "digest")),
        "decline": Act("mechanism_change_declined", _lines("of", "why")),
        "withdraw": Act("mechanism_change_withdrawn", _lines("of", "why")),
    },
}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act in the matter that its page showed."""
    matter = f"{member}/{number}"
    state = held_one(node(), matter)
    if state is None:
        raise Http404(matter)
    form = str(state.as_json()["form"])
    return file_act(
        request,
        matter,
        act_named(ACTS[form], act),
        go=address_of_form(form, matter),
        refused=lambda refusal: show_matter(
            request, matter, form=act, refusal=refusal, typed=request.POST.dict()
        ),
    )  # fmt: skip
