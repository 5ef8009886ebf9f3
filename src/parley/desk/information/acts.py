"""What an officer does in a matter of information exchange: each form becomes one draft, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parley.charter.verdict import Refusal
from parley.desk.acting import Act, act_named, file_act
from parley.desk.addresses import address_of_form
from parley.desk.full_disk import unless_full
from parley.desk.hotline.typed import Typed
from parley.desk.information.found import ASSESSMENT, REPORT, REQUEST
from parley.desk.information.home import keep_at_home, refuse_note
from parley.desk.information.pages import show_matter
from parley.desk.information.typed import reports_named, words_with_language
from parley.desk.matters import view_of
from parley.desk.sign_in import see_other


def _said(request: HttpRequest, *fields: str) -> dict[str, Any]:
    return {name: request.POST.get(name, "").strip() for name in ("of", *fields)}


def _plain(*fields: str) -> Any:
    """Return what reads these fields as they were typed."""
    return lambda request, matter: Typed(_said(request, *fields), ())


def _with_words(*fields: str) -> Any:
    """Return what reads these fields and the words beside them with their language."""
    return lambda request, matter: Typed({**_said(request, *fields), **words_with_language(request.POST)}, ())


def _with_note(*fields: str) -> Any:
    """Return what reads these fields and a note that has no language of its own."""

    def typed(request: HttpRequest, matter: str) -> Typed:
        text = words_with_language(request.POST).get("text")
        return Typed({**_said(request, *fields), **({"text": text} if text else {})}, ())

    return typed


def _checked(request: HttpRequest, matter: str) -> Typed:
    own = request.POST.get("report", "").strip()
    content = {**_said(request, "how"), **words_with_language(request.POST), **({"report": own} if own else {})}
    return Typed(content, ())


def _disputed(request: HttpRequest, matter: str) -> Typed:
    stands = request.POST.get("stands", "") == "yes"
    return Typed({**_said(request), "stands": stands, **_words_asked(request)}, ())


def _words_asked(request: HttpRequest) -> dict[str, str]:
    """Return the words with their language, empty ones too: where they are asked for that is a fault."""
    return {"text": "", "lang": request.POST.get("lang", ""), **words_with_language(request.POST)}


def _replied(request: HttpRequest, matter: str) -> Typed:
    return Typed({**_said(request), **_words_asked(request)}, ())


def _retracted(request: HttpRequest, matter: str) -> Typed:
    instead = request.POST.get("instead", "").strip()
    return Typed({**_said(request, "why"), **({"instead": instead} if instead else {})}, ())


def _answered(request: HttpRequest, matter: str) -> Typed:
    how = request.POST.get("how", "given")
    named = reports_named(request.POST) if how == "given" else []
    content = {**_said(request), "how": how, **words_with_language(request.POST)}
    return Typed(content | ({"reports": named} if named else {}), ())


def _refused_request(request: HttpRequest, matter: str) -> Typed:
    return Typed({**_said(request, "reason"), **_words_asked(request)}, ())


def _dissented(request: HttpRequest, matter: str) -> Typed:
    said = _words_asked(request)
    return Typed({**_said(request), "why": said["text"], "lang": said["lang"]}, ())


ACTS: Mapping[str, Mapping[str, Act]] = {
    REPORT: {
        "check": Act("report_checked", _checked),
        "dispute": Act("report_disputed", _disputed),
        "reply": Act("report_dispute_replied", _replied),
        "retract": Act("report_retracted", _retracted),
        "acknowledge": Act("retraction_acknowledged", _with_note("how")),
        "tear-line": Act("tearline_noted", _with_note("made")),
        "follow": Act("retraction_followed", _with_note("made", "how")),
    },
    REQUEST: {
        "answer": Act("request_answered", _answered),
        "refuse": Act("request_refused", _refused_request),
        "withdraw": Act("request_withdrawn", _plain("why")),
    },
    ASSESSMENT: {
        "sign": Act("assessment_signed", _plain("digest")),
        "dissent": Act("assessment_dissented", _dissented),
        "withdraw": Act("assessment_withdrawn", _plain("why")),
        "review": Act("assessment_reviewed", _with_words("how")),
    },
}
KEEP = "keep"


@require_POST
def report_act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the report that its page showed, or keep a note about it at this desk."""
    return _act(request, f"{member}/{number}", act, form=REPORT)


@require_POST
def request_act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the request that its page showed."""
    return _act(request, f"{member}/{number}", act, form=REQUEST)


@require_POST
def assessment_act(request: HttpRequest, member: str, number: int, act: str) -> HttpResponse:
    """File one act on the assessment that its page showed."""
    return _act(request, f"{member}/{number}", act, form=ASSESSMENT)


def _act(request: HttpRequest, matter: str, act: str, *, form: str) -> HttpResponse:
    view_of(matter, form=form)
    if act == KEEP and form == REPORT:
        note = request.POST.get("note", "")
        if refusal := refuse_note(matter, note):
            return show_matter(request, matter, refusal=refusal, typed=request.POST.dict())
        with unless_full("a note that was to be kept at the desk"):
            keep_at_home(matter, note, officer=request.user.name)
            return see_other(address_of_form(form, matter))
        full = Refusal("storage_failed", "F-4", {"reason": "full"})
        return show_matter(request, matter, refusal=full, typed=request.POST.dict())

    def refused(refusal: Refusal) -> HttpResponse:
        # With the act: words that were refused stand in their own form again, which is open, and in no other.
        return show_matter(request, matter, refusal=refusal, typed={**request.POST.dict(), "act": act})

    return file_act(request, matter, act_named(ACTS[form], act), go=address_of_form(form, matter), refused=refused)
