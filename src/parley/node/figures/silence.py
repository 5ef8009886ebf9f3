"""Silence of a member: stretches in which its log grew by nothing, whatever it says. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one entry of a log to the next, or to the edge of the span; `before` and `after` are their ids, or empty."""

    from_ms: int
    until_ms: int
    before: str
    after: str

    @property
    def lasted_ms(self) -> int:
        """Return how long nothing came."""
        return self.until_ms - self.from_ms


def stretches(said: Iterable[tuple[int, str]], *, from_ms: int, until_ms: int) -> list[Stretch]:
    """Return what lies between these entries within the span, by the clocks of their author, in order of time.

    `said` are (instant, id) in any order; the last one before the span may be among them, to name what came before it.
    """
    found: list[Stretch] = []
    at_ms, before = from_ms, ""
    for instant, entry in sorted(said):
        if instant >= until_ms:
            break
        if instant > at_ms:
            found.append(Stretch(at_ms, instant, before, entry))
        at_ms, before = max(at_ms, instant), entry
    if at_ms < until_ms:
        found.append(Stretch(at_ms, until_ms, before, ""))
    return found
