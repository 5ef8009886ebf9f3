"""Row 8: the desk: first paint, an event to the screen, 500 desks on one worker, panels at thirty a second."""

from __future__ import annotations

import re
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Page, sync_playwright

from benchmarks.anew import made_anew
from benchmarks.browser import Browser
from benchmarks.figure import Figure
from benchmarks.load import resident_mb
from benchmarks.mapping import FLAGS, chromium
from benchmarks.mechanism import OFFICER, Cell, Mechanism, wait_until
from benchmarks.owing import owing_lines
from benchmarks.references import hop_ms, median, percentile
from benchmarks.starting import RESTED_S
from benchmarks.supervising import console
from benchmarks.talking import file_all, message_lines

# Further apart than the pace at which the list is told.
APART_S = 0.4
EVERY_S = 1 / 30
PRINTED = re.compile(rb'"printed":(\d+)')
PARTS = "flash,links,opposite,rows,timeline,watch-all"
# Of these a change of the duties alone touches so many: FLASH bar, time line, watch list.
TOUCHED = 3
SHELVED = re.compile(r'href="/shelve\?row=([^"]+)"')
# Longer than the slowest panel's pace.
REST_S = 2.6
LANGUAGES = ("en", "ar", "he")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
# When each matter is first seen in a place of the page, in milliseconds of the machine's clock.
WATCH = """(where) => { window.seen = {}; const look = () => {
    for (const { dataset: { matter } } of document.querySelectorAll(where)) window.seen[matter] ??= Date.now(); };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true }); }"""
LISTED = ".convs [data-matter]"


@dataclass(frozen=True, slots=True)
class Much:
    """How many desks listen, for how many seconds panels are asked for, how many events come, how many rows go."""

    streams: int
    seconds: int
    events: int
    set_aside: int


def desks(mechanism: Mechanism, *, duties: int, much: Much, folder: Path) -> list[Figure]:
    """Return the figures of the desk of the first member, on which so many duties are open."""
    a, b, *_ = mechanism.cells.values()
    _open_duties(mechanism, a, filed_at=b, count=duties)
    held = f"{duties:,} open matters of five tracks"
    hops = hop_ms(folder)
    return [
        *_panels(mechanism, a, seconds=much.seconds, held=held, hops=hops),
        *made_anew(mechanism, held=held, times=much.events),
        *console(mechanism, held=held, times=much.events),
        *_streams(mechanism, a, count=much.streams, set_aside=much.set_aside),
        *_screen(mechanism, a, held=held, hops=hops, events=much.events),
    ]


def _open_duties(mechanism: Mechanism, desk: Cell, *, filed_at: Cell, count: int) -> None:
    """Let the other member open so many matters of five tracks, and wait until the desk's node has all of them."""
    lines = owing_lines(1_000_000, count=count, to=mechanism.codes, by=filed_at.code, whom=desk.code)
    before = desk.judged()[filed_at.code]
    file_all(filed_at.home, lines)
    wait_until(lambda: desk.judged()[filed_at.code] >= before + count, what="not every duty came to the desk")
    mechanism.settle()


def _panels(mechanism: Mechanism, desk: Cell, *, seconds: int, held: str, hops: list[float]) -> list[Figure]:
    """Ask for the watch list thirty times a second, whether or not the one before has answered."""
    first = Browser(desk, cookies={}).sign_in(mechanism.password)
    browsers = [first, *(first.another() for _ in range(7))]
    with ThreadPoolExecutor(len(browsers)) as pool:
        start, waiting = time.monotonic(), []
        for number in range(seconds * 30):
            at = start + number * EVERY_S
            time.sleep(max(0.0, at - time.monotonic()))
            waiting.append(pool.submit(_timed, browsers[number % len(browsers)], at))
        took = [each.result() for each in waiting]
    what = "desk: the watch list thirty times a second"
    by = "commit, socket, commit, as row 1"
    return [
        Figure(8, f"{what}, median", held, median(took), "ms", median(hops), by),
        Figure(8, f"{what}, 99th percentile", held, percentile(took, of=0.99), "ms", most=50),
    ]


def _timed(browser: Browser, due: float) -> float:
    with browser.alone:
        browser.get("/part/watch")
    return (time.monotonic() - due) * 1000


def _streams(mechanism: Mechanism, desk: Cell, *, count: int, set_aside: int) -> list[Figure]:
    """Open so many streams in three languages and let events pass: memory, and how often a panel was rendered."""
    browser = Browser(desk, cookies={}).sign_in(mechanism.password)
    # What the node gives back meanwhile, once it has come to rest, must not be taken off what the streams take.
    time.sleep(RESTED_S if mechanism.steady_s else 0.0)
    browser = browser.another()
    before = resident_mb(desk.pid)
    with _listening(desk, cookie=browser.cookie(), count=count) as heard:
        mechanism.settle()
        more = resident_mb(desk.pid) - before
        start = time.monotonic()
        file_all(desk.home, message_lines(2_000_000, count=1, to=mechanism.codes, asks_answer=True))
        wait_until(lambda: all(b"rows" in bytes(each) for each in heard), what="not every desk heard of the event")
        spread = (time.monotonic() - start) * 1000
        renderings = _renderings(browser, heard, set_aside=set_aside)
    each = TOUCHED * len(LANGUAGES)
    what = f"{count:,} desks, {len(LANGUAGES)} languages"
    return [
        Figure(8, "desk: memory for the streams", what, more, "MB", most=150),
        Figure(8, "desk: one event at all of them", what, spread, "ms"),
        Figure(8, "desk: renderings of panels for one event", what, renderings, "times", each, "panels by languages"),
    ]


