"""A second officer says who they are at another's desk: name, password and a fresh code, without a session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate

from parley.charter.verdict import Refusal
from parley.desk.models import Officer
from parley.desk.officers.gates import needs_factor
from parley.desk.sign_in import note_failure, too_many


def confirm_officer(typed: Mapping[str, str], *, address: str, now: datetime) -> Officer | Refusal:
    """Return the officer whose `name`, `password` and `code` these are; no session begins.

    The limits of the sign-in hold here too, and wrong tries count for both. A code counts once. Officers without a
    code generator are confirmed by password alone only where the desk asks nobody for a second factor; who has only
    passkeys is told so, and that is no wrong try.
    """
    name = str(typed.get("name", "")).strip()[:64]
    refusal = too_many(name, address=address, now=now)
    if refusal is not None:
        return refusal
    officer: Officer | None = authenticate(None, name=name, password=str(typed.get("password", "")))
    if officer is not None and _lacks_generator(officer):
        # Nothing was mistyped: a passkey answers only in a session of its own.
        return Refusal("confirm_no_generator", "DESK-11", {"officer": officer.shown_as})
    if officer is None or not _code_fits(officer, str(typed.get("code", ""))):
        note_failure(name, address=address, now=now)
        return Refusal("confirm_wrong", "DESK-11")
    return officer


def _generator(officer: Officer) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=officer.pk, type=Authenticator.Type.TOTP).first()


def _lacks_generator(officer: Officer) -> bool:
    return _generator(officer) is None and (needs_factor(officer) or has_passkey(officer))


def _code_fits(officer: Officer, code: str) -> bool:
    generator = _generator(officer)
    return generator is None or bool(generator.wrap().validate_code(code.strip()))


def has_passkey(officer: Officer) -> bool:
    """Return whether the officer has a passkey."""
    return bool(Authenticator.objects.filter(user_id=officer.pk, type=Authenticator.Type.WEBAUTHN).exists())
