"""Daily counts of a real series, by sector, for the tests of early warning (source and licence: daily_counts.txt)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

DAYS = 1430
_FILE = Path(__file__).with_name("daily_counts.txt")


@cache
def real_counts() -> dict[str, tuple[int, ...]]:
    """Return for each sector how many events there were on each of the 1,430 days."""
    lines = [line.split() for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: _spread(days) for name, *days in lines}


def _spread(written: list[str]) -> tuple[int, ...]:
    found = [0] * DAYS
    for each in written:
        day, _, number = each.partition(":")
        found[int(day)] = int(number or 1)
    return tuple(found)
