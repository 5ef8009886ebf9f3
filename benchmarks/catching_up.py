"""Row 4: a node that was away while others filed, from its first answer until it has projected all."""

from __future__ import annotations

import time

from benchmarks.figure import Figure
from benchmarks.load import Meter, cpu_s
from benchmarks.mechanism import Cell, Mechanism, wait_until
from benchmarks.references import opening_cpu_ms, opening_rate
from benchmarks.talking import draft_lines, file_all

BY = "one thread does nothing but open the same bodies"
LOOK_S = 2.0
REST_SHARE = 0.08


def catching_up(mechanism: Mechanism, *, count: int) -> list[Figure]:
    """Return entries a second that node C opens and projects after a cut."""
    a, b, c = mechanism.cells.values()
    mechanism.stop(c.code)
    before = a.judged()[a.code]
    file_all(a.home, draft_lines(0, count=count, to=mechanism.codes))
    wait_until(lambda: b.judged()[a.code] >= before + count, what=f"{b.code} does not follow", patience_s=600)
    # A cut that lasts: the others have done what filing leaves to be done, the index of the search above all.
    wait_until(lambda: is_at_rest(a, b), what="the others do not come to rest", patience_s=600)
    opened = [opening_rate()]
    mechanism.start(c.code)
    # A few may have come before it answered at all: in a smoke run, everything.
    held = min(count, c.judged()[a.code] - before)
    meter, start = Meter([(c.code, c.pid)]), time.monotonic()
    wait_until(
        lambda: c.judged()[a.code] >= before + count, what=f"{c.code} does not catch up", every_s=0.1, patience_s=600
    )
    spent_s = time.monotonic() - start
    spent = meter.spent()
    opened.append(opening_rate())
    return [
        Figure(
            4, "catch-up after a cut, opened and projected", f"{count:,}", (count - held) / spent_s, "/s",
            sum(opened) / 2, BY, least=3000, cost=f"{spent.each(count - held)}; opening alone {opening_cpu_ms():.2f}",
        )
    ]  # fmt: skip


def is_at_rest(*cells: Cell) -> bool:
    """Return whether each of these nodes uses next to nothing of a processor, over two seconds."""
    before = [cpu_s(cell.pid) for cell in cells]
    time.sleep(LOOK_S)
    return all(cpu_s(cell.pid) - then < REST_SHARE * LOOK_S for cell, then in zip(cells, before, strict=True))
