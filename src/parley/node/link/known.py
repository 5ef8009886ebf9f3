"""What all links together have brought already, so that the same is not verified twice."""

from __future__ import annotations

from collections import OrderedDict

KEPT_NOTES = 64


class Known:
    """How many entries of each log are held, and which signature lines of which checkpoints were taken in.

    One for all links of a node. It only ever spares work: what it does not know is handed to the intake.
    """

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self._notes: dict[str, OrderedDict[bytes, set[bytes]]] = {}

    def size(self, log: str) -> int:
        """Return how many entries of a log are known to be held."""
        return self._sizes.get(log, 0)

    def held(self, log: str, *, size: int) -> None:
        """Remember that so many entries are held, durably."""
        self._sizes[log] = max(size, self._sizes.get(log, 0))

    def has_note(self, log: str, note: bytes) -> bool:
        """Return whether this checkpoint and every line under it were taken in before."""
        text, _, lines = note.partition(b"\n\n")
        notes = self._notes.get(log)
        known = notes.get(text) if notes else None
        return known is not None and known.issuperset(lines.split(b"\n"))

    def took_note(self, log: str, note: bytes) -> None:
        """Remember that the checkpoint and its lines were taken in."""
        text, _, lines = note.partition(b"\n\n")
        notes = self._notes.setdefault(log, OrderedDict())
        notes.setdefault(text, set()).update(lines.split(b"\n"))
        notes.move_to_end(text)
        if len(notes) > KEPT_NOTES:
            notes.popitem(last=False)
