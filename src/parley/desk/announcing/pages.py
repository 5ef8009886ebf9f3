"""The page of officers' keys: what every member announced, and announcing and revoking one's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.announcing import keeping
from parley.desk.cell import node
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.officers.acts import asking_for, passkeys_of
from parley.desk.sign_in import see_other


@never_cache
@require_http_methods(["GET", "POST"])
def signing_keys(request: HttpRequest) -> HttpResponse:
    """Show the keys, or announce the passkey that answered: 303 to the same page, 422 with the reason."""
    keeping.retire_lost(by=request.user.name)
    if request.method == "GET":
        return _show(request)
    outcome = keeping.announce(request.user, credential=request.POST.get("credential", ""))
    return _show(request, refusal=outcome) if isinstance(outcome, Refusal) else see_other(reverse("signing-keys"))


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Revoke a key of one's own."""
    refusal = keeping.revoke_own(request.user, request.POST.get("entry", ""))
    return _show(request, refusal=refusal) if refusal else see_other(reverse("signing-keys"))


def _show(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    frame, officer = Frame(request), request.user
    roles = {name: frame.role_of(name) for name in node().charter().roles}
    left = keeping.unannounced(officer)
    shown = {
        "section": "signing-keys",
        "keys": keeping.keys_shown(officer, roles=roles),
        "has_passkey": bool(passkeys_of(officer)),
        "left": len(left),
        "role": roles.get(officer.role, officer.role),
        "options": asking_for(request, over=keeping.bytes_to_sign(officer.role), names=tuple(left)),
        "refused": in_words(refusal, language=frame.language) if refusal else None,
    }
    return render(request, "desk/announcing/keys.html", shown, status=422 if refusal else 200)
