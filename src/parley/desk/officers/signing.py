"""The page on which an officer signs an act with a passkey: what goes to whom, and one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.drafts.keeping import discard
from parley.desk.filed import carry_on
from parley.desk.frame import Frame
from parley.desk.officers.acts import forget, kept_draft, options_for, with_signature
from parley.desk.refusing import told
from parley.desk.sending.looking import look_of
from parley.node.drafts import Draft


@never_cache
@require_http_methods(["GET", "POST"])
def sign_act(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be signed, or file it with the signature: 303 to where it stands, 422 with the reason."""
    found = kept_draft(request, token)
    if found is None:
        return _gone(request)
    draft = found.draft
    if request.method == "GET":
        return _show(request, draft)
    signed = with_signature(draft, officer=request.user, credential=request.POST.get("credential", ""))
    if isinstance(signed, Refusal):
        return _show(request, draft, refusal=signed)
    answer = carry_on(
        request, signed, form=found.form, refused=lambda refusal: _show(request, draft, refusal=refusal), go=found.go
    )  # fmt: skip
    if answer.status_code == 303:
        discard(found.draft_of, officer=request.user)
        forget(request, token)
    return answer


def _show(request: HttpRequest, draft: Draft, *, refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    shown = {
        "look": look_of(draft, frame),
        "options": options_for(request, draft),
        "fault": told(refusal, language=frame.language),
    }
    return render(request, "desk/officers/sign.html", shown, status=422 if refusal else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    title = gettext("Nothing waits here to be signed")
    text = gettext("It was signed and sent, or given up. What was sent stands in its matter.")
    return render(request, "desk/refused.html", {"title": title, "text": text}, status=404)
