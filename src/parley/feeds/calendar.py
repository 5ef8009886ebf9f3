"""Notices as an iCalendar to subscribe to (RFC 5545): one event a window. Pure.

The number of a window among those of its notice names its event for good. What a later version has no more is told as
cancelled, for a calendar that keeps what it once saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import zip_longest

from parley import __version__
from parley.feeds.written import limits_text
from parley.geo.area import area_km2, read_area
from parley.geo.figures import Misread
from parley.geo.place import Place, place_text
from parley.node.feeds.carried import Carried, Window
from parley.tracks.deconfliction.notice_state import CANCELLED

LONGEST_LINE = 75
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
Before = Mapping[str, tuple[tuple[Window, ...], ...]]


def calendar(notices: Iterable[Carried], *, before: Before, title: str, caution: str) -> bytes:
    """Return the calendar; `before` holds the windows of each earlier version of a notice, by its id.

    `caution` is the sentence that ends every description.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Parley//Notices {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(title)}",
        f"X-WR-CALNAME:{escaped(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    ]
    for notice in notices:
        for number, window, is_cancelled in _events(notice, before.get(notice.id, ())):
            lines += _event(notice, number, window, is_cancelled=is_cancelled, caution=caution)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in folded(line)).encode()


def _events(notice: Carried, before: tuple[tuple[Window, ...], ...]) -> Iterator[tuple[int, Window, bool]]:
    """Yield each window by its number, with whether it is cancelled: with its notice, or dropped by a later version."""
    last: dict[int, Window] = {}
    for windows in before:
        last |= dict(enumerate(windows))
    known = [last[number] for number in sorted(last)]
    for number, (now, then) in enumerate(zip_longest(notice.windows, known)):
        yield number, now or then, notice.state == CANCELLED or now is None


def _event(notice: Carried, number: int, window: Window, *, is_cancelled: bool, caution: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{notice.uid.replace('@', f'-{number}@', 1)}",
        f"DTSTAMP:{_instant(notice.changed_ms // 1000)}",
        f"LAST-MODIFIED:{_instant(notice.changed_ms // 1000)}",
        f"SEQUENCE:{notice.changes}",
        f"DTSTART:{_instant(window[0])}",
        # Not part of the event, as the end of a window is not part of it.
        f"DTEND:{_instant(window[1])}",
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        f"SUMMARY:{escaped(f'{notice.title} ({notice.id})')}",
        f"DESCRIPTION:{escaped(_described(notice, window, caution))}",
        *_where(notice, window),
        f"CATEGORIES:{escaped(notice.kind_name)}",
        "CLASS:CONFIDENTIAL",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _described(notice: Carried, window: Window, caution: str) -> str:
    said = [f"{notice.kind_name} – {notice.member_name} – {notice.id}", notice.text]
    for volume in notice.volumes:
        if list(window) in [list(each) for each in volume["windows"]]:
            area = read_area(volume["area"])
            size = "" if isinstance(area, Misread) else f" – {area_km2(area):.1f} km²"
            said.append(f"{_middle(volume)}{size} – {limits_text(volume)}")
    return "\n".join([*said, caution])


def _where(notice: Carried, window: Window) -> list[str]:
    shown = [each for each in notice.volumes if list(window) in [list(one) for one in each["windows"]]]
    return [f"LOCATION:{escaped(_middle(shown[0]))}"] if shown else []


def _middle(volume: Mapping[str, object]) -> str:
    drawn: object = volume.get("drawn") or {}
    points = drawn.get("points") if isinstance(drawn, Mapping) else None
    if points:
        return place_text(Place(points[0]["lat_e7"], points[0]["lon_e7"]))
    area: list[list[list[list[int]]]] = volume["area"]  # type: ignore[assignment]
    lons, lats = zip(*area[0][0], strict=True)
    return place_text(Place((min(lats) + max(lats)) // 2, (min(lons) + max(lons)) // 2))


def _instant(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Return a text as a value of the type TEXT."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, all but the first begun by a space; no character is cut in two."""
    piece, length = "", 0
    for each in line:
        size = len(each.encode())
        if length + size > LONGEST_LINE:
            yield piece
            piece, length = " ", 1
        piece, length = piece + each, length + size
    yield piece
