"""A small record of two members for tests: real leaves, bodies and signatures, as a folder and as a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.cosignature import cosign, with_lines
from parley.record.folder import (
    ATTACHMENTS,
    BODIES,
    CHECKPOINT,
    KEYS,
    MANIFEST,
    LogPart,
    Manifest,
    encode_keys,
    encode_manifest,
    left_tiles,
)
from parley.record.leaf import ENC, AttachmentRef, BodyRef, Leaf, Seen, encode_leaf
from parley.record.merkle import leaf_hashes, root_of
from parley.record.tiles import TileRows, bundles_of, encode_bundle
from parley.record.ustar import END, encode_header, padding
from tests.record.signers import AT, ORIGIN, OTHER, signer

BODY, ATTACHMENT = b"a sealed body", b"a sealed attachment"


@dataclass
class Recorded:
    """Logs by origin, leaf for leaf, which a test may change before the record is written."""

    leaves: dict[str, list[bytes]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)

    def root(self, origin: str, size: int) -> bytes:
        """Return the root of the first leaves of a log."""
        return root_of(leaf_hashes(self.leaves[origin][:size]))

    def note(self, origin: str) -> bytes:
        """Return the log's checkpoint, with the other member's mirror and witness under it."""
        size = len(self.leaves[origin])
        cp = Checkpoint(origin, size, self.root(origin, size))
        other = OTHER if origin == ORIGIN else ORIGIN
        lines = [line for role in ("mirror", "witness") for line in cosign(cp, signer=signer(f"{other}/{role}"), at=AT)]
        return with_lines(sign_checkpoint(cp, keys=signer(origin), at=AT), lines=lines)

    def part(self, origin: str) -> LogPart:
        """Return what of a log is in the record."""
        return LogPart(origin, self.starts.get(origin, 0), len(self.leaves[origin]))

    def manifest(self) -> bytes:
        """Return manifest.json."""
        return encode_manifest(Manifest(1, "SY", None, tuple(self.part(origin) for origin in sorted(self.leaves))))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file with its path, in the order of a bundle."""
        yield MANIFEST, self.manifest()
        for origin in sorted(self.leaves):
            part = self.part(origin)
            for path, content in self._log_files(part):
                yield f"{part.folder}/{path}", content

    def _log_files(self, part: LogPart) -> Iterator[tuple[str, bytes]]:
        yield CHECKPOINT, self.note(part.origin)
        yield KEYS, encode_keys(key_lines(part.origin))
        leaves = self.leaves[part.origin]
        rows = TileRows()
        tiles = {tile.path: tile.raw for tile in (*rows.add(leaf_hashes(leaves)), *rows.edge())}
        wanted = tiles if part.start == 0 else [place.path for place in left_tiles(part.start, size=part.size)]
        for path in wanted:
            yield path, tiles[path]
        for place in bundles_of(part.size, start=part.start):
            run = leaves[place.index * 256 : place.index * 256 + place.width]
            yield place.path, encode_bundle(run)
            if any(b'"sha256"' in leaf for leaf in run):
                yield f"{BODIES}/{sha256(BODY).hexdigest()}", BODY
                yield f"{ATTACHMENTS}/{sha256(ATTACHMENT).hexdigest()}", ATTACHMENT


def key_lines(origin: str) -> list[str]:
    """Return the keys of a log and of the other member's mirror and witness."""
    other = OTHER if origin == ORIGIN else ORIGIN
    cosigners = [key.text for role in ("mirror", "witness") for key in signer(f"{other}/{role}").cosigner_keys]
    return [*(key.text for key in signer(origin).log_keys), *cosigners]


def leaf(origin: str, number: int, *, seen: tuple[Seen, ...] = (), sealed: Iterable[bytes] = ()) -> bytes:
    """Return a leaf: a position, or, where `sealed` holds the body and attachments, an entry that names them."""
    parts = list(sealed)
    body = BodyRef(sha256(parts[0]).digest(), len(parts[0]), ENC, b"c" * 32) if parts else None
    named = tuple(AttachmentRef(sha256(each).digest(), len(each)) for each in parts[1:])
    return encode_leaf(Leaf(origin, number, AT * 1000 + number, seen, body, named))


def recorded(size: int = 600, other: int = 300) -> Recorded:
    """Return a record of two logs that have seen each other; every seventh entry of the first is sealed."""
    made = Recorded({ORIGIN: [], OTHER: [leaf(OTHER, number) for number in range(other)]})
    for number in range(size):
        read = min(number // 2, other)
        seen = (Seen(OTHER, read, made.root(OTHER, read)),) if read and number % 5 == 0 else ()
        sealed = (BODY, ATTACHMENT) if number % 7 == 0 else ()
        made.leaves[ORIGIN].append(leaf(ORIGIN, number, seen=seen, sealed=sealed))
    return made


def write_folder(record: Recorded, folder: Path) -> Path:
    """Write the record as a folder."""
    for path, content in record.files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def tar_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the bytes of a bundle of these files."""
    whole = b"".join(
        encode_header(path, size=len(content)) + content + bytes(padding(len(content))) for path, content in files
    )
    return whole + END
