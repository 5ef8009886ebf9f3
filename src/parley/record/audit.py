"""The audit of one log: its signed checkpoint, every leaf, every tile, up to the root. One pass, constant memory.

What is wrong with the record itself is a fault: a signature, a leaf that is not under the root, a
file that is not what its name says. What an author wrote against the rules is no fault of the record: such an entry
is void, and the audit remarks on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from parley.record.checkpoint import Checkpoint
from parley.record.cosignature import Cosigned, open_cosigned
from parley.record.folder import CHECKPOINT
from parley.record.formerror import FormError
from parley.record.keys import RoleVerifier
from parley.record.leaf import Leaf, LeafError, parse_leaf
from parley.record.merkle import HASH_SIZE, leaf_hashes
from parley.record.note import MAX_NOTE_SIZE, VerifierKey, parse_verifier_key
from parley.record.tiles import (
    MAX_ENTRY_SIZE,
    WIDTH,
    Tile,
    TilePlace,
    TileRows,
    bundles_of,
    decode_bundle,
    edge_widths,
    row_width,
    split_tile,
    width_of,
)

MAX_TILE_SIZE = WIDTH * HASH_SIZE
MAX_BUNDLE_SIZE = WIDTH * (MAX_ENTRY_SIZE + 2)
MAX_REMARKS = 20

Progress = Callable[[str, int, int], None]
"""Told the origin, how many entries are done, and of how many."""


class LogFiles(Protocol):
    """Where the files of one log come from: a folder, a bundle, a node."""

    def get(self, path: str, *, limit: int) -> bytes | None:
        """Return the file at `path` below the log's folder; None where there is none. Never more than `limit` + 1."""

    def measure(self, kind: str, digest: bytes) -> tuple[bytes, int] | None:
        """Return SHA-256 and size of the blob filed as `digest` under `kind` (bodies, attachments); None if absent."""


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """The keys that one log's notes are held against."""

    log: RoleVerifier
    cosigners: tuple[RoleVerifier, ...]


def trusted_keys(lines: Iterable[str], *, origin: str) -> TrustedKeys:
    """Return the keys of `origin` and of everybody else among these lines; NoteError where its own are missing."""
    by_name: dict[str, list[VerifierKey]] = {origin: []}
    for line in lines:
        key = parse_verifier_key(line)
        by_name.setdefault(key.name, []).append(key)
    log, *others = (RoleVerifier(name, tuple(keys)) for name, keys in by_name.items())
    return TrustedKeys(log, tuple(others))


@dataclass(frozen=True, slots=True)
class AuditFault:
    """The first thing wrong with a log: the file, the entry where there is one, a code and its detail."""

    log: str
    code: str
    file: str
    entry: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """An entry that its author wrote against the rules of leaves: void, and still part of a sound record."""

    log: str
    entry: int
    code: str
    detail: str = ""


@dataclass(slots=True)
class Tally:
    """What was looked at, by name, and the first remarks of many."""

    counts: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, name: str, number: int = 1) -> None:
        """Count."""
        self.counts[name] = self.counts.get(name, 0) + number

    def remark(self, remark: Remark) -> None:
        """Keep the first remarks and count all."""
        self.add("remarks")
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(remark)


@dataclass(frozen=True, slots=True)
class LogReport:
    """What the audit of one log found; sound where there is no fault.

    `tally.counts` says how much was checked: entries, tiles, bodies, attachments, positions, seen, and
    the same with `_missing` for what was not there.
    """

    origin: str
    start: int
    checkpoint: Checkpoint | None
    cosigned: tuple[Cosigned, ...]
    tally: Tally
    fault: AuditFault | None


class _Broken(Exception):
    """Ends the audit of a log at its first fault."""

    def __init__(self, fault: AuditFault) -> None:
        super().__init__(fault.code)
        self.fault = fault


Visit = Callable[[int, Sequence[bytes]], None]
"""Looks at consecutive leaves, the first of which has this number."""


