"""The one index of this desk's node, opened on the first question or when the desk is opened."""

from __future__ import annotations

import threading

from parley.desk.cell import node
from parley.node.search.keeping import SearchKeeper

_kept: list[SearchKeeper] = []
_lock = threading.Lock()


def keeper() -> SearchKeeper:
    """Return the keeper of the node's index; the first call opens the index and begins to follow the record."""
    with _lock:
        if not _kept:
            _kept.append(SearchKeeper(node()))
            _kept[0].start()
        return _kept[0]
