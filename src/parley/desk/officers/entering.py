"""From a right password to a session: the second factor between, or the way to enrol one."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.internal.flows.login import perform_password_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from parley.charter.verdict import Refusal
from parley.desk.models import Officer
from parley.desk.officers.gates import needs_factor
from parley.desk.officers.models import Enrolment
from parley.desk.officers.sessions import end_sessions

ENROL_FOR = timedelta(hours=24)


def enter(request: HttpRequest, officer: Officer, *, going: str) -> HttpResponse | Refusal:
    """Return where the officer goes next; refused where the time for enrolling a second factor is over."""
    login = Login(user=officer, redirect_url=going)
    if needs_factor(officer):
        if not may_enrol(officer, now=timezone.now()):
            return Refusal("second_factor_missing", "DESK-10")
        # Asked for a moment ago: the way to enrolment does not ask for the password again.
        record_authentication(request, officer, method="password", reauthenticated=True)
    return perform_password_login(request, {"username": officer.name}, login)


def may_enrol(officer: Officer, *, now: datetime) -> bool:
    """Return whether an officer without a second factor may still sign in by password alone, to enrol one."""
    found = Enrolment.objects.filter(officer=officer).first()
    if found is None:
        # An account from before second factors: its day begins with the first right password.
        found = Enrolment.objects.create(officer=officer, until=now + ENROL_FOR)
    return bool(found.until > now)


def let_enrol(officer: Officer, *, now: datetime) -> None:
    """Give the officer a day to enrol a second factor: at the account's making, and after a reset."""
    Enrolment.objects.update_or_create(officer=officer, defaults={"until": now + ENROL_FOR})


def forget_factors(officer: Officer, *, now: datetime) -> None:
    """Forget every second factor of an officer who lost them, end the sessions, and give a day to enrol anew."""
    Authenticator.objects.filter(user_id=officer.pk).delete()
    end_sessions(officer)
    let_enrol(officer, now=now)
