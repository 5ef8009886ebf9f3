"""The chart of early warning: its table reckoned again, and how often it raises a false alarm on a real series."""

from __future__ import annotations

import math
from random import Random

import numpy
import pytest

from parley.tracks.incidents.warning.chart import chart_of, expectation
from parley.tracks.incidents.warning.reference import (
    FALSE_ALARM_DAYS,
    HIGHEST_RATE_MILLI,
    UNIT,
    Reference,
    reference_for,
    references,
)
from tests.tracks.incidents.real_counts import real_counts

PAST, RUN = 84, 14


def average_run_length(rate: float, *, reference: int, threshold: int) -> float:
    """Return after how many days a sum that begins at nothing first reaches the threshold (Brook and Evans 1972)."""
    chances, total, number, chance = [], 0.0, 0, math.exp(-rate)
    while total < 1 - 1e-15 and number < 600:
        chances.append(chance)
        total += chance
        number += 1
        chance *= rate / number
    steps = numpy.zeros((threshold, threshold))
    for state in range(threshold):
        for count, chance in enumerate(chances):
            reached = max(0, state + count * UNIT - reference)
            if reached < threshold:
                steps[state, reached] += chance
    return float(numpy.linalg.solve(numpy.eye(threshold) - steps, numpy.ones(threshold))[0])


def onsets(counts: tuple[int, ...], *, false_alarm_days: int = 1000) -> tuple[int, int]:
    """Return how many times a sector was raised after it had not been, and on how many days it was looked at."""
    raised, found, days = False, 0, range(PAST + RUN - 1, len(counts))
    for day in days:
        past, run = counts[day - RUN - PAST + 1 : day - RUN + 1], counts[day - RUN + 1 : day + 1]
        now = chart_of(past, run, false_alarm_days=false_alarm_days).is_raised
        found += now and not raised
        raised = now
    return found, len(days)


def days_between(series: list[tuple[int, ...]], *, false_alarm_days: int = 1000) -> float:
    """Return how many days of one sector pass between two warnings, over all these sectors."""
    found = [onsets(counts, false_alarm_days=false_alarm_days) for counts in series]
    return sum(days for _, days in found) / max(1, sum(number for number, _ in found))


def shuffled(seed: int) -> list[tuple[int, ...]]:
    """Return the real series with the days of each sector in another order: uneven as before, and nothing changes."""
    chance = Random(seed)
    return [tuple(chance.sample(counts, len(counts))) for counts in real_counts().values()]


@pytest.mark.parametrize("days", FALSE_ALARM_DAYS)
def test_each_threshold_is_the_lowest_that_keeps_the_promise(days: int) -> None:
    """At its rate a row raises a false alarm after so many days and no sooner; a threshold one lower would not do."""
    for row in references(days):
        rate = row.rate_milli / 1000
        assert average_run_length(rate, reference=row.reference, threshold=row.threshold) >= days
        assert average_run_length(rate, reference=row.reference, threshold=row.threshold - 1) < days


def test_each_reference_value_is_that_of_a_doubling() -> None:
    """The value between a rate and its double, or one incident a week more, that a likelihood ratio asks for."""
    for row in references(1000):
        usual = row.rate_milli / 1000
        other = max(2 * usual, usual + 1 / 7)
        assert row.reference == max(1, round(UNIT * (other - usual) / math.log(other / usual)))


def test_a_lower_rate_is_never_raised_sooner() -> None:
    """A rate between two rows is held to the higher one: the promise is kept there too."""
    row = reference_for(400, false_alarm_days=1000)
    assert row == Reference(460, 11, 95)
    assert average_run_length(0.4, reference=row.reference, threshold=row.threshold) > 1000
    assert reference_for(10**9, false_alarm_days=365).rate_milli == HIGHEST_RATE_MILLI
    with pytest.raises(KeyError):
        reference_for(400, false_alarm_days=100)


