"""How allauth meets this desk: nobody signs up, nobody is mailed, secrets are kept locked, sessions are bound."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from parley.desk.officers.binding import bind_session
from parley.desk.sign_in import address_of, note_failure, see_other, too_many


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; what allauth would mail or flash at somebody is not sent."""

    # What allauth says of a fault alone says nothing of what to do about it.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("This is not your password. Type it again, and not too often."),
        "too_many_login_attempts": gettext_lazy("Too many wrong tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as the desk's own limits see it."""
        return address_of(request) or "0.0.0.0"

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session, bound to this browser."""
        super().login(request, user)
        bind_session(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether the password is the officer's; the limits of the sign-in hold, and wrong tries count."""
        address, now = address_of(self.request), timezone.now()
        if too_many(user.name, address=address, now=now) is not None:
            return False
        fits = check_password(password, user.password)
        if not fits:
            note_failure(user.name, address=address, now=now)
        return bool(fits)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the desk's first page."""
        return str(reverse("desk"))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Lead a locked officer back to the form, which says no more than to anybody."""
        return see_other(reverse("sign-in"))

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Mail nobody."""

    def add_message(self, request: HttpRequest, level: int, *args: Any, **more: Any) -> None:
        """Keep no message between two pages; each page says itself what stands."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets locked by a key beside the database, and names as the desk shows them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That is not right, or it was used before. Take a fresh code and try again."),
    }

    def encrypt(self, text: str) -> str:
        """Lock the secret of a code generator: the database alone then gives none away."""
        return _lock().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock it again."""
        return _lock().decrypt(encrypted_text.encode("ascii")).decode()

    def get_totp_issuer(self) -> str:
        """Return what the officer's code generator shows above the code."""
        return "Parley"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return to whom a passkey belongs: the host name under which browsers reach the desk."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Parley"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return the account's name as the authenticator lists it."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": str(user.name)}


def _lock() -> Fernet:
    key = hashlib.sha256(b"parley second factor\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