class PlaceCheck:
    """Looks whether each leaf says that it stands where it stands: fast, by its bytes."""

    def __init__(self, origin: str, *, tally: Tally) -> None:
        self._origin = origin
        self._tally = tally
        self._pattern = b'"log":"%s","n":%%d,' % origin.encode().replace(b"%", b"%%")

    def __call__(self, first: int, leaves: Sequence[bytes]) -> None:
        """Remark on each leaf that stands elsewhere than it says, or says nothing."""
        pattern = self._pattern
        for number in [n for n, leaf in enumerate(leaves, first) if pattern % n not in leaf]:
            # The bytes may hold the same in another spelling: a later version may add a field between the two.
            _read(leaves[number - first], origin=self._origin, number=number, tally=self._tally)


def _read(raw: bytes, *, origin: str, number: int, tally: Tally) -> Leaf | None:
    """Return the leaf that stands at its place; otherwise remark on it and return None."""
    try:
        leaf = parse_leaf(raw)
    except LeafError as fault:
        tally.remark(Remark(origin, number, fault.code, fault.where))
        return None
    if (leaf.log, leaf.number) != (origin, number):
        tally.remark(Remark(origin, number, "audit.leaf_elsewhere", f"{leaf.log} {leaf.number}"))
        return None
    return leaf


class DeepCheck:
    """Reads every leaf, hashes every sealed body and attachment, and holds what was seen against the other logs.

    `root_at` gives the root of another log at a size, None where it is not at hand.
    """

    def __init__(
        self, origin: str, *, files: LogFiles, root_at: Callable[[str, int], bytes | None], tally: Tally
    ) -> None:
        self._origin, self._files, self._root_at, self._tally = origin, files, root_at, tally
        self._seen: dict[str, tuple[int, bytes]] = {}

    def __call__(self, first: int, leaves: Sequence[bytes]) -> None:
        """Check the leaves one by one; a blob that is not what its name says is a fault."""
        for number, raw in enumerate(leaves, first):
            leaf = _read(raw, origin=self._origin, number=number, tally=self._tally)
            if leaf is None:
                continue
            for seen in leaf.seen:
                self._check_seen(number, seen.log, seen.size, seen.root)
            if leaf.body is None:
                self._tally.add("positions")
                continue
            self._check_blob(number, "bodies", leaf.body.digest, leaf.body.size)
            for attachment in leaf.attachments:
                self._check_blob(number, "attachments", attachment.digest, attachment.size)

    def _check_blob(self, number: int, kind: str, digest: bytes, size: int) -> None:
        measured = self._files.measure(kind, digest)
        if measured is None:
            self._tally.add(f"{kind}_missing")
        elif measured != (digest, size):
            path = f"{kind}/{digest.hex()}"
            raise _Broken(AuditFault(self._origin, "audit.blob", path, number, f"{measured[0].hex()} {measured[1]}"))
        else:
            self._tally.add(kind)

    def _check_seen(self, number: int, log: str, size: int, root: bytes) -> None:
        if self._seen.get(log) == (size, root):
            return
        self._seen[log] = (size, root)
        held = self._root_at(log, size)
        if held is None:
            self._tally.add("seen_missing")
        elif held != root:
            self._tally.remark(Remark(self._origin, number, "audit.seen_root", f"{log} {size}"))
        else:
            self._tally.add("seen")


@dataclass(frozen=True, slots=True)
class LogAudit:
    """What one audit is given: the log, its files, the keys, where it begins, and who looks at the leaves."""

    origin: str
    files: LogFiles
    keys: TrustedKeys
    visit: Visit
    tally: Tally
    start: int = 0


def audit_log(audit: LogAudit, *, progress: Progress) -> LogReport:
    """Return what there is to say of a log, up to its first fault."""
    checkpoint: Checkpoint | None = None
    cosigned: tuple[Cosigned, ...] = ()
    fault = None
    try:
        checkpoint, cosigned = _open(audit)
        _walk(audit, checkpoint, progress=progress)
    except _Broken as broken:
        fault = broken.fault
    except FormError as unread:
        fault = AuditFault(audit.origin, unread.code, unread.where)
    return LogReport(audit.origin, audit.start, checkpoint, cosigned, audit.tally, fault)


