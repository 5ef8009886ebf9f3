"""Notices and standstills as GeoJSON features (RFC 7946), and which of them a client asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parley.feeds.written import instant, instant_ms
from parley.geo.place import E7
from parley.node.feeds.carried import Carried
from parley.tracks.deconfliction.standstill_state import StandstillState

Feature = dict[str, Any]
Box = tuple[float, float, float, float]
FOREVER_S = 253_402_300_799
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant to another, both part of it, in seconds."""

    from_s: float
    until_s: float


def features(notices: Iterable[Carried]) -> Iterator[Feature]:
    """Yield every volume of these notices, in their order; those that are cancelled or ended are left out."""
    for notice in notices:
        if not notice.is_over:
            volumes = (*notice.volumes, *notice.contingency)
            for number, volume in enumerate(volumes):
                yield _feature(notice, volume, number=number)


def _feature(notice: Carried, volume: Mapping[str, Any], *, number: int) -> Feature:
    windows = [[instant(start), instant(end)] for start, end in volume["windows"]]
    return {
        "type": "Feature",
        "id": f"{notice.id.replace('/', '-')}-{number}",
        "geometry": {"type": "MultiPolygon", "coordinates": [_polygon(each) for each in volume["area"]]},
        "properties": {
            "notice": notice.id,
            "member": notice.member,
            "member_name": notice.member_name,
            "class": notice.kind,
            "class_name": notice.kind_name,
            "subject": notice.title,
            "text": notice.text,
            "lang": notice.lang,
            "state": notice.state,
            "part": "contingency" if number >= len(notice.volumes) else "planned",
            "version": notice.version,
            "changed": instant_ms(notice.changed_ms),
            "begins": windows[0][0],
            "ends": windows[-1][1],
            "windows": ", ".join("/".join(each) for each in windows),
            **_limit("lower", volume["lower"]),
            **_limit("upper", volume["upper"]),
            "strength": notice.strength,
            "exercise": notice.is_exercise,
        },
    }


def standstill_features(
    standstills: Iterable[StandstillState], *, language: str, is_exercise: bool, now_s: int
) -> Iterator[Feature]:
    """Yield every area of these standstills, which all have signed, in their order and with the text of a language."""
    for each in standstills:
        assert each.from_s is not None  # only what was signed is told
        terms, texts = each.main.terms, {str(text["lang"]): str(text["text"]) for text in each.main.terms["texts"]}
        lang = language if language in texts else next(iter(texts))
        begins, ends, subject = instant(each.from_s), instant(each.until_s), str(terms["subject"])
        is_marked = not is_exercise or subject.upper().startswith("EXERCISE")
        told = {
            "standstill": each.opening.id,
            "subject": subject if is_marked else f"EXERCISE {subject}",
            "text": texts[lang],
            "lang": lang,
            "state": "in_force" if each.holds_at(now_s) else "signed",
            "parties": ", ".join(terms["parties"]),
            "classes": ", ".join(terms["classes"]),
            "excepted": ", ".join(terms["excepted"]),
            "variances": sum(1 for _ in each.variances_signed()),
            "begins": begins,
            "ends": ends,
            "windows": f"{begins}/{ends}",
            "exercise": is_exercise,
        }
        for number, area in enumerate(terms["areas"]):
            yield {
                "type": "Feature",
                "id": f"{each.opening.id.replace('/', '-')}-{number}",
                "geometry": {"type": "MultiPolygon", "coordinates": [_polygon(part) for part in area["area"]]},
                "properties": {**told, **_limit("lower", area.get("lower")), **_limit("upper", area.get("upper"))},
            }


def _limit(name: str, height: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a limit of height as written, under its own names; all of them empty where there is none."""
    found = height or {}
    return {
        name: found.get("value"), f"{name}_unit": found.get("unit"), f"{name}_reference": found.get("reference"),
    }  # fmt: skip


def _polygon(polygon: Any) -> list[list[list[float]]]:
    """Return rings as RFC 7946 has them: closed, the outer one anticlockwise, holes clockwise."""
    return [_ring(ring, is_outer=number == 0) for number, ring in enumerate(polygon)]


def _ring(ring: Any, *, is_outer: bool) -> list[list[float]]:
    corners = [[lon / E7, lat / E7] for lon, lat in ring]
    closed = [*corners, corners[0]]
    twice = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in zip(closed, closed[1:], strict=False))
    is_anticlockwise = twice < 0
    return closed if is_anticlockwise == is_outer else closed[::-1]


def read_box(text: str) -> Box | None:
    """Return west, south, east and north of a `bbox` of four numbers, or of six with heights, which are passed over."""
    try:
        numbers = [float(each) for each in text.split(",")]
    except ValueError:
        return None
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4:
        return None
    west, south, east, north = numbers
    sound = -180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if sound else None


def read_span(text: str) -> Span | None:
    """Return the span of a `datetime`: an instant, or two with "/" between; ".." or nothing leaves an end open."""
    begins, slash, ends = text.partition("/")
    if not slash:
        at_s = _seconds(begins)
        return None if at_s is None else Span(at_s, at_s)
    low = -1.0 if begins in ("", "..") else _seconds(begins)
    high = float(FOREVER_S) if ends in ("", "..") else _seconds(ends)
    if low is None or high is None or low > high:
        return None
    return Span(low, high)


def _seconds(text: str) -> float | None:
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def within(feature: Feature, box: Box | None, span: Span | None) -> bool:
    """Return whether a feature shares ground with a box, by its own box, and time with a span, by its windows."""
    return (box is None or _meets_box(feature, box)) and (span is None or _meets_span(feature, span))


def _meets_box(feature: Feature, box: Box) -> bool:
    corners = [corner for polygon in feature["geometry"]["coordinates"] for corner in polygon[0]]
    lons, lats = [each[0] for each in corners], [each[1] for each in corners]
    west, south, east, north = box
    # A box whose west lies east of its east goes over the 180th meridian (RFC 7946, section 5.2).
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    is_beside = any(min(lons) <= high and max(lons) >= low for low, high in spans)
    return is_beside and min(lats) <= north and max(lats) >= south


def _meets_span(feature: Feature, span: Span) -> bool:
    """Windows are half-open: what ends at an instant is not there at that instant."""
    for window in str(feature["properties"]["windows"]).split(", "):
        start, end = (_seconds(each) for each in window.split("/"))
        assert start is not None and end is not None  # written above
        if start <= span.until_s and span.from_s < end:
            return True
    return False
