"""The control chart of one sector: a Poisson CUSUM of its daily counts against its own past (IW-2). Pure.

Each day adds what happened and takes the reference value away; the sum never falls below nothing. While a sector stays
at its usual rate the sum stays low; where the rate has doubled it climbs. Whole numbers only: all nodes agree.
Method, figures and literature: docs/decisions/0030-early-warning.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.tracks.incidents.warning.reference import (
    HIGHEST_RATE_MILLI,
    UNIT,
    Reference,
    reference_for,
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a sector's past lets expect: how many in how many days, how unevenly they came, and the rate of the chart.

    `spread` is the ratio of variance to mean in sixteenths, 16 and more: incidents that come in clusters count less
    each, so that one cluster is not taken for a change. `rate_milli` is the expected number in 1,000 days, after that.
    """

    total: int
    days: int
    spread: int
    rate_milli: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart on its last day: what was expected, the days looked at, and the sum at the end of each of them."""

    expected: Expectation
    reference: Reference
    counts: tuple[int, ...]
    sums: tuple[int, ...]

    @property
    def is_raised(self) -> bool:
        """Return whether the sum of the last day has reached the threshold."""
        return self.sums[-1] >= self.reference.threshold

    @property
    def raised_days(self) -> int:
        """Return for how many days on end, the last one among them, the sum has been at the threshold or above."""
        below = next((n for n, each in enumerate(reversed(self.sums)) if each < self.reference.threshold), None)
        return len(self.sums) if below is None else below


def chart_of(past: Sequence[int], counts: Sequence[int], *, false_alarm_days: int) -> Chart:
    """Return the chart of `counts`, a number a day, against the days `past` that went before them.

    ValueError where there is no past of two days at least, or no day to look at.
    """
    if len(past) < 2 or not counts:
        raise ValueError("a chart needs a past of two days and a day to look at")
    expected = expectation(past)
    reference = reference_for(expected.rate_milli, false_alarm_days=false_alarm_days)
    sums, reached, most = [], 0, 2 * reference.threshold
    for count in counts:
        # Bounded above, so that after a burst a quiet sector is quiet again within days.
        reached = min(most, max(0, reached + count * UNIT * UNIT // expected.spread - reference.reference))
        sums.append(reached)
    return Chart(expected, reference, tuple(counts), tuple(sums))


def expectation(past: Sequence[int]) -> Expectation:
    """Return what so many incidents a day let expect; one more than came is taken, so that none is never certain."""
    days, total, squares = len(past), sum(past), sum(each * each for each in past)
    spread = UNIT
    if total:
        spread = max(spread, _up(UNIT * (days * squares - total * total), (days - 1) * total))
    # Beyond the last row an incident counts less instead, which makes alarms rarer than is promised, never more.
    spread = max(spread, _up(UNIT * 1000 * (total + 1), days * HIGHEST_RATE_MILLI))
    return Expectation(total, days, spread, _up(UNIT * 1000 * (total + 1), days * spread))


def _up(value: int, by: int) -> int:
    """Return a quotient rounded up."""
    return -(-value // by)
