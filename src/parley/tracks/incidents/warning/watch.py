"""The watch over all sectors: which are raised on a day, since when, and which report raised each (IW-2 to IW-4). Pure.

A function of the incidents read and of the time: whatever the order in which they came, and however late, nodes that
hold the same incidents say the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Outlook:
    """All sectors of which anything is known lately, those that are raised first; and what could not be counted.

    `begins_day` is the first day on which there is a past to compare with; before it no sector is watched.
    """

    day: int
    begins_day: int
    watched: tuple[Watched, ...]
    left_out: dict[str, tuple[Occurrence, ...]]


def outlook(occurrences: Iterable[Occurrence], *, terms: Terms, since_s: int, now_s: int) -> Outlook:
    """Return the watch as of `now_s`, from incidents kept since `since_s`; what happens later is not counted yet."""
    today, since = now_s // DAY_S, -(-since_s // DAY_S)
    begins = since + LEAST_PAST_DAYS + terms.run_days
    oldest = today - 2 * terms.baseline_days - terms.run_days
    known = [each for each in occurrences if each.from_s <= now_s]
    found = tally(known, size_e7=terms.size_e7)
    late = {why: tuple(x for x in some if x.until_s // DAY_S > oldest) for why, some in found.left_out.items()}
    by_sector: dict[Sector, list[Counted]] = {}
    for each in found.counted:
        if max(oldest, since - 1) < each.day <= today:
            by_sector.setdefault(each.sector, []).append(each)
    watched = [] if today < begins else [
        _watched(sector, some, terms=terms, since=since, begins=begins, today=today)
        for sector, some in by_sector.items()
    ]  # fmt: skip
    return Outlook(today, begins, tuple(sorted(watched, key=_urgency)), late)


def _urgency(each: Watched) -> tuple[bool, int, Sector]:
    """Sort what is raised first, then by how much of its threshold each has reached, whole thousandths."""
    return each.raising is None, -each.chart.sums[-1] * 1000 // each.chart.reference.threshold, each.sector


def _watched(
    sector: Sector, counted: Sequence[Counted], *, terms: Terms, since: int, begins: int, today: int
) -> Watched:
    days = range(max(begins, today - terms.baseline_days + 1), today + 1)
    lately = tuple(sorted(
        (each for each in counted if each.day > today - terms.run_days),
        key=lambda each: (each.day, each.occurrence.reported),
    ))  # fmt: skip
    raised = [day for day in days if _may_be_raised(counted, day=day, terms=terms)
              and _chart(counted, day=day, terms=terms, since=since).is_raised]  # fmt: skip
    raisings = tuple(_raising(some, counted, terms=terms, since=since) for some in _in_a_row(raised))
    return Watched(sector, today, _chart(counted, day=today, terms=terms, since=since), lately, raisings)


def _may_be_raised(counted: Sequence[Counted], *, day: int, terms: Terms) -> bool:
    """Return whether so many came in the days looked at that a chart is worth drawing: most days are quiet."""
    number = sum(day - terms.run_days < each.day <= day for each in counted)
    return number * UNIT >= LOWEST_THRESHOLD


def _raising(days: Sequence[int], counted: Sequence[Counted], *, terms: Terms, since: int) -> Raising:
    """Find by which report the chart of the first day was raised: with it, and not yet with those reported before."""
    day = days[0]
    run = sorted(
        (each for each in counted if day - terms.run_days < each.day <= day), key=lambda each: each.occurrence.reported
    )
    before = [each for each in counted if each.day <= day - terms.run_days]

    def is_raised(number: int) -> bool:
        return _chart([*before, *run[:number]], day=day, terms=terms, since=since).is_raised

    # More incidents in the days looked at never lower the sum.
    last = run[bisect_left(range(1, len(run) + 1), True, key=is_raised)].occurrence
    return Raising(day, days[-1], last.id, max(last.at_ms, day * DAY_MS))


def _chart(counted: Iterable[Counted], *, day: int, terms: Terms, since: int) -> Chart:
    begin = max(since, day - terms.run_days - terms.baseline_days + 1)
    counts = [0] * (day - begin + 1)
    for each in counted:
        if begin <= each.day <= day:
            counts[each.day - begin] += 1
    past, run = counts[: -terms.run_days], counts[-terms.run_days :]
    return chart_of(past, run, false_alarm_days=terms.false_alarm_days)


def _in_a_row(days: Sequence[int]) -> list[list[int]]:
    rows: list[list[int]] = []
    for day in days:
        if rows and rows[-1][-1] == day - 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    return rows
