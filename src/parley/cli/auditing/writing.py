"""Writes the logs of a node as folders that strangers' tools read (layout: `parley.record.folder`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from parley.cli.auditing.home import HomeFiles
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.folder import ATTACHMENTS, BODIES, CHECKPOINT, KEYS, LogPart, encode_keys
from parley.record.leaf import LeafError, parse_leaf
from parley.record.note import MAX_NOTE_SIZE, parse_note
from parley.record.tiles import WIDTH, bundles_of, decode_bundle, tiles_of

LARGEST = 1 << 25
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """One log as it was written, and how many of its blobs the node does not hold."""

    part: LogPart
    blobs_missing: int


def write_log(files: HomeFiles, *, origin: str, top: Path, keys: Iterable[str], progress: Progress) -> Written | None:
    """Write one log below `top`; None where the node has no signed checkpoint of it.

    The checkpoint is read once and written last: a folder that was cut off in the middle does not
    look whole, and whatever the log grows by meanwhile is left out.
    """
    note = files.get(CHECKPOINT, limit=MAX_NOTE_SIZE)
    if note is None:
        return None
    size = parse_checkpoint_text(parse_note(note).text).size
    part = LogPart(origin, 0, size)
    folder = top / part.folder
    folder.mkdir(parents=True, exist_ok=True)
    missing = 0
    for place in bundles_of(size):
        raw = _held(files, place.path)
        write_file(folder / place.path, pieces=[raw])
        missing += _write_blobs(files, leaves=decode_bundle(raw, width=place.width), folder=folder)
        progress(origin, place.index * WIDTH + place.width, size)
    for place in tiles_of(size):
        write_file(folder / place.path, pieces=[_held(files, place.path)])
    write_file(folder / KEYS, pieces=[encode_keys(keys)])
    write_file(folder / CHECKPOINT, pieces=[note])
    return Written(part, missing)


def _held(files: HomeFiles, path: str) -> bytes:
    raw = files.get(path, limit=LARGEST)
    if raw is None:
        raise LookupError(f"the node's database lacks {path} under its own checkpoint: run `parley verify` on it")
    return raw


def _write_blobs(files: HomeFiles, *, leaves: Iterable[bytes], folder: Path) -> int:
    """Write the bodies and attachments that these leaves name; return how many are not held."""
    missing = 0
    for kind, digest in _named(leaves):
        pieces = files.pieces(kind, digest)
        if pieces is None:
            missing += 1
        else:
            write_file(folder / kind / digest.hex(), pieces=pieces)
    return missing


def _named(leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    for raw in leaves:
        try:
            leaf = parse_leaf(raw)
        except LeafError:
            # The entry is void and stays as it is; it names nothing that could be found.
            continue
        if leaf.body is not None:
            yield BODIES, leaf.body.digest
        for attachment in leaf.attachments:
            yield ATTACHMENTS, attachment.digest


def write_file(path: Path, *, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece, making its folders; one that is there already is written again."""
    try:
        file = path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
    with file:
        for piece in pieces:
            file.write(piece)
