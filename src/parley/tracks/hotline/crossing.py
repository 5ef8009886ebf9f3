"""Which entries contradict each other when neither author could know of the other's (docs/hotline.md, "Crossed"). Pure.

The table is symmetric and looks at nothing but two entries, so it finds the same pairs in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from parley.matters.entry import entry_number

# Two kinds that cross. Those marked "own" come from one log alone, whose entries always know of each other; they stand
# here so that the fold has an answer for every pair.
CROSSING_KINDS = frozenset(
    frozenset(pair)
    for pair in (
        ("message_corrected", "message_answered"),  # an answer to words that were being replaced
        ("message_closed", "message_answered"),
        ("message_closed", "read_back"),
        ("read_back_confirmed", "read_back"),  # only of one reader: see `crosses`
        ("message_corrected", "read_back_confirmed"),  # own
        ("message_corrected", "message_corrected"),  # own
        ("message_corrected", "message_closed"),  # own
        ("message_closed", "read_back_confirmed"),  # own
        ("message_closed", "message_closed"),  # own
        ("watch_taken", "watch_taken"),  # own
        ("watch_taken", "watch_handed_over"),  # own
        ("watch_handed_over", "watch_handed_over"),  # own
    )
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a crossing looks at: the entry, its kind, its author, and the member whose reading it is about."""

    entry: str
    kind: str
    member: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two entries that crossed, sorted by id, and those later ones by which officers who knew both settled it."""

    first: str
    second: str
    members: tuple[str, ...]
    settled_by: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[str, str]:
        """Return both entries."""
        return self.first, self.second


_MAY_CROSS = frozenset(
    (one, other) for pair in CROSSING_KINDS for one in pair for other in pair if {one, other} == pair
)


def may_cross(one: str, other: str) -> bool:
    """Return whether entries of two kinds may contradict each other."""
    return (one, other) in _MAY_CROSS


def crosses(one: Act, other: Act) -> bool:
    """Return whether two entries, neither known to the other's author, contradict each other."""
    kinds = frozenset((one.kind, other.kind))
    if kinds not in CROSSING_KINDS:
        return False
    if kinds == {"read_back_confirmed", "read_back"}:
        return one.about == other.about
    return True


def with_crossings(
    known: tuple[Crossing, ...], *, act: Act, acts: Iterable[Act], beside: frozenset[str]
) -> tuple[Crossing, ...]:
    """Return the crossings after `act`: those it makes with acts beside it, and those it settles.

    It settles a crossing when its author had read both entries, wrote one of them, and says something that counts.
    """
    # Nearly always nothing stands beside it, and all that was said need not be looked through.
    made = [_crossing(act, other) for other in acts if other.entry in beside and crosses(act, other)] if beside else []
    if not made and not known:
        return known
    settled = [_settle(crossing, act=act, beside=beside) for crossing in known]
    return tuple(sorted((*settled, *made), key=lambda c: (entry_number(c.first), entry_number(c.second))))


_SETTLING = frozenset(kind for pair in CROSSING_KINDS for kind in pair)


def _settle(crossing: Crossing, *, act: Act, beside: frozenset[str]) -> Crossing:
    if act.kind not in _SETTLING or act.member not in crossing.members or not beside.isdisjoint(crossing.entries):
        return crossing
    settled_by = tuple(sorted((*crossing.settled_by, act.entry), key=entry_number))
    return replace(crossing, settled_by=settled_by)


def _crossing(one: Act, other: Act) -> Crossing:
    first, second = sorted((one, other), key=lambda act: entry_number(act.entry))
    return Crossing(first.entry, second.entry, tuple(sorted({one.member, other.member})))


def crossings_json(crossings: tuple[Crossing, ...]) -> dict[str, Any]:
    """Return the ids that stand crossed and unsettled, and every crossing with what settled it."""
    open_ids = {entry for crossing in crossings if not crossing.settled_by for entry in crossing.entries}
    return {
        "crossed": sorted(open_ids, key=entry_number),
        "crossings": [{"entries": list(c.entries), "settled_by": list(c.settled_by)} for c in crossings],
    }
