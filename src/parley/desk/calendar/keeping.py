"""The days of the calendar to keep: a table for spreadsheets, without formulas, and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext

from parley.desk.calendar.asked import Asked
from parley.desk.calendar.showing import Line, Shown
from parley.node.feeds.table import MARK, safe

FORMAT = "parley-calendar-v1"
_COLUMNS: tuple[Callable[[], str], ...] = (
    lambda: gettext("When, in UTC"), lambda: gettext("Until"), lambda: gettext("What"), lambda: gettext("Subject"),
    lambda: gettext("Number"), lambda: gettext("Owed by"), lambda: gettext("Clause"), lambda: gettext("State"),
)  # fmt: skip


def table_of(calendar: Shown) -> bytes:
    """Return a row a line, what is overdue from before the days first, in the reader's language."""
    made = io.StringIO()
    made.write(MARK)
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([word() for word in _COLUMNS])
    for line in _lines(calendar):
        row = [
            _instant(line.at_ms), _instant(line.until_ms), line.what, line.subject, line.matter, line.who, line.clause,
            line.word,
        ]  # fmt: skip
        writer.writerow([safe(each) for each in row])
    return made.getvalue().encode()


def json_of(calendar: Shown, asked: Asked) -> dict[str, Any]:
    """Return the same in plain values; duties with their ids, what is planned without."""
    return {
        "format": FORMAT,
        "from": asked.first.isoformat(),
        "days": asked.days,
        "whose": asked.whose,
        "looked_at": calendar.looked_at,
        "total": calendar.total,
        "lines": [
            {
                "at": _instant(line.at_ms), "until": _instant(line.until_ms) or None, "duty": line.duty or None,
                "what": line.what, "subject": line.subject, "matter": line.matter or None, "who": line.who,
                "clause": line.clause or None, "state": line.tone, "why": line.why or None,
            }
            for line in _lines(calendar)
        ],
    }  # fmt: skip


def _lines(calendar: Shown) -> Iterator[Line]:
    yield from calendar.overdue
    for day in calendar.days:
        yield from day.lines


def _instant(at_ms: int | None) -> str:
    return "" if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
