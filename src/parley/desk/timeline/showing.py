"""The time line of a request: which hours it shows, and what all parts put on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_bidi

from parley.desk.adding import Span
from parley.desk.installed import time_rows
from parley.desk.timeline.drawing import HOUR_MS, Drawing, Row, drawn

if TYPE_CHECKING:
    from parley.desk.frame import Frame

HOURS = (3, 12, 24, 72)
DEFAULT_HOURS = 12
MINUTE_MS = 60_000
QUARTER_MS = HOUR_MS // 4
# A quarter of the hours shown lies behind: what is due matters more than what was.
PAST_SHARE = 4


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The drawing, and what to ask for its neighbours.

    What is asked for reads "12" (so many hours around now) or "12,1764000000000" (from that instant); `from_ms` is
    nought where the line moves with now.
    """

    drawing: Drawing
    hours: int
    from_ms: int
    earlier: str
    later: str
    page: str

    @property
    def asked(self) -> str:
        """What this time line was asked for."""
        return f"{self.hours},{self.from_ms}" if self.from_ms else str(self.hours)

    def narrower(self, row: Row) -> list[tuple[int, int, str]]:
        """Return shorter stretches of these hours that hold what a row leaves out: from, until, and what to ask for.

        Of messages the oldest are left out, of deadlines the oldest that lapsed and then the latest to come: so the
        stretches before the first mark and after the last are offered, or all where they are drawn between.
        """
        span = self.drawing.span
        first, last = (row.listed[0].at_ms, row.listed[-1].at_ms) if row.listed else (span.until_ms, span.from_ms)
        hours = max((each for each in HOURS if each < self.hours), default=0)
        length = hours * HOUR_MS
        starts = range(span.from_ms, span.until_ms, length) if length else ()
        outside = [at for at in starts if at < first or at + length > last]
        return [(at, at + length, f"{hours},{at}") for at in outside or starts]

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The numbers of hours that may be shown, and what to ask for them."""
        return [(hours, f"{hours},{self.from_ms}" if self.from_ms else str(hours)) for hours in HOURS]


def time_line(request: HttpRequest, *, frame: Frame) -> TimeLine:
    """Return the time line that `line` in the address asks for; without it twelve hours around now."""
    asked_hours, _, asked_from = request.GET.get("line", "").partition(",")
    hours = int(asked_hours) if asked_hours in map(str, HOURS) else DEFAULT_HOURS
    length = hours * HOUR_MS
    is_fixed = asked_from.isascii() and asked_from.isdigit() and len(asked_from) < 14
    # To the minute: a line that is drawn anew each second would be pushed to everybody each second.
    now_ms = frame.now_ms // MINUTE_MS * MINUTE_MS
    around = (now_ms // QUARTER_MS) * QUARTER_MS - length // PAST_SHARE
    from_ms = int(asked_from) // QUARTER_MS * QUARTER_MS if is_fixed else around
    span = Span(from_ms, from_ms + length, now_ms)
    rows = [row for part in time_rows() for row in part.read(frame, span)]
    page = reverse("timeline")
    line = f"{hours},{from_ms}" if is_fixed else str(hours)
    drawing = drawn(
        rows, span=span, is_rtl=get_language_bidi(), more=f"{reverse('why-marks')}?line={line}",
        left_out=f"{reverse('why-undrawn')}?line={line}",
    )  # fmt: skip
    step = length // 2
    return TimeLine(
        drawing, hours, from_ms if is_fixed else 0, f"{hours},{from_ms - step}", f"{hours},{from_ms + step}", page
    )
