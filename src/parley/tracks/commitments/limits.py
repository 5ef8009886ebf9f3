"""The limits of the charter's zones beside what was declared, counted and excepted, as of an instant. Pure.

A limit says how many of something may be in a zone at one time, of whom it binds all together. Nothing is over a limit
that is not agreed (C-0): the figures stand there with its standing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parley.charter.as_of import drawn_at
from parley.charter.model import Charter
from parley.charter.zones import Zone, ZoneLimit
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.forces_state import ForcesState
from parley.tracks.commitments.variances import parties_of

AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Count:
    """What an inspection found of one limit, of one member or of all: a figure, or (None) why there is none."""

    zone: str
    limit: str
    counted: int | None
    why: str
    at_s: int
    entry: str
    by: str
    matter: str = ""
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """What a member says that it has, as of when, in which matter."""

    member: str
    count: int
    as_of_s: int
    matter: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit in one zone: what is allowed, declared, counted, and by how much more than allowed."""

    zone: str
    limit: str
    standing: str
    at_most: int
    allowed: int
    variances: tuple[str, ...]
    bound: tuple[str, ...]
    declared: tuple[Declared, ...]
    count: Count | None

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Return whom the limit binds and who declared nothing."""
        told = {each.member for each in self.declared}
        return tuple(code for code in self.bound if code not in told)

    @property
    def declared_all(self) -> int | None:
        """Return what all whom it binds declared together; None while one of them has not."""
        return None if self.undeclared else sum(each.count for each in self.declared)

    @property
    def over_declared(self) -> int | None:
        """Return by how much the declarations are over what is allowed; None where that cannot be said."""
        return self._over(self.declared_all)

    @property
    def over_counted(self) -> int | None:
        """Return by how much the newest count is over what is allowed; None where that cannot be said."""
        return self._over(self.count.counted if self.count is not None else None)

    def _over(self, found: int | None) -> int | None:
        if found is None or self.standing != AGREED:
            return None
        return max(found - self.allowed, 0)


def limit_rows(
    charter: Charter, *, declarations: Iterable[ForcesState], variances: Iterable[CommitmentState],
    counts: Iterable[Count], at_s: int,
) -> tuple[LimitRow, ...]:  # fmt: skip
    """Return a row for each limit of each zone that holds at `at_s`, by what was known then."""
    told, excepted, found = list(declarations), list(variances), list(counts)
    return tuple(
        _row(charter, zone, limit, told, excepted, found, at_s=at_s)
        for zone in drawn_at(charter, at_s).zones
        for limit in zone.limits.values()
    )


def _row(
    charter: Charter, zone: Zone, limit: ZoneLimit, told: list[ForcesState], excepted: list[CommitmentState],
    counts: list[Count], *, at_s: int,
) -> LimitRow:  # fmt: skip
    held = [each for each in excepted if _holds(each, zone.name, limit.name, at_s=at_s)]
    bound = limit.members or parties_of(charter)
    return LimitRow(
        zone.name, limit.name, zone.standing_of(limit), limit.at_most,
        max([limit.at_most, *(int(each.main.terms["at_most"]) for each in held)]),
        tuple(each.opening.id for each in held), bound,
        tuple(_declared(told, zone.name, limit.name, bound, at_s=at_s)),
        _newest(counts, zone.name, limit.name, at_s=at_s),
    )  # fmt: skip


def _holds(state: CommitmentState, zone: str, limit: str, *, at_s: int) -> bool:
    terms = state.main.terms
    if not state.is_variance or state.from_s is None or (terms["zone"], terms["limit"]) != (zone, limit):
        return False
    return state.from_s <= at_s < int(terms["until_s"])


def _declared(
    told: list[ForcesState], zone: str, limit: str, bound: tuple[str, ...], *, at_s: int
) -> Iterator[Declared]:
    """Yield the newest declaration of each member that it binds: by what it is as of, then by its entry's time."""
    for code in bound:
        own = [
            Declared(code, count, state.as_of_s, state.opening.id)
            for state in sorted(told, key=lambda each: (each.as_of_s, each.opening.at_ms, each.opening.id))
            if state.opening.member == code and state.as_of_s <= at_s
            for named_zone, named_limit, count in state.counts
            if (named_zone, named_limit) == (zone, limit)
        ]
        yield from own[-1:]


def _newest(counts: list[Count], zone: str, limit: str, *, at_s: int) -> Count | None:
    own = [each for each in counts if (each.zone, each.limit) == (zone, limit) and each.at_s <= at_s]
    last = max(own, key=lambda each: (each.at_s, each.entry), default=None)
    if last is None:
        return None
    # One inspection may count each member apart: together they are what is in the zone.
    parts = [each for each in own if each.entry == last.entry]
    known = [each.counted for each in parts if each.counted is not None]
    whole = sum(known) if len(known) == len(parts) else None
    return replace(last, counted=whole, member=None, why=" ".join(each.why for each in parts if each.why))
