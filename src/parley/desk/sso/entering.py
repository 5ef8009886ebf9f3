"""From the issuer's word to a session: the linked officer, and a second factor unless the issuer's own counts."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.internal.constants import LoginStageKey
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from parley.charter.verdict import Refusal
from parley.desk.models import Officer
from parley.desk.officers.entering import may_enrol
from parley.desk.officers.events import note_event
from parley.desk.officers.gates import FACTOR_ELSEWHERE, needs_factor
from parley.desk.sign_in import address_of
from parley.desk.sso.checking import Said
from parley.desk.sso.issuer import Issuer
from parley.desk.sso.models import LinkedSubject


def enter_as(request: HttpRequest, said: Said, *, issuer: Issuer, going: str) -> HttpResponse | Refusal:
    """Return where the officer goes next; refused where no administrator linked this subject, or it is locked."""
    linked = LinkedSubject.objects.filter(issuer=issuer.address, subject=said.subject).select_related("officer").first()
    if linked is None or not linked.officer.is_active:
        # The administrator sees who came, and can link the subject.
        note_event("sso_unlinked", name=said.subject[:64], address=address_of(request), at=timezone.now())
        return Refusal("sso_unlinked", "DESK-72")
    officer: Officer = linked.officer
    has_shown = bool(said.ways & frozenset(issuer.factors))
    if needs_factor(officer) and not has_shown and not may_enrol(officer, now=timezone.now()):
        return Refusal("second_factor_missing", "DESK-10")
    record_authentication(request, officer, method="single_sign_on", issuer=issuer.address)
    login = Login(user=officer, redirect_url=going)
    request.session[FACTOR_ELSEWHERE] = has_shown
    if has_shown:
        # The issuer said that a second factor was shown, and the settings take its word.
        LoginStageController(request, login).set_handled(LoginStageKey.MFA_AUTHENTICATE.value)
    answer: HttpResponse = perform_login(request, login)
    return answer
