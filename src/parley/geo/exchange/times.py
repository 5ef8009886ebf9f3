"""When a zone of ED-269 or ED-318 applies: periods and weekly schedules become windows in UTC. Pure.

A charter knows windows and no weekly schedules, so a schedule is spelled out between its dates. A day that ends at
23:59:59 ends at 24:00 here: half-open time would leave a hole of a second. What has no zone is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone
from itertools import islice
from typing import Any

from parley.geo.exchange.told import Told, Window
from parley.geo.figures import Misread
from parley.geo.moment import LATEST_S, parse_moment

DAY_S, MOST_WINDOWS, MOST_PERIODS = 86_400, 400, 64
# A schedule of more days than this is not spelled out to its end: a charter takes 400 windows, one a week is fewer.
MOST_SPELLED = 2_800
MOST_IN_FILE = 200_000
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
# Some authorities write every field, and nothing in those that they leave open.
ABSENT = (None, "")
EVENTS = ("BMCT", "SR", "SS", "EECT")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_FRACTION = re.compile(r"\.(\d+)(?=Z|[+-]|$)")


@dataclass(frozen=True, slots=True)
class Times:
    """From when until when, and the hours in which alone, as a zone of a charter has them."""

    from_s: int | None = None
    until_s: int | None = None
    windows: tuple[Window, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Daily:
    """A part of each week: weekdays, seconds from midnight to an end that may lie on the next day, and the zone."""

    days: tuple[int, ...]
    start_s: int
    end_s: int
    zone: timezone


def read_periods(value: Any, *, where: str, told: Told) -> Times | None:
    """Return the times of a list of periods; None where one is faulty."""
    if value is None or value == []:
        return Times()
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        told.fault("geo.windows_asked", where)
        return None
    if len(value) > MOST_PERIODS:
        told.fault("geo.windows_count", where, least=1, most=MOST_PERIODS)
        return None
    before = len(told.faults)
    found = [_period(each, where=f"{where}.{number}", told=told) for number, each in enumerate(value)]
    if len(told.faults) > before:
        return None
    if len(found) == 1 and found[0].windows is None:
        return found[0]
    windows = _joined(window for each in found for window in _windows_of(each))
    if len(windows) > MOST_WINDOWS:
        told.lost("zones.schedule_too_long", where, found=len(windows), most=MOST_WINDOWS)
        return Times(windows[0][0], windows[-1][1])
    return Times(windows=windows)


def read_instant(value: Any, *, where: str, told: Told) -> int | None:
    """Return an instant in seconds UTC; one without a zone is refused."""
    if not isinstance(value, str):
        told.fault("geo.time_not_understood", where)
        return None
    fraction = _FRACTION.search(value[:80])
    if fraction and fraction[1].strip("0"):
        told.repaired("zones.fraction_dropped", where, value=value[:80])
    found = parse_moment(_FRACTION.sub("", value, count=1))
    if isinstance(found, Misread):
        told.fault(found, where)
        return None
    return found.at_s


def _windows_of(times: Times) -> Sequence[Window]:
    if times.windows is not None:
        return times.windows
    return ((times.from_s or 0, LATEST_S if times.until_s is None else times.until_s),)


def _period(value: Mapping[str, Any], *, where: str, told: Told) -> Times:
    if str(value.get("permanent", "")).upper() == "YES" and not value.get("schedule"):
        return Times()
    start, end = (
        read_instant(value[name], where=f"{where}.{name}", told=told) if value.get(name) not in ABSENT else None
        for name in ("startDateTime", "endDateTime")
    )
    # The last second of the calendar has no next one: it is how a file says "for ever".
    if end is not None and end < LATEST_S and str(value["endDateTime"])[11:19] == "23:59:59":
        end += 1
        told.repaired("zones.end_of_day", f"{where}.endDateTime")
    if start is not None and end is not None and start >= end:
        told.fault("geo.window_ends_first", f"{where}.endDateTime")
    schedule = value.get("schedule")
    if not schedule:
        return Times(start, end)
    dailies = _dailies(schedule, where=f"{where}.schedule", told=told)
    if not dailies:
        return Times(start, end)
    if start is None or end is None:
        told.lost("zones.schedule_without_end", f"{where}.schedule")
        return Times(start, end)
    most = min(MOST_SPELLED, MOST_IN_FILE - told.spelled)
    spelled = list(islice(_spelled(dailies, start_s=start, end_s=end), most + 1))
    told.spelled += len(spelled)
    if len(spelled) > most:
        told.lost("zones.schedule_too_long", f"{where}.schedule", found=f"> {MOST_SPELLED}", most=MOST_WINDOWS)
        return Times(start, end)
    return Times(windows=_joined(spelled))


def _dailies(value: Any, *, where: str, told: Told) -> list[_Daily]:
    if not isinstance(value, list) or len(value) > MOST_PERIODS:
        told.fault("geo.windows_asked", where)
        return []
    found = []
    for number, each in enumerate(value):
        at = f"{where}.{number}"
        if not isinstance(each, Mapping):
            told.fault("geo.windows_asked", at)
            continue
        daily = _daily(each, where=at, told=told)
        found += [daily] if daily is not None else []
    return found


def _daily(value: Mapping[str, Any], *, where: str, told: Told) -> _Daily | None:
    days = _weekdays(value.get("day"), where=f"{where}.day", told=told)
    start = _clock(value, "start", where=where, told=told)
    end = _clock(value, "end", where=where, told=told)
    if days is None or start is None or end is None:
        return None
    (start_s, zone), (end_s, other) = start, end
    if end_s % 60 == 59 and end_s >= DAY_S - 60:
        told.repaired("zones.end_of_day", f"{where}.endTime")
        end_s = DAY_S
    if zone is not None and other is not None and zone.utcoffset(None) != other.utcoffset(None):
        told.fault("zones.two_zones", where)
        return None
    if end_s <= start_s:
        told.repaired("zones.over_midnight", where)
        end_s += DAY_S
    return _Daily(days, start_s, end_s, zone or other or UTC)


def _weekdays(value: Any, *, where: str, told: Told) -> tuple[int, ...] | None:
    if value is None or value == []:
        told.repaired("zones.every_day_taken", where)
        return tuple(range(7))
    days = [value] if isinstance(value, str) else value
    if not isinstance(days, list) or not all(each in (*DAYS, "ANY") for each in days):
        told.fault("geo.word_unknown", where, allowed=", ".join((*DAYS, "ANY")))
        return None
    return tuple(range(7)) if "ANY" in days else tuple(sorted({DAYS.index(each) for each in days}))


def _clock(value: Mapping[str, Any], side: str, *, where: str, told: Told) -> tuple[int, timezone | None] | None:
    """Return the seconds from midnight and the zone; the sun, or nothing, is the end of the day on its side."""
    text, event = value.get(f"{side}Time"), value.get(f"{side}Event")
    if text in ABSENT and event in EVENTS:
        told.lost("zones.sun", f"{where}.{side}Event", event=str(event))
        return (0 if side == "start" else DAY_S), None
    if text in ABSENT and event in ABSENT:
        told.repaired("zones.whole_day", f"{where}.{side}Time")
        return (0 if side == "start" else DAY_S), None
    match = _TIME.fullmatch(text) if isinstance(text, str) and len(text) < 40 else None
    if match is None:
        told.fault("geo.time_not_understood", f"{where}.{side}Time")
        return None
    hour, minute, second = (int(each or 0) for each in match.group(1, 2, 3))
    at_s = hour * 3600 + minute * 60 + second
    if match[5] is None:
        told.fault("geo.zone_missing", f"{where}.{side}Time")
    elif minute < 60 and second < 60 and at_s <= DAY_S and (zone := _zone(match[5])) is not None:
        return at_s, zone
    else:
        told.fault("geo.no_such_time", f"{where}.{side}Time")
    return None


def _zone(text: str) -> timezone | None:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 15 or minutes > 59:
        return None
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _spelled(dailies: Sequence[_Daily], *, start_s: int, end_s: int) -> Iterable[Window]:
    """Yield every window of the schedule between two instants; weekdays are those of the zone of its times."""
    for daily in dailies:
        offset = int((daily.zone.utcoffset(None) or timedelta()).total_seconds())
        # The day before may reach over midnight into the first one.
        first, last = (start_s + offset) // DAY_S - 1, (end_s + offset) // DAY_S
        for weekday in daily.days:
            # The first day of 1970 was a Thursday.
            for day in range(first + (weekday - first - 3) % 7, last + 1, 7):
                begins, ends = day * DAY_S - offset + daily.start_s, day * DAY_S - offset + daily.end_s
                if max(begins, start_s) < min(ends, end_s):
                    yield max(begins, start_s), min(ends, end_s)


def _joined(windows: Iterable[Window]) -> tuple[Window, ...]:
    """Return windows in their order, those that meet as one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
