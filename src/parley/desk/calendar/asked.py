"""What a calendar is asked for: from which day, how many days, whose duties, with what is planned or without. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAY_MS = 86_400_000
LENGTHS = (1, 7, 14, 31)
DEFAULT_DAYS = 7
EVERYBODY = "all"
DUTIES, PLANNED, BOTH = "duties", "planned", "all"
# No calendar begins before the first day, nor ends behind the last one that a date can name.
FIRST, LAST = date(1970, 1, 2), date(9999, 11, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Days from `first` on, in UTC; `whose` is a member's code or "all", `what` duties, planned or all."""

    first: date
    days: int
    whose: str
    what: str

    @property
    def from_ms(self) -> int:
        """Return the first instant."""
        return midnight_ms(self.first)

    @property
    def until_ms(self) -> int:
        """Return the instant after the last."""
        return self.from_ms + self.days * DAY_MS

    def moved(self, days: int) -> date:
        """Return the first day of the days so much later."""
        return min(max(self.first + timedelta(days=days), FIRST), LAST)

    def query(self, **more: object) -> dict[str, str]:
        """Return it as the fields of its form, some of them changed."""
        told = {"from": self.first.isoformat(), "days": self.days, "whose": self.whose, "what": self.what, **more}
        return {name: str(value) for name, value in told.items()}


def calendar_asked(fields: Mapping[str, str], *, now_ms: int, codes: tuple[str, ...]) -> Asked:
    """Return what the address asks for; what it says wrongly is as if it said nothing: today, seven days, all."""
    try:
        first = min(max(date.fromisoformat(fields.get("from", "")), FIRST), LAST)
    except ValueError:
        first = datetime.fromtimestamp(now_ms / 1000, UTC).date()
    days = fields.get("days", "")
    whose, what = fields.get("whose", EVERYBODY), fields.get("what", BOTH)
    return Asked(
        first,
        int(days) if days in map(str, LENGTHS) else DEFAULT_DAYS,
        whose if whose in codes else EVERYBODY,
        what if what in (DUTIES, PLANNED) else BOTH,
    )


def midnight_ms(day: date) -> int:
    """Return the first instant of a day in UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
