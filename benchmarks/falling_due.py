"""Row 11: what falls due next among very many matters in which something is owed, beside one row read by its key."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.references import median, percentile
from parley.node.store import due, schema

START_MS, HOURS_MS = 1_772_361_720_000, 30 * 24 * 3_600_000
TRACKS = ("hotline", "deconfliction", "incidents", "disputes", "commitments")
ASKED = 500
WINDOW = 100
NEXT_MS = 5


def falling_due(folder: Path, *, count: int) -> list[Figure]:
    """Return how long it takes to find what is due next, a window of it, and how much is owed in all."""
    path = folder / f"due-{count}.db"
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    schema.create(conn)
    lots = random.Random(7)
    write = _filled(conn, count, lots)
    by_key = _took(lambda: due.row_of(conn, f"SY/{lots.randrange(count)}"))
    held = f"{count:,} matters"
    found = []
    for what, tracks in (("", None), (" on two tracks", TRACKS[2:4])):
        took = _took(lambda tracks=tracks: _next(conn, lots, tracks))  # type: ignore[misc]
        window = _took(lambda tracks=tracks: _window(conn, lots, tracks))  # type: ignore[misc]
        found += [
            Figure(11, f"duties: what is due next{what}, 99th percentile", held, percentile(took, of=0.99), "ms",
                   percentile(by_key, of=0.99), "one row by its key", most=NEXT_MS),
            Figure(11, f"duties: a window of {WINDOW} and how many there are{what}, median", held, median(window),
                   "ms", median(by_key), "one row by its key", most=NEXT_MS),
        ]  # fmt: skip
    found.append(Figure(11, "duties: one written, in a transaction of all", held, write, "ms"))
    conn.close()
    return found


def _filled(conn: sqlite3.Connection, count: int, lots: random.Random) -> float:
    start = time.process_time()
    conn.execute("BEGIN")
    for number in range(count):
        due_ms = START_MS + lots.randrange(HOURS_MS)
        ours = due_ms if number % 2 else None
        track = TRACKS[number % len(TRACKS)]
        due.save(conn, due.DueRow(f"SY/{number}", due_ms, ours, None, is_guess=False, track=track))
    conn.execute("COMMIT")
    return (time.process_time() - start) * 1000 / count


def _next(conn: sqlite3.Connection, lots: random.Random, tracks: tuple[str, ...] | None) -> None:
    now_ms = START_MS + lots.randrange(HOURS_MS)
    due.in_order(conn, due.Run(now_ms, due.NO_CLOCK, tracks=tracks), limit=1)


def _window(conn: sqlite3.Connection, lots: random.Random, tracks: tuple[str, ...] | None) -> None:
    now_ms = START_MS + lots.randrange(HOURS_MS)
    due.in_order(conn, due.Run(0, now_ms, newest_first=True, ours=True, tracks=tracks), limit=WINDOW)
    due.in_order(conn, due.Run(now_ms, due.NO_CLOCK, ours=True, tracks=tracks), limit=WINDOW)
    due.count(conn, due.Run(0, due.END, ours=True, tracks=tracks))


def _took(act: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(ASKED):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    return took
