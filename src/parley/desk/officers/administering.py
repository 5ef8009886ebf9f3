"""The administrator's pages: who has an account, in which roles, with what second factor, in which sessions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.announcing.keeping import retire_lost
from parley.desk.models import Officer
from parley.desk.officers.entering import forget_factors, let_enrol
from parley.desk.officers.events import note_event
from parley.desk.officers.listing import known_roles, person_shown, recent_events
from parley.desk.officers.models import AccountEvent
from parley.desk.officers.roles import give_role, take_role
from parley.desk.officers.sessions import end_sessions, sessions_of
from parley.desk.people import add_officer, set_password
from parley.desk.refusing import told
from parley.desk.sign_in import see_other
from parley.texts import LANGUAGES


@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Show every account, and what was done to them lately, alerts first."""
    return _list(request)


@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Make an account, with a first password that the officer changes and a day to enrol a second factor."""
    typed, now, name = request.POST, timezone.now(), request.POST.get("name", "").strip()
    made = _unknown_role(typed.get("role", "")) or add_officer(
        name,
        role=typed.get("role", ""),
        password=typed.get("password", ""),
        shown_as=typed.get("shown_as", "").strip() or name,
        language=language if (language := typed.get("language", "")) in LANGUAGES else LANGUAGES[0],
        at=now,
    )
    if isinstance(made, Refusal):
        return _list(request, refusal=made)
    let_enrol(made, now=now)
    note_event("made", name=made.name, by=request.user.name, at=now)
    return see_other(reverse("person", args=[made.pk]))


@never_cache
@require_GET
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account."""
    return _show(request, _officer(number))


@require_POST
def lock(request: HttpRequest, number: int) -> HttpResponse:
    """Lock an account at once; its sessions end with their next request, its streams within a minute."""
    return _set_locked(request, number, is_locked=True)


@require_POST
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Let a locked officer sign in again."""
    return _set_locked(request, number, is_locked=False)


@require_POST
def reset_factors(request: HttpRequest, number: int) -> HttpResponse:
    """Forget every second factor of an officer who lost them, end the sessions, and give a day to enrol anew."""
    officer = _officer(number)
    forget_factors(officer, now=timezone.now())
    return _done(request, officer, what="factors_reset")


@require_POST
def new_password(request: HttpRequest, number: int) -> HttpResponse:
    """Give an officer another password, which ends every session of theirs."""
    officer = _officer(number)
    refusal = set_password(officer, password=request.POST.get("password", ""))
    if refusal is not None:
        return _show(request, officer, refusal=refusal)
    end_sessions(officer)
    return _done(request, officer, what="password_given")


@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Let an officer act in a further role."""
    officer, role = _officer(number), request.POST.get("role", "")
    refusal = _unknown_role(role) or give_role(officer, role=role)
    return _show(request, officer, refusal=refusal) if refusal else _done(request, officer, what="role_given")


@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Take a further role from an officer."""
    officer = _officer(number)
    take_role(officer, role=request.POST.get("role", ""))
    return _done(request, officer, what="role_taken")


@require_POST
def end_session(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """End one session of an officer."""
    officer = _officer(number)
    end_sessions(officer, number=session)
    return _done(request, officer, what="session_ended")


def _officer(number: int) -> Officer:
    return get_object_or_404(Officer, pk=number)


def _unknown_role(role: str) -> Refusal | None:
    roles = known_roles(get_language() or "en")
    if role in roles:
        return None
    return Refusal("officer_role_unknown", "DESK-7", {"role": role, "roles": ", ".join(roles)})


def _set_locked(request: HttpRequest, number: int, *, is_locked: bool) -> HttpResponse:
    officer = _officer(number)
    if is_locked and officer.pk == request.user.pk:
        return _show(request, officer, refusal=Refusal("officer_locks_self", "DESK-13"))
    officer.is_locked = is_locked
    officer.save(update_fields=["is_locked"])
    if is_locked:
        end_sessions(officer)
    return _done(request, officer, what="locked" if is_locked else "unlocked")


def _done(request: HttpRequest, officer: Officer, *, what: str) -> HttpResponse:
    note_event(what, name=officer.name, by=request.user.name, at=timezone.now())
    # A key whose passkey, role or officer is gone signs no more, and every member is told.
    retire_lost(by=request.user.name)
    return see_other(reverse("person", args=[officer.pk]))


def _list(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    language = get_language() or "en"
    shown: dict[str, Any] = {
        "people": [person_shown(officer, language=language) for officer in Officer.objects.order_by("name")],
        "roles": known_roles(language),
        "alerts": recent_events(what="guessing"),
        "events": recent_events(),
        "typed": request.POST.dict() if refusal else {},
        "fault": told(refusal, language=language),
    }
    return render(request, "desk/officers/people.html", shown, status=422 if refusal else 200)


def _show(request: HttpRequest, officer: Officer, *, refusal: Refusal | None = None) -> HttpResponse:
    language = get_language() or "en"
    shown = {
        "person": person_shown(officer, language=language),
        "roles": known_roles(language),
        "sessions": sessions_of(officer),
        "events": AccountEvent.objects.filter(name__iexact=officer.name)[:20],
        "is_self": officer.pk == request.user.pk,
        "fault": told(refusal, language=language),
    }
    return render(request, "desk/officers/person.html", shown, status=422 if refusal else 200)