def test_a_chart_adds_up_in_whole_numbers() -> None:
    """After a past without incidents four on one day raise a sector, three do not, and three more next day do."""
    quiet = [0] * PAST
    assert not chart_of(quiet, [0] * 13 + [3], false_alarm_days=1000).is_raised
    assert chart_of(quiet, [0] * 13 + [4], false_alarm_days=1000).is_raised
    chart = chart_of(quiet, [0] * 10 + [1, 0, 2, 3], false_alarm_days=1000)
    assert chart.sums[-4:] == (15, 14, 45, 92) and chart.reference == Reference(36, 1, 49)
    assert chart.raised_days == 1 and chart.expected.rate_milli == 12


def test_a_chart_without_past_or_days_is_an_error() -> None:
    """It asks for two days of past at least, and for a day to look at."""
    for past, counts in (([0], [1]), ([0, 0], [])):
        with pytest.raises(ValueError, match="past"):
            chart_of(past, counts, false_alarm_days=1000)


def test_incidents_that_come_in_clusters_count_less() -> None:
    """Twelve on one day of the past make the expectation wide; one a day does not."""
    even, uneven = expectation([1] * PAST), expectation([0] * (PAST - 1) + [PAST])
    assert even.spread == UNIT and uneven.spread > UNIT * 80
    assert uneven.rate_milli < even.rate_milli == 1012


def test_after_a_burst_a_quiet_sector_is_quiet_again() -> None:
    """The sum is bounded at twice the threshold, and the days take it away."""
    counts = [50] + [0] * 13
    chart = chart_of([1, 0] * 42, counts, false_alarm_days=1000)
    assert max(chart.sums) == chart.sums[0] <= 2 * chart.reference.threshold
    assert chart.sums[0] >= chart.reference.threshold > chart.sums[-1]


def test_false_alarms_on_the_real_series_with_its_days_shuffled() -> None:
    """Where nothing changes, warnings of a sector lie 1,000 days apart or more: what the charter promises."""
    found = [round(days_between(shuffled(seed))) for seed in (1, 2, 3)]
    assert found == [1149, 1234, 1234] and min(found) >= 1000


@pytest.mark.parametrize(
    ("rate", "days"), [(0.03, 8294), (0.06, 1382), (0.1, 1569), (0.2, 2233), (0.4, 1659), (1, 1613), (3, 3226)]
)
def test_the_promise_holds_though_the_past_is_only_a_sample(rate: float, days: int) -> None:
    """Twenty sectors of chance at an even rate: what their short pasts let expect errs, and the promise is kept."""
    chance = numpy.random.default_rng(1)
    series = [tuple(int(each) for each in chance.poisson(rate, 3000)) for _ in range(20)]
    assert round(days_between(series)) == days >= 1000


def test_warnings_on_the_real_series() -> None:
    """As it was, changes included: a warning of a sector in so many days, for each promise."""
    series = list(real_counts().values())
    assert [round(days_between(series, false_alarm_days=days)) for days in FALSE_ALARM_DAYS] == [438, 775, 1333]


def test_a_burst_is_told_within_days() -> None:
    """Three incidents a day more, put into any day of any sector, raise it within a week in 98 cases of a hundred."""
    begins = [(counts, begin) for counts in real_counts().values() for begin in range(200, 1400, 100)]
    delays = [delay for counts, begin in begins if (delay := _delay(counts, begin)) is not None]
    assert (sum(delay <= 7 for delay in delays), len(delays)) == (293, 297)


def _delay(counts: tuple[int, ...], begin: int) -> int | None:
    """Return after how many days a burst is told; None where the sector was raised already."""
    burst = [count + (3 if begin <= day else 0) for day, count in enumerate(counts)]
    for delay in range(-1, RUN):
        day = begin + delay
        past, run = burst[day - RUN - PAST + 1 : day - RUN + 1], burst[day - RUN + 1 : day + 1]
        if chart_of(past, run, false_alarm_days=1000).is_raised:
            return None if delay < 0 else delay + 1
    return RUN + 1
