"""What a timetable is asked for: as of which day, and what would follow if a step slipped by so many days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from parley.charter.verdict import Refusal

DAY_S = 86_400
# A slip reaches no further: a century, as no deadline does.
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Asked:
    """The instant as of which the timetable is told; `day` as typed, empty for now; the slip, none without a step."""

    now_s: int
    day: str
    step: str
    days: int

    @property
    def is_now(self) -> bool:
        """Return whether it is told as it is now."""
        return not self.day


def timetable_asked(fields: Mapping[str, str], *, now_s: int, steps: Iterable[str]) -> Asked | Refusal:
    """Return what the address asks for. Refused: TT-1 for what is no day, no step, or no whole number of days.

    A day means its end, in UTC; today means now.
    """
    as_of = _as_of(fields.get("as_of", "").strip(), now_s=now_s)
    if isinstance(as_of, Refusal):
        return as_of
    step, days = fields.get("step", "").strip(), fields.get("days", "").strip().replace("\u2212", "-")
    if not step:
        return Asked(*as_of, step="", days=0)
    if step not in set(steps):
        return Refusal("timetable_step", "TT-1", {"step": step[:40]})
    number = days[1:] if days[:1] in ("-", "+") else days
    if not (number.isascii() and number.isdecimal() and len(number) <= 5 and int(number) <= MOST_DAYS):
        return Refusal("timetable_days", "TT-1", {"days": days[:20] or "–", "most": MOST_DAYS})
    return Asked(*as_of, step=step, days=int(days))


def _as_of(day: str, *, now_s: int) -> tuple[int, str] | Refusal:
    if not day:
        return now_s, ""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return Refusal("timetable_day", "TT-1", {"day": day[:40]})
    if not date(1970, 1, 1) <= found <= date(2300, 1, 1):
        return Refusal("timetable_day", "TT-1", {"day": day[:40]})
    if found == datetime.fromtimestamp(now_s, UTC).date():
        return now_s, ""
    return int(datetime(found.year, found.month, found.day, tzinfo=UTC).timestamp()) + DAY_S - 1, found.isoformat()
