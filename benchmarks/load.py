"""What processes cost: CPU seconds and memory from /proc, and how loaded the machine is."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_s(pid: int) -> float:
    """Return the CPU seconds that a process and those it started have used, user and system, all their threads."""
    # The name in parentheses may hold spaces; what follows it is numbers: its own two, then those of ended children.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) * TICK_S + sum(map(cpu_s, started_by(pid)))


def started_by(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    told = [each.read_text() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for text in told for child in text.split()]


def own_cpu_s() -> float:
    """Return the CPU seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process and of those it started in MB (10^6 bytes)."""
    own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6
    return own + sum(map(resident_mb, started_by(pid)))


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds of each process between two looks, and the machine's load at the second."""

    by_process: dict[str, float]
    load: float

    def each(self, count: int) -> str:
        """Return the cost of one of `count` entries at each process, in milliseconds, as a table cell."""
        parts = [f"{name} {seconds / max(count, 1) * 1000:.2f}" for name, seconds in self.by_process.items()]
        return ", ".join(parts) + f"; load {self.load:.1f}"


class Meter:
    """Looks at processes by name and pid, and at this one as the client."""

    def __init__(self, pids: Iterable[tuple[str, int]]) -> None:
        self._pids = dict(pids)
        self._before = self._look()

    def spent(self) -> Spent:
        """Return what was used since the meter was made."""
        now = self._look()
        return Spent({name: now[name] - self._before[name] for name in now}, os.getloadavg()[0])

    def _look(self) -> dict[str, float]:
        return {**{name: cpu_s(pid) for name, pid in self._pids.items()}, "client": own_cpu_s()}
