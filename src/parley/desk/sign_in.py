"""Signing in and out: a password, then a second factor; limits on guessing, and a session of one shift."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parley.charter.verdict import Refusal
from parley.desk.models import SignInFailure
from parley.desk.refusing import told

if TYPE_CHECKING:
    from parley.desk.models import Officer

WINDOW = timedelta(minutes=5)
# Tight for one name from one address, loose for the name alone: a stranger who knows the name of a
# duty officer must not be able to lock that officer out from elsewhere.
LIMITS = {"both": 5, "name": 50, "address": 25}
# That many wrong tries for one name, from wherever they come, are shown to the administrator.
ALERT_AT = 10


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or check it: 303 to where the officer was going, 401 wrong, 429 too many tries."""
    going = where_to(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return see_other(going)
        return render(request, "desk/sign_in.html", {"next": going})
    name, address, now = request.POST.get("name", "").strip()[:64], address_of(request), timezone.now()
    refusal = too_many(name, address=address, now=now)
    if refusal is None:
        officer = authenticate(request, name=name, password=request.POST.get("password", ""))
        if officer is not None:
            return _go_on(request, officer, going=going)
        note_failure(name, address=address, now=now)
        refusal = Refusal("sign_in_wrong", "DESK-1")
    status = 429 if refusal.code == "sign_in_wait" else 401
    shown = {"next": going, "fault": told(refusal, language=request.LANGUAGE_CODE), "name": name}
    return render(request, "desk/sign_in.html", shown, status=status)


def _go_on(request: HttpRequest, officer: Officer, *, going: str) -> HttpResponse:
    """Ask for the second factor, or begin the session of an officer who has still to enrol one."""
    # Here, because these load tables, and the settings of the desk name this module.
    from parley.desk.officers.entering import enter  # noqa: PLC0415

    answer = enter(request, officer, going=going)
    if isinstance(answer, Refusal):
        shown = {"next": going, "fault": told(answer, language=request.LANGUAGE_CODE), "name": officer.name}
        return render(request, "desk/sign_in.html", shown, status=403)
    return _with_language(see_other(answer.url), request=request, language=officer.language)


def note_failure(name: str, *, address: str, now: datetime) -> None:
    """Count one wrong try; the one that reaches the limit of a name becomes an alert for the administrator."""
    from parley.desk.officers.events import note_event  # noqa: PLC0415

    SignInFailure.objects.create(name=name.lower(), address=address, at=now)
    recent = SignInFailure.objects.filter(at__gt=now - WINDOW, name=name.lower()).count()
    if recent in (ALERT_AT, LIMITS["name"]):
        note_event("guessing", name=name.lower(), address=address, at=now)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and show the form; the open event stream ends within a minute."""
    logout(request)
    return see_other(reverse("sign-in"))


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old to be trusted, that nothing was sent, and offer the way back."""
    return render(request, "desk/stale_form.html", {"back": where_to(request, name="HTTP_REFERER")}, status=403)


def too_many(name: str, *, address: str, now: datetime) -> Refusal | None:
    """Return the refusal where this name or address failed too often in the last five minutes.

    Failures older than a day are forgotten on the way.
    """
    SignInFailure.objects.filter(at__lt=now - timedelta(days=1)).delete()
    recent = SignInFailure.objects.filter(at__gt=now - WINDOW)
    same_name, same_address = Q(name=name.lower()), Q(address=address)
    counts = {
        "both": recent.filter(same_name, same_address).count(),
        "name": recent.filter(same_name).count(),
        "address": recent.filter(same_address).count(),
    }
    if all(counts[what] < most for what, most in LIMITS.items()):
        return None
    return Refusal("sign_in_wait", "DESK-2", {"minutes": int(WINDOW.total_seconds() // 60)})


def address_of(request: HttpRequest) -> str:
    """Return the caller's address, seen past as many trusted proxies as the settings name."""
    proxies: int = settings.PARLEY_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies])[:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]


def see_other(address: str) -> HttpResponseRedirect:
    """Answer a form by 303: the browser fetches the next page, and a reload sends nothing twice."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def where_to(request: HttpRequest, *, name: str = "") -> str:
    """Return the wished address where it is one of ours, else the desk's first page."""
    wished = request.META.get(name, "") if name else request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return str(wished)
    return str(reverse("desk"))


def _with_language(answer: HttpResponse, *, request: HttpRequest, language: str) -> HttpResponse:
    """Set the officer's own language where this browser has not chosen one."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        set_language_cookie(answer, language=language)
    return answer


def set_language_cookie(answer: Any, *, language: str) -> None:
    """Keep the language of this browser for a year."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
