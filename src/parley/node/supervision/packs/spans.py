"""The spans of packs: the day or week that ends at the charter's hour. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from parley.charter.supervision_terms import WEEKDAYS, SupervisionTerms
from parley.tracks.supervision.entries import DAY, WEEK

LENGTH = {DAY: timedelta(days=1), WEEK: timedelta(days=7)}
FIRST_YEAR, LAST_YEAR = 1971, 9998


@dataclass(frozen=True, slots=True)
class Span:
    """A span of one sort by the day (UTC) on which it ends, from one instant to before another, in milliseconds."""

    sort: str
    day: date
    from_ms: int
    until_ms: int

    @property
    def before(self) -> tuple[int, int]:
        """Return the span of the same length that ends where this one begins."""
        return 2 * self.from_ms - self.until_ms, self.from_ms

    def is_over(self, now_ms: int) -> bool:
        """Return whether all of it has passed."""
        return self.until_ms <= now_ms


def span_ending(sort: str, day: date, *, terms: SupervisionTerms) -> Span | None:
    """Return the span that ends on this day; None where no week ends on it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR or (sort == WEEK and WEEKDAYS[day.weekday()] != terms.pack_day):
        return None
    until = datetime(day.year, day.month, day.day, terms.pack_hour, tzinfo=UTC)
    return Span(sort, day, _ms(until - LENGTH[sort]), _ms(until))


def spans_until(sort: str, *, now_ms: int, count: int, terms: SupervisionTerms) -> list[Span]:
    """Return the span that runs now and those before it, the newest first; `count` of them."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    ends = now.replace(hour=terms.pack_hour, minute=0, second=0, microsecond=0)
    if ends <= now:
        ends += timedelta(days=1)
    while sort == WEEK and WEEKDAYS[ends.weekday()] != terms.pack_day:
        ends += timedelta(days=1)
    found = (span_ending(sort, (ends - number * LENGTH[sort]).date(), terms=terms) for number in range(count))
    return [each for each in found if each is not None]


def _ms(at: datetime) -> int:
    return int(at.timestamp()) * 1000
