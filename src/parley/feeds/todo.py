"""Duties as an iCalendar to subscribe to (RFC 5545): a to-do each, or an event for a calendar that shows none. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from parley import __version__
from parley.feeds.calendar import escaped, folded
from parley.node.feeds.duties import CEASED, DONE, Todo

# An event at the due time, so long before it.
EVENT_MS = 15 * 60_000


def todo_calendar(duties: Iterable[Todo], *, title: str, caution: str) -> bytes:
    """Return the calendar of to-dos with DUE; `caution` is the sentence that ends every description."""
    return _written([line for each in duties for line in _todo(each, caution=caution)], title=title)


def event_calendar(duties: Iterable[Todo], *, title: str, caution: str) -> bytes:
    """Return the same as events that end when the duty is due; what has no due time is left to the to-dos."""
    return _written(
        [line for each in duties if each.due_ms is not None for line in _event(each, caution=caution)], title=title
    )


def _written(inner: list[str], *, title: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Parley//Duties {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(title)}",
        f"X-WR-CALNAME:{escaped(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT5M",
        *inner,
        "END:VCALENDAR",
    ]
    return "".join(f"{piece}\r\n" for line in lines for piece in folded(line)).encode()


def _todo(each: Todo, *, caution: str) -> list[str]:
    # RFC 5545 asks that DUE lies after DTSTART: of a duty that was due at once the beginning is left out.
    begun = [f"DTSTART:{_instant(each.since_ms)}"] if each.due_ms is not None and each.since_ms < each.due_ms else []
    due = [f"DUE:{_instant(each.due_ms)}"] if each.due_ms is not None else []
    done = [f"COMPLETED:{_instant(each.done_ms)}"] if each.state == DONE and each.done_ms is not None else []
    percent = ["PERCENT-COMPLETE:100"] if each.state == DONE else []
    return [
        "BEGIN:VTODO", *_said(each, caution=caution), *begun, *due, *done, *percent, f"STATUS:{each.state}",
        "CLASS:CONFIDENTIAL", "END:VTODO",
    ]  # fmt: skip


def _event(each: Todo, *, caution: str) -> list[str]:
    assert each.due_ms is not None  # asked before
    return [
        "BEGIN:VEVENT", *_said(each, caution=caution), f"DTSTART:{_instant(each.due_ms - EVENT_MS)}",
        f"DTEND:{_instant(each.due_ms)}", f"STATUS:{'CANCELLED' if each.state in (DONE, CEASED) else 'CONFIRMED'}",
        "CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def _said(each: Todo, *, caution: str) -> list[str]:
    description = f"{each.text}\n{caution}"
    return [
        f"UID:{each.uid}",
        f"DTSTAMP:{_instant(each.changed_ms)}",
        f"LAST-MODIFIED:{_instant(each.changed_ms)}",
        f"SEQUENCE:{each.changes}",
        f"SUMMARY:{escaped(each.summary)}",
        f"DESCRIPTION:{escaped(description)}",
        *([f"CATEGORIES:{escaped(each.track)}"] if each.track else []),
    ]


def _instant(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
