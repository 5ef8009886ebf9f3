"""What the parts of a charter must be to each other: every problem at once, each at its place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import combinations

from parley.charter.blind import blind_faults
from parley.charter.commerce import commerce_faults
from parley.charter.de_escalation import de_escalation_faults
from parley.charter.disputes import dispute_faults
from parley.charter.form import Notes
from parley.charter.incidents import incident_faults
from parley.charter.lognames import generation
from parley.charter.members import public_values
from parley.charter.model import OF_OWN, TRACK_NAMES, Charter
from parley.charter.rules import may_act
from parley.charter.supervision_terms import supervision_faults
from parley.charter.talk_terms import talk_faults
from parley.charter.verdict import Permit
from parley.charter.verifying import verifying_faults

EXERCISE = "exercise-"


def check(charter: Charter, *, notes: Notes, kinds: Set[str] | None) -> None:
    """Note every problem between the parts of `charter`; what could not be read was noted before and is passed over."""
    _check_mark(charter, notes)
    _check_members(charter, notes)
    _check_keys(charter, notes)
    _check_bases(charter, notes)
    _check_audiences(charter, notes)
    _check_roles(charter, notes)
    _check_tracks(charter, notes)
    _check_signers(charter, notes)
    if kinds is not None:
        _check_kinds(charter, notes, kinds=kinds)
    _check_line_checks(charter, notes)
    _check_ladders(charter, notes)
    _check_releases(charter, notes)
    _check_signatures(charter, notes)
    further = (
        blind_faults, verifying_faults, de_escalation_faults, dispute_faults, incident_faults, supervision_faults,
        talk_faults, commerce_faults,
    )  # fmt: skip
    for fault in (each for faults in further for each in faults(charter)):
        notes.note(fault.code, fault.where, **fault.data)


def _check_mark(charter: Charter, notes: Notes) -> None:
    """Note an exercise under the id of the real thing, or the reverse: their logs and keys would bear the same names.

    An amendment is not asked: it changes neither id nor mark (A-2).
    """
    mechanism = charter.mechanism
    if mechanism.id and charter.predecessor is None and mechanism.id.startswith(EXERCISE) != mechanism.exercise:
        notes.note("charter.exercise_id", "mechanism.id", id=mechanism.id, begins=EXERCISE)


def _check_members(charter: Charter, notes: Notes) -> None:
    members = list(enumerate(charter.members))
    _each_once(notes, "charter.duplicate_code", [(f"members.{n}.code", m.code) for n, m in members])
    _each_once(notes, "charter.duplicate_origin", [(f"members.{n}.origin", m.origin) for n, m in members])
    _each_once(notes, "charter.duplicate_address", [(f"members.{n}.address", m.address.lower()) for n, m in members])
    for language in charter.languages:
        names = [(f"members.{n}.names.{language}", m.names.get(language, "").casefold()) for n, m in members]
        _each_once(notes, "charter.duplicate_name", names)
    for n, member in members:
        # The id in the origin keeps the logs of two mechanisms, and of an exercise and the real thing, apart.
        if member.origin and charter.mechanism.id and member.origin.partition(".")[0] != charter.mechanism.id:
            notes.note("charter.origin_elsewhere", f"members.{n}.origin", origin=member.origin, id=charter.mechanism.id)
        # Of an amendment the line before it tells whether the member has a second log.
        if charter.predecessor is None and generation(member.origin) > 1:
            notes.note("charter.origin_numbered", f"members.{n}.origin", origin=member.origin)
    if len([member for member in charter.members if member.kind in ("party", "")]) < 2:
        notes.note("charter.too_few_parties", "members")


def _each_once(notes: Notes, code: str, values: Iterable[tuple[str, str]]) -> None:
    first: dict[str, str] = {}
    for where, value in values:
        if value and value in first:
            notes.note(code, where, value=value[:80], line=notes.marks[first[value]].line)
        elif value:
            first[value] = where


def _check_keys(charter: Charter, notes: Notes) -> None:
    """Note each key that two members, or two roles of one member, share: who holds it could speak for the other."""
    owners: dict[bytes, tuple[str, str]] = {}
    for n, member in enumerate(charter.members):
        for role, value in public_values(member.keys):
            owner = owners.setdefault(value, (member.code, role))
            # Two signing roles of one member with one key were noted where the keys were read.
            if owner[0] != member.code or (owner[1] != role and "tls" in (owner[1], role)):
                where = f"members.{n}.keys.{role}"
                notes.note("charter.duplicate_key_value", where, code=owner[0], role=owner[1])


def _check_bases(charter: Charter, notes: Notes) -> None:
    for name, basis in charter.bases.items():
        if basis.since > charter.since:
            where = f"bases.{name}.since"
            notes.note("charter.since_after_charter", where, since=str(basis.since), charter=str(charter.since))
        for number, code in enumerate(basis.by):
            if code not in charter.codes:
                notes.note("charter.unknown_member", f"bases.{name}.by.{number}", code=code)


def _check_audiences(charter: Charter, notes: Notes) -> None:
    first: dict[tuple[str, ...], str] = {}
    for name, audience in charter.audiences.items():
        where = f"audiences.{name}.members"
        if len(audience.members) == 1:
            notes.note("charter.audience_of_one", where, code=audience.members[0])
        if audience.members and audience.members in first:
            notes.note("charter.duplicate_audience", where, name=first[audience.members])
        first.setdefault(audience.members, name)


def _check_roles(charter: Charter, notes: Notes) -> None:
    admitted = {role for track in charter.tracks.values() for role in track.roles}
    kinds_here = {member.kind for member in charter.members}
    for name, role in charter.roles.items():
        if name not in admitted and not _stands_on_a_ladder(charter, name):
            notes.note("charter.role_unused", f"roles.{name}", name=name)
        if role.of and not set(role.of) & kinds_here:
            notes.note("charter.role_of_nobody", f"roles.{name}.of", name=name)
        for number, word in enumerate(role.may):
            if word in TRACK_NAMES and word not in charter.tracks:
                notes.note("charter.track_not_opened", f"roles.{name}.may.{number}", name=word)


def _stands_on_a_ladder(charter: Charter, role: str) -> bool:
    return any(level.role == role for ladder in charter.ladders.values() for level in ladder.levels)


def _check_tracks(charter: Charter, notes: Notes) -> None:
    for name, track in charter.tracks.items():
        for number, audience in enumerate(track.audiences):
            if audience not in charter.audiences:
                notes.note("charter.unknown_audience", f"tracks.{name}.audiences.{number}", name=audience)
        for number, role in enumerate(track.roles):
            if role not in charter.roles:
                notes.note("charter.unknown_role", f"tracks.{name}.roles.{number}", name=role)
    _each_once(notes, "charter.duplicate_precedence_code", _precedence_codes(charter))


def _check_signers(charter: Charter, notes: Notes) -> None:
    """Note each member of whom nobody may sign: no version of the charter, this one either, could come into force."""
    for n, member in enumerate(charter.members):
        verdicts = [
            may_act(charter, member=member.code, role=name, kind="charter_signed", track="charter")
            for name in charter.roles
        ]
        if member.kind and not any(isinstance(verdict, Permit) for verdict in verdicts):
            notes.note("charter.nobody_may_sign", f"members.{n}", code=member.code)


def _precedence_codes(charter: Charter) -> list[tuple[str, str]]:
    return [(f"precedences.{name}.code", precedence.code) for name, precedence in charter.precedences.items()]


def _check_kinds(charter: Charter, notes: Notes, *, kinds: Set[str]) -> None:
    for name, role in charter.roles.items():
        for number, word in enumerate(role.may):
            if word not in kinds and word not in TRACK_NAMES:
                notes.note("charter.unknown_kind", f"roles.{name}.may.{number}", name=word)
    for name in charter.releases:
        if name not in kinds:
            notes.note("charter.unknown_kind", f"releases.{name}", name=name)
    for name in charter.signatures:
        if name not in kinds:
            notes.note("charter.unknown_kind", f"signatures.{name}", name=name)
    for name, track in charter.tracks.items():
        for number, word in enumerate(track.node_files):
            if word not in kinds:
                notes.note("charter.unknown_kind", f"tracks.{name}.node_files.{number}", name=word)


def _check_releases(charter: Charter, notes: Notes) -> None:
    """Note a release by a role that nobody has, and one that a member could never get: its act would never leave."""
    for name, rule in charter.releases.items():
        for number, role in enumerate(rule.roles):
            if role not in charter.roles:
                notes.note("charter.unknown_role", f"releases.{name}.roles.{number}", name=role)
        of = {kind for role in rule.roles if role in charter.roles for kind in charter.roles[role].of}
        for member in charter.members:
            if rule.roles and of and member.kind and member.kind not in of:
                notes.note("charter.nobody_may_release", f"releases.{name}.roles", kind=name, code=member.code)


def _check_signatures(charter: Charter, notes: Notes) -> None:
    for name, rule in charter.signatures.items():
        for number, role in enumerate(rule.roles):
            if role not in charter.roles:
                notes.note("charter.unknown_role", f"signatures.{name}.roles.{number}", name=role)


def _check_line_checks(charter: Charter, notes: Notes) -> None:
    """Note pairs of parties without any line check: their silence would not be seen."""
    if not charter.line_checks:
        return
    checked = {frozenset(schedule.between) for schedule in charter.line_checks}
    parties = [member.code for member in charter.members if member.kind == "party" and member.code]
    for a, b in combinations(parties, 2):
        if a != b and frozenset((a, b)) not in checked:
            notes.note("charter.pair_without_line_check", "line_checks", a=a, b=b)


def _check_ladders(charter: Charter, notes: Notes) -> None:
    for name, ladder in charter.ladders.items():
        for number, level in enumerate(ladder.levels):
            where = f"ladders.{name}.levels.{number}"
            role = charter.roles.get(level.role)
            if level.role and role is None:
                notes.note("charter.unknown_role", f"{where}.role", name=level.role)
            if level.of and level.of != OF_OWN and not charter.supervisors:
                notes.note("charter.no_supervisor", f"{where}.of")
            if role and role.of and level.of == "supervisor" and "supervisor" not in role.of:
                notes.note("charter.role_not_of_supervisor", f"{where}.role", name=level.role)
