"""How often a feed may be read, and how often an address may try a token that opens nothing. In memory alone."""

from __future__ import annotations

from collections import OrderedDict, deque

MINUTE_S = 60.0
# Of so many names it is remembered how often they came.
MOST_NAMES = 10_000


class Limits:
    """Counts uses of the last minute by name. Not for several threads: its door runs in one loop."""

    def __init__(self) -> None:
        """Know of no use yet."""
        self._uses: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, name: str, *, most: int, now_s: float) -> float:
        """Return for how many seconds a name has to wait, 0 where it may go on."""
        uses = self._recent(name, now_s)
        return 0.0 if len(uses) < most else max(MINUTE_S - (now_s - uses[len(uses) - most]), 0.001)

    def count(self, name: str, *, now_s: float) -> None:
        """Count one use."""
        self._recent(name, now_s).append(now_s)

    def _recent(self, name: str, now_s: float) -> deque[float]:
        uses = self._uses.setdefault(name, deque())
        self._uses.move_to_end(name)
        while uses and uses[0] <= now_s - MINUTE_S:
            uses.popleft()
        while len(self._uses) > MOST_NAMES:
            self._uses.popitem(last=False)
        return uses
