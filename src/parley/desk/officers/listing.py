"""Accounts as the administrator's lists show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext

from parley.desk.cell import node
from parley.desk.models import Officer
from parley.desk.naming import in_language
from parley.desk.officers.models import AccountEvent
from parley.desk.officers.roles import ADMINISTRATOR, roles_of

ALERTS_FOR = timedelta(days=7)
EVENTS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PersonShown:
    """One account in a list."""

    number: int
    name: str
    shown_as: str
    roles: tuple[tuple[str, str], ...]
    own_role: str
    is_locked: bool
    has_codes: bool
    passkeys: int
    recovery_left: int
    last_ms: int | None


def person_shown(officer: Officer, *, language: str) -> PersonShown:
    """Return an account with the names of its roles and how it signs in."""
    by_type: dict[str, list[Any]] = {}
    for row in Authenticator.objects.filter(user_id=officer.pk):
        by_type.setdefault(str(row.type), []).append(row)
    names, kinds = known_roles(language), Authenticator.Type
    return PersonShown(
        officer.pk,
        officer.name,
        officer.shown_as,
        tuple((role, names.get(role, role)) for role in roles_of(officer)),
        officer.role,
        officer.is_locked,
        kinds.TOTP in by_type,
        len(by_type.get(kinds.WEBAUTHN, ())),
        sum(len(row.wrap().get_unused_codes()) for row in by_type.get(kinds.RECOVERY_CODES, ())),
        int(officer.last_login.timestamp() * 1000) if officer.last_login else None,
    )


def known_roles(language: str) -> Mapping[str, str]:
    """Return the roles an account can have here, with their names: the charter's for this member, the desk's own."""
    charter = node().charter()
    kind = charter.member(node().member).kind
    found = {
        role.name: in_language(role.names, language=language) for role in charter.roles.values() if kind in role.of
    }
    return {ADMINISTRATOR: gettext("Administrator of accounts")} | found


def recent_events(*, what: str = "") -> list[AccountEvent]:
    """Return what was done lately, or the alerts of one sort of the last seven days, the newest first."""
    if not what:
        return list(AccountEvent.objects.all()[:EVENTS_SHOWN])
    return list(AccountEvent.objects.filter(what=what, at__gt=timezone.now() - ALERTS_FOR)[:EVENTS_SHOWN])
