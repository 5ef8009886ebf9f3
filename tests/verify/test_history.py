"""The roots of earlier sizes, read from tiles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.record.history import PastRoots
from parley.record.merkle import leaf_hashes, root_of
from parley.record.tiles import TileError, TileRows

HASHES = leaf_hashes([b"%d" % number for number in range(5_000)])
ROWS = TileRows()
TILES = {(tile.level, tile.index): tile.raw for tile in (*ROWS.add(HASHES), *ROWS.edge())}


def read(level: int, index: int, width: int) -> bytes:
    """Return a tile of the tree of all hashes."""
    return TILES[level, index][: width * 32]


@given(st.lists(st.integers(min_value=0, max_value=5_000), min_size=1, max_size=12))
def test_each_root_is_that_of_its_prefix_in_whatever_order_it_is_asked_for(sizes: list[int]) -> None:
    """Small steps, large ones and steps back give the root of the first leaves."""
    roots = PastRoots(read, size=5_000)
    assert [roots.root_at(size) for size in sizes] == [root_of(HASHES[:size]) for size in sizes]


def test_what_is_not_here_has_no_root() -> None:
    """A size that the log has not reached, and a tile that is not here, give none."""

    def missing(level: int, index: int, width: int) -> bytes:
        raise TileError("tile.missing")

    assert PastRoots(read, size=10).root_at(11) is None
    assert PastRoots(missing, size=10).root_at(5) is None
