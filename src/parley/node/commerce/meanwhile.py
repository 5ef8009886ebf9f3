"""Which decisions fell into a time in which the mechanism was not active (SU-11): they are marked, and they stand.

Everything can be filed while clocks stand still, and no fold reads the state of the mechanism. So what was decided then
is told by the signed changes and the clock of who decided, whenever somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from parley.tracks.supervision.entries import ACTIVE
from parley.tracks.supervision.standing import Held

CLAUSE = "SU-11"


def decided_meanwhile(decisions: Iterable[Mapping[str, Any]], states: Sequence[Held]) -> dict[str, Held]:
    """Return by its entry each decision that was said while the mechanism was not active, with its state then.

    `states` are those of the mechanism in order, without a gap (`held_states`).
    """
    still = [each for each in states if each.name != ACTIVE]
    found = {}
    for decision in decisions if still else ():
        at_s = decision["at_ms"] // 1000
        held = next((each for each in still if _holds(each, at_s)), None)
        if held is not None:
            found[decision["entry"]] = held
    return found


def _holds(held: Held, at_s: int) -> bool:
    return (held.from_s is None or held.from_s <= at_s) and (held.until_s is None or at_s < held.until_s)
