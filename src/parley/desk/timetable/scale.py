"""The time axis of a timetable: from instants to hundredths of the width, and the days that stand on it. Pure.

Earlier is at the start side: for languages that are written from right to left the arithmetic is turned round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY_S = 86_400
MOST_TICKS = 4
EDGE = 9
# A margin at both ends, of the whole.
MARGIN = 0.04
_STEPS = (
    ("h", 1), ("h", 3), ("h", 6), ("h", 12), ("d", 1), ("d", 2), ("d", 7), ("d", 14), ("m", 1), ("m", 2), ("m", 3),
    ("m", 6), ("m", 12), ("m", 24), ("m", 60), ("m", 120), ("m", 600), ("m", 1200), ("m", 6000), ("m", 24_000),
)  # fmt: skip
_LENGTH_S = {"h": 3600, "d": DAY_S, "m": 30 * DAY_S}


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart with its day, or its hour where hours are drawn."""

    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """From one instant to another, drawn from the start side to the end side."""

    from_s: int
    until_s: int
    is_rtl: bool

    def at(self, at_s: int) -> float:
        """Return the place of an instant, kept within the edges."""
        inside = min(max(at_s, self.from_s), self.until_s)
        share = 100 * (inside - self.from_s) / (self.until_s - self.from_s)
        return 100 - share if self.is_rtl else share

    def place(self, at_s: int) -> str:
        """Return the place of an instant as a template writes it."""
        return percent(self.at(at_s))

    def bar(self, from_s: int, until_s: int) -> tuple[str, str]:
        """Return left edge and width of a bar."""
        one, other = self.at(from_s), self.at(until_s)
        return percent(min(one, other)), percent(abs(one - other))

    def ticks(self) -> Iterator[Tick]:
        """Yield at most `MOST_TICKS` days, each the first of a step that a reader knows: a week, a month, a year."""
        unit, many = _step(self.until_s - self.from_s)
        at = _first(datetime.fromtimestamp(self.from_s, UTC), unit, many)
        for _ in range(2 * MOST_TICKS):
            at_s = int(at.timestamp())
            if at_s > self.until_s:
                return
            if at_s >= self.from_s:
                label = f"{at:%H:%M}" if unit == "h" and at.hour else f"{at:%Y-%m-%d}"
                # A day at the very edge would be cut in two.
                yield Tick(self.place(at_s), label if EDGE <= self.at(at_s) <= 100 - EDGE else "")
            if (following := _next(at, unit, many)) is None:
                return
            at = following


def axis_of(instants: Iterable[int], *, is_rtl: bool) -> Axis:
    """Return an axis that holds all of these, with a margin; a day where they are one and the same."""
    found = sorted(instants)
    first, last = (found[0], found[-1]) if found else (0, 0)
    margin = max(int((last - first) * MARGIN), DAY_S // 8 if last - first < DAY_S else 1)
    return Axis(first - margin, last + margin, is_rtl)


def percent(share: float) -> str:
    """Return a share as a template writes it, with a point in every language."""
    return f"{share:.3f}".rstrip("0").rstrip(".")


def _step(length_s: int) -> tuple[str, int]:
    return next((each for each in _STEPS if length_s / (_LENGTH_S[each[0]] * each[1]) <= MOST_TICKS), _STEPS[-1])


def _first(at: datetime, unit: str, many: int) -> datetime:
    """Return the last instant of a step that is not after `at`: midnight, a Monday, the first of a month."""
    if unit == "h":
        return at.replace(hour=at.hour - at.hour % many, minute=0, second=0, microsecond=0)
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "d":
        return day - timedelta(days=day.weekday()) if many >= 7 else day
    months = (day.year * 12 + day.month - 1) // many * many
    return day.replace(year=max(months // 12, 1), month=months % 12 + 1, day=1)


def _next(at: datetime, unit: str, many: int) -> datetime | None:
    try:
        if unit == "m":
            months = at.year * 12 + at.month - 1 + many
            return at.replace(year=months // 12, month=months % 12 + 1)
        return at + timedelta(hours=many if unit == "h" else 24 * many)
    except (ValueError, OverflowError):
        return None
