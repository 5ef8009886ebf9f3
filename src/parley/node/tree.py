"""Reads the stored tree of a log: any node of it, any earlier root, any proof."""

from __future__ import annotations

import sqlite3

from parley.node.store.logs import tile_nodes
from parley.record.merkle import EMPTY_ROOT, consistency_path, inclusion_path, node_hash, root_of

TILE_HEIGHT = 8


class StoredTree:
    """The tree over the held leaves of one log; a `HashReader` that keeps the tiles it read for one question."""

    def __init__(self, conn: sqlite3.Connection, log: int) -> None:
        self._conn, self._log = conn, log
        self._read: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of the full subtree `index` of height `level`."""
        key = (level, index)
        if key not in self._read:
            tile, above = divmod(level, TILE_HEIGHT)
            nodes = tile_nodes(self._conn, self._log, tile, index << above, (index + 1) << above)
            if len(nodes) != 1 << above:
                raise LookupError(f"log {self._log} does not hold the subtree {level}/{index}")
            self._read[key] = root_of(nodes)
        return self._read[key]

    def root_at(self, size: int) -> bytes:
        """Return the root of the first `size` leaves, all of which must be held."""
        if size == 0:
            return EMPTY_ROOT
        found, end = b"", size
        level = 0
        while end:
            if end >> level & 1:
                start = end - (1 << level)
                peak = self(level, start >> level)
                found = peak if not found else node_hash(peak, found)
                end = start
            level += 1
        return found

    def inclusion(self, number: int, *, size: int) -> list[bytes]:
        """Return the inclusion proof of leaf `number` in the tree of `size` leaves."""
        return inclusion_path(number, size, hashes=self)

    def consistency(self, old: int, *, new: int) -> list[bytes]:
        """Return the consistency proof from the tree of `old` leaves to that of `new`."""
        return consistency_path(old, new, hashes=self)
