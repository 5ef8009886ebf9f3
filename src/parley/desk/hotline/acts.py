"""What an officer does within a conversation: each form becomes one draft, filed at once, answered by 303."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault, Refusal
from parley.desk.cell import node
from parley.desk.filed import file_and_go
from parley.desk.hotline.attached import attachments_of
from parley.desk.hotline.meanwhile import said_meanwhile
from parley.desk.hotline.pages import show_conversation
from parley.desk.hotline.typed import figure, form_faulty, instant_typed, items_typed, text_typed, with_what_stood
from parley.desk.matters import view_of
from parley.node.drafts import AttachmentDraft
from parley.node.lining import routes_of
from parley.tracks.hotline.replies import CANNOT, DONE, REPLIES, reply_text


@require_POST
def acknowledge(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Say that the message was received: plainly, under protest, or referred upward."""
    content = {"how": request.POST.get("how", "received"), **_of(request), **_optional(request, "text")}
    return file_in_matter(request, member, number, "message_acknowledged", content, form="acknowledge")


@require_POST
def read_back(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Read the structured items back; the machine compares them with what was sent."""
    typed = items_typed(request.POST)
    if refusal := said_meanwhile(request, f"{member}/{number}", kind="read_back"):
        return _refused(request, member, number, form="read-back", refusal=refusal)
    if typed.faults:
        return _refused(request, member, number, form="read-back", refusal=form_faulty(typed.faults))
    content = {"items": [_read(item) for item in typed.items], **_of(request)}
    return file_in_matter(request, member, number, "read_back", content, form="read-back")


@require_POST
def confirm(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Confirm a read-back that matches."""
    content = {"of": request.POST.get("of", "")}
    return file_in_matter(request, member, number, "read_back_confirmed", content, form="confirm")


@require_POST
def correct(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Put other words in force in place of those that were sent, or say the same again where they stand.

    What stands is taken from the message itself, never from the form: it is the same to the last figure.
    """
    if request.POST.get("stands") == "yes":
        return file_in_matter(request, member, number, "message_corrected", _standing(request, member, number), form="")
    typed = items_typed(request.POST)
    if typed.faults:
        return _refused(request, member, number, form="correct", refusal=form_faulty(typed.faults))
    content = {
        "subject": request.POST.get("subject", "").strip(),
        "text": text_typed(request.POST),
        "lang": request.POST.get("lang", ""),
        "items": with_what_stood(typed.items, _said(member, number)["items"] or (), form=request.POST),
        **_of(request),
        **_optional(request, "why"),
    }
    return file_in_matter(request, member, number, "message_corrected", content, form="correct")


@require_POST
def answer(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Answer the message in substance, with files where some were chosen."""
    content = {"text": text_typed(request.POST), "lang": request.POST.get("lang", ""), **_of(request)}
    if refusal := said_meanwhile(request, f"{member}/{number}", kind="message_answered"):
        return _refused(request, member, number, form="answer", refusal=refusal)
    with attachments_of(request) as files:
        return file_in_matter(request, member, number, "message_answered", content, form="answer", attachments=files)


@require_POST
def reply(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Reply to a de-escalation request in fixed words: ordered, done at a time, or cannot be done and why."""
    form, language = request.POST, _spoken(request)
    name = form.get("reply", "")
    content: dict[str, Any] = {"reply": name, "lang": language, **_of(request)}
    if name == DONE:
        at = instant_typed(form.get("done_at", ""), where="done_at_s")
        if isinstance(at, Fault):
            return _refused(request, member, number, form="reply", refusal=form_faulty((at,)))
        content["done_at_s"] = at
    if name == CANNOT:
        content["cannot_because"] = form.get("cannot_because", "")
    fixed = reply_text(name, because=content.get("cannot_because", ""), language=language) if name in REPLIES else ""
    content["text"] = "\n".join(filter(None, (fixed, text_typed(form))))
    return file_in_matter(request, member, number, "message_answered", content, form="reply")


@require_POST
def translate(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Attach a working translation of one entry, named by the role of its translator."""
    content = {
        "of": request.POST.get("of", ""),
        "lang": request.POST.get("lang", ""),
        "text": text_typed(request.POST),
        "by_role": request.user.role,
        **_optional(request, "subject"),
    }
    return file_in_matter(request, member, number, "translation_attached", content, form="translate")


@require_POST
def close(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Close the message as settled, or withdraw it."""
    content = {"reason": request.POST.get("reason", "settled"), **_optional(request, "text")}
    return file_in_matter(request, member, number, "message_closed", content, form="close")


@require_POST
def settle_call(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Confirm the summary of a telephone call, or dispute it and say why."""
    if request.POST.get("settle") == "disputed":
        content: dict[str, Any] = {"text": text_typed(request.POST), "lang": request.POST.get("lang", "")}
        return file_in_matter(request, member, number, "call_disputed", content, form="settle-call")
    return file_in_matter(request, member, number, "call_confirmed", _optional(request, "text"), form="settle-call")


@require_POST
def answer_check(request: HttpRequest, member: str, number: int) -> HttpResponse:
    """Answer a line check that asks for an officer: which text he read, and the routes by which it really came here."""
    content = {
        "text_no": figure(request.POST.get("text_no", "")) or 0,
        "routes": routes_of(node(), f"{member}/{number}"),
    }
    return file_in_matter(request, member, number, "line_check_answered", content, form="answer-check")


def _standing(request: HttpRequest, member: str, number: int) -> dict[str, Any]:
    said = _said(member, number)
    return {**said, **_of(request), "why": gettext("The message stands as it was sent.")}


def _said(member: str, number: int) -> dict[str, Any]:
    """Return the words in force."""
    state = view_of(f"{member}/{number}").row.state
    return {name: state.get(name) for name in ("subject", "text", "lang", "items")}


def file_in_matter(
    request: HttpRequest,
    member: str,
    number: int,
    kind: str,
    content: Mapping[str, Any],
    *,
    form: str,
    attachments: tuple[AttachmentDraft, ...] = (),
) -> HttpResponse:
    """File what continues a matter, to whom it was opened; a refusal shows the conversation with `form` as typed."""
    matter = f"{member}/{number}"
    return file_and_go(
        request,
        kind,
        content=content,
        to=_audience(request, matter),
        matter=matter,
        attachments=attachments,
        refused=lambda refusal: _refused(request, member, number, form=form, refusal=refusal),
    )


def _audience(request: HttpRequest, matter: str) -> tuple[str, ...]:
    """Return the addressees of a matter: the form carries them, so that filing waits for no query.

    A form that names others than the matter's own is refused when it is filed (H-2).
    """
    named = tuple(code for code in request.POST.get("to", "").split(",") if code)
    return named or tuple(view_of(matter).row.state.get("to", ()))


def _refused(request: HttpRequest, member: str, number: int, *, form: str, refusal: Refusal) -> HttpResponse:
    return show_conversation(request, f"{member}/{number}", form=form, typed=_typed(request), refusal=refusal)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {**request.POST.dict(), "rows": items_typed(request.POST).rows}


def _of(request: HttpRequest) -> dict[str, str]:
    """Return the words that the officer had before him: an act on words that changed meanwhile is refused (H-4)."""
    of = request.POST.get("wording", "")
    return {"of": of} if of else {}


def _spoken(request: HttpRequest) -> str:
    """Return the reader's language where the mechanism speaks it, else the mechanism's first."""
    languages, language = node().charter().languages, get_language() or "en"
    return language if language in languages else languages[0]


def _optional(request: HttpRequest, name: str) -> dict[str, str]:
    text = text_typed(request.POST, name)
    return {name: text} if text else {}


def text_beside(request: HttpRequest) -> dict[str, str]:
    """Return a text that may be left out, with its language; nothing where none was typed."""
    text = _optional(request, "text")
    return {**text, "lang": request.POST.get("lang", "")} if text else {}


def _read(item: Mapping[str, Any]) -> dict[str, Any]:
    return {"n": item["n"], "type": item["type"], "value": item["value"]}
