"""When zones of ED-269 and ED-318 apply: schedules spelled out, days that end at 23:59:59, no time without its zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from parley.geo.exchange.times import Times, read_periods
from parley.geo.exchange.told import Told
from parley.geo.moment import LATEST_S


def read(*periods: Any) -> tuple[Times | None, Told]:
    """Read periods."""
    told = Told()
    return read_periods(list(periods), where="when", told=told), told


def written(times: Times | None) -> list[str]:
    """Return windows in words."""
    assert times is not None and times.windows is not None
    form = "%d %H:%M"
    return [
        f"{datetime.fromtimestamp(start, UTC):{form}}-{datetime.fromtimestamp(end, UTC):{form}}"
        for start, end in times.windows
    ]


def week(*daily: Any, end: str = "2026-03-08T00:00:00Z") -> tuple[Times | None, Told]:
    """Read a schedule of the week from Sunday, 1 March 2026."""
    return read({"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": end, "schedule": list(daily)})


def test_without_a_schedule_the_dates_are_taken() -> None:
    """From and until; permanent is neither."""
    times, told = read({"startDateTime": "2026-03-01T00:00:00.000Z", "endDateTime": "2026-03-31T22:00:00+02:00"})
    assert times == Times(1772323200, 1774987200) and told.remarks == []
    assert read({"permanent": "YES"})[0] == Times()


def test_a_schedule_is_spelled_out_between_its_dates() -> None:
    """Monday and Wednesday in UTC."""
    times, told = week({"day": ["MON", "WED"], "startTime": "06:00Z", "endTime": "08:30:00.00Z"})
    assert written(times) == ["02 06:00-02 08:30", "04 06:00-04 08:30"] and told.remarks == []


def test_a_schedule_over_midnight_reaches_into_the_next_day() -> None:
    """Told, and cut at the dates: Saturday's night before the first day reaches in, the last one ends at the end."""
    times, told = week({"day": ["SAT"], "startTime": "22:00:00Z", "endTime": "04:00:00Z"})
    assert written(times) == ["01 00:00-01 04:00", "07 22:00-08 00:00"]
    assert [remark.code for remark in told.remarks] == ["zones.over_midnight"]


def test_the_last_second_of_a_day_leaves_no_hole() -> None:
    """23:59:59 is 24:00, so two days in a row are one window; the end of the period as well."""
    times, told = week({"day": ["MON", "TUE"], "startTime": "00:00:00Z", "endTime": "23:59:59Z"})
    assert written(times) == ["02 00:00-04 00:00"]
    assert [remark.code for remark in told.remarks] == ["zones.end_of_day"]
    times, told = read({"endDateTime": "2026-03-31T23:59:59Z"})
    assert times == Times(None, 1775001600) and [remark.code for remark in told.remarks] == ["zones.end_of_day"]


@pytest.mark.parametrize("end", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59+00:00"])
def test_the_last_second_of_the_calendar_stays(end: str) -> None:
    """So a file says "for ever": a second later there is no date any more, and nothing is broken off for it."""
    times, told = read({"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": end})
    assert times == Times(1772323200, LATEST_S) and told.faults == []
    assert "zones.end_of_day" not in [remark.code for remark in told.remarks]


def test_weekdays_are_those_of_the_zone_of_the_times() -> None:
    """Monday 01:00 in Damascus is Sunday 22:00 UTC."""
    times, _ = week({"day": ["MON"], "startTime": "01:00:00+03:00", "endTime": "02:00:00+03:00"})
    assert written(times) == ["01 22:00-01 23:00"]


def test_no_weekday_is_every_day_and_the_sun_is_the_whole_day() -> None:
    """Both are told: the zone grows, it never shrinks."""
    times, told = week({"day": [], "startEvent": "SR", "endTime": "06:00:00Z"}, end="2026-03-03T00:00:00Z")
    assert written(times) == ["01 00:00-01 06:00", "02 00:00-02 06:00"]
    assert [remark.code for remark in told.remarks] == ["zones.every_day_taken", "zones.sun"]


@pytest.mark.parametrize(
    ("period", "code", "field"),
    [
        ({"startDateTime": "2026-03-01T06:00:00"}, "geo.zone_missing", "when.0.startDateTime"),
        ({"startDateTime": 5}, "geo.time_not_understood", "when.0.startDateTime"),
        ({"startDateTime": "2026-03-02T00:00Z", "endDateTime": "2026-03-01T00:00Z"}, "geo.window_ends_first",
         "when.0.endDateTime"),
        ({"schedule": [{"day": ["MON"], "startTime": "06:00", "endTime": "08:00Z"}]}, "geo.zone_missing",
         "when.0.schedule.0.startTime"),
        ({"schedule": [{"day": ["MON"], "startTime": "26:00Z", "endTime": "08:00Z"}]}, "geo.no_such_time",
         "when.0.schedule.0.startTime"),
        ({"schedule": [{"day": ["MON"], "startTime": "06:00Z", "endTime": "08:00+02:00"}]}, "zones.two_zones",
         "when.0.schedule.0"),
        ({"schedule": [{"day": ["FUNDAY"], "startTime": "06:00Z", "endTime": "08:00Z"}]}, "geo.word_unknown",
         "when.0.schedule.0.day"),
        ({"schedule": "daily"}, "geo.windows_asked", "when.0.schedule"),
        ("always", "geo.windows_asked", "when"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_at_its_field(period: Any, code: str, field: str) -> None:
    """A time without a zone above all: for the two sides it is two different hours."""
    times, told = read(period)
    assert times is None
    assert (code, field) in [(fault.code, fault.field) for fault in told.faults]


@pytest.mark.parametrize(
    ("dates", "code", "until"),
    [
        ({"startDateTime": "2026-03-01T00:00:00Z"}, "zones.schedule_without_end", None),
        ({"startDateTime": "2026-03-01T00:00:00Z", "endDateTime": "2030-03-01T00:00:00Z"}, "zones.schedule_too_long",
         1898553600 - 16 * 3600),
    ],
)  # fmt: skip
def test_a_schedule_that_cannot_be_spelled_out_holds_all_the_time(dates: Any, code: str, until: int | None) -> None:
    """Wider, never narrower, and told."""
    times, told = read({**dates, "schedule": [{"day": ["ANY"], "startTime": "06:00Z", "endTime": "08:00Z"}]})
    assert times is not None and times.windows is None and times.until_s == until
    assert [remark.code for remark in told.remarks] == [code]


def test_a_schedule_without_measure_is_not_spelled_out_to_its_end() -> None:
    """Sixty-four dailies over eight thousand years are left where they would be too many anyway."""
    daily = [{"day": ["ANY"], "startTime": f"{n % 24:02d}:{n:02d}Z", "endTime": "23:00Z"} for n in range(60)]
    times, told = read(*[{"startDateTime": "1971-01-01T00:00Z", "endDateTime": "9999-01-01T00:00Z",
                          "schedule": daily}] * 60)  # fmt: skip
    assert times is not None
    assert {remark.code for remark in told.remarks} == {"zones.schedule_too_long", "zones.over_midnight"}


def test_several_periods_are_joined() -> None:
    """Two that overlap are one window; one that has no end has none."""
    times, _ = read(
        {"startDateTime": "2026-03-01T00:00Z", "endDateTime": "2026-03-03T00:00Z"},
        {"startDateTime": "2026-03-02T00:00Z", "endDateTime": "2026-03-04T00:00Z"},
        {"startDateTime": "2026-03-06T00:00Z", "endDateTime": "2026-03-06T12:00Z"},
    )
    assert written(times) == ["01 00:00-04 00:00", "06 00:00-06 12:00"]
