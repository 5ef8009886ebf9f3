"""Row 8: the watch list made anew: what is owed has just changed, and the whole list is asked for."""

from __future__ import annotations

import time

from benchmarks.browser import Browser
from benchmarks.figure import Figure
from benchmarks.load import cpu_s
from benchmarks.mechanism import Mechanism
from benchmarks.references import median, percentile
from benchmarks.talking import file_all, message_lines

FIRST = 3_000_000
LIST = "/part/watch?watch=all"
SERVER_MS = 50


def made_anew(mechanism: Mechanism, *, held: str, times: int) -> list[Figure]:
    """Return how long the list takes, and the CPU time of its server, after each of so many messages of others."""
    desk, other = list(mechanism.cells.values())[:2]
    browser = Browser(desk, cookies={}).sign_in(mechanism.password)
    browser.get(LIST)
    took, spent, kept = [], [], []
    for number in range(times):
        before = desk.judged()[other.code]
        file_all(other.home, message_lines(FIRST + number, count=1, to=mechanism.codes, asks_answer=True))
        while desk.judged()[other.code] <= before:
            time.sleep(0.01)
        at, used = time.monotonic(), cpu_s(desk.pid)
        browser.get(LIST)
        took.append((time.monotonic() - at) * 1000)
        spent.append((cpu_s(desk.pid) - used) * 1000)
        at = time.monotonic()
        browser.get(LIST)
        kept.append((time.monotonic() - at) * 1000)
    what = "desk: the watch list made anew after a change"
    cost = f"CPU of the desk's node {median(spent):.0f} ms"
    return [
        Figure(8, f"{what}, median", held, median(took), "ms", median(kept), "the same list as it is kept",
               most=SERVER_MS, cost=cost),
        Figure(8, f"{what}, 99th percentile", held, percentile(took, of=0.99), "ms"),
    ]  # fmt: skip