def _open(audit: LogAudit) -> tuple[Checkpoint, tuple[Cosigned, ...]]:
    raw = audit.files.get(CHECKPOINT, limit=MAX_NOTE_SIZE)
    if raw is None:
        raise _Broken(AuditFault(audit.origin, "audit.missing", CHECKPOINT))
    try:
        opened = open_cosigned(raw, log=audit.keys.log, cosigners=audit.keys.cosigners)
    except FormError as fault:
        raise _Broken(AuditFault(audit.origin, fault.code, CHECKPOINT, detail=fault.where)) from None
    if audit.start > opened.checkpoint.size:
        raise _Broken(AuditFault(audit.origin, "audit.start", CHECKPOINT, detail=str(audit.start)))
    return opened.checkpoint, opened.cosigned


def _walk(audit: LogAudit, cp: Checkpoint, *, progress: Progress) -> None:
    """Hash every leaf from the start to the checkpoint and hold tiles and root against what comes out."""
    rows = _left_edge(audit, cp)
    for place in bundles_of(cp.size, start=audit.start):
        first = place.index * WIDTH
        leaves = _leaves(audit, place)
        for tile in rows.add(leaf_hashes(leaves)):
            _check_tile(audit, tile)
        audit.visit(first, leaves)
        audit.tally.add("entries", len(leaves))
        progress(audit.origin, first + len(leaves), cp.size)
    for tile in rows.edge():
        _check_tile(audit, tile)
    if rows.root() != cp.root:
        raise _Broken(AuditFault(audit.origin, "audit.root", CHECKPOINT, detail=rows.root().hex()))


def _left_edge(audit: LogAudit, cp: Checkpoint) -> TileRows:
    """Return the tree's right edge at `start`, as the tiles give it; that it is true, the root will show."""
    rows = []
    for level, width in enumerate(edge_widths(audit.start)):
        index = row_width(level, size=audit.start) // WIDTH
        place = TilePlace(level, index, width_of(level, index, size=cp.size))
        rows.append(split_tile(_wide_tile(audit, place), width=place.width)[:width] if width else [])
    return TileRows(audit.start, rows)


def _wide_tile(audit: LogAudit, place: TilePlace) -> bytes:
    raw = _tile_bytes(audit, place)
    if raw is None or len(raw) != place.width * HASH_SIZE:
        raise _Broken(AuditFault(audit.origin, "audit.missing" if raw is None else "tile.size", place.path))
    return raw


def _tile_bytes(audit: LogAudit, place: TilePlace) -> bytes | None:
    """Return a tile; where the partial one is gone, the beginning of the full one (tlog-tiles, partial tiles)."""
    raw = audit.files.get(place.path, limit=MAX_TILE_SIZE)
    if raw is None and place.width < WIDTH:
        full = audit.files.get(TilePlace(place.level, place.index, WIDTH).path, limit=MAX_TILE_SIZE)
        return full[: place.width * HASH_SIZE] if full is not None else None
    return raw


def _leaves(audit: LogAudit, place: TilePlace) -> list[bytes]:
    first = place.index * WIDTH
    raw = audit.files.get(place.path, limit=MAX_BUNDLE_SIZE)
    width = place.width
    if raw is None and width < WIDTH:
        raw = audit.files.get(TilePlace(None, place.index, WIDTH).path, limit=MAX_BUNDLE_SIZE)
        width = WIDTH
    if raw is None:
        raise _Broken(AuditFault(audit.origin, "audit.missing", place.path, first))
    try:
        return decode_bundle(raw, width=width)[: place.width]
    except FormError as fault:
        raise _Broken(AuditFault(audit.origin, fault.code, place.path, first)) from None


def _check_tile(audit: LogAudit, tile: Tile) -> None:
    """Hold the tile that the leaves make against the one that is filed, where one is."""
    filed = _tile_bytes(audit, TilePlace(tile.level, tile.index, len(tile.hashes)))
    made = tile.raw
    if filed == made:
        audit.tally.add("tiles")
        return
    if filed is None:
        audit.tally.add("tiles_missing")
        return
    if len(filed) != len(made):
        raise _Broken(AuditFault(audit.origin, "tile.size", tile.path, tile.index * WIDTH << 8 * tile.level))
    differs = next(n for n, hashed in enumerate(tile.hashes) if filed[n * HASH_SIZE : (n + 1) * HASH_SIZE] != hashed)
    entry = tile.index * WIDTH + differs << 8 * tile.level
    raise _Broken(AuditFault(audit.origin, "audit.tile", tile.path, entry))
