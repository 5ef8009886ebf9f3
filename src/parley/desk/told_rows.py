"""Rows of the watch list that were put into words before: of a hundred matters a change touches one.

A row follows from its matter as it was last written, from what is owed in it and from the charter; of the hour only
how pressing it is, and how much of its time is left in coarse steps. While all of that stays the row is the very same
object, so that what was made of it is found again without a look at what it says.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Row = TypeVar("Row")

# The windows of mine, desk and all, in three languages.
MOST_KEPT = 2_048


class ToldRows(Generic[Row]):
    """The rows of one node; safe from any thread."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._lock = threading.Lock()
        self._told: OrderedDict[tuple[str, ...], tuple[tuple[object, ...], Row]] = OrderedDict()

    def row(
        self,
        name: tuple[str, ...],
        source: tuple[object, ...],
        *,
        make: Callable[[], Row],
        at: Callable[[Row], Row],
    ) -> Row:
        """Return the row of this name: as it was while all of `source` is the same, else what `make` tells.

        `at` returns a row as the hour has it, the same object where the hour changes nothing.
        """
        with self._lock:
            known = self._told.get(name)
        before = known[1] if known is not None and known[0] == source else None
        row = at(make() if before is None else before)
        if row is not before:
            with self._lock:
                self._told[name] = (source, row)
                self._told.move_to_end(name)
                while len(self._told) > MOST_KEPT:
                    self._told.popitem(last=False)
        return row
