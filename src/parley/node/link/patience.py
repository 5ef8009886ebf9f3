"""How many frames that bring nothing a peer may send: enough for an honest one, too few to do harm. Pure."""

from __future__ import annotations

LARGEST = 2_000.0
A_SECOND = 200.0


class Patience:
    """A purse that every idle frame takes from and that time fills again."""

    def __init__(self, *, now_s: float) -> None:
        self._left, self._at_s = LARGEST, now_s

    def spend(self, *, now_s: float) -> bool:
        """Take for one frame that brought nothing; return False where the purse is empty."""
        self._left = min(LARGEST, self._left + (now_s - self._at_s) * A_SECOND) - 1
        self._at_s = now_s
        return self._left >= 0
