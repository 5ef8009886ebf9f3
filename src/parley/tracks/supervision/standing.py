"""The state of the mechanism at an instant, and when its clocks stood still: of all signed changes together. Pure.

A change holds from its second on until the next one that all have signed, a suspension until its own end at most.
What was ended stays so: nothing signed for later changes it, and what all members agree on then is another mechanism.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.matters.entry import entry_number
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.entries import ACTIVE, ENDED, SUSPENDED

# The clause that says what a suspension does (docs/supervision.md).
CLAUSE = "SU-11"


@dataclass(frozen=True, slots=True)
class Held:
    """One state of the mechanism over time: `entry` brought it about, None where the charter's coming into force did.

    `from_s` is None for the first, `until_s` None for the last.
    """

    name: str
    from_s: int | None
    until_s: int | None
    entry: str | None


def held_states(changes: Iterable[ChangeState]) -> tuple[Held, ...]:
    """Return the states of the mechanism in order, without a gap: active at first."""
    found: list[Held] = [Held(ACTIVE, None, None, None)]
    # One whose end had come before its last signature never held.
    agreed = [each for each in changes if each.from_s is not None and _holds(each)]
    for each in sorted(agreed, key=_order):
        _end_alone(found, before_s=each.from_s or 0)
        last = found[-1]
        if last.name == ENDED:
            break
        found[-1] = Held(last.name, last.from_s, each.from_s, last.entry)
        until_s = each.until_s if each.becomes == SUSPENDED else None
        found.append(Held(each.becomes, each.from_s, until_s, each.opening.id))
    _end_alone(found, before_s=None)
    return tuple(each for each in found if each.from_s is None or each.until_s is None or each.from_s < each.until_s)


def standing_at(changes: Iterable[ChangeState], at_s: int) -> Held:
    """Return the state of the mechanism at this second."""
    return next(each for each in reversed(held_states(changes)) if each.from_s is None or each.from_s <= at_s)


def stops(changes: Iterable[ChangeState]) -> tuple[tuple[int, int | None], ...]:
    """Return from when until when (milliseconds) the clocks stand still, None for an end that nobody knows."""
    still = [each for each in held_states(changes) if each.name in (SUSPENDED, ENDED)]
    return tuple(((each.from_s or 0) * 1000, None if each.until_s is None else each.until_s * 1000) for each in still)


def _holds(change: ChangeState) -> bool:
    return change.until_s is None or (change.from_s or 0) < change.until_s


def _order(change: ChangeState) -> tuple[int, int, tuple[str, int]]:
    return (change.from_s or 0, change.main.signed_s or 0, entry_number(change.opening.id))


def _end_alone(found: list[Held], *, before_s: int | None) -> None:
    """Let a suspension that ends by itself before the next change be followed by the active mechanism."""
    last = found[-1]
    if last.until_s is not None and (before_s is None or last.until_s < before_s):
        found.append(Held(ACTIVE, last.until_s, None, last.entry))
