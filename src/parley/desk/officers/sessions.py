"""The running sessions of an officer, each with its browser and address; one's own can be ended here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.desk.officers.binding import BOUND, family_of
from parley.desk.sign_in import see_other


@dataclass(frozen=True, slots=True)
class RunningSession:
    """One session as lists show it; `number` names it in a form, never its key."""

    number: int
    began_ms: int
    browser: str
    address: str
    is_this: bool


def sessions_of(officer: Any, *, this_key: str = "") -> list[RunningSession]:
    """Return the sessions of an officer that still run, the newest first."""
    rows = sorted(UserSession.objects.purge_and_list(officer), key=lambda row: row.created_at, reverse=True)
    return [
        RunningSession(
            row.pk,
            int(row.created_at.timestamp() * 1000),
            family_of(row.user_agent),
            _address(row),
            row.session_key == this_key,
        )
        for row in rows
    ]


def end_sessions(officer: Any, *, number: int | None = None) -> int:
    """End one session of an officer, or all; return how many. Their event streams end within a minute."""
    rows = UserSession.objects.filter(user_id=officer.pk)
    chosen = list(rows if number is None else rows.filter(pk=number))
    for row in chosen:
        row.end()
    return len(chosen)


@never_cache
@require_GET
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show the officer's own running sessions."""
    rows = sessions_of(request.user, this_key=request.session.session_key or "")
    return render(request, "desk/officers/sessions.html", {"sessions": rows})


@require_POST
def end_own_session(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions, this one too."""
    end_sessions(request.user, number=number)
    return see_other(reverse("own-sessions"))


def _address(row: UserSession) -> str:
    bound = SessionStore(row.session_key).get(BOUND) or {}
    return str(bound.get("address") or row.ip)
