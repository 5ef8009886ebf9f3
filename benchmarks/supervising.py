"""Row 8: the console of supervision: asked for after what is owed has changed, and again while nothing did.

Its figures are kept for a minute, so that the first time is told beside them.
"""

from __future__ import annotations

import subprocess
import time

from benchmarks.browser import Browser
from benchmarks.figure import Figure
from benchmarks.load import cpu_s
from benchmarks.mechanism import PARLEY, Cell, Mechanism
from benchmarks.references import median
from benchmarks.talking import file_all, message_lines

FIRST = 4_000_000
CHIEF = "console-chief"
SERVER_MS = 500


def console(mechanism: Mechanism, *, held: str, times: int) -> list[Figure]:
    """Return how long its page and the figures that come after it take after each of so many messages of others."""
    desk, other = list(mechanism.cells.values())[:2]
    _add_chief(desk, password=mechanism.password)
    browser = Browser(desk, cookies={}).sign_in(mechanism.password, name=CHIEF)
    return [
        figure
        for path, what in (("/supervision", "its page with the counts"), ("/supervision/trend", "its figures"))
        for figure in _asked(mechanism, browser, (desk, other), path=path, what=what, held=held, times=times)
    ]


def _asked(
    mechanism: Mechanism, browser: Browser, cells: tuple[Cell, Cell], *, path: str, what: str, held: str, times: int
) -> list[Figure]:  # fmt: skip
    desk, other = cells
    at = time.monotonic()
    browser.get(path)
    first = (time.monotonic() - at) * 1000
    took, spent, kept = [], [], []
    for number in range(times):
        before = desk.judged()[other.code]
        file_all(other.home, message_lines(FIRST + number, count=1, to=mechanism.codes, asks_answer=True))
        while desk.judged()[other.code] <= before:
            time.sleep(0.01)
        at, used = time.monotonic(), cpu_s(desk.pid)
        browser.get(path)
        took.append((time.monotonic() - at) * 1000)
        spent.append((cpu_s(desk.pid) - used) * 1000)
        at = time.monotonic()
        browser.get(path)
        kept.append((time.monotonic() - at) * 1000)
    cost = f"CPU of the desk's node {median(spent):.0f} ms; the first after the start {first:.0f} ms"
    return [
        Figure(8, f"desk: the console of supervision after a change, {what}", held, median(took), "ms", median(kept),
               "the same with nothing changed", most=SERVER_MS, cost=cost),
    ]  # fmt: skip


def _add_chief(desk: Cell, *, password: str) -> None:
    """Add an officer who reads supervision; one that is there from an earlier size stays."""
    subprocess.run(
        [PARLEY, "officer", "add", CHIEF, "--home", str(desk.home), "--role", "chief", "--password-stdin"],
        input=password, text=True, capture_output=True, check=False,
    )  # fmt: skip
