"""Instants as officers type them: always with a date and a zone, held as whole seconds UTC. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from parley.geo.figures import Misread, plain, too_long

PRECISIONS = ("minute", "second")
EARLIEST_S = 0
LATEST_S = 253_402_300_799  # 9999-12-31T23:59:59Z, the last instant that a date can name

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d{2})-(?P<d>\d{2})[T ](?P<h>\d{2}):(?P<mi>\d{2})(?::(?P<s>\d{2}))? ?"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_GROUP = re.compile(r"(?P<d>\d{2})(?P<h>\d{2})(?P<mi>\d{2})(?P<zone>[A-Z]) ?(?P<mon>[A-Z]{3}) ?(?P<y>\d{2}|\d{4})")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in whole seconds since the epoch, and whether it was said to the minute or to the second."""

    at_s: int
    precision: str


def parse_moment(text: str) -> Moment | Misread:
    """Read "2026-03-01 10:42Z", "2026-03-01T12:42:30+02:00" or the date-time group "011042ZMAR26".

    Refused: no date, no zone (local time is two different hours for the two sides), another letter
    zone than Z, and instants that no calendar has.
    """
    if refused := too_long(text):
        return refused
    read = plain(text).upper()
    if match := _ISO.fullmatch(read):
        return _instant(match, month=int(match["mo"]), year=int(match["y"]), second=match["s"])
    if match := _GROUP.fullmatch(read):
        if match["zone"] != "Z":
            return Misread("geo.zone_letter_unknown")
        if match["mon"] not in _MONTHS:
            return Misread("geo.no_such_time")
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        return _instant(match, month=_MONTHS.index(match["mon"]) + 1, year=year, second=None)
    if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})? ?(Z|UTC|GMT)?", read):
        return Misread("geo.date_missing")
    return Misread("geo.time_not_understood")


def moment_text(moment: Moment) -> str:
    """Return the read-out in UTC, "2026-03-01 10:42Z"; typed again it gives the same moment."""
    form = "%Y-%m-%d %H:%M:%SZ" if moment.precision == "second" else "%Y-%m-%d %H:%MZ"
    return datetime.fromtimestamp(moment.at_s, UTC).strftime(form)


def _instant(match: re.Match[str], *, month: int, year: int, second: str | None) -> Moment | Misread:
    zone = match["zone"]
    if zone is None:
        return Misread("geo.zone_missing")
    try:
        at = datetime(
            year, month, int(match["d"]), int(match["h"]), int(match["mi"]), int(second or 0), tzinfo=_zone(zone)
        )
        at_s = int(at.timestamp())
    except (ValueError, OverflowError):
        return Misread("geo.no_such_time")
    if not EARLIEST_S <= at_s <= LATEST_S:
        return Misread("geo.no_such_time")
    return Moment(at_s, "second" if second else "minute")


def _zone(text: str) -> timezone:
    if text in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes >= 60:
        raise ValueError("minutes of a zone")
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
