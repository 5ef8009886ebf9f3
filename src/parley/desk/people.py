"""Officers: adding, finding and locking them, and the check of a password."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from parley.charter.verdict import Refusal
from parley.desk.models import Officer

NAME_LIMIT, SHOWN_LIMIT = 64, 120


class OfficerBackend:
    """The check that Django's sign-in asks: a name, compared without regard to case, and a password."""

    def authenticate(self, request: Any, name: str | None = None, password: str | None = None) -> Officer | None:
        """Return the officer whose password this is and who is not locked; None otherwise.

        An unknown name costs as much time as a known one, so that the clock names nobody.
        """
        if name is None or password is None:
            return None
        officer = Officer.objects.filter(name__iexact=name).first()
        if officer is None:
            make_password(password)
            return None
        return officer if check_password(password, officer.password) and officer.is_active else None

    def get_user(self, user_id: Any) -> Officer | None:
        """Return the officer of a running session; None once locked, which ends the session."""
        found: Officer | None = Officer.objects.filter(pk=user_id, is_locked=False).first()
        return found


def is_name(text: str, *, most: int) -> bool:
    """Return whether this can be a name: something, nothing unseen in it or blank at its ends, and no longer."""
    return 0 < len(text) <= most and text == text.strip() and text.isprintable()


def add_officer(
    name: str, *, role: str, password: str, shown_as: str, language: str, at: datetime
) -> Officer | Refusal:
    """Add an officer and return the row; refused where a name is unfit or taken, or the password is weak."""
    if not (is_name(name, most=NAME_LIMIT) and is_name(shown_as, most=SHOWN_LIMIT)):
        return Refusal("officer_name_unfit", "DESK-3", {"most": NAME_LIMIT, "shown": SHOWN_LIMIT})
    if Officer.objects.filter(name__iexact=name).exists():
        return Refusal("officer_name_taken", "DESK-3", {"name": name})
    officer = Officer(name=name, shown_as=shown_as, role=role, language=language, added_at=at)
    try:
        validate_password(password, officer)
    except ValidationError:
        return Refusal("officer_password_weak", "DESK-4", {"least": 12})
    officer.set_password(password)
    officer.save(force_insert=True)
    return officer


def set_password(officer: Officer, *, password: str) -> Refusal | None:
    """Give the officer another password, which ends every session of theirs; refused where it is weak."""
    try:
        validate_password(password, officer)
    except ValidationError:
        return Refusal("officer_password_weak", "DESK-4", {"least": 12})
    officer.set_password(password)
    officer.save(update_fields=["password"])
    return None
