"""Values of a case as they are written: without quotes a number, an instant or a place, where it is spelt as one.

docs/cases.md lists the spellings. What is in quotes is always text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from parley.charter.problem import Mark, Problem
from parley.charter.source import Listing, Mapping, Scalar, Value
from parley.geo.area import Area, area_as_lists
from parley.geo.figures import Misread
from parley.geo.height import parse_height
from parley.geo.moment import parse_moment
from parley.geo.outline import circle, corridor
from parley.geo.place import Place, parse_place

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})")
FROM_D = re.compile(r"D(?:(?P<sign>[+-])(?P<parts>(?:[0-9]{1,5}(?:y|mo|d|h|min))+))?")
PART = re.compile(r"([0-9]+)(y|mo|d|h|min)")
PLACE = re.compile(r"[0-9]{1,2}\.[0-9]+ [NS] [0-9]{1,3}\.[0-9]+ [EW]")
NAMED = re.compile(r"\$(?P<name>[a-z][a-z0-9_]{0,63})(?P<rest>\.digest|:.*)?")
# What is longer is spelt as none of these, and is text.
LONGEST_SPELT = 100
# Under keys that end so stand instants, and windows.
OF_TIME = ("_s", "_ms", "windows")
LIMITS_OF_HEIGHT = ("lower", "upper")
START_OF_TIME, BEFORE_TIME = datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)
CIRCLE, ROUTE, OUTLINE = ("around", "radius_m"), ("along", "width_m"), ("corners",)


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that a case names: its id, with `rest` the digest of what it proposed, or the id of a duty from it."""

    name: str
    rest: str
    mark: Mark


@dataclass
class Values:
    """Reads the values of one case; `day_s` is its D. Problems are gathered with their places."""

    day_s: int | None
    problems: list[Problem] = field(default_factory=list)

    def plain(self, value: Value, *, key: str = "") -> Any:
        """Return a value in plain dicts, lists, texts, numbers, truths and None; an entry that is named as `Named`."""
        if isinstance(value, Listing):
            return [self.plain(each, key=key) for each in value.items]
        if isinstance(value, Mapping):
            names = tuple(name.text for name, _ in value.entries)
            if key == "area" and names in (CIRCLE, ROUTE, OUTLINE):
                return self._outline(value)
            found = {name.text: self.plain(each, key=name.text) for name, each in value.entries}
            return _merged(found)
        return value.text if value.quoted else self._scalar(value, key=key)

    def instant(self, scalar: Scalar) -> int | None:
        """Return an instant in whole seconds; None where the text is spelt as none."""
        found = FROM_D.fullmatch(scalar.text)
        if found is not None and self.day_s is not None:
            return self._from_day(scalar, self.day_s, sign=found["sign"] or "+", parts=found["parts"] or "")
        if not INSTANT.fullmatch(scalar.text):
            return None
        moment = parse_moment(scalar.text)
        return self._refused(moment, scalar) if isinstance(moment, Misread) else moment.at_s

    def _scalar(self, scalar: Scalar, *, key: str) -> Any:
        text = scalar.text
        if len(text) > LONGEST_SPELT:
            return text
        if NUMBER.fullmatch(text):
            return int(text)
        if text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text]
        if named := NAMED.fullmatch(text):
            return Named(named["name"], named["rest"] or "", scalar.mark)
        return self._time(scalar, key=key) if key.endswith(OF_TIME) else self._place_or_height(scalar, key=key)

    def _time(self, scalar: Scalar, *, key: str) -> Any:
        """Return an instant, or from when until when: under any other key a date is text, as a timetable writes it."""
        ends = [self.instant(Scalar(part, scalar.mark)) for part in scalar.text.split("/")]
        if None in ends or len(ends) > 2:
            return scalar.text
        times = [at_s * 1000 if key.endswith("_ms") else at_s for at_s in ends if at_s is not None]
        return times[0] if len(times) == 1 else times

    def _place_or_height(self, scalar: Scalar, *, key: str) -> Any:
        if PLACE.fullmatch(scalar.text):
            place = self._place(scalar)
            return {"lat_e7": place.lat_e7, "lon_e7": place.lon_e7} if place else None
        if key not in LIMITS_OF_HEIGHT:
            return scalar.text
        height = parse_height(scalar.text)
        if isinstance(height, Misread):
            return self._refused(height, scalar)
        return {"value": height.value, "unit": height.unit, "reference": height.reference}

    def _from_day(self, scalar: Scalar, day_s: int, *, sign: str, parts: str) -> int | None:
        at, way = datetime.fromtimestamp(day_s, UTC), 1 if sign == "+" else -1
        try:
            for count, unit in PART.findall(parts):
                at = _moved(at, way * int(count), unit)
        except (ValueError, OverflowError):
            at = BEFORE_TIME
        if at < START_OF_TIME:
            self._refused(Misread("geo.no_such_time"), scalar)
            return None
        return int(at.timestamp())

    def _outline(self, value: Mapping) -> Any:
        """Return an area as a content writes it, from a circle, a route or its corners."""
        fields = {name.text: each for name, each in value.entries}
        written = fields.get("around") or fields.get("along") or fields["corners"]
        places = [self._place(each) for each in _scalars(written)]
        width = fields.get("radius_m") or fields.get("width_m")
        metres = self.plain(width) if isinstance(width, Scalar) else 0
        if not isinstance(metres, int) or None in places or not places:
            return self._refused(Misread("cases.no_outline"), value)
        known = [place for place in places if place is not None]
        found: Area | Misread
        if "around" in fields:
            found = circle(known[0], radius_m=metres)
        elif "along" in fields:
            found = corridor(known, width_m=metres)
        else:
            return [[[[each.lon_e7, each.lat_e7] for each in known]]]
        return self._refused(found, value) if isinstance(found, Misread) else area_as_lists(found)

    def _place(self, scalar: Scalar) -> Place | None:
        found = parse_place(scalar.text)
        return self._refused(found, scalar) if isinstance(found, Misread) else found

    def _refused(self, found: Misread, at: Scalar | Mapping) -> Any:
        """Note why a value cannot be read, and return None in its place."""
        self.problems.append(Problem(found.code, at.mark, "", dict(found.data)))
        return None


def _merged(value: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping in which a place under `at` is its two coordinates, as contents write them."""
    at = value.get("at")
    if not isinstance(at, dict) or set(at) != {"lat_e7", "lon_e7"}:
        return value
    return {**at, **{name: each for name, each in value.items() if name != "at"}}


def _scalars(value: Value) -> Iterable[Scalar]:
    items = value.items if isinstance(value, Listing) else (value,)
    return [each for each in items if isinstance(each, Scalar)]


def _moved(at: datetime, count: int, unit: str) -> datetime:
    """Return an instant moved by the calendar: a month ends on its last day where it has no such day."""
    if unit in ("y", "mo"):
        months = at.year * 12 + at.month - 1 + count * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
    return at + {"d": timedelta(days=count), "h": timedelta(hours=count), "min": timedelta(minutes=count)}[unit]
