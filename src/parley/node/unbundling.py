"""Takes a bundle in: read as hostile, never unpacked, and handed to the intake like what a peer sends.

First everything is looked at once: names, sizes, order, and the hashes of all leaves, from which the
proofs for the intake are made. Then the leaves go in with their bodies, part by part.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from parley.charter.verdict import Refusal
from parley.node.intake import PeerBatch, Taken
from parley.node.links import STICK
from parley.node.tarwalk import BundleError, Found, piece_of, read_place, walk
from parley.record.folder import (
    ATTACHMENTS,
    BODIES,
    CHECKPOINT,
    MANIFEST,
    MAX_MANIFEST_SIZE,
    LogPart,
    Manifest,
    left_tiles,
    parse_manifest,
)
from parley.record.fork import Copy
from parley.record.formerror import FormError
from parley.record.leaf import LeafError, parse_leaf
from parley.record.merkle import consistency_path, leaf_hashes, node_hash, root_of
from parley.record.tiles import WIDTH, TileHashes, TilePlace, bundles_of, decode_bundle
from parley.record.ustar import Place

MAX_PART = 8 << 20
IN_FLIGHT = 4

Take = Callable[[PeerBatch], "Future[Taken | Refusal]"]
TakeNote = Callable[[str, bytes], "Future[Taken | Refusal]"]
Suspect = Callable[[str, Copy], Refusal]
Put = Callable[[bytes, Iterator[bytes]], bool]


@dataclass(frozen=True, slots=True)
class LogTaken:
    """What became of one log of a bundle: how many entries are held now, how many were new, what was refused.

    `note` is the checkpoint that the bundle showed; it was verified where nothing was refused.
    """

    log: str
    size: int
    added: int
    refusal: Refusal | None
    note: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """Where a bundle goes: `take` stores a batch, `note` looks at a checkpoint, `held` says how much of a log is here.

    `suspect` is asked about a log of which the bundle shows another history than is held, with the bundle's copy, and
    returns what is to be told of it. `wants` says whether an attachment of a size is named and not held
    whole; `put` stores its pieces and says whether they are what was named.
    """

    take: Take
    note: TakeNote
    suspect: Suspect
    held: Callable[[str], int]
    wants: Callable[[bytes, int], bool]
    put: Put


def take_bundle(path: Path, *, intake: Intake) -> list[LogTaken]:
    """Take in every log of the bundle and return what became of each.

    BundleError names the first thing that is not of the layout; what was taken in before stays, for
    it was verified by itself.
    """
    with _open(path) as file:
        contents = Contents(file)
        return [_take_log(contents, part, intake=intake) for part in contents.manifest.logs]


def _open(path: Path) -> BinaryIO:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise BundleError("bundle.not_a_file", str(path))
    return os.fdopen(handle, "rb")


@dataclass(slots=True)
class LogContents:
    """Where the files of one log lie in the bundle."""

    checkpoint: Place | None = None
    tiles: dict[TilePlace, Place] = field(default_factory=dict)
    leaves: dict[TilePlace, Place] = field(default_factory=dict)


class Contents:
    """A bundle whose names, sizes and order have been looked at; its blobs are found behind their leaves."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.logs: dict[str, LogContents] = {}
        manifest: bytes | None = None
        names: set[str] = set()
        for found in walk(file):
            if found.kind in (BODIES, ATTACHMENTS):
                continue
            # A name twice would let two readers see two records in one bundle.
            if found.path in names:
                raise BundleError("bundle.file_twice", found.path)
            names.add(found.path)
            if found.kind == MANIFEST:
                manifest = read_place(file, found.place)
            elif found.log is not None:
                self._note(found.log, found.kind, found.tile, found.place)
        if manifest is None:
            raise BundleError("bundle.no_manifest", MANIFEST)
        self.manifest = _manifest(manifest)

    def _note(self, log: str, kind: str, tile: TilePlace | None, place: Place) -> None:
        contents = self.logs.setdefault(log, LogContents())
        if kind == CHECKPOINT:
            contents.checkpoint = place
        elif tile is not None:
            (contents.leaves if tile.level is None else contents.tiles)[tile] = place


