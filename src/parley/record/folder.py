"""How logs lie in a folder or in a bundle: names of files and the manifest. No file is touched here.

    manifest.json                          what is here, canonical JSON
    charter.yaml                           the charter in force, its bytes as signed
    README.txt                             for people, in each language
    forks/<sha256 of the log>-<entry>.json evidence that a log has two histories, and from which entry (record.fork)
    logs/<name>/checkpoint                 signed note with every cosignature held
    logs/<name>/keys.txt                   verifier keys, one a line: the log's, then the cosigners'
    logs/<name>/tile/<L>/<N>[.p/<W>]       hashes (c2sp.org/tlog-tiles)
    logs/<name>/tile/entries/<N>[.p/<W>]   leaves
    logs/<name>/bodies/<sha256>            sealed bodies
    logs/<name>/attachments/<sha256>       sealed attachments
    opened.jsonl                           only with `--open`: what this member could read, in the clear

Each `logs/<name>` alone is a plain tlog-tiles log. A folder written by `parley export` holds every tile. A
bundle is a tar (ustar, not compressed, times and owners zero) of the same names in the order of this list, log after
log, where each file of leaves is followed at once by the bodies and attachments that its leaves name: it can be
read in one pass. A bundle may begin at a later entry, `start`, a multiple of 256; then it holds the tiles from which
the tree's left edge at `start` is read (`left_tiles`), no other tiles, and the leaves from `start` to the checkpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parley.record import strictjson
from parley.record.formerror import FormError
from parley.record.leaf import is_origin
from parley.record.tiles import HEIGHT, WIDTH, TileError, TilePlace, parse_tile_path, width_of

MANIFEST = "manifest.json"
CHARTER = "charter.yaml"
OPENED = "opened.jsonl"
README = "README.txt"
CHECKPOINT = "checkpoint"
KEYS = "keys.txt"
BODIES = "bodies"
ATTACHMENTS = "attachments"
FORKS = "forks"
LOGS = "logs"
MAX_MANIFEST_SIZE = 1 << 20
MAX_KEYS_SIZE = 1 << 20

_PLAIN = re.compile(r"[A-Za-z0-9.-]")
_NAME = re.compile(r"[A-Za-z0-9.=_-]{1,80}")
_HEX = re.compile(r"[0-9a-f]{64}")
_FORK = re.compile(r"forks/[0-9a-f]{64}-(0|[1-9][0-9]{0,18})\.json")


class FolderError(FormError):
    """A manifest or a file name that is not of this layout: folder.path, folder.manifest, folder.version."""


def log_folder(origin: str) -> str:
    """Return the folder of a log, `logs/<name>`: letters, digits, dot and dash stay, / becomes _, others =XX.

    No two origins share a folder. One with a very long name lies under the SHA-256 of its origin, so
    that every path fits a tar's header.
    """
    name = "".join(char if _PLAIN.match(char) else "_" if char == "/" else _escaped(char) for char in origin)
    if len(name) > 80 or name.startswith("."):
        name = sha256(origin.encode()).hexdigest()
    return f"{LOGS}/{name}"


def _escaped(char: str) -> str:
    return "".join(f"={byte:02X}" for byte in char.encode())


def body_path(digest: bytes) -> str:
    """Return where a sealed body lies below its log's folder."""
    return f"{BODIES}/{digest.hex()}"


def attachment_path(digest: bytes) -> str:
    """Return where a sealed attachment lies below its log's folder."""
    return f"{ATTACHMENTS}/{digest.hex()}"


def fork_path(origin: str, entry: int) -> str:
    """Return where the evidence lies that a log has two histories from this entry on."""
    return f"{FORKS}/{sha256(origin.encode()).hexdigest()}-{entry}.json"


@dataclass(frozen=True, slots=True)
class FolderFile:
    """What a path names: `log` is its log's folder or None, `kind` one of the constants above, "tile" or "entries"."""

    log: str | None
    kind: str
    tile: TilePlace | None = None
    digest: bytes | None = None


def parse_path(path: str) -> FolderFile:
    """Return what a path of a folder or bundle names; FolderError `folder.path` for any other.

    No path that passes leads out of the folder, and each file has one spelling.
    """
    if path in (MANIFEST, CHARTER, OPENED, README):
        return FolderFile(None, path)
    if _FORK.fullmatch(path):
        return FolderFile(None, FORKS)
    parts = path.split("/", 2)
    if len(parts) != 3 or parts[0] != LOGS or not _NAME.fullmatch(parts[1]) or parts[1].startswith("."):
        raise FolderError("folder.path", path[:120])
    log, rest = f"{LOGS}/{parts[1]}", parts[2]
    if rest in (CHECKPOINT, KEYS):
        return FolderFile(log, rest)
    kind, _, name = rest.partition("/")
    if kind in (BODIES, ATTACHMENTS) and _HEX.fullmatch(name):
        return FolderFile(log, kind, digest=bytes.fromhex(name))
    try:
        tile = parse_tile_path(rest)
    except TileError:
        raise FolderError("folder.path", path[:120]) from None
    return FolderFile(log, "entries" if tile.level is None else "tile", tile=tile)


