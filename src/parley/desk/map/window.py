"""The time that an address of the map asks for: live, as of an instant, or what is planned for one to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.desk.map.adding import Window
from parley.geo.figures import Misread
from parley.geo.moment import EARLIEST_S, LATEST_S, Moment, moment_text, parse_moment

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
# Hours of messages that may be shown, and the one that is shown where nobody chose.
SPANS = (1, 6, 24, 72, 168, 720)
DEFAULT_SPAN = 24
# How far the slider reaches, back and ahead alike: in hours over three days, in days over ninety.
STEPS: Mapping[str, tuple[int, int]] = {"hour": (HOUR_MS, 3 * DAY_MS), "day": (DAY_MS, 90 * DAY_MS)}
# Steps that a button moves.
MOVES: Mapping[str, Mapping[str, int]] = {
    "hour": {"back": -1, "ahead": 1, "back-far": -24, "ahead-far": 24},
    "day": {"back": -1, "ahead": 1, "back-far": -7, "ahead-far": 7},
}
MINUTE_MS = 60_000
LONGEST_MS = 400 * DAY_MS
# Hours from the instant shown on within which an activity must have an hour of its own; 0: at that instant.
AHEAD = (0, 1, 6, 24, 72, 168)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: `at_ms` None is live, `is_ahead` of what is still to come.

    `fault` says why a typed instant was not understood.
    """

    at_ms: int | None
    span_hours: int
    step: str
    typed: str = ""
    fault: Misread | None = None
    ahead_hours: int | None = None
    lines_ms: int | None = None
    lines_typed: str = ""
    lines_fault: Misread | None = None
    is_ahead: bool = False

    @property
    def is_live(self) -> bool:
        """Return whether the picture moves with the clock."""
        return self.at_ms is None

    @property
    def is_past(self) -> bool:
        """Return whether the picture is of an instant that is over."""
        return self.at_ms is not None and not self.is_ahead

    @property
    def step_ms(self) -> int:
        """Return how long a step of the slider is."""
        return STEPS[self.step][0]

    def window(self, *, now_ms: int) -> Window:
        """Return the window of the one picture that this asks for.

        Ahead, what is planned is shown by its hours: where none were chosen, those of the step that begins then. What
        was said stays in sight as it is live.
        """
        until = now_ms if self.at_ms is None else self.at_ms
        ahead = None if self.ahead_hours is None else self.ahead_hours * HOUR_MS
        if ahead is None and self.is_ahead:
            ahead = self.step_ms - 1
        return Window(
            min(until, now_ms) - self.span_hours * HOUR_MS, until, now_ms, ahead_ms=ahead, lines_ms=self.lines_ms
        )

    def first_ms(self, *, now_ms: int) -> int:
        """Return the first instant that the slider reaches."""
        return min(now_ms - STEPS[self.step][1], now_ms if self.at_ms is None else self.at_ms)

    def slider(self, *, now_ms: int) -> tuple[int, int, int]:
        """Return the ends of the slider and where it stands, in steps from now; it reaches the instant asked for."""
        reach = STEPS[self.step][1] // self.step_ms
        at = 0 if self.at_ms is None else steps_to(self.at_ms, step_ms=self.step_ms, now_ms=now_ms)
        return min(-reach, at), max(reach, at), at


def steps_to(at_ms: int, *, step_ms: int, now_ms: int) -> int:
    """Return how many full hours or days lie between now and an instant: -1 is the last before now, 1 the next."""
    return at_ms // step_ms + now_ms // -step_ms if at_ms < now_ms else -(at_ms // -step_ms) - now_ms // step_ms


def instant_of(steps: int, *, step_ms: int, now_ms: int) -> int | None:
    """Return the instant so many steps from now, None for live. static/desk/map/time.js says the same."""
    if steps == 0:
        return None
    return (steps - now_ms // -step_ms if steps < 0 else steps + now_ms // step_ms) * step_ms


def asked_for(values: Mapping[str, str], *, now_ms: int) -> Asked:
    """Read an address; what is not understood is told, and live is shown meanwhile."""
    span, step = values.get("span", ""), values.get("step", "hour")
    hours = int(span) if span.isascii() and span.isdigit() and len(span) < 5 else DEFAULT_SPAN
    typed = values.get("at", "").strip()
    found = _instant(typed) if typed else None
    fault = found if isinstance(found, Misread) else None
    at_ms = found.at_s * 1000 if isinstance(found, Moment) else None
    step = step if step in STEPS else "hour"
    at_ms = _moved(at_ms, by=values.get("go", ""), step=step, now_ms=now_ms)
    if at_ms is not None and at_ms // MINUTE_MS == now_ms // MINUTE_MS:
        at_ms = None
    ahead = values.get("ahead", "")
    lines_typed = values.get("lines", "").strip()[:40]
    lines = _day(lines_typed) if lines_typed else None
    return Asked(
        at_ms, hours if hours in SPANS else DEFAULT_SPAN, step, typed, fault,
        ahead_hours=next((each for each in AHEAD if str(each) == ahead), None),
        lines_ms=lines.at_s * 1000 if isinstance(lines, Moment) else None,
        lines_typed=lines_typed, lines_fault=lines if isinstance(lines, Misread) else None,
        is_ahead=at_ms is not None and at_ms > now_ms,
    )  # fmt: skip


def _day(typed: str) -> Moment | Misread:
    """Return the middle of a day, so that what began or ended at one of its edges is that day's; or an instant."""
    return _instant(f"{typed} 12:00Z") if len(typed) == len("1974-05-31") else _instant(typed)


def _moved(at_ms: int | None, *, by: str, step: str, now_ms: int) -> int | None:
    """Return the instant that a button leads to; far is a day where steps are hours, a week where they are days."""
    if by == "live":
        return None
    move, step_ms = MOVES[step].get(by, 0), STEPS[step][0]
    if not move:
        return at_ms
    here = 0 if at_ms is None else steps_to(at_ms, step_ms=step_ms, now_ms=now_ms)
    found = instant_of(here + move, step_ms=step_ms, now_ms=now_ms)
    # Beyond what a calendar has the button leads nowhere.
    return found if found is None or EARLIEST_S * 1000 <= found <= LATEST_S * 1000 else at_ms


def _instant(typed: str) -> Moment | Misread:
    # The field stands under "UTC": who leaves the letter out means it.
    found = parse_moment(typed)
    return parse_moment(f"{typed}Z") if isinstance(found, Misread) and found.code == "geo.zone_missing" else found


def instant_text(at_ms: int) -> str:
    """Return an instant as the field shows it, "2026-11-25 10:00Z"."""
    return moment_text(Moment(at_ms // 60_000 * 60, "minute"))
