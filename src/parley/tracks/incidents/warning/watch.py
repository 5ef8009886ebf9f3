"""The watch over all sectors: which are raised on a day, since when, and which report raised each (IW-2 to IW-4). Pure.

A function of the incidents read and of the time: whatever the order in which they came, and however late, nodes that
hold the same incidents say the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from parley.tracks.incidents.warning.chart import Chart, chart_of
from parley.tracks.incidents.warning.occurrences import DAY_S, Counted, Occurrence, tally
from parley.tracks.incidents.warning.reference import LOWEST_THRESHOLD, UNIT
from parley.tracks.incidents.warning.sectors import Sector

# With a shorter past nothing is expected yet, and nothing is raised.
LEAST_PAST_DAYS = 28
DAY_MS = DAY_S * 1000


@dataclass(frozen=True, slots=True)
class Terms:
    """What the charter sets: the side of a sector, how long a past is looked at, over how many days a change counts."""

    size_e7: int
    baseline_days: int
    run_days: int
    false_alarm_days: int


@dataclass(frozen=True, slots=True)
class Raising:
    """That a sector was raised on every day from `first_day` to `last_day`; `by` is the report that first sufficed.

    `raised_ms` is when that was reported, and never before the day itself began.
    """

    first_day: int
    last_day: int
    by: str
    raised_ms: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A sector as it stands on a day: its chart, the incidents of the days looked at, and when it was raised lately.

    As far back as the past of the chart reaches; what was raised before that and still is, since the first such day.
    """

    sector: Sector
    day: int
    chart: Chart
    counted: tuple[Counted, ...]
    raisings: tuple[Raising, ...]

    @property
    def raising(self) -> Raising | None:
        """Return the raising that goes on today."""
        found = self.raisings[-1] if self.raisings else None
        return found if found is not None and found.last_day == self.day else None


# Of each sector the day, since when incidents are kept and the terms; the incidents; and what was drawn from these.
Drawn = dict[Sector, tuple[tuple[tuple[int, int, Terms], list[Counted]], Watched]]


@dataclass(frozen=True, slots=True)
class Outlook:
    """All sectors of which anything is known lately, those that are raised first; and what could not be counted.

    `begins_day` is the first day on which there is a past to compare with; before it no sector is watched. `drawn`
    holds of each sector from what it was drawn, so that one of which nothing new is known need not be drawn again.
    """

    day: int
    begins_day: int
    watched: tuple[Watched, ...]
    left_out: dict[str, tuple[Occurrence, ...]]
    drawn: Drawn = field(default_factory=dict, compare=False, repr=False)


def outlook(
    occurrences: Iterable[Occurrence], *, terms: Terms, since_s: int, now_s: int, before: Outlook | None = None
) -> Outlook:
    """Return the watch as of `now_s`, from incidents kept since `since_s`; what happens later is not counted yet.

    `before` is the last that was made: it changes nothing but how long this takes.
    """
    today, since = now_s // DAY_S, -(-since_s // DAY_S)
    begins = since + LEAST_PAST_DAYS + terms.run_days
    oldest = today - 2 * terms.baseline_days - terms.run_days
    found = tally(_lately([each for each in occurrences if each.from_s <= now_s], oldest=oldest), size_e7=terms.size_e7)
    late = {why: tuple(x for x in some if x.until_s // DAY_S > oldest) for why, some in found.left_out.items()}
    by_sector: dict[Sector, list[Counted]] = {}
    for each in found.counted:
        if max(oldest, since - 1) < each.day <= today:
            by_sector.setdefault(each.sector, []).append(each)
    known: Drawn = before.drawn if before is not None else {}
    drawn: Drawn = {}
    for sector, some in by_sector.items() if today >= begins else ():
        basis, last = ((today, since, terms), some), known.get(sector)
        if last is not None and last[0] == basis:
            drawn[sector] = last
        else:
            days = Days(some, oldest=oldest, today=today, since=since, terms=terms)
            drawn[sector] = basis, _watched(sector, days, begins=begins)
    watched = sorted((each for _, each in drawn.values()), key=_urgency)
    return Outlook(today, begins, tuple(watched), late, drawn)


def _lately(occurrences: Sequence[Occurrence], *, oldest: int) -> Iterable[Occurrence]:
    """Leave out what is too old to count, but for what is linked as one with others: of those the first counts."""
    linked = Counter(each.group for each in occurrences if each.group)
    return (each for each in occurrences if each.until_s // DAY_S > oldest or linked[each.group] > 1)


def _urgency(each: Watched) -> tuple[bool, int, Sector]:
    """Sort what is raised first, then by how much of its threshold each has reached, whole thousandths."""
    return each.raising is None, -each.chart.sums[-1] * 1000 // each.chart.reference.threshold, each.sector


class Days:
    """The incidents of one sector by day, so that the chart of any day is drawn without looking at each of them."""

    def __init__(self, counted: Sequence[Counted], *, oldest: int, today: int, since: int, terms: Terms) -> None:
        self.counted, self.today, self.terms = counted, today, terms
        self._oldest, self._since = oldest, since
        self._counts = [0] * (today - oldest + 1)
        for each in counted:
            self._counts[each.day - oldest] += 1
        self._before = [0, *accumulate(self._counts)]

    def chart(self, day: int, *, run: Sequence[Counted] | None = None) -> Chart:
        """Return the chart of a day; with `run` as if of the days looked at these alone had been reported."""
        begin = max(self._since, day - self.terms.run_days - self.terms.baseline_days + 1)
        counts = self._counts[begin - self._oldest : day - self._oldest + 1]
        past, lately = counts[: -self.terms.run_days], counts[-self.terms.run_days :]
        if run is not None:
            lately = [0] * self.terms.run_days
            for each in run:
                lately[each.day - day - 1] += 1
        return chart_of(past, lately, false_alarm_days=self.terms.false_alarm_days)

    def may_be_raised(self, day: int) -> bool:
        """Return whether so many came in the days looked at that a chart is worth drawing: most days are quiet."""
        last = day - self._oldest + 1
        number = self._before[last] - self._before[last - self.terms.run_days]
        return number * UNIT >= LOWEST_THRESHOLD

    def of_run(self, day: int) -> list[Counted]:
        """Return the incidents of the days looked at on a day."""
        return [each for each in self.counted if day - self.terms.run_days < each.day <= day]


def _watched(sector: Sector, days: Days, *, begins: int) -> Watched:
    today = days.today
    looked_at = range(max(begins, today - days.terms.baseline_days + 1), today + 1)
    raised = [day for day in looked_at if days.may_be_raised(day) and days.chart(day).is_raised]
    lately = sorted(days.of_run(today), key=lambda each: (each.day, each.occurrence.reported))
    raisings = tuple(_raising(some, days) for some in _in_a_row(raised))
    return Watched(sector, today, days.chart(today), tuple(lately), raisings)


def _raising(raised: Sequence[int], days: Days) -> Raising:
    """Find by which report the chart of the first day was raised: with it, and not yet with those reported before."""
    day = raised[0]
    run = sorted(days.of_run(day), key=lambda each: each.occurrence.reported)
    # More incidents in the days looked at never lower the sum.
    numbers = range(1, len(run) + 1)
    sufficed = bisect_left(numbers, True, key=lambda number: days.chart(day, run=run[:number]).is_raised)
    last = run[sufficed].occurrence
    return Raising(day, raised[-1], last.id, max(last.at_ms, day * DAY_MS))


def _in_a_row(days: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for day in days:
        if rows and rows[-1][-1] == day - 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    return rows
