"""Writes a bundle: what a node holds of the logs from some number on, as one file to be carried on a stick.

A bundle is a tar of the layout in `parley.record.folder`; equal holdings make equal bytes. It is
sealed and signed as the logs are, so that whoever carries it can neither read nor change it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from parley.node import serving
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.folder import (
    CHARTER,
    CHECKPOINT,
    KEYS,
    MANIFEST,
    README,
    LogPart,
    Manifest,
    attachment_path,
    body_path,
    encode_keys,
    encode_manifest,
    left_tiles,
)
from parley.record.leaf import Leaf, LeafError, parse_leaf
from parley.record.note import parse_note
from parley.record.tiles import WIDTH, bundles_of, decode_bundle
from parley.record.ustar import END, encode_header, padding

PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in a bundle beside the logs: who wrote it, the charter's bytes, the README, the keys of a log."""

    member: str
    charter: bytes
    digest: str
    readme: bytes
    keys: Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A log as it goes into the bundle, under one checkpoint read once."""

    part: LogPart
    note: bytes


def write_bundle(
    file: BinaryIO, *, conn: sqlite3.Connection, since: Mapping[str, int], beside: Beside, bound: serving.Bound
) -> Manifest:
    """Write the logs from the numbers in `since` (by origin; 0 where not named) on, and return what was written.

    A log begins at the multiple of 256 at or below its number. A log of which no more than that is
    held is left out, and the own log goes no further than `bound`. OSError where the file cannot be written.
    """
    parts = _parts(conn, since, bound)
    at_ms = max((_last_at_ms(conn, each.part) for each in parts), default=0)
    manifest = Manifest(at_ms, beside.member, beside.digest, tuple(each.part for each in parts))
    _put(file, MANIFEST, encode_manifest(manifest))
    _put(file, CHARTER, beside.charter)
    _put(file, README, beside.readme)
    for each in parts:
        _put_log(file, each, conn=conn, keys=beside.keys(each.part.origin))
    file.write(END)
    return manifest


def _parts(conn: sqlite3.Connection, since: Mapping[str, int], bound: serving.Bound) -> list[Part]:
    found = []
    for origin in sorted(serving.heads(conn)):
        note = serving.checkpoint(conn, origin, bound)
        size = parse_checkpoint_text(parse_note(note).text).size if note else 0
        if note and size > since.get(origin, 0):
            found.append(Part(LogPart(origin, since.get(origin, 0) // WIDTH * WIDTH, size), note))
    return found


def _last_at_ms(conn: sqlite3.Connection, part: LogPart) -> int:
    """Return the time in the last leaf: of equal holdings the bundle says the same time, whenever it is written."""
    leaf = _leaf(serving.entries(conn, part.origin, part.size - 1, 1, 1)[0][0])
    return leaf.at_ms if leaf else 0


def _put_log(file: BinaryIO, part: Part, *, conn: sqlite3.Connection, keys: Sequence[str]) -> None:
    origin, top, size = part.part.origin, part.part.folder, part.part.size
    _put(file, f"{top}/{CHECKPOINT}", part.note)
    _put(file, f"{top}/{KEYS}", encode_keys(keys))
    for place in left_tiles(part.part.start, size=size):
        raw = serving.tile(conn, origin, place.level or 0, place.index, place.width)
        _put(file, f"{top}/{place.path}", _held(raw, place.path))
    for place in bundles_of(size, start=part.part.start):
        raw = _held(serving.bundle(conn, origin, place.index, place.width), place.path)
        _put(file, f"{top}/{place.path}", raw)
        for leaf in decode_bundle(raw, width=place.width):
            _put_blobs(file, _leaf(leaf), top=top, conn=conn)


def _held(raw: bytes | None, path: str) -> bytes:
    if raw is None:
        raise LookupError(f"the node's database lacks {path} under its own checkpoint: run `parley verify` on it")
    return raw


def _leaf(raw: bytes) -> Leaf | None:
    try:
        return parse_leaf(raw)
    except LeafError:
        # The entry is void and names nothing that could be found; its leaf is carried all the same.
        return None


def _put_blobs(file: BinaryIO, leaf: Leaf | None, *, top: str, conn: sqlite3.Connection) -> None:
    """Write the body and the attachments that a leaf names, as far as they are held."""
    if leaf is None:
        return
    body = serving.body(conn, leaf.body.digest) if leaf.body else None
    if body is not None and leaf.body is not None:
        _put(file, f"{top}/{body_path(leaf.body.digest)}", body)
    for named in leaf.attachments:
        size = serving.attachment_size(conn, named.digest)
        if size is not None:
            _begin(file, f"{top}/{attachment_path(named.digest)}", size)
            for piece in _pieces(conn, named.digest, size):
                file.write(piece)
            file.write(bytes(padding(size)))


def _pieces(conn: sqlite3.Connection, digest: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, size, PIECE):
        yield serving.attachment_bytes(conn, digest, at, min(PIECE, size - at))


def _put(file: BinaryIO, path: str, content: bytes) -> None:
    _begin(file, path, len(content))
    file.write(content)
    file.write(bytes(padding(len(content))))


def _begin(file: BinaryIO, path: str, size: int) -> None:
    file.write(encode_header(path, size=size))
