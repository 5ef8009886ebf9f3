"""The overlaps of one node, found once for its screens and for what it files by itself."""

from __future__ import annotations

import threading

from parley.node.overlaps.held import HeldOverlaps
from parley.node.running import Node

_LOCK = threading.Lock()
_KEPT: dict[int, tuple[Node, HeldOverlaps]] = {}
MOST_NODES = 8


def overlaps_of(node: Node) -> HeldOverlaps:
    """Return the overlaps that this node holds, the same for whoever asks."""
    with _LOCK:
        kept = _KEPT.get(id(node))
        if kept is None or kept[0] is not node:
            while len(_KEPT) >= MOST_NODES:
                _KEPT.pop(next(iter(_KEPT)))
            kept = _KEPT[id(node)] = (node, HeldOverlaps(node))
        return kept[1]
