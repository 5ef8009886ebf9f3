"""Tiles of a log (c2sp.org/tlog-tiles): paths, rows of 256 hashes, bundles of entries.

A tile of level l holds hashes of perfect subtrees of 256^l leaves. A full one is 256 wide and
never changes; a partial one is never hashed upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from parley.record.formerror import FormError
from parley.record.merkle import HASH_SIZE, paired, root_of

WIDTH: Final = 256
HEIGHT: Final = 8
MAX_LEVEL: Final = 7
MAX_ENTRY_SIZE: Final = 65_535
ENTRIES: Final = "entries"

TileReader = Callable[[int, int, int], bytes]
"""Gives the bytes of the tile (level, index, width); width 256 is the full tile."""


class TileError(FormError):
    """A path, a tile or a bundle that is not one: tile.path, tile.size, tile.entry_size, tile.bundle_form, ..."""


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Return the path of a tile of hashes: `tile/<L>/<N>`, with `.p/<W>` where it is partial."""
    return f"tile/{level}/{_index_path(index, width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of entries: `tile/entries/<N>`, with `.p/<W>` where it is partial."""
    return f"tile/{ENTRIES}/{_index_path(index, width)}"


def _index_path(index: int, width: int) -> str:
    if index < 0 or not 1 <= width <= WIDTH:
        raise TileError("tile.out_of_range")
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Which tile a path names; `level` is None for a bundle of entries."""

    level: int | None
    index: int
    width: int

    @property
    def path(self) -> str:
        """Return the one path of this place."""
        if self.level is None:
            return entries_path(self.index, self.width)
        return tile_path(self.level, self.index, self.width)


def parse_tile_path(path: str) -> TilePlace:
    """Return what a path names; TileError `tile.path` for any spelling but the one that `tile_path` writes."""
    parts = path.split("/")
    if len(path) > 80 or len(parts) < 3 or parts[0] != "tile":
        raise TileError("tile.path")
    level = None if parts[1] == ENTRIES else _number(parts[1])
    width = WIDTH
    rest = parts[2:]
    if len(rest) > 1 and rest[-2].endswith(".p"):
        width = _number(rest.pop())
        rest[-1] = rest[-1].removesuffix(".p")
    index = _number("".join(rest).replace("x", ""))
    if (level or 0) > MAX_LEVEL or not 1 <= width <= WIDTH:
        raise TileError("tile.path")
    place = TilePlace(level, index, width)
    # One tile, one path: whatever is not what we would write names nothing.
    if place.path != path:
        raise TileError("tile.path")
    return place


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise TileError("tile.path")
    return int(text)


def row_width(level: int, *, size: int) -> int:
    """Return how many hashes the row of tiles at `level` holds in a tree of `size` leaves."""
    return size >> (HEIGHT * level)


def width_of(level: int, index: int, *, size: int) -> int:
    """Return the width of a tile in a tree of `size` leaves; 0 where there is no such tile."""
    return max(0, min(WIDTH, row_width(level, size=size) - index * WIDTH))


def tiles_of(size: int) -> Iterator[TilePlace]:
    """Yield every tile of hashes of a tree of `size` leaves, level by level."""
    for level in range(MAX_LEVEL + 1):
        for index in range(-(-row_width(level, size=size) // WIDTH)):
            yield TilePlace(level, index, width_of(level, index, size=size))


def bundles_of(size: int, *, start: int = 0) -> Iterator[TilePlace]:
    """Yield the bundles that hold the entries `start` .. `size` - 1."""
    for index in range(start // WIDTH, -(-size // WIDTH)):
        yield TilePlace(None, index, width_of(0, index, size=size))


def split_tile(raw: bytes, *, width: int) -> list[bytes]:
    """Return the hashes of a tile; TileError `tile.size` where it is not exactly `width` of them."""
    if len(raw) != width * HASH_SIZE:
        raise TileError("tile.size")
    return [raw[at : at + HASH_SIZE] for at in range(0, len(raw), HASH_SIZE)]


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the entries, each after its length in two bytes, big-endian; TileError for one over 65,535 bytes."""
    if any(len(entry) > MAX_ENTRY_SIZE for entry in entries):
        raise TileError("tile.entry_size")
    return b"".join([part for entry in entries for part in (len(entry).to_bytes(2, "big"), entry)])