def _manifest(raw: bytes) -> Manifest:
    try:
        if len(raw) > MAX_MANIFEST_SIZE:
            raise BundleError("bundle.too_large", MANIFEST)
        return parse_manifest(raw)
    except FormError as fault:
        raise BundleError("bundle.manifest", fault.code) from None


class BundleTree:
    """The tree of one log as its bundle shows it: a `HashReader` over its leaves and the tiles of its left edge.

    Nothing of it is believed: it makes the proofs that the intake checks against the signed root.
    """

    def __init__(self, part: LogPart, *, hashes: list[bytes], left: TileHashes) -> None:
        self._part, self._hashes, self._left = part, hashes, left
        self._known: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of a full subtree; TileError or LookupError where the bundle does not show it."""
        start, end = index << level, (index + 1) << level
        if end <= self._part.start:
            return self._left(level, index)
        key = (level, index)
        if key not in self._known:
            if start >= self._part.start and level <= 8:
                self._known[key] = self._low(start, end)
            else:
                self._known[key] = node_hash(self(level - 1, 2 * index), self(level - 1, 2 * index + 1))
        return self._known[key]

    def _low(self, start: int, end: int) -> bytes:
        hashes = self._hashes[start - self._part.start : end - self._part.start]
        if len(hashes) != end - start:
            raise LookupError(f"leaves {start} to {end}")
        return root_of(hashes)

    def proof(self, end: int) -> list[bytes]:
        """Return the consistency proof from the first `end` leaves to all of the checkpoint's."""
        return consistency_path(end, self._part.size, hashes=self)


def _take_log(contents: Contents, part: LogPart, *, intake: Intake) -> LogTaken:
    held = contents.logs.get(part.folder)
    if held is None or held.checkpoint is None:
        raise BundleError("bundle.file_missing", f"{part.folder}/{CHECKPOINT}")
    note = read_place(contents.file, held.checkpoint)
    tree = BundleTree(part, hashes=_leaf_hashes(contents, part, held), left=_left_edge(contents, part, held))
    before = intake.held(part.origin)
    refusal = _take_leaves(_batches(contents, part, held, note=note, tree=tree, skip=before), intake=intake)
    if refusal is None and part.size <= before:
        # Nothing of it is new, so nothing was compared: another history must not pass for an old stick.
        refusal = _refused(intake.note(part.origin, note))
    if refusal is not None and refusal.code == "fork_suspected":
        refusal = intake.suspect(part.origin, Copy(note, tree, _reader_of_leaves(contents, part, held)))
    _take_attachments(contents, part, held, intake=intake)
    size = intake.held(part.origin)
    return LogTaken(part.origin, size, size - before, refusal, note)


def _take_leaves(batches: Iterator[PeerBatch], *, intake: Intake) -> Refusal | None:
    """Hand on batch after batch, several on their way at once, up to the first that is refused."""
    waiting: deque[Future[Taken | Refusal]] = deque()
    refusal: Refusal | None = None
    for batch in batches:
        waiting.append(intake.take(batch))
        if len(waiting) >= IN_FLIGHT:
            refusal = refusal or _refused(waiting.popleft())
        if refusal is not None:
            break
    for answer in waiting:
        refusal = refusal or _refused(answer)
    return refusal


def _reader_of_leaves(contents: Contents, part: LogPart, held: LogContents) -> Callable[[int], bytes]:
    def leaf(number: int) -> bytes:
        if number < part.start:
            raise LookupError(f"leaf {number}")
        index, inner = divmod(number, WIDTH)
        tile = next(tile for tile in bundles_of(part.size, start=part.start) if tile.index == index)
        return _leaves(contents, held, tile)[inner]

    return leaf


def _refused(answer: Future[Taken | Refusal]) -> Refusal | None:
    outcome = answer.result()
    return outcome if isinstance(outcome, Refusal) else None


