"""The locked screen: an officer who is away is not signed out, and nobody acts in his place.

A locked session still hears the stream and sees link bar, FLASH bar and watch list; everything else is refused until
the officer signs again. So a FLASH that comes while nobody sits there still sounds and shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.frame import Frame
from parley.desk.models import SignInFailure
from parley.desk.refusing import told
from parley.desk.sign_in import address_of, see_other, too_many, where_to
from parley.texts import sentence

LOCKED = "locked"
# Without a touch for so long the screen is locked. What is on it stays, and so does what was typed.
IDLE_SECONDS = 15 * 60
OPEN_WHILE_LOCKED = frozenset(
    {"part-links", "part-flash", "part-watch", "locked", "lock", "unlock", "unlock-passkey", "sign-out", "sign-in"}
    | {"language"}
)


class LockedScreen:
    """Middleware: of a locked session only the parts that go on are answered; everything else leads to the lock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Remember the next in the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the way to the lock in place of any page that a locked session asks for; 423 for a form."""
        if not request.session.get(LOCKED) or request.resolver_match.url_name in OPEN_WHILE_LOCKED:
            return None
        if request.method == "GET" and "HX-Request" not in request.headers:
            return see_other(f"{reverse('locked')}?{urlencode({'next': request.get_full_path()})}")
        # Nothing takes the place of a panel: what it shows stays, and the stream tells it to look again once unlocked.
        return HttpResponse(status=423, headers={"HX-Reswap": "none"})


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock this session; 204 for a page that stays, 303 to the lock for a form."""
    request.session[LOCKED] = True
    if "X-Parley-Stay" in request.headers:
        return HttpResponse(status=204)
    return see_other(reverse("locked"))


@never_cache
@require_GET
def locked(request: HttpRequest) -> HttpResponse:
    """Show the lock over link bar and watch list; the desk where the session is not locked."""
    if not request.session.get(LOCKED):
        return see_other(where_to(request))
    return render(request, "desk/attention/locked.html", {"section": "locked", "next": where_to(request)})


@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock with the password of the officer who is signed in: 204 or 303; 401 where it is wrong, 429 too often."""
    return _answer(request, _refusal(request))


@never_cache
@require_http_methods(["GET", "POST"])
def unlock_by_passkey(request: HttpRequest) -> HttpResponse:
    """Say what the browser asks a passkey of the officer who is signed in, or unlock with what it answered.

    Answers as `unlock` does; the limits on wrong tries hold for both.
    """
    if request.method == "GET":
        return JsonResponse({"request_options": begin_authentication(request.user)})
    return _answer(request, _refusal(request, fits=_passkey_fits))


def _answer(request: HttpRequest, refusal: Refusal | None) -> HttpResponse:
    if refusal is None:
        request.session.pop(LOCKED, None)
        return HttpResponse(status=204) if "X-Parley-Stay" in request.headers else see_other(where_to(request))
    text = sentence(refusal.code, language=Frame(request).language, data=refusal.data)
    status = 429 if refusal.code == "sign_in_wait" else 401
    if "X-Parley-Stay" in request.headers:
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    shown = {"section": "locked", "next": where_to(request), "fault": told(refusal, language=Frame(request).language)}
    return render(request, "desk/attention/locked.html", shown, status=status)


def _refusal(request: HttpRequest, *, fits: Callable[[HttpRequest], bool] | None = None) -> Refusal | None:
    name, address, now = request.user.name, address_of(request), timezone.now()
    refusal = too_many(name, address=address, now=now)
    if refusal is None:
        if (fits or _password_fits)(request):
            return None
        SignInFailure.objects.create(name=name.lower(), address=address, at=now)
        refusal = Refusal("unlock_wrong", "DESK-45")
    return refusal


def _password_fits(request: HttpRequest) -> bool:
    officer = authenticate(request, name=request.user.name, password=request.POST.get("password", ""))
    return officer is not None and officer.pk == request.user.pk


def _passkey_fits(request: HttpRequest) -> bool:
    """Return whether a passkey of this very officer answered, with its user verified, what this session asked."""
    form = ReauthenticateWebAuthnForm(request.POST, user=request.user)
    try:
        if not form.is_valid():
            return False
    except (KeyError, TypeError, AttributeError):
        # The library asks for the fields of an answer by name; what is no answer lacks them.
        return False
    form.cleaned_data["credential"].record_usage()
    return True
