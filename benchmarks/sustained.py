"""Row 2: filed at A and delivered at B and C, for as long as it takes to see that it holds."""

from __future__ import annotations

import os
import threading
import time
from bisect import bisect_right

from benchmarks.figure import Figure
from benchmarks.load import Meter
from benchmarks.mechanism import Cell, Mechanism, wait_until
from benchmarks.references import median, opening_cpu_ms, opening_rate, percentile, sealing_cpu_ms, sealing_rate
from benchmarks.talking import Filed, draft_lines, file_all

POLL_S = 0.2
BY = "both cores do nothing but seal each body once and open it twice"

Looks = list[tuple[float, int]]
"""When how many of the filed entries a node had judged and projected."""


def sustained(mechanism: Mechanism, *, count: int) -> list[Figure]:
    """Return entries a second from the first filing until the last is projected at B and C, and their lag."""
    a, *others = mechanism.cells.values()
    lines = draft_lines(0, count=count, to=mechanism.codes)
    before = a.judged()[a.code]
    limit = _limit()
    meter = Meter((cell.code, cell.pid) for cell in mechanism.cells.values())
    start, filed = time.monotonic(), []  # type: tuple[float, Filed]
    sender = threading.Thread(target=lambda: filed.extend(file_all(a.home, lines)))
    sender.start()
    looks = {cell.code: _followed(cell, of=a.code, before=before, count=count, sender=sender) for cell in others[:1]}
    for cell in others:
        wait_until(lambda cell=cell: cell.judged()[a.code] >= before + count, what=cell.code, patience_s=600)  # type: ignore[misc]
    spent_s = time.monotonic() - start
    sender.join()
    cost = f"{meter.spent().each(count)}; sealing alone {sealing_cpu_ms():.2f}, opening {opening_cpu_ms():.2f}"
    limit = (limit + _limit()) / 2
    lags = [lag for code in looks for lag in _lags(filed, looks[code])]
    shown = f"{count:,}"
    return [
        Figure(2, "filed at A, projected at B and C", shown, count / spent_s, "/s", limit, BY, least=1000, cost=cost),
        Figure(2, "... lag behind A's acknowledgement, median", shown, median(lags), "s", most=1),
        Figure(2, "... lag, 99 of 100 looks", shown, percentile(lags, of=0.99), "s", most=1),
    ]


def _followed(cell: Cell, *, of: str, before: int, count: int, sender: threading.Thread) -> Looks:
    looks: Looks = []
    while not looks or looks[-1][1] < count:
        if not sender.is_alive() and looks and time.monotonic() - looks[0][0] > 900:
            raise RuntimeError(f"{cell.code} does not come to hold what was filed")
        asked = time.monotonic()
        looks.append((asked, cell.judged()[of] - before))
        time.sleep(POLL_S)
    return looks


def _lags(filed: Filed, looks: Looks) -> list[float]:
    """Return for each look how long ago the first entry that was not there yet had been acknowledged, 0 for none."""
    counts = [done for _, done in filed]
    found = []
    for at, judged in looks:
        place = bisect_right(counts, judged)
        found.append(max(0.0, at - filed[place][0]) if place < len(filed) else 0.0)
    return found


def _limit() -> float:
    cores = os.cpu_count() or 1
    return cores / (1 / sealing_rate() + 2 / opening_rate())