def _leaves(contents: Contents, held: LogContents, tile: TilePlace) -> list[bytes]:
    place = held.leaves.get(tile)
    if place is None:
        raise BundleError("bundle.file_missing", tile.path)
    try:
        return decode_bundle(read_place(contents.file, place), width=tile.width)
    except FormError as fault:
        raise BundleError("bundle.leaves", f"{tile.path} {fault.code}") from None


def _leaf_hashes(contents: Contents, part: LogPart, held: LogContents) -> list[bytes]:
    hashes: list[bytes] = []
    for tile in bundles_of(part.size, start=part.start):
        hashes += leaf_hashes(_leaves(contents, held, tile))
    return hashes


def _left_edge(contents: Contents, part: LogPart, held: LogContents) -> TileHashes:
    raw: dict[tuple[int, int], bytes] = {}
    for tile in left_tiles(part.start, size=part.size):
        place = held.tiles.get(tile)
        if place is None:
            raise BundleError("bundle.file_missing", tile.path)
        raw[tile.level or 0, tile.index] = read_place(contents.file, place)
    return TileHashes(lambda level, index, width: raw.get((level, index), b""), size=part.size)


def _batches(
    contents: Contents, part: LogPart, held: LogContents, *, note: bytes, tree: BundleTree, skip: int
) -> Iterator[PeerBatch]:
    """Yield the entries beyond those that are held, at most a bundle of leaves or `MAX_PART` bytes at a time."""
    for tile in bundles_of(part.size, start=max(part.start, skip // WIDTH * WIDTH)):
        leaves = _leaves(contents, held, tile)
        bodies = _bodies(contents, held.leaves[tile], leaves)
        at = 0
        while at < len(leaves):
            count = _fitting(leaves, bodies, at)
            start = tile.index * WIDTH + at
            try:
                proof = tree.proof(start + count)
            except (FormError, LookupError) as fault:
                raise BundleError("bundle.tree", f"{part.origin} {fault}") from None
            run = slice(at, at + count)
            yield PeerBatch(contents.manifest.by, STICK, part.origin, start, leaves[run], bodies[run], note, proof)
            at += count


def _fitting(leaves: list[bytes], bodies: list[bytes | None], at: int) -> int:
    total = 0
    for count, (leaf, body) in enumerate(zip(leaves[at:], bodies[at:], strict=True)):
        total += len(leaf) + len(body or b"")
        if count and total > MAX_PART:
            return count
    return len(leaves) - at


def _bodies(contents: Contents, leaves_at: Place, leaves: list[bytes]) -> list[bytes | None]:
    """Return for each leaf the body that stands behind the file of leaves, None where it names or finds none."""
    places = {found.digest: found.place for found in _behind(contents, leaves_at, BODIES)}
    bodies: list[bytes | None] = []
    for raw in leaves:
        try:
            named = parse_leaf(raw).body
        except LeafError:
            named = None
        place = places.get(named.digest) if named else None
        bodies.append(read_place(contents.file, place) if place else None)
    return bodies


def _behind(contents: Contents, leaves_at: Place, kind: str) -> Iterator[Found]:
    for found in walk(contents.file, start=leaves_at.end):
        if found.kind not in (BODIES, ATTACHMENTS):
            return
        if found.kind == kind:
            yield found


def _take_attachments(contents: Contents, part: LogPart, held: LogContents, *, intake: Intake) -> None:
    """Store the attachments that taken leaves name; each is checked against its SHA-256 when it is whole."""
    for tile in bundles_of(part.size, start=part.start):
        for found in _behind(contents, held.leaves[tile], ATTACHMENTS):
            if not intake.wants(found.digest, found.place.size):
                continue
            if not intake.put(found.digest, _pieces(contents.file, found.place)):
                raise BundleError("bundle.attachment", found.path)


def _pieces(file: BinaryIO, place: Place) -> Iterator[bytes]:
    at = 0
    while at < place.size:
        piece = piece_of(place, at)
        yield read_place(file, piece)
        at += piece.size
