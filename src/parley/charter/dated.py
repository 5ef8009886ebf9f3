"""From when until when a zone, a line or a rule of a charter holds. Pure.

Without a word of its own it holds from the day of its basis on, and without end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from parley.charter.form import DAY, Form
from parley.geo.figures import Misread
from parley.geo.moment import EARLIEST_S, LATEST_S, Moment, moment_text, parse_moment

DAY_S = 86_400
MOST_WINDOWS = 400
_ANY = re.compile(r".+")

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """In seconds UTC, the end not part of it; None: as the basis says, and without end."""

    from_s: int | None = None
    until_s: int | None = None

    def begins_s(self, since: date) -> int:
        """Return when it begins; `since` is the day of its basis, which counts where nothing else is written."""
        return _midnight(since) if self.from_s is None else self.from_s

    def window(self, since: date) -> Window:
        """Return it as a half-open window; one without end lasts as long as calendars do."""
        return self.begins_s(since), LATEST_S if self.until_s is None else self.until_s

    def holds(self, at_s: int, *, since: date) -> bool:
        """Return whether it holds at an instant."""
        begins, ends = self.window(since)
        return begins <= at_s < ends


ALWAYS = Span()


def shared(spans: Sequence[Window], windows: Sequence[Window] | None) -> tuple[Window, ...]:
    """Return what all spans and one of the windows (None: any time) have in common."""
    begins, ends = max(each[0] for each in spans), min(each[1] for each in spans)
    found = ((max(begins, start), min(ends, end)) for start, end in ([(begins, ends)] if windows is None else windows))
    return tuple((start, end) for start, end in found if start < end)


def read_span(form: Form) -> Span:
    """Return `from` and `until` of a mapping; an end that is not after its beginning is a problem."""
    from_s, until_s = (_instant(form, name) if form.has(name) else None for name in ("from", "until"))
    if from_s is not None and until_s is not None and until_s <= from_s:
        form.note("charter.ends_before_it_begins", "until")
    return Span(from_s, until_s)


def read_windows(form: Form) -> tuple[Window, ...] | None:
    """Return the windows of a zone that holds at some hours alone, "2026-03-01T06:00Z/2026-03-01T18:00Z"; else None."""
    if not form.has("windows"):
        return None
    found: list[Window] = []
    for number, text in enumerate(form.texts("windows", like=_ANY, longest=80)):
        ends = [parse_moment(each) for each in text.split("/")]
        instants = [each.at_s for each in ends if isinstance(each, Moment)]
        if len(ends) != 2 or len(instants) != 2 or instants[0] >= instants[1]:
            form.note("charter.window", f"windows.{number}", value=text[:80])
        else:
            found.append((instants[0], instants[1]))
    is_sorted = all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))
    if len(found) > MOST_WINDOWS or not is_sorted:
        form.note("charter.windows_order", "windows", most=MOST_WINDOWS)
    return tuple(found)


def instant_text(at_s: int) -> str:
    """Return an instant as a charter writes it: a day where it is midnight UTC, else with its minute or second."""
    if at_s % DAY_S == 0:
        return datetime.fromtimestamp(at_s, UTC).date().isoformat()
    return moment_text(Moment(at_s, "second" if at_s % 60 else "minute")).replace(" ", "T")


def window_text(window: Window) -> str:
    """Return a window as a charter writes it."""
    start, end = (moment_text(Moment(each, "second" if each % 60 else "minute")).replace(" ", "T") for each in window)
    return f"{start}/{end}"


def _instant(form: Form, name: str) -> int | None:
    """Return a day's beginning in UTC, or an instant with its zone."""
    text = form.text(name, longest=80)
    if DAY.fullmatch(text):
        return _midnight(form.day(name))
    found = parse_moment(text) if text else None
    if isinstance(found, Misread):
        form.note("charter.not_an_instant", name, value=text[:80])
    return found.at_s if isinstance(found, Moment) else None


def _midnight(day: date) -> int:
    return max(EARLIEST_S, int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
