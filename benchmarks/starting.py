"""Row 6: from the command to the first answer, and what an idle node keeps in memory."""

from __future__ import annotations

import http.client
import time

from benchmarks.figure import Figure
from benchmarks.load import resident_mb
from benchmarks.mechanism import Cell, Mechanism
from benchmarks.references import bare_start, median
from benchmarks.talking import NodeSilent

BY = "Python that has loaded the same libraries"
IDLE_S = 3.0
# Two looks of a node that rests (`parley.node.resting`), and a little more.
RESTED_S = 25.0


def starting(mechanism: Mechanism, *, times: int) -> list[Figure]:
    """Return seconds from `parley run` to the answers of control socket and desk, and memory some seconds later."""
    a = next(iter(mechanism.cells.values()))
    bare_s, bare_mb = zip(*(bare_start() for _ in range(times)), strict=True)
    # As it was left by what was measured before, and once it has come to rest.
    worked_mb = resident_mb(a.pid)
    time.sleep(RESTED_S if mechanism.steady_s else 0.0)
    rested_mb = resident_mb(a.pid)
    started = []
    for _ in range(times):
        mechanism.stop(a.code)
        started.append(_start(mechanism, a))
    time.sleep(IDLE_S)
    entries = f"{sum(a.judged().values()):,} held"
    memory = resident_mb(a.pid)
    return [
        Figure(6, "start to first answer", entries, median(started), "s", median(list(bare_s)), BY, most=2),
        Figure(6, "memory of an idle node", entries, memory, "MB", median(list(bare_mb)), BY, most=150),
        Figure(6, "... of the same after hard work, rested", entries, rested_mb, "MB", median(list(bare_mb)), BY,
               most=150),
        Figure(6, "... of the same in the middle of it", entries, worked_mb, "MB", median(list(bare_mb)), BY),
    ]


def _start(mechanism: Mechanism, cell: Cell) -> float:
    start = time.monotonic()
    mechanism.launch(cell.code)
    while not (_desk_answers(cell) and _control_answers(cell)):
        if time.monotonic() - start > 60:
            raise RuntimeError(f"{cell.code} does not start")
        time.sleep(0.01)
    return time.monotonic() - start


def _control_answers(cell: Cell) -> bool:
    try:
        return bool(cell.ask({"op": "status"})["may_sign"] is not None)
    except NodeSilent:
        return False


def _desk_answers(cell: Cell) -> bool:
    desk = http.client.HTTPConnection("127.0.0.1", cell.desk_port, timeout=5)
    try:
        desk.request("GET", "/sign-in")
        return desk.getresponse().status == 200
    except OSError:
        return False
    finally:
        desk.close()