def decode_bundle(raw: bytes, *, width: int) -> list[bytes]:
    """Return the entries of a bundle; `tile.bundle_form` where they are not exactly `width` to the last byte."""
    entries: list[bytes] = []
    at, end = 0, len(raw)
    add = entries.append
    while at + 2 <= end:
        start = at + 2
        at = start + (raw[at] << 8 | raw[at + 1])
        add(raw[start:at])
    if at != end or len(entries) != width:
        raise TileError("tile.bundle_form")
    return entries


class TileHashes:
    """Reads the hash of any perfect subtree from tiles: a `merkle.HashReader` for a tree of `size` leaves.

    Tiles are read through `read`, at most once while among the `keep` last used. What they hold is taken as
    it is: only a proof that leads to a signed root makes it true.
    """

    def __init__(self, read: TileReader, *, size: int, keep: int = 64) -> None:
        self._read = read
        self._size = size
        self._keep = keep
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of the perfect subtree `index` of height `level`; TileError where it reaches past `size`."""
        if (index + 1) << level > self._size:
            raise TileError("tile.out_of_range")
        row, inner = divmod(level, HEIGHT)
        first = index << inner
        tile = self._tile(row, first // WIDTH)
        return root_of(tile[first % WIDTH : first % WIDTH + (1 << inner)])

    def _tile(self, row: int, index: int) -> list[bytes]:
        tile = self._tiles.pop((row, index), None)
        if tile is None:
            width = width_of(row, index, size=self._size)
            tile = split_tile(self._read(row, index, width), width=width)
        self._tiles[row, index] = tile
        if len(self._tiles) > self._keep:
            del self._tiles[next(iter(self._tiles))]
        return tile


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile with its hashes."""

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        """Return where it is served."""
        return tile_path(self.level, self.index, len(self.hashes))

    @property
    def raw(self) -> bytes:
        """Return its bytes."""
        return b"".join(self.hashes)


class TileRows:
    """Builds the tiles of a growing tree: leaf hashes in, each tile out as soon as it is full.

    Holds at most 255 hashes a level, whatever the size of the tree. `rows` are the tiles at the right
    edge of a tree of `size` leaves; without them it starts at an empty one.
    """

    def __init__(self, size: int = 0, rows: Iterable[Sequence[bytes]] = ()) -> None:
        self.size = size
        self._rows = [list(row) for row in rows]
        if [len(row) for row in self._rows] != edge_widths(size):
            raise TileError("tile.out_of_range")

    def add(self, hashes: Sequence[bytes]) -> list[Tile]:
        """Return the tiles that these leaf hashes fill, lowest level first."""
        full: list[Tile] = []
        row: list[bytes] = list(hashes)
        level = 0
        while row:
            if level == len(self._rows):
                self._rows.append([])
            held = self._rows[level] + row
            first = row_width(level, size=self.size) // WIDTH
            count = len(held) // WIDTH
            tiles = [Tile(level, first + n, tuple(held[n * WIDTH : (n + 1) * WIDTH])) for n in range(count)]
            self._rows[level] = held[count * WIDTH :]
            full.extend(tiles)
            row = _roots(held[: count * WIDTH])
            level += 1
        self.size += len(hashes)
        return full

    def edge(self) -> list[Tile]:
        """Return the partial tiles at the right edge; an empty one is none."""
        return [
            Tile(level, row_width(level, size=self.size) // WIDTH, tuple(row))
            for level, row in enumerate(self._rows)
            if row
        ]

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        row: list[bytes] = []
        for below in self._rows:
            # What is left of a lower level stands as one more, unfinished, subtree at the right of this row.
            row = [root_of([*below, *row])] if below or row else []
        return row[0] if row else root_of([])


def _roots(hashes: list[bytes]) -> list[bytes]:
    """Return the roots of full tiles that stand side by side: eight rows hashed at once."""
    for _ in range(HEIGHT):
        hashes = paired(hashes)
    return hashes


def edge_widths(size: int) -> list[int]:
    """Return the widths of the partial tiles at the right edge of a tree of `size` leaves, by level; 0 where none."""
    return [row_width(level, size=size) % WIDTH for level in range(MAX_LEVEL + 1) if row_width(level, size=size)]
