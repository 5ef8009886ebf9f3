"""Days, months and hours as deadlines count them (docs/commitments.md, "By when"). Pure.

A day is the whole of a calendar day, from its midnight to the next, in the instrument's own offset from UTC. Who must
do something "by" a day has until its end; what may begin "from" a day begins with it.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

DAY_S, HOUR_S = 86_400, 3600
# A century in each unit: no deadline lies further off, and every instant stays one that a calendar has.
MOST = {"min": 1_440, "h": 2_400, "d": 36_500, "w": 5_200, "mo": 1_200, "y": 100}
_SECONDS = {"min": 60, "h": HOUR_S}
# Where chains of century-long offsets would leave the calendar they stop: nothing real lies there, and nothing fails.
_FIRST, _LAST = date(200, 1, 1), date(9_000, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# So far a moved instant goes; a moment that lies beyond the calendar counts as the last or the first day of it.
_FIRST_S, _LAST_S = (int(datetime(d.year, 1, 1, tzinfo=UTC).timestamp()) for d in (_FIRST, _LAST))


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a moment lies: a day is the whole of it, an instant begins and ends at once."""

    start_s: int
    end_s: int

    @property
    def is_day(self) -> bool:
        """Return whether this is a day and no instant."""
        return self.start_s != self.end_s


@dataclass(frozen=True, slots=True)
class Offset:
    """So much later (or, below nought, earlier): minutes, hours, days, weeks, calendar months or years."""

    amount: int
    unit: str

    def __str__(self) -> str:
        """Return the offset as a term writes it."""
        return f"{self.amount:+d}{self.unit}"


def instant(at_s: int) -> Span:
    """Return the span of one instant."""
    return Span(at_s, at_s)


def day_span(day: date, *, offset_minutes: int) -> Span:
    """Return the whole of a calendar day in this offset from UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(minutes=offset_minutes)))
    return Span(int(start.timestamp()), int(start.timestamp()) + DAY_S)


def day_of(at_s: int, *, offset_minutes: int) -> date:
    """Return the calendar day of an instant in this offset from UTC."""
    within_s = min(max(at_s, _FIRST_S), _LAST_S)
    return (_EPOCH + timedelta(seconds=within_s + offset_minutes * 60)).date()


def moved(span: Span, by: Offset, *, offset_minutes: int) -> Span:
    """Return a span so much later.

    Minutes and hours keep what is moved as exact as it was: from an instant comes an instant, from a day (of which no
    hour is known) a day that begins and ends so much later. Days and longer always give a whole calendar day, counted
    from the day on which the span begins. A month later is the same day of that month, or its last where it has none.
    """
    if by.unit in _SECONDS:
        seconds = by.amount * _SECONDS[by.unit]
        return Span(_within(span.start_s, seconds), _within(span.end_s, seconds))
    day = day_of(span.start_s, offset_minutes=offset_minutes)
    return day_span(_day_moved(day, by), offset_minutes=offset_minutes)


def _within(at_s: int, seconds: int) -> int:
    """Return an instant so much later, no further than the calendar goes where it was not there before."""
    return min(max(at_s + seconds, min(at_s, _FIRST_S)), max(at_s, _LAST_S))


def _day_moved(day: date, by: Offset) -> date:
    if by.unit in ("d", "w"):
        days = day.toordinal() + by.amount * (7 if by.unit == "w" else 1)
        return date.fromordinal(min(max(days, _FIRST.toordinal()), _LAST.toordinal()))
    months = day.year * 12 + day.month - 1 + by.amount * (12 if by.unit == "y" else 1)
    year, month = divmod(months, 12)
    if not _FIRST.year < year < _LAST.year:
        return _FIRST if year <= _FIRST.year else _LAST
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
