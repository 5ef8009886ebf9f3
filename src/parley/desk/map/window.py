"""The time that an address of the map asks for: live or as of an instant, and how many hours before it are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.desk.map.adding import Window
from parley.geo.figures import Misread
from parley.geo.moment import Moment, moment_text, parse_moment

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# Hours of messages that may be shown, and the one that is shown where nobody chose.
SPANS = (1, 6, 24, 72, 168, 720)
DEFAULT_SPAN = 24
# How far back the slider reaches: in hours over three days, in days over ninety.
STEPS: Mapping[str, tuple[int, int]] = {"hour": (HOUR_MS, 3 * DAY_MS), "day": (DAY_MS, 90 * DAY_MS)}
LONGEST_MS = 400 * DAY_MS
# Hours from the instant shown on within which an activity must have an hour of its own; 0: at that instant.
AHEAD = (0, 1, 6, 24, 72, 168)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: `at_ms` None is live; `fault` says why a typed instant was not understood."""

    at_ms: int | None
    span_hours: int
    step: str
    typed: str = ""
    fault: Misread | None = None
    ahead_hours: int | None = None
    lines_ms: int | None = None
    lines_typed: str = ""
    lines_fault: Misread | None = None

    @property
    def is_live(self) -> bool:
        """Return whether the picture moves with the clock."""
        return self.at_ms is None

    def window(self, *, now_ms: int) -> Window:
        """Return the window of the one picture that this asks for."""
        until = now_ms if self.at_ms is None else self.at_ms
        ahead = None if self.ahead_hours is None else self.ahead_hours * HOUR_MS
        return Window(until - self.span_hours * HOUR_MS, until, now_ms, ahead_ms=ahead, lines_ms=self.lines_ms)

    def reach(self, *, now_ms: int) -> tuple[int, int]:
        """Return the ends of the slider on full steps; it reaches back to the instant asked for, and ends now."""
        step_ms, back_ms = STEPS[self.step]
        first = min(now_ms - back_ms, now_ms if self.at_ms is None else self.at_ms)
        return first // step_ms * step_ms, -(-now_ms // step_ms) * step_ms


def asked_for(values: Mapping[str, str], *, now_ms: int) -> Asked:
    """Read an address; what is not understood is told, and live is shown meanwhile. The future is now."""
    span, step = values.get("span", ""), values.get("step", "hour")
    hours = int(span) if span.isascii() and span.isdigit() and len(span) < 5 else DEFAULT_SPAN
    typed = values.get("at", "").strip()
    found = _instant(typed) if typed else None
    fault = found if isinstance(found, Misread) else None
    at_ms = found.at_s * 1000 if isinstance(found, Moment) else None
    step = step if step in STEPS else "hour"
    at_ms = _moved(at_ms, by=values.get("go", ""), step_ms=STEPS[step][0], now_ms=now_ms)
    if at_ms is not None and at_ms >= now_ms:
        at_ms = None
    ahead = values.get("ahead", "")
    lines_typed = values.get("lines", "").strip()[:40]
    lines = _day(lines_typed) if lines_typed else None
    return Asked(
        at_ms, hours if hours in SPANS else DEFAULT_SPAN, step, typed, fault,
        ahead_hours=next((each for each in AHEAD if str(each) == ahead), None),
        lines_ms=lines.at_s * 1000 if isinstance(lines, Moment) else None,
        lines_typed=lines_typed, lines_fault=lines if isinstance(lines, Misread) else None,
    )  # fmt: skip


def _day(typed: str) -> Moment | Misread:
    """Return the middle of a day, so that what began or ended at one of its edges is that day's; or an instant."""
    return _instant(f"{typed} 12:00Z") if len(typed) == len("1974-05-31") else _instant(typed)


def _moved(at_ms: int | None, *, by: str, step_ms: int, now_ms: int) -> int | None:
    """Return the instant that a button leads to; far is a day where steps are hours, a week where they are days."""
    if by == "live":
        return None
    far = DAY_MS if step_ms == HOUR_MS else 7 * DAY_MS
    move = {"back": -step_ms, "ahead": step_ms, "back-far": -far, "ahead-far": far}.get(by, 0)
    if not move:
        return at_ms
    # The first step back from now is to the last full hour or day, as the slider does it.
    here = -(-now_ms // step_ms) * step_ms if at_ms is None else at_ms
    return here // step_ms * step_ms + move


def _instant(typed: str) -> Moment | Misread:
    # The field stands under "UTC": who leaves the letter out means it.
    found = parse_moment(typed)
    return parse_moment(f"{typed}Z") if isinstance(found, Misread) and found.code == "geo.zone_missing" else found


def instant_text(at_ms: int) -> str:
    """Return an instant as the field shows it, "2026-11-25 10:00Z"."""
    return moment_text(Moment(at_ms // 60_000 * 60, "minute"))
