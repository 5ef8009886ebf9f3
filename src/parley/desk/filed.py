"""From a form to the one write path and back: file the draft, answer 303, or say why it was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from parley.charter.verdict import Fault, Refusal
from parley.desk.addresses import address_of_matter
from parley.desk.cell import node
from parley.desk.drafts.keeping import discard
from parley.desk.field_words import Words, at_field
from parley.desk.hotline.wordings import data_in_words
from parley.desk.officers.acts import is_page_to_sign, keep_to_sign, wants_signature
from parley.desk.once import as_once, said_again
from parley.desk.refusing import advice_of, refused_in_words, seen
from parley.desk.sending import moments, waiting
from parley.desk.sending.forms import HeldForm, form_of
from parley.desk.sending.look_page import as_released, look_page, wants_look
from parley.desk.sign_in import see_other
from parley.node.drafts import AttachmentDraft, Draft, Filed, Queued
from parley.node.filing import file, refusal_of, with_files_sealed
from parley.texts import sentence


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as the officer reads it: the sentence, its clause, each fault with its field, and what to do."""

    text: str
    clause: str
    faults: tuple[str, ...]
    advice: str


def file_and_go(
    request: HttpRequest,
    kind: str,
    *,
    content: Mapping[str, Any],
    to: tuple[str, ...],
    refused: Callable[[Refusal], HttpResponse],
    matter: str | None = None,
    attachments: tuple[AttachmentDraft, ...] = (),
    go: str | None = None,
) -> HttpResponse:
    """File as `_filed` says, and forget the draft that was kept of the form once it is on its way."""
    answer = _filed(
        request, kind, content=content, to=to, refused=refused, matter=matter, attachments=attachments, go=go
    )
    kept = request.POST.get("draft_of")
    # What has still to be signed is not on its way: its page forgets the draft once the passkey has signed.
    if answer.status_code == 303 and kept and not is_page_to_sign(answer):
        discard(kept, officer=request.user)
    return answer


def _filed(
    request: HttpRequest,
    kind: str,
    *,
    content: Mapping[str, Any],
    to: tuple[str, ...],
    refused: Callable[[Refusal], HttpResponse],
    matter: str | None,
    attachments: tuple[AttachmentDraft, ...],
    go: str | None,
) -> HttpResponse:
    """File one draft in the officer's role and go to its matter (or to `go`); `refused` shows the form again.

    Where the officer asks to look it over first, or the charter changed since, what would go is shown instead. What
    the charter wants signed by the officer's passkey leads to the page where it is signed; what needs a second officer,
    or can still be stopped, is held, and the way leads to where it waits.
    """
    officer = request.user
    draft = Draft(kind, to, content, matter, attachments, role=officer.role, officer=officer.name)
    draft = as_once(draft, request.POST.get("once", ""))
    if request.POST.get("step") == "edit":
        return refused(Refusal("look_changed", "DESK-25"))
    if wants_look(request, charter=node().charter()):
        return look_page(request, draft, refused=refused)
    form = form_of(request, matter=matter, go=go)
    if wants_signature(draft):
        token = keep_to_sign(request, draft, form=form, go=go)
        return refused(token) if isinstance(token, Refusal) else see_other(reverse("sign-act", args=[token]))
    return carry_on(request, draft, form=form, refused=refused, go=go)


def carry_on(
    request: HttpRequest,
    draft: Draft,
    *,
    form: HeldForm | None,
    refused: Callable[[Refusal], HttpResponse],
    go: str | None,
) -> HttpResponse:
    """Hold a draft that waits for its moment or a second officer, or file it, and lead to where it stands.

    `form` is the one it was written in, for its writer to take up again where it is stopped or returned.
    """
    purpose = waiting.purpose_of(draft)
    if purpose:
        return _hold(request, draft, form=form, purpose=purpose, refused=refused, go=go)
    outcome = file(draft, node=node())
    if isinstance(outcome, Refusal):
        return refused(outcome)
    if isinstance(outcome, Queued):
        return see_other(f"{go or reverse('hotline')}?{urlencode({'queued': outcome.reason})}")
    return see_other(_way_to(outcome, matter=draft.matter, go=go))


def _way_to(outcome: Filed, *, matter: str | None, go: str | None) -> str:
    way = go or address_of_matter(matter or outcome.id, entry=outcome.id)
    return said_again(way, outcome.id) if outcome.is_repeat else way


def _hold(
    request: HttpRequest,
    draft: Draft,
    *,
    form: HeldForm | None,
    purpose: str,
    refused: Callable[[Refusal], HttpResponse],
    go: str | None,
) -> HttpResponse:
    if not waiting.is_held(draft):
        # What could never leave is told to who wrote it, not to the second officer who would release it.
        wrong = refusal_of(as_released(draft), node=node())
        if wrong is not None:
            return refused(wrong)
    ready = with_files_sealed(draft, node=node())
    if isinstance(ready, Refusal):
        return refused(ready)
    held, is_new = waiting.hold(ready, purpose=purpose, officer=request.user, form=form)
    if not is_new:
        return see_other(said_again(f"{reverse('waiting')}#{held.id}", "held"))
    moments.send_later(held)
    if held.leaves_at_ms is not None:
        # The banner over every page counts down and offers to stop it: the officer goes on where he was.
        return see_other(go or (address_of_matter(draft.matter) if draft.matter else reverse("waiting")))
    return see_other(f"{reverse('waiting')}#{held.id}")


def in_words(refusal: Refusal, *, language: str, words: Words | None = None) -> Refused:
    """Return a refusal in the reader's language; `words` are those of a form that calls its fields otherwise."""
    faults = ((fault, fault_in_words(fault, language=language)) for fault in refusal.faults)
    return Refused(
        refused_in_words(refusal, language=language),
        refusal.clause,
        tuple(at_field(fault, said, words=words) for fault, said in faults),
        advice_of(refusal.clause, language=language),
    )


def fault_in_words(fault: Fault, *, language: str) -> str:
    """Return one fault of a form in the reader's language."""
    return sentence(fault.code, language=language, data=seen(data_in_words(fault.data)))
