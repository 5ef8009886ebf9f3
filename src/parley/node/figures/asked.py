"""What figures are asked for: a span of days, of which entries, at which moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parley.charter.verdict import Refusal

DAY_MS = 86_400_000
# So many days at most: each has a line of its own for FLASH, and each slot of a line check is looked at.
MOST_DAYS = 366
SPANS = ("day", "week", "month")
COMMON, HELD = "common", "held"
SCOPES = (COMMON, HELD)


@dataclass(frozen=True, slots=True)
class Asked:
    """From one instant to before another; `scope` common: what every member was told, held: all that is read here.

    `now_ms` is the moment at which what is still owed counts as late. `tracks` are those that the reader reads; None
    stands for all.
    """

    from_ms: int
    until_ms: int
    now_ms: int
    scope: str = COMMON
    tracks: tuple[str, ...] | None = None

    @property
    def days(self) -> list[date]:
        """Return the days, in UTC, of which the span holds some part."""
        first, last = _day(self.from_ms), _day(self.until_ms - 1)
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def holds(self, at_ms: int | None) -> bool:
        """Return whether an instant lies within the span."""
        return at_ms is not None and self.from_ms <= at_ms < self.until_ms


def span_asked(*, span: str = "", from_on: str = "", until_on: str = "", now_ms: int) -> tuple[int, int] | Refusal:
    """Return the span in milliseconds: a day, week or month up to and with today, or from one day to another.

    Both days are part of it, in UTC, written 2026-11-23. Refused: FIG-1.
    """
    today = _day(now_ms)
    if span in SPANS and not (from_on or until_on):
        first = {"day": today, "week": today - timedelta(days=6), "month": today - timedelta(days=29)}[span]
        return _ms(first), _ms(today) + DAY_MS
    try:
        first = date.fromisoformat(from_on) if from_on else today - timedelta(days=6)
        last = date.fromisoformat(until_on) if until_on else today
    except ValueError:
        return Refusal("figures_day", "FIG-1", {"day": f"{from_on} {until_on}".strip()[:40]})
    if first > last or first.year < 1970 or last > today + timedelta(days=1):
        return Refusal("figures_order", "FIG-1", {"from": first.isoformat(), "until": last.isoformat()})
    if (last - first).days >= MOST_DAYS:
        return Refusal("figures_long", "FIG-1", {"days": (last - first).days + 1, "most": MOST_DAYS})
    return _ms(first), _ms(last) + DAY_MS


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).date()


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
