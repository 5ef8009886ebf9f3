"""The burden ledger: what each side has conceded so far, class by class, from the accepted proposals alone. Pure.

It is a sum over entries: whoever holds the same entries comes to the same figures, and can show each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.tracks.deconfliction.proposing.moves import ASIDE, DMM, TIME, TRIM, Proposal


@dataclass(frozen=True, slots=True)
class Concession:
    """What one member gave in one accepted proposal: in which class of activity, and the move itself."""

    member: str
    name: str
    how: str
    amount: int
    unit: str
    cost: int
    entry: str


@dataclass(frozen=True, slots=True)
class Burden:
    """What a member has conceded in one class: how often, and in each way; `cost` in thousandths of its slack."""

    times: int = 0
    cost: int = 0
    seconds: int = 0
    metres_aside: int = 0
    tenths_mm_high: int = 0
    permille_of_ground: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the burden in plain values."""
        return {
            "times": self.times, "cost": self.cost, "seconds": self.seconds, "metres_aside": self.metres_aside,
            "tenths_mm_high": self.tenths_mm_high, "permille_of_ground": self.permille_of_ground,
        }  # fmt: skip


def concessions_of(proposal: Proposal, *, names: Mapping[str, str], entry: str) -> tuple[Concession, ...]:
    """Return what an accepted proposal costs each who moves; `names` gives the class of each notice."""
    return tuple(
        Concession(move.member, names[move.notice], move.how, move.amount, move.unit, move.cost, entry)
        for move in proposal.moves
    )


def ledger(concessions: Iterable[Concession]) -> dict[tuple[str, str], Burden]:
    """Return the burden of each member in each class; each acceptance counts once, in whatever order they come."""
    every = {(each.entry, each.member): each for each in concessions}
    found: dict[tuple[str, str], Burden] = defaultdict(Burden)
    for each in every.values():
        found[each.member, each.name] = _more(found[each.member, each.name], each)
    return dict(sorted(found.items()))


def burdens_between(
    burdens: Mapping[tuple[str, str], Burden], *, one: tuple[str, str], other: tuple[str, str]
) -> dict[str, int]:
    """Return what each of two sides, a member and a class, has conceded: what ties are broken by."""
    return {side[0]: burdens[side].cost if side in burdens else 0 for side in (one, other)}


def _more(burden: Burden, given: Concession) -> Burden:
    far = abs(given.amount)
    is_high = given.how not in (TIME, ASIDE, TRIM)
    return Burden(
        burden.times + 1,
        burden.cost + given.cost,
        burden.seconds + (far if given.how == TIME else 0),
        burden.metres_aside + (far if given.how == ASIDE else 0),
        burden.tenths_mm_high + (far * DMM[given.unit] if is_high else 0),
        burden.permille_of_ground + (far if given.how == TRIM else 0),
    )