def _renderings(browser: Browser, heard: list[bytearray], *, set_aside: int) -> int:
    """Set rows of the watch list aside, one after the other, and return how many renderings the quietest one took.

    What else moves meanwhile, as a row does that becomes overdue, is rendered too: in some of the times, not in all.
    """
    rows = [unquote(found) for found in SHELVED.findall(browser.get("/part/watch?watch=all"))]
    counts = []
    for row in rows[:set_aside]:
        browser.post("/shelve", {"row": row, "minutes": "10", "why": "EXERCISE: a benchmark"})
        time.sleep(REST_S)
        counts.append(_printed(heard))
    return min(later - earlier for earlier, later in pairwise(counts))


def _printed(heard: list[bytearray]) -> int:
    return max((int(found) for each in heard for found in PRINTED.findall(bytes(each))[-1:]), default=0)


@contextmanager
def _listening(desk: Cell, *, cookie: str, count: int) -> Iterator[list[bytearray]]:
    """Hold so many streams open, each read by nobody but one thread for all."""
    sockets, heard, over = [], [bytearray() for _ in range(count)], threading.Event()
    for number in range(count):
        line = socket.create_connection(("127.0.0.1", desk.desk_port), timeout=30)
        language = LANGUAGES[number % len(LANGUAGES)]
        line.sendall(
            f"GET /stream?parts={PARTS}&language={language} HTTP/1.1\r\nHost: 127.0.0.1:{desk.desk_port}\r\n"
            f"Cookie: {cookie}\r\n\r\n".encode()
        )
        while b"hello" not in heard[number]:
            heard[number] += line.recv(4096)
        line.setblocking(False)
        sockets.append(line)

    def read() -> None:
        while not over.is_set():
            for line, said in zip(sockets, heard, strict=True):
                try:
                    said += line.recv(1 << 16)
                except BlockingIOError:
                    continue
            time.sleep(0.005)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield heard
    finally:
        over.set()
        reader.join()
        for line in sockets:
            line.close()


def _screen(
    mechanism: Mechanism, desk: Cell, *, held: str, hops: list[float], events: int
) -> list[Figure]:
    """Open the desk on a cold cache, then let events come, and see when each stands on the page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = browser.new_context(base_url=f"http://127.0.0.1:{desk.desk_port}")
        page = signed_in(context.new_page(), mechanism.password)
        bare = [_paint(browser, None, desk, "/sign-in") for _ in range(3)]
        painted = [_paint(browser, context.storage_state(), desk, "/") for _ in range(5)]
        page.goto("/")
        page.wait_for_selector("html.is-live")
        page.evaluate(WATCH, LISTED)
        ways = [way for number in range(events) if (way := _way(mechanism, desk, page, number)) is not None]
        browser.close()
    return [
        Figure(8, "desk: first paint on a cold cache", held, median(painted), "ms", median(bare), "the sign-in page",
               most=1000),
        Figure(8, "desk: an event from the node to the screen, median", f"{held}, {len(ways)} events",
               statistics.median(ways), "ms", median(hops), "commit, socket, commit, as row 1", most=30),
    ]  # fmt: skip


def signed_in(page: Page, password: str) -> Page:
    """Return the page with the one officer of its desk signed in."""
    page.set_default_timeout(60_000)
    page.goto("/sign-in")
    page.fill("input[name=name]", OFFICER)
    page.fill("input[name=password]", password)
    page.click("button.primary")
    page.wait_for_selector("#stage")
    return page


def _paint(browser: Any, kept: Any, desk: Cell, path: str) -> float:
    context = browser.new_context(base_url=f"http://127.0.0.1:{desk.desk_port}", storage_state=kept)
    page = context.new_page()
    page.goto(path)
    painted = 0.0
    while not painted:
        painted = float(page.evaluate(PAINT))
    context.close()
    return painted


def _way(mechanism: Mechanism, desk: Cell, page: Page, number: int) -> float | None:
    """File a message at the desk's own node and return the milliseconds from then to its row, if it came."""
    answer = desk.ask({"op": "file", "draft": _urgent(number, to=mechanism.codes)})
    at = time.time() * 1000
    page.wait_for_timeout(APART_S * 1000)
    seen = page.evaluate("(id) => window.seen[id] ?? 0", answer["id"])
    return max(0.0, float(seen) - at) if seen else None


def _urgent(number: int, *, to: tuple[str, ...]) -> dict[str, Any]:
    content = {
        "subject": f"EXERCISE: seen {number}", "text": "EXERCISE.", "lang": "en", "items": [],
        "precedence": "immediate", "asks_read_back": False, "asks_answer": True,
    }  # fmt: skip
    return {"kind": "message_sent", "to": list(to), "content": content, "role": "duty_officer"}
