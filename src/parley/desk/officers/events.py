"""What was done to accounts, and alerts about them: shown to the administrator, and never in the record."""

from __future__ import annotations

from datetime import datetime, timedelta

from parley.desk.officers.models import AccountEvent

EVENTS = frozenset(
    {"made", "locked", "unlocked", "factors_reset", "password_given", "session_ended"}
    | {"role_given", "role_taken", "guessing", "emergency_asked", "emergency_opened", "emergency_ended"}
    | {"sso_linked", "sso_unlinked_by", "sso_unlinked", "sso_refused"}
)
KEPT = timedelta(days=400)


def note_event(what: str, *, name: str, at: datetime, by: str = "", address: str = "") -> None:
    """Note one thing; what is older than four hundred days is forgotten on the way. ValueError for another code."""
    if what not in EVENTS:
        raise ValueError(what)
    AccountEvent.objects.filter(at__lt=at - KEPT).delete()
    AccountEvent.objects.create(what=what, name=name, at=at, by=by, address=address)
