"""The roots that a log had at its earlier sizes, read from its tiles."""

from __future__ import annotations

from parley.record.merkle import Frontier, frontier_at
from parley.record.tiles import WIDTH, TileError, TileHashes, TileReader, split_tile, width_of

STEP = 16 * WIDTH


class PastRoots:
    """Gives the root of any prefix of a log of `size` leaves.

    Fast where the sizes asked for grow slowly, as they do in what another member has seen: then
    each leaf is hashed in once. What the tiles say is taken as it is.
    """

    def __init__(self, read: TileReader, *, size: int) -> None:
        self._read = read
        self._size = size
        self._hashes = TileHashes(read, size=size)
        self._frontier = Frontier()
        self._row: tuple[int, list[bytes]] = (-1, [])

    def root_at(self, size: int) -> bytes | None:
        """Return the root of the first `size` leaves; None where the log is shorter or a tile is not there."""
        if size > self._size:
            return None
        try:
            self._move(size)
        except TileError:
            return None
        return self._frontier.root

    def _move(self, size: int) -> None:
        if not 0 <= size - self._frontier.size <= STEP:
            self._frontier = frontier_at(size, hashes=self._hashes)
        while (at := self._frontier.size) < size:
            row = self._leaves(at // WIDTH)
            first = at // WIDTH * WIDTH
            self._frontier = self._frontier.extend(row[at - first : size - first])

    def _leaves(self, index: int) -> list[bytes]:
        if self._row[0] != index:
            width = width_of(0, index, size=self._size)
            self._row = (index, split_tile(self._read(0, index, width), width=width))
        return self._row[1]
