"""The page of emergency access, the alarm over every page while one lasts, and the forms of the two officers."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.emergency import opening
from parley.desk.emergency.models import Access
from parley.desk.emergency.showing import page_shown
from parley.desk.filed import in_words
from parley.desk.frame import Frame
from parley.desk.models import Officer
from parley.desk.officers.confirming import confirm_officer, has_passkey
from parley.desk.officers.events import note_event
from parley.desk.officers.gates import FACTOR_ELSEWHERE, has_factor
from parley.desk.sign_in import address_of, see_other

# What was shown longer ago is asked for again: who sits there now must be the officer.
FRESH_SECONDS = 300


@never_cache
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Show what lasts, waits and was; or ask for a role for a named officer: 303, or 422 with the reason."""
    if request.method == "GET":
        return _show(request)
    stale = _ask_factor(request)
    if stale is not None:
        return stale
    typed = request.POST
    officer = Officer.objects.filter(name__iexact=typed.get("officer", "").strip()[:64]).first()
    outcome = opening.ask(officer, role=typed.get("role", ""), why=typed.get("why", ""), by=request.user)
    if isinstance(outcome, Refusal):
        return _show(request, refusal=outcome)
    _note("emergency_asked", outcome, by=request.user.name)
    return see_other(reverse("emergency"))


@never_cache
@require_GET
def alarm(request: HttpRequest) -> HttpResponse:
    """The alarm alone, for a page that shows it live."""
    return render(request, "desk/emergency/alarm.html")


@sensitive_post_parameters()
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Open what was asked for by the word of a second officer: at his own screen, or signing at this one."""
    access = get_object_or_404(Access, pk=number)
    by: Any = request.user
    if "name" in request.POST:
        by = confirm_officer(request.POST, address=address_of(request), now=timezone.now())
    elif (stale := _ask_factor(request)) is not None:
        return stale
    refusal = by if isinstance(by, Refusal) else opening.confirm(access, by=by)
    if refusal is not None:
        return _show(request, refusal=refusal)
    _note("emergency_opened", access, by=f"{access.asked_by}, {access.confirmed_by}"[:64])
    return see_other(reverse("emergency"))


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End an access, or withdraw what was asked for."""
    access = get_object_or_404(Access, pk=number)
    refusal = opening.end(access, by=request.user)
    if refusal is not None:
        return _show(request, refusal=refusal)
    _note("emergency_ended", access, by=request.user.name)
    return see_other(reverse("emergency"))


def _ask_factor(request: HttpRequest) -> HttpResponse | None:
    """Ask whoever sits here who he is, then go on with this very form; None where that was shown just now."""
    has_own = has_factor(request.user)
    records = get_authentication_records(request, request.user)
    said = [each["at"] for each in records if not has_own or each.get("method") == "mfa"]
    if said and said[-1] > time.time() - FRESH_SECONDS:
        return None
    if has_own:
        way = "mfa_reauthenticate_webauthn" if has_passkey(request.user) else "mfa_reauthenticate"
    elif request.session.get(FACTOR_ELSEWHERE):
        # Only the issuer knows this officer's factor; it is shown there again by signing in anew.
        return _show(request, refusal=Refusal("emergency_sign_in", "DESK-65"))
    else:
        way = "account_reauthenticate"
    return suspend_request(request, reverse(way))


def _note(what: str, access: Access, *, by: str) -> None:
    note_event(what, name=access.officer.name, by=by, at=timezone.now())


def _show(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    frame = Frame(request)
    shown = {"section": "emergency", "typed": request.POST.dict() if refusal else {}, **page_shown(frame)}
    shown["refused"] = in_words(refusal, language=frame.language) if refusal else None
    return render(request, "desk/emergency/page.html", shown, status=422 if refusal else 200)
