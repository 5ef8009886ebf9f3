"""Who may file what to whom, by when it must be handled, and which clause says so. Pure.

| clause | says |
|---|---|
| C-0 | only a value that is agreed refuses or makes late |
| C-1 | the author is a member |
| C-2 | the track is open |
| C-3 | an officer acts in a role that the charter has, that the member may hold and that the track admits |
| C-4 | the role may file this kind |
| C-5 | the addressees are members, the author among them |
| C-6 | the addressees are one of the track's audiences, the author alone, or those to whom the matter was opened |
| C-7 | a node files some kinds by itself, without a role |
| C-8 | a message is handled within the minutes of its precedence |
| C-9 | line checks have their slots |
| C-10 | a lapse rises by its ladder |
| C-11 | some kinds leave only when a second officer has released them |
| C-12 | some acts carry a signature over their bytes by the officer's passkey |
| C-13 | where the charter says so, that passkey was announced by an entry of its member, and stands |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from parley.charter.model import Charter, Level, Precedence, Provenance, ReleaseRule, Role, SignatureRule, TrackRules
from parley.charter.slots import Slot, line_check_slots
from parley.charter.verdict import Permit, Refusal, Verdict

__all__ = [
    "NODE_KINDS",
    "due_at",
    "escalation_levels",
    "handling_minutes",
    "level_at",
    "line_check_slots",
    "may_act",
    "may_file",
    "precedence_of",
    "refuse_unreleased",
    "release_of",
    "roles_on",
    "signature_of",
    "Slot",
    "standing_in",
    "tracks_of_role",
]

# What nodes say about the record itself. No charter can forbid it: the record would no longer prove who knew what.
NODE_KINDS = frozenset(
    {
        "position", "opened", "disclosure_asked", "disclosed", "sealing_key_rotated", "sealing_key_destroyed",
        "fork_proven", "charter_noted", "officer_key_announced", "officer_key_revoked", "emergency_access_opened",
        "emergency_access_ended", "emergency_access_named",
    }
)  # fmt: skip


def may_file(
    charter: Charter, *, member: str, role: str | None, kind: str, track: str, to: tuple[str, ...],
    opened_to: tuple[str, ...] | None = None,
) -> Verdict:
    """Decide whether `member` may file an entry of `kind` on `track` to `to`, in `role` or, with None, by its node.

    `opened_to` are those to whom the matter was opened that the entry continues: among them it goes on, also when an
    amendment has changed who is a member and which audiences there are; who has left is no longer sealed to.
    Values that are not agreed refuse nothing (C-0). What a refusal needs to be understood stands in its data.
    """
    if member not in charter.codes:
        return Refusal("charter.not_a_member", "C-1", {"member": member})
    goes_on = opened_to is not None and member in to and sorted(to) == sorted(opened_to)
    refusal = None if goes_on else _refuse_addressees(charter, member=member, to=to)
    if refusal is not None:
        return refusal
    if kind in NODE_KINDS:
        return Permit("C-7")
    rules = charter.tracks.get(track)
    if rules is None:
        return Refusal("charter.track_closed", "C-2", {"track": track})
    refusal = None if goes_on else _refuse_audience(charter, rules, to=to)
    if refusal is not None:
        return refusal
    if role is None and kind in rules.node_files:
        return Permit("C-7")
    refusal = _refuse_role(charter, rules, member=member, role=role, kind=kind)
    return refusal if refusal is not None else Permit("C-4")


def _refuse_addressees(charter: Charter, *, member: str, to: tuple[str, ...]) -> Refusal | None:
    strangers = [code for code in to if code not in charter.codes]
    if strangers:
        return Refusal("charter.addressee_unknown", "C-5", {"member": ", ".join(strangers)})
    if len(set(to)) != len(to):
        return Refusal("charter.addressee_twice", "C-5", {"to": ", ".join(to)})
    if member not in to:
        return Refusal("charter.author_not_addressed", "C-5", {"member": member})
    return None


def _refuse_audience(charter: Charter, rules: TrackRules, *, to: tuple[str, ...]) -> Refusal | None:
    if len(to) == 1:
        # The author alone (C-5): a note in one's own shift log is no talk that could be too narrow.
        return None
    audiences = [charter.audiences[name] for name in rules.audiences]
    if not rules.provenance.judges or any(set(audience.members) == set(to) for audience in audiences):
        return None
    return Refusal("charter.no_such_audience", "C-6", {"track": rules.name, "to": ", ".join(to)})


def _refuse_role(charter: Charter, rules: TrackRules, *, member: str, role: str | None, kind: str) -> Refusal | None:
    if not isinstance(role, str):
        # What a peer wrote in its place may be anything.
        return Refusal("charter.role_missing", "C-3", {"kind": kind})
    held = charter.roles.get(role)
    if held is None:
        return Refusal("charter.role_unknown", "C-3", {"role": role})
    if rules.provenance.judges and role not in rules.roles:
        return Refusal("charter.role_not_on_track", "C-3", {"role": role, "track": rules.name})
    if not held.provenance.judges:
        return None
    if charter.member(member).kind not in held.of:
        return Refusal("charter.role_not_of_member", "C-3", {"role": role, "member": member})
    if kind not in held.may and rules.name not in held.may:
        return Refusal("charter.kind_not_for_role", "C-4", {"role": role, "kind": kind})
    return None


def may_act(charter: Charter, *, member: str, role: str | None, kind: str, track: str) -> Verdict:
    """Decide over the role alone (C-2, C-3, C-4), for kinds whose addressees other clauses fix: the charter's own.

    `member` must be one of the charter's.
    """
    rules = charter.tracks.get(track)
    if rules is None:
        return Refusal("charter.track_closed", "C-2", {"track": track})
    refusal = _refuse_role(charter, rules, member=member, role=role, kind=kind)
    return refusal if refusal is not None else Permit("C-4")


def release_of(charter: Charter, kind: str) -> ReleaseRule | None:
    """Return the rule by which a second officer releases this kind; None where nothing such is agreed (C-0)."""
    rule = charter.releases.get(kind)
    return rule if rule is not None and rule.provenance.judges else None


def refuse_unreleased(charter: Charter, *, member: str, kind: str, released_by: object) -> Refusal | None:
    """Refuse an entry of a kind that needs a second officer, where none of the roles asked for released it (C-11).

    That it was another person than the author stands in the log of the node that filed it: officers' names never
    leave their node.
    """
    rule = release_of(charter, kind)
    if rule is None:
        return None
    roles = [role for role in rule.roles if charter.member(member).kind in charter.roles[role].of]
    if released_by in roles:
        return None
    return Refusal("charter.not_released", "C-11", {"kind": kind, "roles": ", ".join(roles)})


def signature_of(charter: Charter, *, kind: str, role: object) -> SignatureRule | None:
    """Return the rule by which a passkey signs this kind in this role (C-12); None where nothing such is agreed."""
    rule = charter.signatures.get(kind)
    return rule if rule is not None and rule.provenance.judges and role in rule.roles else None


def roles_on(charter: Charter, *, track: str, member: str) -> tuple[Role, ...]:
    """Return the roles in which officers of `member` may act on `track`, the lowest level first."""
    rules, kind = charter.tracks.get(track), charter.member(member).kind
    roles = [charter.roles[name] for name in rules.roles] if rules else []
    return tuple(sorted((role for role in roles if kind in role.of), key=lambda role: role.level))


def tracks_of_role(charter: Charter, role: str) -> tuple[str, ...]:
    """Return the tracks whose entries an officer in this role reads: those that admit the role (C-3), in charter order.

    A track whose rules are not agreed keeps nobody out (C-0).
    """
    return tuple(name for name, rules in charter.tracks.items() if role in rules.roles or not rules.provenance.judges)


def precedence_of(charter: Charter, name: str) -> Precedence | None:
    """Return the precedence by its name ("flash") or its code ("Z"), or None where the charter has none such."""
    by_code = {precedence.code: precedence for precedence in charter.precedences.values()}
    return charter.precedences.get(name) or by_code.get(name)


def handling_minutes(charter: Charter, *, precedence: str) -> int | None:
    """Return the agreed handling time (C-8); None for an unknown precedence or one that is not agreed (C-0)."""
    found = precedence_of(charter, precedence)
    return found.handling_minutes if found and found.provenance.judges else None


def due_at(charter: Charter, *, precedence: str, received_at: datetime) -> datetime | None:
    """Return the instant by which a message received at `received_at` is handled; None where nothing is agreed."""
    minutes = handling_minutes(charter, precedence=precedence)
    return None if minutes is None else received_at + timedelta(minutes=minutes)


def escalation_levels(charter: Charter, *, ladder: str) -> tuple[Level, ...]:
    """Return the levels to which a lapse rises (C-10), lowest first; () for a ladder unknown or not agreed (C-0)."""
    found = charter.ladders.get(ladder)
    return found.levels if found and found.provenance.judges else ()


def level_at(charter: Charter, *, ladder: str, late_for: timedelta) -> int:
    """Return how many levels have been reached `late_for` after a lapse; 0 before it, or where no ladder is agreed."""
    levels = escalation_levels(charter, ladder=ladder)
    return sum(late_for >= timedelta(minutes=level.after_minutes) for level in levels)


def standing_in(provenance: Provenance, *, in_force: bool) -> str:
    """Return how a value stands: in a charter that not all have signed yet, what will be agreed is proposed."""
    return "proposed" if provenance.standing == "agreed" and not in_force else provenance.standing
