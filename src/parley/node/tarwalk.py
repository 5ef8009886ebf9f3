"""Walks over the files of a bundle where they lie, with the bounds that no honest file of its kind exceeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from parley.record.folder import (
    ATTACHMENTS,
    BODIES,
    CHARTER,
    CHECKPOINT,
    FORKS,
    KEYS,
    MANIFEST,
    MAX_KEYS_SIZE,
    MAX_MANIFEST_SIZE,
    README,
    parse_path,
)
from parley.record.fork import MAX_EVIDENCE_SIZE
from parley.record.formerror import FormError
from parley.record.note import MAX_NOTE_SIZE
from parley.record.tiles import MAX_ENTRY_SIZE, WIDTH, TilePlace
from parley.record.ustar import BLOCK, Place, decode_header

PIECE = 1 << 18
LARGEST = {
    MANIFEST: MAX_MANIFEST_SIZE,
    CHARTER: 1 << 22,
    README: 1 << 20,
    FORKS: MAX_EVIDENCE_SIZE,
    CHECKPOINT: MAX_NOTE_SIZE,
    KEYS: MAX_KEYS_SIZE,
    BODIES: 2_400_000,
    ATTACHMENTS: 27_000_000,
    "tile": WIDTH * 32,
    "entries": WIDTH * (2 + MAX_ENTRY_SIZE),
}


class BundleError(FormError):
    """A bundle that is not one, or not whole; `code` has a sentence in texts/link.json."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a bundle: its path, its kind as `parley.record.folder` names it, and where its content lies."""

    path: str
    log: str | None
    kind: str
    tile: TilePlace | None
    digest: bytes
    place: Place


def walk(file: BinaryIO, *, start: int = 0) -> Iterator[Found]:
    """Yield the files from the header at `start` on.

    BundleError for a header, a name or a size that no bundle has, and where the file ends too soon.
    """
    length = file.seek(0, 2)
    at = start
    while True:
        file.seek(at)
        raw = file.read(BLOCK)
        if len(raw) < BLOCK:
            raise BundleError("bundle.truncated", f"byte {at}")
        found = _read_header(raw, at)
        if found is None:
            return
        if found.place.end > length:
            raise BundleError("bundle.truncated", found.path)
        yield found
        at = found.place.end


def _read_header(raw: bytes, at: int) -> Found | None:
    try:
        header = decode_header(raw)
        if header is None:
            return None
        path, size = header
        named = parse_path(path)
    except FormError as fault:
        raise BundleError("bundle.header", f"byte {at}: {fault}") from None
    if size > LARGEST.get(named.kind, 0):
        raise BundleError("bundle.too_large", path)
    return Found(path, named.log, named.kind, named.tile, named.digest or b"", Place(at + BLOCK, size))


def piece_of(place: Place, offset: int) -> Place:
    """Return the place of the next bytes of a content from `offset` on, at most `PIECE` of them."""
    return Place(place.at + offset, min(PIECE, place.size - offset))


def read_place(file: BinaryIO, place: Place) -> bytes:
    """Return the content at a place."""
    file.seek(place.at)
    raw = file.read(place.size)
    if len(raw) != place.size:
        raise BundleError("bundle.truncated", f"byte {place.at}")
    return raw
