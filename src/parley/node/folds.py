"""The folds of matters that readers made, remembered while the rows of those matters do not change."""

from __future__ import annotations

import threading
from collections import OrderedDict

from parley.matters.fold import Folded

# Of so many entries in all: a thousand open matters are not folded anew for each question, and one that is very large
# does not stand beside many others.
MOST_ENTRIES = 20_000


class Folds:
    """What was folded, the one asked for longest ago forgotten first. Safe from any thread."""

    def __init__(self, most: int = MOST_ENTRIES) -> None:
        """Remember nothing yet."""
        self._most, self._entries, self._alone = most, 0, threading.Lock()
        self._known: OrderedDict[str, tuple[bytes, Folded]] = OrderedDict()

    def get(self, matter: str) -> tuple[bytes, Folded] | None:
        """Return the version of the row of which a matter was folded and its fold, None where it is not remembered."""
        with self._alone:
            found = self._known.get(matter)
            if found is not None:
                self._known.move_to_end(matter)
            return found

    def remember(self, matter: str, version: bytes, folded: Folded) -> None:
        """Remember a fold in the place of an earlier one of its matter; the newest stays, however large."""
        with self._alone:
            self._forget(matter)
            self._known[matter] = version, folded
            self._entries += len(folded.entries)
            while self._entries > self._most and len(self._known) > 1:
                self._forget(next(iter(self._known)))

    def clear(self) -> None:
        """Forget all."""
        with self._alone:
            self._known.clear()
            self._entries = 0

    def _forget(self, matter: str) -> None:
        found = self._known.pop(matter, None)
        if found is not None:
            self._entries -= len(found[1].entries)
