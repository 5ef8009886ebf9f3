"""The keys by which officers sign acts: announced to the members and revoked by entries of their own member. Pure.

An announcement is itself signed by the key that it announces, so nobody announces a key that he does not hold. It
names a role and no person. An act cites the announcement; both stand in one log, so the order of causes between an
announcement, its revocation and an act is the order of their numbers, and no arrival can change it (C-13).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.lognames import log_name
from parley.matters.acting import LONGEST_ROLE
from parley.matters.entry import Entry
from parley.matters.verdict import Fault, Refusal
from parley.record import strictjson
from parley.record.assertion import Assertion, read_assertion, signs

ANNOUNCED, REVOKED = "officer_key_announced", "officer_key_revoked"
LATEST_MS = 1 << 52


@dataclass(frozen=True, slots=True)
class OfficerKey:
    """A key as its member announced it: for which role, until when, to whom it was said, and where it was revoked.

    `number` and `revoked_at` are numbers of entries in the member's log; `revoked_at` is None while nobody revoked it.
    """

    number: int
    role: str
    key: str
    credential: str
    until_ms: int
    to: tuple[str, ...]
    revoked_at: int | None = None


KeyAt = Callable[[str, int], OfficerKey | None]


def no_keys(log: str, number: int) -> OfficerKey | None:
    """Return None: nobody announced a key."""
    return None


def announcement_bytes(*, log: str, role: str, until_ms: int) -> bytes:
    """Return the canonical bytes over which a key signs its own announcement."""
    return strictjson.encode({"act": "parley-officer-key-v1", "log": log, "role": role, "until_ms": until_ms})


def faults_of_announcement(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return every fault of the form: a role, an instant until which the key stands, a passkey's signature."""
    role, until_ms = content.get("role"), content.get("until_ms")
    faults = []
    if not isinstance(role, str) or not 0 < len(role) <= LONGEST_ROLE:
        faults.append(Fault("role", "role_malformed"))
    if type(until_ms) is not int or not 0 < until_ms < LATEST_MS:
        faults.append(Fault("until_ms", "instant_malformed"))
    if read_assertion(content.get("signature")) is None:
        faults.append(Fault("signature", "assertion_malformed"))
    return tuple(faults)


def refuse_unproven(content: Mapping[str, Any], *, log: str) -> Refusal | None:
    """Refuse an announcement, sound in form, that is not signed by its own key for this log and role (C-13)."""
    over = announcement_bytes(log=log, role=content["role"], until_ms=content["until_ms"])
    assertion = read_assertion(content["signature"])
    if assertion is not None and signs(assertion, over=over):
        return None
    return Refusal("officer_key_unproven", "C-13", {"role": content["role"]})


def refuse_key(entry: Entry, *, assertion: Assertion, needs_announced: bool, key_at: KeyAt) -> Refusal | None:
    """Refuse an act whose key its member had not announced to all its readers, had revoked, or let run out (C-13)."""
    cited, role = entry.content.get("key_entry"), str(entry.content.get("role"))
    if cited is None and not needs_announced:
        return None
    name, _, number = str(cited).partition("/")
    is_own = cited is not None and name == log_name(entry.member, entry.point.log)
    found = key_at(entry.point.log, int(number)) if is_own else None
    if found is None or found.number >= entry.point.number or not set(entry.to) <= set(found.to):
        return Refusal("act_key_not_announced", "C-13", {"role": role})
    data = {"role": role, "entry": str(cited)}
    if (found.role, found.key) != (role, assertion.key):
        return Refusal("act_key_of_another", "C-13", data)
    if found.revoked_at is not None and found.revoked_at < entry.point.number:
        return Refusal("act_key_revoked", "C-13", {**data, "revoked": f"{name}/{found.revoked_at}"})
    return Refusal("act_key_over", "C-13", data) if entry.point.at_ms >= found.until_ms else None
