"""Tiles: paths, widths, bundles, and the tree read back from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.record.merkle import Frontier, frontier_at, inclusion_path, leaf_hashes, root_of, verify_inclusion
from parley.record.tiles import (
    TileError,
    TileHashes,
    TilePlace,
    TileRows,
    bundles_of,
    decode_bundle,
    edge_widths,
    encode_bundle,
    entries_path,
    parse_tile_path,
    split_tile,
    tile_path,
    tiles_of,
)

PATHS = {
    "tile/0/000": TilePlace(0, 0, 256),
    "tile/0/000.p/1": TilePlace(0, 0, 1),
    "tile/0/x001/x234/067": TilePlace(0, 1234067, 256),
    "tile/1/x001/x234/067.p/112": TilePlace(1, 1234067, 112),
    "tile/2/999": TilePlace(2, 999, 256),
    "tile/0/x001/000": TilePlace(0, 1000, 256),
    "tile/entries/x123/456.p/255": TilePlace(None, 123456, 255),
}
BAD_PATHS = [
    "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/00/000", "tile/8/000", "tile/-1/000", "tile/0/000.p/256",
    "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p", "tile/0/001/000", "tile/0/x001", "tile/entries", "tile/0",
    "tile/data/000", "/tile/0/000", "tile/0/../000", "tile/0/٠٠٠", "tile/0/000.p/1.p/1", "tile/0/x1/000", "checkpoint",
    "tile/0/" + "x999/" * 40 + "999",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_path_names_one_tile_and_a_tile_has_one_path(path: str) -> None:
    """Paths are written and read as the specification spells them."""
    assert parse_tile_path(path) == PATHS[path]
    assert PATHS[path].path == path


@pytest.mark.parametrize("path", BAD_PATHS)
def test_any_other_spelling_names_nothing(path: str) -> None:
    """A path that we would not write is refused, however near it comes."""
    with pytest.raises(TileError, match=r"tile\.path"):
        parse_tile_path(path)


@given(index=st.integers(min_value=0, max_value=10**15), width=st.integers(min_value=1, max_value=256))
def test_every_path_reads_back(index: int, width: int) -> None:
    """Whatever path we write, we read as the same tile."""
    assert parse_tile_path(tile_path(3, index, width)) == TilePlace(3, index, width)
    assert parse_tile_path(entries_path(index, width)) == TilePlace(None, index, width)


@pytest.mark.parametrize(("index", "width"), [(-1, 256), (0, 0), (0, 257)])
def test_no_path_is_written_for_a_tile_that_cannot_be(index: int, width: int) -> None:
    """A negative index, an empty tile and one too wide have no path."""
    with pytest.raises(TileError, match=r"tile\.out_of_range"):
        tile_path(0, index, width)


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_specification() -> None:
    """The example of the specification: 273 full and one of 112, one full and one of 17, one of 1."""
    tiles = list(tiles_of(70_000))
    assert len([tile for tile in tiles if tile.level == 0 and tile.width == 256]) == 273
    assert [tile for tile in tiles if tile.width < 256] == [
        TilePlace(0, 273, 112),
        TilePlace(1, 1, 17),
        TilePlace(2, 0, 1),
    ]
    assert [tile.path for tile in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]


def test_bundles_cover_the_entries_asked_for() -> None:
    """The bundles of a range are those that hold one of its entries, the last as wide as the tree fills it."""
    assert [place.path for place in bundles_of(600, start=256)] == ["tile/entries/001", "tile/entries/002.p/88"]
    assert list(bundles_of(0)) == []


@given(st.lists(st.binary(max_size=40), max_size=30))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    """A bundle gives back its entries, empty ones too."""
    assert decode_bundle(encode_bundle(entries), width=len(entries)) == entries


@pytest.mark.parametrize(
    ("raw", "width"),
    [(b"\0", 0), (b"\0\2a", 1), (b"\0\1ab", 1), (b"\0\1a\0", 1), (b"\0\1a", 2), (b"\0\1a", 0), (b"", 1)],
)
def test_a_bundle_with_a_byte_too_many_or_too_few_is_refused(raw: bytes, width: int) -> None:
    """A truncated bundle, one with something after it, and one with another number of entries are refused."""
    with pytest.raises(TileError, match=r"tile\.bundle_form"):
        decode_bundle(raw, width=width)


def test_an_entry_of_65536_bytes_has_no_place_in_a_bundle() -> None:
    """Two bytes give the length: 65,535 bytes pass and one more is refused."""
    assert decode_bundle(encode_bundle([b"x" * 65_535]), width=1) == [b"x" * 65_535]
    with pytest.raises(TileError, match=r"tile\.entry_size"):
        encode_bundle([b"x" * 65_536])


@pytest.mark.parametrize(("raw", "width"), [(b"x" * 31, 1), (b"x" * 33, 1), (b"x" * 32, 2), (b"", 1)])
def test_a_tile_of_another_size_is_refused(raw: bytes, width: int) -> None:
    """A tile is exactly 32 bytes a hash."""
    with pytest.raises(TileError, match=r"tile\.size"):
        split_tile(raw, width=width)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
@pytest.mark.parametrize("step", [97, 100_000])
def test_tiles_built_in_any_steps_are_the_tiles_of_the_tree(size: int, step: int) -> None:
    """Every tile comes out once, where it belongs; root and any subtree are read back from them."""
    hashes = leaf_hashes([b"%d" % number for number in range(size)])
    rows = TileRows()
    built = [tile for at in range(0, size, step) for tile in rows.add(hashes[at : at + step])] + rows.edge()
    assert sorted(tile.path for tile in built) == sorted(place.path for place in tiles_of(size))
    assert rows.root() == root_of(hashes)
    raw = {(tile.level, tile.index): tile.raw for tile in built}
    read = TileHashes(lambda level, index, width: raw[level, index][: width * 32], size=size, keep=2)
    assert frontier_at(size, hashes=read) == Frontier().extend(hashes)
    for number in {0, size // 2, size - 1} & set(range(size)):
        path = inclusion_path(number, size, hashes=read)
        verify_inclusion(hashes[number], number=number, size=size, root=rows.root(), path=path)


@given(size=st.integers(min_value=0, max_value=1500), more=st.integers(min_value=0, max_value=600))
def test_a_tree_goes_on_from_its_right_edge(size: int, more: int) -> None:
    """With only the partial tiles at the right edge, a later run builds the same tiles as one run would."""
    hashes = leaf_hashes([b"%d" % number for number in range(size + more)])
    whole, first = TileRows(), TileRows()
    first.add(hashes[:size])
    edge = {tile.level: tile.hashes for tile in first.edge()}
    later = TileRows(size, [edge.get(level, ()) for level in range(len(edge_widths(size)))])
    later.add(hashes[size:])
    whole.add(hashes)
    assert later.edge() == whole.edge()
    assert later.root() == whole.root()


@pytest.mark.parametrize(("size", "rows"), [(1, []), (0, [[b"x"]]), (256, [[b"x"]]), (3, [[b"x"] * 2])])
def test_an_edge_of_another_size_is_refused(size: int, rows: list[list[bytes]]) -> None:
    """A right edge that is not that of the size is no start."""
    with pytest.raises(TileError, match=r"tile\.out_of_range"):
        TileRows(size, rows)


def test_a_subtree_past_the_end_is_not_read() -> None:
    """A hash that reaches past the size of the tree is refused: a partial tile is never hashed upwards."""
    read = TileHashes(lambda level, index, width: b"x" * 32 * width, size=255)
    with pytest.raises(TileError, match=r"tile\.out_of_range"):
        read(8, 0)
