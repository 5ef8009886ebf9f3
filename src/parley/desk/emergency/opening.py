"""Opening an emergency access by two officers, ending it, and which of them last: the rules, and what is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parley.charter.verdict import Refusal
from parley.desk.cell import node
from parley.desk.emergency.models import Access
from parley.desk.models import Officer
from parley.desk.officers.roles import ADMINISTRATOR, own_roles_of
from parley.node.drafts import Draft, Filed, Queued
from parley.node.filing import file

HOUR_MS = 60 * 60 * 1000
# Within so long the second officer confirms; afterwards it is asked for anew.
CONFIRM_MS = 15 * 60 * 1000
WHY_LIMIT = 400


def ask(officer: Officer | None, *, role: str, why: str, by: Any) -> Access | Refusal:
    """Ask for a role for a named officer; refused where the asker, the officer or the role does not fit."""
    refusal = _refuse_asker(by) or _refuse_wish(officer, role=role)
    if refusal is not None:
        return refusal
    if not why.strip() or len(why.strip()) > WHY_LIMIT:
        return Refusal("emergency_why", "DESK-62")
    now_ms = node().clock.now_ms()
    asked = Access.objects.create(officer=officer, role=role, why=why.strip(), asked_by=by.name, asked_ms=now_ms)
    _told()
    return asked


def confirm(access: Access, *, by: Any) -> Refusal | None:
    """Open what another officer asked for: the members are told first, then the role is held until its time."""
    refusal = _refuse_second(access, by=by) or _refuse_wish(access.officer, role=access.role)
    if refusal is not None:
        return refusal
    own, now_ms = node(), node().clock.now_ms()
    until_ms = now_ms + own.settings.desk_emergency_hours * HOUR_MS
    outcome = _say("emergency_access_opened", {"role": access.role, "until_ms": until_ms}, by=by, access=access)
    if isinstance(outcome, Refusal):
        return outcome
    entry = outcome.id if isinstance(outcome, Filed) else ""
    # Once: of two who confirm at the same moment the second finds it open.
    opened = {"confirmed_by": by.name, "opened_ms": now_ms, "until_ms": until_ms, "entry": entry}
    if not Access.objects.filter(pk=access.pk, opened_ms=None, ended_ms=None).update(**opened):
        return Refusal("emergency_gone", "DESK-61")
    access.refresh_from_db()
    _name(access)
    _told()
    return None


def end(access: Access, *, by: Any) -> Refusal | None:
    """End it before its time, or withdraw what was asked for: either of the two may, and who has the access."""
    if by.name not in (access.asked_by, access.confirmed_by, access.officer.name):
        return Refusal("emergency_not_yours", "DESK-63")
    now_ms = node().clock.now_ms()
    if not Access.objects.filter(pk=access.pk, ended_ms=None).update(ended_ms=now_ms, ended_by=by.name):
        return Refusal("emergency_gone", "DESK-61")
    if access.opened_ms is not None and access.until_ms > now_ms and access.entry:
        _say("emergency_access_ended", {"entry": access.entry}, by=by, access=access)
    _told()
    return None


def lasting() -> list[Access]:
    """Return the accesses that last now, what ends first coming first."""
    found = Access.objects.filter(until_ms__gt=node().clock.now_ms(), ended_ms=None).select_related("officer")
    return list(found.order_by("until_ms"))


def waiting() -> list[Access]:
    """Return what was asked for and still waits for a second officer."""
    since = node().clock.now_ms() - CONFIRM_MS
    found = Access.objects.filter(opened_ms=None, ended_ms=None, asked_ms__gt=since).select_related("officer")
    return list(found.order_by("asked_ms"))


def past(*, most: int) -> Iterable[Access]:
    """Return the newest accesses that were opened and last no more."""
    now_ms = node().clock.now_ms()
    opened = Access.objects.exclude(opened_ms=None).select_related("officer").order_by("-opened_ms")
    return [each for each in opened[: 2 * most] if each.ended_ms is not None or each.until_ms <= now_ms][:most]


def may_open(officer: Any) -> bool:
    """Return whether this officer counts as one of the two: whoever keeps the accounts does not."""
    return officer.is_active and ADMINISTRATOR not in own_roles_of(officer)


def _refuse_asker(officer: Any) -> Refusal | None:
    return None if may_open(officer) else Refusal("emergency_administrator", "DESK-60")


def _refuse_wish(officer: Officer | None, *, role: str) -> Refusal | None:
    """Refuse an access that nobody can have: a locked officer, an administrator, a role of no officer of this member.

    Without the first two a forgotten account, or the one that reads nothing, would read.
    """
    charter = node().charter()
    held = charter.roles.get(role)
    if officer is None or not may_open(officer):
        return Refusal("emergency_officer", "DESK-64")
    if role == ADMINISTRATOR or held is None or charter.member(node().member).kind not in held.of:
        return Refusal("emergency_role", "DESK-64")
    return Refusal("emergency_held", "DESK-64") if role in own_roles_of(officer) else None


def _refuse_second(access: Access, *, by: Any) -> Refusal | None:
    if access.opened_ms is not None or access.ended_ms is not None:
        return Refusal("emergency_gone", "DESK-61")
    if access.asked_ms + CONFIRM_MS < node().clock.now_ms():
        return Refusal("emergency_late", "DESK-61")
    if access.asked_by == by.name:
        return Refusal("emergency_same", "DESK-60")
    return _refuse_asker(by)


def _say(kind: str, content: dict[str, Any], *, by: Any, access: Access) -> Filed | Queued | Refusal:
    """Tell all members, once: of two who press at the same moment one is heard, and the other finds it done."""
    own, once = node(), f"{kind}-{access.pk}-{access.asked_ms}"
    # The field `role` says which role was opened; in which one the officer acted stands beside it.
    said = {**content, "by_role": by.role}
    return file(Draft(kind, own.charter().codes, said, officer=by.name, once=once), node=own)


def _name(access: Access) -> None:
    """Keep in the own log, readable by this member alone, who opened it for whom and why."""
    own = node()
    names = {"officer": access.officer.name, "asked_by": access.asked_by, "confirmed_by": access.confirmed_by}
    content = {"entry": access.entry or f"{own.member}/0", "why": access.why, **names}
    file(Draft("emergency_access_named", (own.member,), content, officer=access.confirmed_by), node=own)


def _told() -> None:
    node().changes.publish(frozenset({"emergency", "duties"}))
