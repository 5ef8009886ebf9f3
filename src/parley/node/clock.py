"""The node's clock. Entries carry it; their order never depends on it."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """Says what time it is here."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01T00:00Z."""


class SystemClock:
    """The machine's clock, shifted by `skew_ms` where a test or an exercise asks for a wrong one."""

    def __init__(self, *, skew_ms: int = 0) -> None:
        self._skew_ms = skew_ms

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01T00:00Z."""
        return time.time_ns() // 1_000_000 + self._skew_ms
