"""The way to the issuer and back, and the administrator's forms that link a subject to an officer."""

from __future__ import annotations

import hmac
import time
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parley.charter.verdict import Refusal
from parley.desk.models import Officer
from parley.desk.officers.events import note_event
from parley.desk.officers.sessions import end_sessions
from parley.desk.refusing import told
from parley.desk.sign_in import address_of, see_other, where_to
from parley.desk.sso import asking
from parley.desk.sso.checking import LONGEST_SUBJECT
from parley.desk.sso.entering import enter_as
from parley.desk.sso.issuer import Issuer, issuer_used
from parley.desk.sso.models import LinkedSubject

BEGUN = "parley.sso"
# So long somebody may take at the issuer's page.
AWAY_S = 600


@login_not_required
@never_cache
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the issuer; 404 where none is set, 502 where it cannot be reached."""
    issuer = _issuer()
    try:
        begun = asking.begin(issuer, back=_back(request))
    except asking.IssuerFault as fault:
        return _refused(request, Refusal(fault.code, "DESK-70", {"issuer": issuer.shown}), status=502)
    request.session[BEGUN] = {
        "state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "at": time.time(),
        "next": where_to(request),
    }  # fmt: skip
    return HttpResponseRedirect(begun.address)


@login_not_required
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take what the issuer sent back, once: on to where the officer was going, or the form with the reason."""
    issuer = _issuer()
    begun = request.session.pop(BEGUN, None)
    if request.user.is_authenticated:
        return see_other(reverse("desk"))
    if not _belongs(request, begun, issuer=issuer):
        return _refused(request, Refusal("sso_stale", "DESK-71", {"issuer": issuer.shown}), status=400)
    if "code" not in request.GET:
        return _refused(request, Refusal("sso_denied", "DESK-71", {"issuer": issuer.shown}), status=403)
    try:
        said = asking.finish(
            issuer, code=request.GET["code"], nonce=begun["nonce"], verifier=begun["verifier"], back=_back(request)
        )
    except asking.IssuerFault as fault:
        return _refused(request, Refusal(fault.code, "DESK-70", {"issuer": issuer.shown}), status=502)
    if isinstance(said, str):
        note_event("sso_refused", name=said, address=address_of(request), at=timezone.now())
        return _refused(request, Refusal("sso_wrong_token", "DESK-71", {"issuer": issuer.shown}), status=403)
    answer = enter_as(request, said, issuer=issuer, going=begun["next"])
    return _refused(request, answer, status=403) if isinstance(answer, Refusal) else see_other(answer["Location"])


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Link a subject of the issuer to an officer; 303 to the account, 422 with the reason."""
    officer, issuer = get_object_or_404(Officer, pk=number), _issuer()
    subject = request.POST.get("subject", "").strip()
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        return _not_linked(request, Refusal("sso_subject", "DESK-73"))
    try:
        with transaction.atomic():
            LinkedSubject.objects.create(officer=officer, issuer=issuer.address, subject=subject)
    except IntegrityError:
        return _not_linked(request, Refusal("sso_subject_taken", "DESK-73"))
    note_event("sso_linked", name=officer.name, by=request.user.name, at=timezone.now())
    return see_other(reverse("person", args=[officer.pk]))


@require_POST
def unlink(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """Forget a linked subject, and end the officer's sessions: one may have begun with it."""
    officer = get_object_or_404(Officer, pk=number)
    if LinkedSubject.objects.filter(pk=link, officer=officer).delete()[0]:
        end_sessions(officer)
        note_event("sso_unlinked_by", name=officer.name, by=request.user.name, at=timezone.now())
    return see_other(reverse("person", args=[officer.pk]))


def _issuer() -> Issuer:
    found = issuer_used()
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest) -> str:
    scheme = "https" if settings.SESSION_COOKIE_SECURE else request.scheme
    return f"{scheme}://{request.get_host()}{reverse('single-sign-on-back')}"


def _belongs(request: HttpRequest, begun: Any, *, issuer: Issuer) -> bool:
    """Return whether this answer belongs to a sign-in that this very browser began, not long ago, at this issuer."""
    if begun is None or begun["at"] < time.time() - AWAY_S:
        return False
    if request.GET.get("iss", issuer.address) != issuer.address:
        return False
    return hmac.compare_digest(request.GET.get("state", "").encode(), begun["state"].encode())


def _refused(request: HttpRequest, refusal: Refusal, *, status: int) -> HttpResponse:
    shown = {"next": reverse("desk"), "fault": told(refusal, language=request.LANGUAGE_CODE)}
    return render(request, "desk/sign_in.html", shown, status=status)


def _not_linked(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    said = told(refusal, language=request.LANGUAGE_CODE)
    shown = {"title": said.text, "text": said.why} if said else {}
    return render(request, "desk/refused.html", shown, status=422)
