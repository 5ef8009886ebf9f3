"""What an officer does with an incident: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.filed import file_and_go
from parley.desk.hotline.attached import attachments_of
from parley.desk.hotline.typed import Typed, form_faulty, text_typed
from parley.desk.incidents.evidence import bound
from parley.desk.incidents.pages import show_incident
from parley.desk.incidents.typed import pieces_typed
from parley.desk.matters import addressees_typed, view_of
from parley.desk.verifying.finding_typed import FINDING_ACTS
from parley.tracks.incidents.incident_state import FORM


def _words(request: HttpRequest) -> dict[str, str]:
    """Return the words beside an act with their language; nothing where none were typed."""
    text = text_typed(request.POST)
    return {"text": text, "lang": request.POST.get("lang", "")} if text else {}


def _withdrawn(request: HttpRequest, matter: str) -> Typed:
    return Typed({"of": request.POST.get("of", ""), "why": request.POST.get("why", "").strip()}, ())


def _asked(request: HttpRequest, matter: str) -> Typed:
    said = {name: request.POST.get(name, "") for name in ("of", "asked", "lang")}
    return Typed({**said, "text": text_typed(request.POST)}, ())


def _judged(request: HttpRequest, matter: str) -> Typed:
    said = {name: request.POST.get(name, "") for name in ("of", "how", "lang")}
    text = text_typed(request.POST)
    return Typed({**said, **({"text": text} if text else {})}, ())


def _linked(request: HttpRequest, matter: str) -> Typed:
    said = {name: request.POST.get(name, "").strip() for name in ("other", "how")}
    return Typed({**said, **_words(request)}, ())


ACTS: Mapping[str, Act] = {
    "withdraw": Act("incident_withdrawn", _withdrawn),
    "ask": Act("explanation_requested", _asked),
    "judge": Act("explanation_judged", _judged),
    "link": Act("incidents_linked", _linked),
    **FINDING_ACTS,
}
# These may bring files.
WITH_FILES = {"evidence": "evidence_added", "explain": "explanation_given"}


@require_POST
def act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the incident that its page showed."""
    matter = f"{member}/{number}"
    view_of(matter, form=FORM)
    if act in WITH_FILES:
        return _with_files(request, matter, act)
    return file_act(
        request,
        matter,
        act_named(ACTS, act),
        go=address_of_form(FORM, matter),
        refused=lambda refusal: _refused(request, matter, refusal),
    )


def _with_files(request: HttpRequest, matter: str, act: str) -> HttpResponse:
    faults: list[Fault] = []
    content = {"of": request.POST.get("of", "")} if act == "explain" else {}
    content |= _words(request) if act == "evidence" else {"text": text_typed(request.POST)}
    if act == "explain":
        content |= {"lang": request.POST.get("lang", "")}
    pieces = pieces_typed(request.POST, faults)
    if faults:
        return _refused(request, matter, form_faulty(tuple(faults)))
    with attachments_of(request) as files:
        found = bound(pieces, files)
        if found.faults:
            return _refused(request, matter, form_faulty(found.faults))
        evidence = {"evidence": found.pieces} if found.pieces or act == "evidence" else {}
        return file_and_go(
            request,
            WITH_FILES[act],
            content={**content, **evidence},
            to=addressees_typed(request),
            matter=matter,
            attachments=files,
            go=address_of_form(FORM, matter),
            refused=lambda refusal: _refused(request, matter, refusal),
        )


def _refused(request: HttpRequest, matter: str, refusal: Refusal) -> HttpResponse:
    return show_incident(request, matter, refusal=refusal, typed=request.POST.dict())
