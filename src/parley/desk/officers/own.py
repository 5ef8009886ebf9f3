"""What an officer does to his own account beside allauth's pages: another password, removing a passkey."""

from __future__ import annotations

from allauth.mfa.webauthn.views import remove_webauthn
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from parley.charter.verdict import Refusal
from parley.desk.announcing.keeping import retire_lost
from parley.desk.people import set_password
from parley.desk.refusing import told
from parley.desk.sign_in import address_of, note_failure, see_other, too_many


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Show the form, or give oneself another password: 303 to one's account, 422 with the reason."""
    if request.method == "GET":
        return render(request, "desk/officers/password.html")
    refusal = _change(request)
    if refusal is None:
        return see_other(reverse("mfa_index"))
    fault = told(refusal, language=request.LANGUAGE_CODE)
    return render(request, "desk/officers/password.html", {"fault": fault}, status=422)


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or do the removal; a key that was announced to the members is revoked with it."""
    answer: HttpResponse = remove_webauthn(request, pk=pk)
    if request.method == "POST":
        retire_lost(by=request.user.name)
    return answer


def _change(request: HttpRequest) -> Refusal | None:
    officer, now, address = request.user, timezone.now(), address_of(request)
    refusal = too_many(officer.name, address=address, now=now)
    if refusal is not None:
        return refusal
    if not check_password(request.POST.get("present", ""), officer.password):
        note_failure(officer.name, address=address, now=now)
        return Refusal("password_present_wrong", "DESK-12")
    refusal = set_password(officer, password=request.POST.get("wished", ""))
    if refusal is None:
        # This session goes on; the others were bound to the old password and end.
        update_session_auth_hash(request, officer)
    return refusal
