"""Row 3: durable filing with many writers at one node, beside the smaller of committing and sealing."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.load import Meter
from benchmarks.mechanism import Mechanism
from benchmarks.references import committing_rate, sealing_cpu_ms, sealing_rate
from benchmarks.talking import draft_lines, file_all

WRITERS = 8
GROUP = 256


def filing(mechanism: Mechanism, *, count: int, folder: Path) -> list[Figure]:
    """Return entries a second acknowledged as durable by node A alone, over several control connections."""
    _, *others = mechanism.codes
    mechanism.stop(*others)
    try:
        return _measured(mechanism, count=count, folder=folder)
    finally:
        mechanism.start(*others)


def _measured(mechanism: Mechanism, *, count: int, folder: Path) -> list[Figure]:
    a = next(iter(mechanism.cells.values()))
    each = count // WRITERS
    loads = [draft_lines(n * each, count=each, to=mechanism.codes) for n in range(WRITERS)]
    sealed, committed = [sealing_rate()], [committing_rate(folder, group=GROUP)]
    meter = Meter([(a.code, a.pid)])
    start = time.monotonic()
    writers = [threading.Thread(target=file_all, args=(a.home, load), kwargs={"window": 64}) for load in loads]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    spent_s = time.monotonic() - start
    cost = f"{meter.spent().each(each * WRITERS)}; sealing alone {sealing_cpu_ms():.2f}"
    sealed.append(sealing_rate())
    committed.append(committing_rate(folder, group=GROUP))
    seal, commit = sum(sealed) / 2, sum(committed) / 2
    by = f"sealing {seal:,.0f}/s, SQLite FULL in groups of {GROUP} {commit:,.0f}/s; the smaller"
    return [
        Figure(
            3, f"durable filing, {WRITERS} writers", f"{each * WRITERS:,}", each * WRITERS / spent_s, "/s",
            min(seal, commit), by, least_ratio=0.6, cost=cost,
        )
    ]  # fmt: skip
