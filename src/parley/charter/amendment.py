"""What an amendment changes, value by value, for those who are asked to sign it; and what none may change. Pure.

| clause | says |
|---|---|
| A-1 | an amendment names the SHA-256 of the charter that it replaces |
| A-2 | the mechanism's id and its mark as an exercise stay |
| A-3 | an amendment holds no earlier than what it replaces |
| A-4 | a member's code never means another log, but by a succession, and a log never becomes another member's |
| A-5 | a key never becomes another member's |
| A-6 | the code of a precedence keeps its meaning |

A log that was lost or forked is not replaced by amendment: that is a succession (`parley.charter.succession`), which
the member signs with its offline key. Of a member that has a second log only that counts: the first never comes back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from parley.charter.lognames import generation
from parley.charter.members import public_values
from parley.charter.model import Charter, LineCheckSchedule
from parley.charter.verdict import Refusal

SECTIONS = (
    "since", "mechanism", "languages", "roles", "audiences", "tracks", "precedences", "ladders", "releases",
    "signatures", "map", "activities", "zones", "feeds", "blind_notices", "inspections", "findings",
    "early_warning", "de_escalation", "incidents", "disputes", "glossary", "bases",
    "commitments", "supervision", "talks", "commerce", "information",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs; `before` is None for what is new, `after` is None for what is gone."""

    where: str
    before: str | None
    after: str | None


def changes_between(before: Charter, after: Charter) -> tuple[Change, ...]:
    """Return every value that differs, by its dotted path; members go by code, so that moving one shows as order."""
    old, new = dict(_values(before)), dict(_values(after))
    paths = [*old, *(path for path in new if path not in old)]
    return tuple(Change(path, old.get(path), new.get(path)) for path in sorted(paths) if old.get(path) != new.get(path))


def _values(charter: Charter) -> Iterator[tuple[str, str]]:
    yield "members", " ".join(charter.codes)
    yield "instead_of", " ".join(charter.instead_of)
    yield from _flat(charter.closes, "closes") if charter.closes else ()
    for member in charter.members:
        yield from _flat(member, f"members.{member.code}")
    for schedule in charter.line_checks:
        yield from _flat(schedule, f"line_checks.{_name_of(schedule)}")
    for name in SECTIONS:
        yield from _flat(getattr(charter, name), name)


def _name_of(schedule: LineCheckSchedule) -> str:
    """Return what tells schedules apart; two that agree in all of this differ in nothing that could be told."""
    offset = f"{schedule.every_minutes}+{schedule.offset_minutes}"
    return f"{'-'.join(schedule.between)} {offset} {schedule.answered_by}"


def _flat(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _flat(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, Mapping):
        yield where, " ".join(value)
        for key, item in value.items():
            yield from _flat(item, f"{where}.{key}")
    elif isinstance(value, tuple) and any(is_dataclass(item) for item in value):
        for number, item in enumerate(value, start=1):
            yield from _flat(item, f"{where}.{number}")
    elif isinstance(value, tuple):
        yield where, " ".join(map(str, value))
    else:
        yield where, "" if value is None else str(value)


def refusals_of_amendment(
    after: Charter, *, earlier: Sequence[Charter], succeeds: str | None = None
) -> tuple[Refusal, ...]:
    """Return every reason why `after` cannot follow; `earlier` holds all versions before it, the newest last.

    `succeeds` names the member that goes on under a new log, where `after` is a succession: of it A-4 is not asked.
    """
    before = earlier[-1]
    found: list[Refusal] = []
    if after.predecessor != before.digest:
        digests = {"predecessor": str(after.predecessor), "charter": before.digest}
        found.append(Refusal("amendment.other_predecessor", "A-1", digests))
    if (after.mechanism.id, after.mechanism.exercise) != (before.mechanism.id, before.mechanism.exercise):
        found.append(Refusal("amendment.other_mechanism", "A-2", {"id": before.mechanism.id}))
    if after.since < before.since:
        found.append(Refusal("amendment.earlier", "A-3", {"since": str(after.since), "before": str(before.since)}))
    if after.closes is not None and succeeds is None:
        found.append(Refusal("amendment.closes", "A-4", {"log": after.closes.log}))
    found.extend(_codes_of_other_logs(after, earlier=earlier, succeeds=succeeds))
    for version in earlier:
        found.extend(_logs_moved(version, after))
        found.extend(_keys_moved(version, after))
        found.extend(_codes_moved(version, after))
    return _each_once(found)


def _each_once(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    kept: list[Refusal] = []
    for refusal in refusals:
        if refusal not in kept:
            kept.append(refusal)
    return tuple(kept)


def _logs_moved(version: Charter, after: Charter) -> Iterator[Refusal]:
    for member in after.members:
        owner = version.member_of_log(member.origin)
        if owner is not None and owner.code != member.code:
            figures = {"origin": member.origin, "code": owner.code, "other": member.code}
            yield Refusal("amendment.log_of_another", "A-4", figures)


def _codes_of_other_logs(after: Charter, *, earlier: Sequence[Charter], succeeds: str | None) -> Iterator[Refusal]:
    """Refuse another log than the last that a code meant, and a first log that bears the name of a second."""
    meant = {member.code: member.origin for version in earlier for member in version.members}
    for member in after.members:
        origin = meant.get(member.code)
        if origin is None and generation(member.origin) > 1:
            yield Refusal("amendment.origin_numbered", "A-4", {"code": member.code, "origin": member.origin})
        elif origin not in (None, member.origin) and member.code != succeeds:
            figures = {"code": member.code, "origin": str(origin), "other": member.origin}
            yield Refusal("amendment.code_of_another", "A-4", figures)


def _keys_moved(version: Charter, after: Charter) -> Iterator[Refusal]:
    owners = {value: member.code for member in version.members for _, value in public_values(member.keys)}
    for member in after.members:
        for role, value in public_values(member.keys):
            owner = owners.get(value, member.code)
            if owner != member.code:
                yield Refusal("amendment.key_of_another", "A-5", {"code": member.code, "role": role, "owner": owner})


def _codes_moved(version: Charter, after: Charter) -> Iterator[Refusal]:
    for name, precedence in version.precedences.items():
        now = after.precedences.get(name)
        if now is not None and now.code != precedence.code:
            figures = {"name": name, "before": precedence.code, "after": now.code}
            yield Refusal("amendment.precedence_code", "A-6", figures)
