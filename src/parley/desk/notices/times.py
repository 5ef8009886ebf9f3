"""The windows of a volume in its form: one from and until, repeated each day or week, and others a line each. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parley.charter.verdict import Fault
from parley.desk.hotline.saying import instant
from parley.desk.hotline.typed import instant_typed
from parley.geo.figures import plain
from parley.geo.moment import LATEST_S
from parley.tracks.content.place_form import MOST_WINDOWS

Windows = list[list[int]]
DAY_S = 86_400
STEPS = {"day": DAY_S, "week": 7 * DAY_S}
# An instant has strokes of its own: one between two instants stands apart.
_BETWEEN = re.compile(r"\s*[/–—]\s*|\s+-\s+")


def windows_typed(form: Mapping[str, str], faults: list[Fault]) -> Windows:
    """Return every window, one by one in their order, as they would be signed; none where one could not be read."""
    told: list[Fault] = []
    windows = _repeated(form, told) + _more(form, told)
    windows.sort()
    if windows and windows[-1][1] > LATEST_S and not told:
        # So many weeks later there is no calendar any more.
        told.append(Fault("days", "geo.no_such_time"))
    if len(windows) > MOST_WINDOWS and not told:
        told.append(Fault("more", "geo.windows_count", {"least": 1, "most": MOST_WINDOWS}))
    if any(later[0] < earlier[1] for earlier, later in zip(windows, windows[1:], strict=False)) and not told:
        told.append(Fault("more" if form.get("more", "").strip() else "days", "geo.windows_unsorted"))
    faults += told
    return [] if told else windows


def windows_spelled(windows: Sequence[Sequence[int]]) -> dict[str, str]:
    """Return the fields that spell these windows: as many as repeat each day or week at once, the others by lines."""
    every, count = max(((name, _run(windows, step)) for name, step in STEPS.items()), key=lambda each: each[1])
    begins, ends = windows[0]
    return {
        "begins": instant(begins),
        "ends": instant(ends),
        "days": str(count) if count > 1 else "",
        "every": every if count > 1 else "day",
        "more": "\n".join(f"{instant(start)} – {instant(end)}" for start, end in windows[count:]),
    }


def _run(windows: Sequence[Sequence[int]], step: int) -> int:
    """Return how many windows from the first on are the first again, each a step later."""
    start, end = windows[0]
    count = 0
    while count < len(windows) and list(windows[count]) == [start + count * step, end + count * step]:
        count += 1
    return count


def _repeated(form: Mapping[str, str], faults: list[Fault]) -> Windows:
    window = _window(form.get("begins", ""), form.get("ends", ""), faults, where=("begins", "ends"))
    count = _times(form, faults)
    step = STEPS.get(form.get("every", "") or "day", DAY_S)
    return [[window[0] + n * step, window[1] + n * step] for n in range(count)] if window else []


def _more(form: Mapping[str, str], faults: list[Fault]) -> Windows:
    """Read one window a line; the first that cannot be read is told by its line."""
    windows = []
    lines = [line.strip() for line in form.get("more", "").splitlines() if line.strip()]
    for number, line in enumerate(lines[: MOST_WINDOWS + 1], start=1):
        told: list[Fault] = []
        ends = _BETWEEN.split(line)
        window = _window(ends[0], ends[1], told, where=("more", "more")) if len(ends) == 2 else None
        if window is None:
            fault = told[0] if told else Fault("more", "geo.time_not_understood")
            faults.append(Fault("more", fault.code, {**fault.data, "line": number}))
            return []
        windows.append(window)
    return windows


def _window(begins: str, ends: str, faults: list[Fault], *, where: tuple[str, str]) -> list[int] | None:
    read = [instant_typed(begins, where=where[0]), instant_typed(ends, where=where[1])]
    wrong = [each for each in read if isinstance(each, Fault)]
    if wrong:
        faults += wrong
        return None
    start, end = (each for each in read if isinstance(each, int))
    if start >= end:
        faults.append(Fault(where[1], "geo.window_ends_first"))
        return None
    return [start, end]


def _times(form: Mapping[str, str], faults: list[Fault]) -> int:
    text = plain(form.get("days", ""))
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        faults.append(Fault("days", "geo.count_asked"))
        return 1
    if int(text) > MOST_WINDOWS:
        faults.append(Fault("days", "geo.windows_count", {"least": 1, "most": MOST_WINDOWS}))
    return max(1, min(MOST_WINDOWS, int(text)))
