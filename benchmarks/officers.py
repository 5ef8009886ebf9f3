"""Row 1: officer to officer, from the form posted at A until the event is at the stream of B's browser."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from benchmarks.browser import Browser, Listening
from benchmarks.figure import Figure
from benchmarks.load import Meter
from benchmarks.mechanism import Mechanism, wait_until
from benchmarks.references import hop_ms, median, percentile

EVERY_S = 0.1
CONNECTIONS = 4
BY = "SQLite FULL commit, loopback socket, SQLite FULL commit"


def officers(mechanism: Mechanism, *, count: int, folder: Path) -> list[Figure]:
    """Return median and 99th percentile of the way of `count` messages, ten begun each second."""
    a, b, *_ = mechanism.cells.values()
    held = f"{count:,} with {sum(b.judged().values()):,} held"
    poster = Browser(a, cookies={}).sign_in(mechanism.password)
    stream = Browser(b, cookies={}).sign_in(mechanism.password).listen()
    hops = hop_ms(folder)
    meter = Meter((cell.code, cell.pid) for cell in mechanism.cells.values())
    begun = _posted(poster, count=count, to=",".join(mechanism.codes))
    _await_all(stream, begun)
    cost = meter.spent().each(count)
    stream.close()
    hops += hop_ms(folder)
    ways = [(stream.came[f"matter:{entry}"] - at) * 1000 for entry, at in begun.items()]
    return [
        Figure(1, "officer to officer, median", held, median(ways), "ms", median(hops), BY, most=25, cost=cost),
        Figure(
            1, "officer to officer, 99th percentile", held, percentile(ways, of=0.99), "ms", percentile(hops, of=0.99),
            BY, most=80,
        ),
    ]  # fmt: skip


def _posted(first: Browser, *, count: int, to: str) -> dict[str, float]:
    """Post the messages at their times whether or not earlier ones are answered; return when each was begun."""
    browsers: SimpleQueue[Browser] = SimpleQueue()
    for browser in (first, *(first.another() for _ in range(CONNECTIONS - 1))):
        browsers.put(browser)

    def post(number: int) -> tuple[str, float]:
        browser, at = browsers.get(), time.monotonic()
        try:
            return browser.post_message(number, to=to), at
        finally:
            browsers.put(browser)

    start = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        waiting = []
        for number in range(count):
            time.sleep(max(0.0, start + number * EVERY_S - time.monotonic()))
            waiting.append(pool.submit(post, number))
        return dict(each.result() for each in waiting)


def _await_all(stream: Listening, begun: dict[str, float]) -> None:
    wait_until(
        lambda: all(f"matter:{entry}" in stream.came for entry in begun), what="not every message came to the stream"
    )
