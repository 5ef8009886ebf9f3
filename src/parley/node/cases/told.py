"""A file of cases as it was read: what is said in each, in its order, and what must follow when."""

from __future__ import annotations

from collections.abc import Mapping as Fields
from dataclasses import dataclass, field
from typing import Any

from parley.charter.problem import Mark
from parley.charter.source import Scalar, Value


@dataclass(frozen=True, slots=True)
class Void:
    """How an entry must be void: by which clause, and, where the case says so, with which code and fault."""

    clause: str
    code: str
    fault: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that happens: a member says something, or, without a `kind`, members receive what was said before.

    `to` are codes of members, or `audience` names one of the charter's; without either it goes to all, and within a
    matter to those to whom that was opened. `unread` are names of entries, or codes of members of whom nothing newer
    was read; `received` by whom at once.
    """

    mark: Mark
    at_s: int
    by: str = ""
    kind: str = ""
    name: str = ""
    within: str = ""
    audience: str = ""
    to: tuple[str, ...] = ()
    role: str = ""
    released_by: str = ""
    content: Fields[str, Any] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    received: tuple[str, ...] = ()
    void: Void | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One value that must follow: by which path it is found, what it is, where the case says so."""

    path: str
    value: Any
    mark: Mark


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty that must follow: the fields that the case names, read as they are written in docs/cases.md."""

    mark: Mark
    fields: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What must follow at one instant: None stands for what the case does not ask.

    `of` names an entry of the matter that is looked at. `meets` are the rules of zones that its plan meets, `overlaps`
    the names of the entries with whose plans it shares ground, `held_by` those of the standstills into which it falls.
    `steps` asks how the steps of an instrument stand, `slip` what would follow from one, `ladder` on which levels a
    dispute stood, `measures_met_by` what meets its interim measures, `line_use` whether the line was used before the
    force that an account tells of, `suspended_by` which standstills suspend a permit, `decided_while` who decided while
    the mechanism was not active, `calendar` for inspections by calendar; `limits` what is allowed, declared and
    counted, `line_on` which lines and zones hold, of all matters together.
    """

    mark: Mark
    at_s: int
    of: str
    state: tuple[Asked, ...] | None = None
    duties: tuple[Owed, ...] | None = None
    meets: tuple[Any, ...] | None = None
    overlaps: tuple[str, ...] | None = None
    held_by: tuple[str, ...] | None = None
    steps: tuple[Asked, ...] | None = None
    slip: tuple[Asked, ...] | None = None
    ladder: tuple[Any, ...] | None = None
    measures_met_by: tuple[str, ...] | None = None
    line_use: tuple[Any, ...] | None = None
    suspended_by: tuple[str, ...] | None = None
    decided_while: tuple[Any, ...] | None = None
    calendar: tuple[Any, ...] | None = None
    limits: tuple[Asked, ...] | None = None
    line_on: tuple[Asked, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlanCase:
    """An activity that nobody has notified yet, and which rules of zones it meets."""

    plan: Fields[str, str]
    meets: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class DayCase:
    """A day, and which lines and zones are drawn on it."""

    at_s: int
    lines: tuple[str, ...]
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CharterChange:
    """By which charter a case goes: bases that are agreed too, and sections that stand in place of the file's."""

    mark: Mark
    agreed_too: tuple[str, ...] = ()
    sections: tuple[tuple[Scalar, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A situation and what must follow; `refused` is the code with which a changed charter must be refused."""

    name: str
    mark: Mark
    charter: CharterChange
    said: tuple[Saying, ...] = ()
    looks: tuple[Look, ...] = ()
    plan: PlanCase | None = None
    day: DayCase | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class CasesFile:
    """A file of cases: the charter that it names, as a path from the file, and its cases."""

    charter: str
    cases: tuple[Case, ...]