@dataclass(frozen=True, slots=True)
class LogPart:
    """The part of a log that is here: leaves `start` .. `size` - 1, where `size` is that of its checkpoint."""

    origin: str
    start: int
    size: int

    @property
    def folder(self) -> str:
        """Return where it lies."""
        return log_folder(self.origin)


@dataclass(frozen=True, slots=True)
class ForkPart:
    """Evidence that is here: of which log, and from which entry that log has two histories."""

    origin: str
    entry: int

    @property
    def path(self) -> str:
        """Return where it lies."""
        return fork_path(self.origin, self.entry)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder or bundle holds; `by` is the member that wrote it, `charter` the hex SHA-256 of charter.yaml."""

    at_ms: int
    by: str
    charter: str | None
    logs: tuple[LogPart, ...]
    forks: tuple[ForkPart, ...] = ()


def encode_manifest(manifest: Manifest) -> bytes:
    """Return the bytes of manifest.json."""
    logs = [
        {"folder": part.folder, "log": part.origin, "size": part.size, "start": part.start} for part in manifest.logs
    ]
    value: dict[str, Any] = {"at": manifest.at_ms, "by": manifest.by, "charter": manifest.charter, "logs": logs, "v": 1}
    if manifest.forks:
        value["forks"] = [{"entry": fork.entry, "log": fork.origin} for fork in manifest.forks]
    raw = strictjson.encode(value)
    if parse_manifest(raw) != manifest:
        raise FolderError("folder.manifest")
    return raw


def parse_manifest(raw: bytes) -> Manifest:
    """Return the manifest; FolderError for anything else. Nothing that it says is believed: it says where to look."""
    try:
        value = strictjson.parse(raw, limit=MAX_MANIFEST_SIZE)
    except strictjson.StrictJsonError as fault:
        raise FolderError("folder.manifest", fault.code) from None
    if _of(value, "v", int) != 1:
        raise FolderError("folder.version")
    charter = value.get("charter")
    if charter is not None and not _HEX.fullmatch(_of(value, "charter", str)):
        raise FolderError("folder.manifest", "charter")
    logs = tuple(_part(item) for item in _of(value, "logs", list))
    if len({part.origin for part in logs}) != len(logs):
        raise FolderError("folder.manifest", "logs")
    forks = tuple(_fork(item) for item in _of(value, "forks", list)) if "forks" in value else ()
    if len({fork.path for fork in forks}) != len(forks):
        raise FolderError("folder.manifest", "forks")
    return Manifest(_of(value, "at", int), _of(value, "by", str), charter, logs, forks)


def _part(item: Any) -> LogPart:
    part = LogPart(_of(item, "log", str), _of(item, "start", int), _of(item, "size", int))
    if not is_origin(part.origin) or _of(item, "folder", str) != part.folder:
        raise FolderError("folder.manifest", part.origin[:120])
    if not 0 <= part.start <= part.size or part.start % WIDTH:
        raise FolderError("folder.manifest", part.origin)
    return part


def _fork(item: Any) -> ForkPart:
    fork = ForkPart(_of(item, "log", str), _of(item, "entry", int))
    if not is_origin(fork.origin) or not _FORK.fullmatch(fork.path):
        raise FolderError("folder.manifest", fork.origin[:120])
    return fork


def _of(item: Any, name: str, kind: type) -> Any:
    if type(item) is not dict or type(item.get(name)) is not kind:
        raise FolderError("folder.manifest", name)
    return item[name]


def left_tiles(start: int, *, size: int) -> list[TilePlace]:
    """Return the tiles, of a tree of `size` leaves, from which its left edge at `start` is read (`frontier_at`)."""
    places: dict[tuple[int, int], TilePlace] = {}
    done = 0
    for level in reversed(range(start.bit_length())):
        if start >> level & 1:
            row, inner = divmod(level, HEIGHT)
            index = ((done >> level) << inner) // WIDTH
            places[row, index] = TilePlace(row, index, width_of(row, index, size=size))
            done += 1 << level
    return [places[key] for key in sorted(places)]


def encode_keys(lines: Iterable[str]) -> bytes:
    """Return the bytes of keys.txt."""
    return "".join(f"{line}\n" for line in lines).encode()


def decode_keys(raw: bytes) -> list[str]:
    """Return the lines of keys.txt, unread; empty lines are left out."""
    if len(raw) > MAX_KEYS_SIZE:
        raise FolderError("folder.keys")
    try:
        return [line for line in raw.decode().split("\n") if line]
    except UnicodeDecodeError:
        raise FolderError("folder.keys") from None
