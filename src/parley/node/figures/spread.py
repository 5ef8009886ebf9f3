"""How long something took, of many: the middle one, that of nine in ten, the longest. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in milliseconds, each of them one that was measured: no mean of two stands for either."""

    count: int
    median_ms: int
    ninetieth_ms: int
    worst_ms: int


def spread(durations_ms: Iterable[int]) -> Spread | None:
    """Return the spread of these durations by nearest rank, of an even number the lower middle; None of nothing."""
    found = sorted(durations_ms)
    if not found:
        return None
    return Spread(len(found), _ranked(found, 50), _ranked(found, 90), found[-1])


def _ranked(found: list[int], percent: int) -> int:
    """Return the smallest of them that so many of a hundred do not exceed."""
    return found[-(-len(found) * percent // 100) - 1]
