"""What a file of zones tells, between its form and a charter: zones, lines, and a report of what was changed. Pure.

Nothing is repaired silently: whatever differs from the file is a remark, and what cannot be taken is a fault at its
field. A code is a sentence of texts/zones.json.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parley.geo.figures import Misread
from parley.geo.height import Height
from parley.geo.place import Place

REPAIRED, LOST, NOTED = "repaired", "lost", "noted"

# More than this nobody proposes in one file.
MOST_ZONES = 1_000
MOST_FAULTS = 1_000

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BasisTold:
    """From where a value comes, the day since when, how it stands, by whom, and how well its source is known."""

    source: str
    since: str
    standing: str
    by: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule of a zone; without a basis of its own it has that of the file."""

    rule: str
    classes: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    limit: int | None = None
    basis: BasisTold | None = None
    from_s: int | None = None
    until_s: int | None = None


@dataclass(frozen=True, slots=True)
class LimitTold:
    """How many of something may be there."""

    name: str
    names: Mapping[str, str]
    at_most: int
    members: tuple[str, ...] = ()
    basis: BasisTold | None = None
    from_s: int | None = None
    until_s: int | None = None


@dataclass(frozen=True, slots=True)
class ZoneTold:
    """A zone: its outline without the first corner said again, heights as written (None: no limit), and its times.

    `labels` are what members, by their codes, call it otherwise, by language.
    """

    name: str
    names: Mapping[str, str]
    corners: tuple[Place, ...]
    lower: Height | None = None
    upper: Height | None = None
    drawing: str = "exact"
    rules: tuple[RuleTold, ...] = ()
    limits: tuple[LimitTold, ...] = ()
    basis: BasisTold | None = None
    from_s: int | None = None
    until_s: int | None = None
    windows: tuple[Window, ...] | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineTold:
    """A line with its points and its times."""

    name: str
    names: Mapping[str, str]
    points: tuple[Place, ...]
    drawing: str = "exact"
    basis: BasisTold | None = None
    from_s: int | None = None
    until_s: int | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that was changed on the way (REPAIRED), was not carried over (LOST), or is to be looked at (NOTED)."""

    kind: str
    code: str
    where: str
    data: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(slots=True)
class Told:
    """What a reader gathers; with any fault, what was read is none."""

    zones: list[ZoneTold] = field(default_factory=list)
    lines: list[LineTold] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Misread] = field(default_factory=list)
    # How many windows of schedules were spelled out so far: a file has one measure for all of them.
    spelled: int = 0
    _is_full: bool = False

    def has_room(self, where: str, count: int) -> bool:
        """Return whether so many more zones are taken; a file with more is refused."""
        if len(self.zones) + len(self.lines) + count <= MOST_ZONES:
            return True
        self._is_full = True
        self.fault("zones.too_many", where, most=MOST_ZONES)
        return False

    def is_at_end(self, where: str) -> bool:
        """Return whether the rest of a file is left unread: too many zones, or more faults than anybody mends."""
        if not self._is_full and len(self.faults) > MOST_FAULTS:
            self._is_full = True
            self.fault("zones.rest_unread", where)
        return self._is_full

    def repaired(self, code: str, where: str, /, **data: str | int) -> None:
        """Note what stands otherwise here than in the file."""
        self.remarks.append(Remark(REPAIRED, code, where, data))

    def noted(self, code: str, where: str, /, **data: str | int) -> None:
        """Note what whoever proposes it must look at."""
        self.remarks.append(Remark(NOTED, code, where, data))

    def lost(self, code: str, where: str, /, **data: str | int) -> None:
        """Note what the other form has no place for."""
        self.remarks.append(Remark(LOST, code, where, data))

    def fault(self, found: str | Misread, where: str, /, **data: str | int) -> None:
        """Note what cannot be taken."""
        code, told = (found.code, dict(found.data)) if isinstance(found, Misread) else (found, data)
        self.faults.append(Misread(code, where, told))
