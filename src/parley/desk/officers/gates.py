"""What stands between a session and a page: the browser it belongs to, the second factor, the role and its reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from parley.desk.officers.binding import is_other_browser, must_ask_again
from parley.desk.officers.roles import ADMINISTRATOR, role_of_session
from parley.desk.reach import refuse_address
from parley.desk.refusing import advice_of, refused_in_words
from parley.desk.sign_in import see_other

# Open to everybody who is signed in, whatever else is missing.
ALWAYS = frozenset({"sign-in", "account_login", "sign-out", "account_logout", "language", "choose-role"})
# Open to an officer who has no second factor yet: what leads to one, and nothing that shows a word of the record.
ENROLLING = frozenset(
    {
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        # Which pages of the help stand open before that, the help says itself (parley.desk.help.open_pages).
        "help",
        "help-page",
    }
)
# One's own account, open in every role.
OWN = ENROLLING | {
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "own-sessions",
    "end-own-session",
    "own-password",
}
# The administrator's: people, and never what they say.
PEOPLE = frozenset(
    {"people", "person", "add-person", "lock-person", "unlock-person", "reset-factors", "end-session", "new-password"}
    | {"give-role", "take-role", "link-subject", "unlink-subject"}
)
# In a session: the issuer of a single sign-on said that a second factor was shown, and the settings take its word.
FACTOR_ELSEWHERE = "parley.factor_elsewhere"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class OfficerGates:
    """Django middleware; each gate either lets a request on or answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request on; the gates stand before its view, where its name is known."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer instead of the view, or return None."""
        if not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name or ""
        request.user.role = role_of_session(request)
        if name in ALWAYS:
            return None
        return (
            _other_browser(request)
            or _moved(request, name)
            or _unenrolled(request, name)
            or _out_of_reach(request, name)
            or _off_track(request, name, kwargs)
        )


def listening_role(request: HttpRequest) -> str | None:
    """Return the role in which this session may hold an event stream, None where it may not: the same gates."""
    if not request.user.is_authenticated or is_other_browser(request) or _lacks_factor(request):
        return None
    role = role_of_session(request)
    return None if role == ADMINISTRATOR else role


def needs_factor(officer: Any) -> bool:
    """Return whether this officer has still to enrol a second factor."""
    return bool(settings.PARLEY_SECOND_FACTOR) and not has_factor(officer)


def _lacks_factor(request: HttpRequest) -> bool:
    return not request.session.get(FACTOR_ELSEWHERE) and needs_factor(request.user)


def has_factor(officer: Any) -> bool:
    """Return whether the officer has a code generator or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=officer.pk, type__in=FACTORS).exists())


def _other_browser(request: HttpRequest) -> HttpResponse | None:
    if not is_other_browser(request):
        return None
    logout(request)
    return see_other(reverse("sign-in"))


def _moved(request: HttpRequest, name: str) -> HttpResponse | None:
    if name in ENROLLING or not must_ask_again(request):
        return None
    return suspend_request(request, reverse("account_reauthenticate"))


def _unenrolled(request: HttpRequest, name: str) -> HttpResponse | None:
    if name in ENROLLING or not _lacks_factor(request):
        return None
    return see_other(reverse("mfa_index"))


def _out_of_reach(request: HttpRequest, name: str) -> HttpResponse | None:
    is_administrator = request.user.role == ADMINISTRATOR
    if name in OWN or (name in PEOPLE and is_administrator):
        return None
    if is_administrator and name == "desk":
        return see_other(reverse("people"))
    if not is_administrator and name not in PEOPLE:
        return None
    title = gettext("This is not for your role")
    text = (
        gettext("An administrator keeps the accounts and reads nothing of what officers write.")
        if is_administrator
        else gettext("Accounts are kept by administrators.")
    )
    return render(request, "desk/refused.html", {"title": title, "text": text}, status=403)


def _off_track(request: HttpRequest, name: str, at: Mapping[str, Any]) -> HttpResponse | None:
    """Refuse what stands on a track that does not admit the role, with the clause."""
    refusal = None if name in OWN or name in PEOPLE else refuse_address(request.user, name, at)
    if refusal is None:
        return None
    title = gettext("This is not for your role")
    language = get_language() or "en"
    text, advice = refused_in_words(refusal, language=language), advice_of(refusal.clause, language=language)
    shown = {"title": title, "text": text, "clause": refusal.clause, "advice": advice}
    return render(request, "desk/refused.html", shown, status=403)
