"""The overlaps of this desk's node, found once and kept up to date by whoever asks."""

from __future__ import annotations

import threading

from parley.desk.cell import node
from parley.node.overlaps.held import HeldOverlaps

_LOCK = threading.Lock()
_HELD: dict[int, HeldOverlaps] = {}


def overlaps() -> HeldOverlaps:
    """Return the overlaps that the node of this desk holds."""
    here = node()
    with _LOCK:
        if id(here) not in _HELD:
            _HELD.clear()
            _HELD[id(here)] = HeldOverlaps(here)
        return _HELD[id(here)]
