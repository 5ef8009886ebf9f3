"""Emergency access as the page and the alarm show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Role
from parley.desk.emergency import opening
from parley.desk.emergency.models import Access
from parley.desk.frame import Frame
from parley.desk.models import Officer
from parley.desk.officers.roles import ADMINISTRATOR
from parley.node import reading
from parley.node.store import officer_keys

MOST_PAST = 20
MOST_TOLD = 30


@dataclass(frozen=True, slots=True)
class AccessShown:
    """One access with the names that this desk shows. `may_end` says whether the reader may end it."""

    number: int
    officer: str
    role: str
    why: str
    asked_by: str
    confirmed_by: str
    opened_ms: int | None
    until_ms: int | None
    ended_ms: int | None
    entry: str
    may_end: bool
    is_asker: bool


@dataclass(frozen=True, slots=True)
class ToldShown:
    """An access as a member's log tells it, to all: the role and until when, and no name."""

    member: str
    entry: str
    role: str
    at_ms: int
    until_ms: int
    ended_ms: int | None
    is_lasting: bool


def accesses_shown(frame: Frame, rows: list[Access]) -> list[AccessShown]:
    """Return accesses as the reader sees them."""
    names = dict(Officer.objects.values_list("name", "shown_as"))
    return [_shown(frame, row, names=names) for row in rows]


def page_shown(frame: Frame) -> dict[str, Any]:
    """Return what the page shows, besides what was typed."""
    charter, own = frame.node.charter(), frame.node
    kind = charter.member(own.member).kind
    roles = [role.name for role in charter.roles.values() if _can_be_opened(role, kind=kind)]
    others = Officer.objects.filter(is_locked=False).exclude(role=ADMINISTRATOR).order_by("name")
    return {
        "lasting": accesses_shown(frame, opening.lasting()),
        "waiting": accesses_shown(frame, opening.waiting()),
        "past": accesses_shown(frame, list(opening.past(most=MOST_PAST))),
        "told": _told(frame),
        "officers": [(each.name, each.shown_as) for each in others],
        "roles": [(name, frame.role_of(name)) for name in roles],
        "hours": own.settings.desk_emergency_hours,
        "why_limit": opening.WHY_LIMIT,
        "minutes": opening.CONFIRM_MS // 60_000,
    }


def _can_be_opened(role: Role, *, kind: str) -> bool:
    return kind in role.of and role.name != ADMINISTRATOR


def _shown(frame: Frame, row: Access, *, names: Mapping[str, str]) -> AccessShown:
    name = frame.officer.name
    return AccessShown(
        row.pk,
        row.officer.shown_as,
        frame.role_of(row.role),
        row.why,
        names.get(row.asked_by, row.asked_by),
        names.get(row.confirmed_by, row.confirmed_by),
        row.opened_ms,
        row.until_ms,
        row.ended_ms,
        row.entry,
        may_end=name in (row.asked_by, row.confirmed_by, row.officer.name),
        is_asker=name == row.asked_by,
    )


def _told(frame: Frame) -> list[ToldShown]:
    codes = {log: reading.code_of(frame.node, origin) for origin, log in _logs(frame).items()}
    return [
        ToldShown(
            codes.get(row.log, ""), f"{codes.get(row.log, '')}/{row.number}", frame.role_of(row.role), row.at_ms,
            row.until_ms, row.ended_at_ms, is_lasting=row.ended_at_ms is None and row.until_ms > frame.now_ms,
        )
        for row in officer_keys.emergencies(frame.node.reader())[:MOST_TOLD]
    ]  # fmt: skip


def _logs(frame: Frame) -> dict[str, int]:
    return {member.origin: frame.node.ledger.log_id(member.origin) for member in frame.node.charter().members}
