"""Headings made ahead, by the very recipients they are for: each is handed out once, to nobody else, or thrown away."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from parley.record.sealing import Heading
from parley.record.sealingkeys import SealingRecipient

MOST = 512
AT_ONCE = 12
LINES = 8
BUSY = 64
WITHIN_S, BUSY_FOR_S = 1.0, 2.0


@dataclass(slots=True)
class Line:
    """The headings for one list of recipients: those that are ready, and how many are on their way.

    `taken` counts the bodies sealed to this list since `since_s`; where they were many, more are made
    until `busy_until_s`.
    """

    place: int
    recipients: tuple[SealingRecipient, ...]
    ready: deque[Heading] = field(default_factory=deque)
    asked: int = 0
    taken: int = 0
    since_s: float = 0.0
    busy_until_s: float = 0.0

    def count(self, *, now_s: float) -> None:
        """Count one body more that is sealed to this list."""
        if now_s - self.since_s > WITHIN_S:
            self.taken, self.since_s = 0, now_s
        self.taken += 1
        if self.taken >= BUSY:
            self.busy_until_s = now_s + BUSY_FOR_S

    def is_short(self, *, now_s: float) -> bool:
        """Return whether a batch more should be made now."""
        return now_s < self.busy_until_s and len(self.ready) + self.asked + AT_ONCE <= MOST


class Stock:
    """The lines of the lists that were sealed to last. A list with one key changed is another list."""

    def __init__(self) -> None:
        self._lines: OrderedDict[tuple[bytes, ...], Line] = OrderedDict()
        self._next = 1

    def line(self, recipients: Sequence[SealingRecipient]) -> Line:
        """Return the line of a list of recipients, the least used one going where there are too many."""
        key = tuple([recipient.raw for recipient in recipients])
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = Line(self._next, tuple(recipients))
            self._next += 1
            while len(self._lines) > LINES:
                self._lines.popitem(last=False)
        self._lines.move_to_end(key)
        return found

    def short(self, *, now_s: float) -> Line | None:
        """Return the line that was used last among those that are short, None where none is."""
        return next((line for line in reversed(self._lines.values()) if line.is_short(now_s=now_s)), None)

    def lost(self) -> None:
        """Wait no longer for what is on its way: who was to make it is gone."""
        for line in self._lines.values():
            line.asked = 0

    def clear(self) -> None:
        """Throw all headings away; what is still on its way belongs to no line any more."""
        self._lines.clear()
