"""Officers' keys as this member announced them: announcing one's own, revoking, and retiring those that are gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator

from parley.charter.lognames import log_name
from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.models import Officer
from parley.desk.officers.acts import passkeys_of, signed_by
from parley.desk.officers.roles import roles_of
from parley.matters.officer_keys import OfficerKey, announcement_bytes
from parley.node import reading
from parley.node.drafts import Draft, Outcome
from parley.node.filing import file
from parley.node.officer_keys import standing_keys
from parley.node.store import logs, officer_keys

DAY_MS = 24 * 60 * 60 * 1000
# So long a key stands once it was announced; it is then announced anew, by whoever still holds it.
STANDS_DAYS = 365


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key as the page shows it: by whom, for which role, since and until when, and what became of it."""

    member: str
    entry: str
    role: str
    fingerprint: str
    credential: str
    since_ms: int
    until_ms: int
    revoked_by: str
    is_over: bool
    is_own: bool


def until_for(at_ms: int) -> int:
    """Return until when a key stands that is announced on this day: the same instant for the whole day."""
    return (at_ms // DAY_MS + 1 + STANDS_DAYS) * DAY_MS


def bytes_to_sign(role: str) -> bytes:
    """Return what a passkey signs to be announced for a role today."""
    own = node()
    return announcement_bytes(log=own.ledger.origin, role=role, until_ms=until_for(own.clock.now_ms()))


def unannounced(officer: Any) -> dict[str, str]:
    """Return the officer's passkeys that no standing entry announces for the role of this session to all members."""
    own = node()
    said = standing_keys(
        own.reader(), origin=own.ledger.origin, role=officer.role, to=own.charter().codes, at_ms=own.clock.now_ms()
    )
    known = {key.credential for key in said}
    return {name: key for name, key in passkeys_of(officer).items() if name not in known}


def announce(officer: Any, *, credential: str) -> Outcome:
    """Announce the passkey that answered to all members, for the role of this session; it signed that itself."""
    own, over = node(), bytes_to_sign(officer.role)
    signature = signed_by(officer, credential, over=over)
    if signature is None:
        return Refusal("key_announced_wrongly", "DESK-17")
    content = {"role": officer.role, "until_ms": until_for(own.clock.now_ms()), "signature": signature}
    return file(Draft("officer_key_announced", own.charter().codes, content, officer=officer.name), node=own)


def revoke(key: OfficerKey, *, by: str) -> Outcome:
    """Say to all who were told of the key that it signs no more."""
    own = node()
    to = tuple({*key.to, *own.charter().codes})
    readable = tuple(code for code in to if code in own.charter().codes)
    content = {"entry": f"{own.ledger.name}/{key.number}"}
    return file(Draft("officer_key_revoked", readable, content, officer=by), node=own)


def standing_here() -> list[OfficerKey]:
    """Return every key of this member that is announced, not revoked and not over."""
    own = node()
    head = logs.head(own.reader(), own.ledger.origin)
    keys = officer_keys.keys_of(own.reader(), head.id) if head else []
    return [key for key in keys if key.revoked_at is None and key.until_ms > own.clock.now_ms()]


def revoke_own(officer: Any, entry: str) -> Refusal | None:
    """Revoke a key of one's own by its entry; one that is not one's own, or stands no more, changes nothing."""
    own, mine = node(), passkeys_of(officer)
    for key in standing_here():
        if f"{own.ledger.name}/{key.number}" == entry and key.credential in mine:
            outcome = revoke(key, by=officer.name)
            return outcome if isinstance(outcome, Refusal) else None
    return None


def retire_lost(*, by: str) -> int:
    """Revoke every standing key whose passkey is gone, or whose officer is locked or no longer in the role.

    Return how many were. Called wherever one of these changes, and each minute.
    """
    held = {(name, role) for officer in _who_may_sign() for name in passkeys_of(officer) for role in roles_of(officer)}
    lost = [key for key in standing_here() if (key.credential, key.role) not in held]
    for key in lost:
        revoke(key, by=by)
    return len(lost)


def _who_may_sign() -> list[Officer]:
    holders = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).values_list("user_id", flat=True)
    return list(Officer.objects.filter(pk__in=set(holders), is_locked=False))


def keys_shown(officer: Any, *, roles: Mapping[str, str]) -> list[KeyShown]:
    """Return the keys that members announced, the newest first; `roles` gives the roles' names."""
    own, mine = node(), passkeys_of(officer)
    found = []
    for origin, head in logs.heads(own.reader()).items():
        code = reading.code_of(own, origin)
        for key in officer_keys.keys_of(own.reader(), head.id):
            is_own = origin == own.ledger.origin and key.credential in mine
            name = log_name(code, origin)
            found.append(_shown(key, code=code, name=name, log=head.id, is_own=is_own, roles=roles))
    return sorted(found, key=lambda key: key.since_ms, reverse=True)


def _shown(key: OfficerKey, *, code: str, name: str, log: int, is_own: bool, roles: Mapping[str, str]) -> KeyShown:
    own = node()
    leaf = reading.read_leaf(own, log, key.number)
    return KeyShown(
        code,
        f"{name}/{key.number}",
        roles.get(key.role, key.role),
        sha256(key.key.encode()).hexdigest()[:16],
        key.credential,
        leaf.at_ms if leaf else 0,
        key.until_ms,
        f"{name}/{key.revoked_at}" if key.revoked_at is not None else "",
        key.until_ms <= own.clock.now_ms(),
        is_own,
    )
