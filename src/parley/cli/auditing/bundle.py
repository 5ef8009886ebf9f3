"""A record in a bundle: the tar that is carried on a stick, read where it lies, never unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from parley.cli.auditing.folder import MAX_CHARTER_SIZE, open_plain
from parley.cli.auditing.source import SourceError, measured
from parley.record.folder import (
    ATTACHMENTS,
    BODIES,
    CHARTER,
    MANIFEST,
    MAX_MANIFEST_SIZE,
    ForkPart,
    LogPart,
    log_folder,
    parse_manifest,
    parse_path,
)
from parley.record.fork import MAX_EVIDENCE_SIZE
from parley.record.formerror import FormError
from parley.record.ustar import BLOCK, Place, decode_header

CHUNK = 1 << 20


def walk(file: IO[bytes], *, start: int = 0) -> Iterator[tuple[str, Place]]:
    """Yield each file of the tar from the header at `start` on; SourceError at a header that is not of the layout."""
    at = start
    while True:
        file.seek(at)
        raw = file.read(BLOCK)
        try:
            found = decode_header(raw) if len(raw) == BLOCK else ("", -1)
        except FormError as fault:
            raise SourceError(fault.code, f"byte {at} {fault.where}".strip()) from None
        if found is None:
            return
        if found[1] < 0:
            raise SourceError("audit.truncated", f"byte {at}")
        place = Place(at + BLOCK, found[1])
        yield found[0], place
        at = place.end


class BundleSource:
    """The record in a tar of the layout in `parley.record.folder`.

    The place of every file but the blobs is kept; blobs are found again behind the leaves that
    name them, so that memory does not grow with their number.
    """

    def __init__(self, path: Path) -> None:
        file = open_plain(str(path))
        if file is None:
            raise SourceError("audit.nothing_here", str(path))
        self._file = file
        self._places = self._indexed()
        raw = self.read(MANIFEST, limit=MAX_MANIFEST_SIZE)
        if raw is None:
            raise SourceError("audit.nothing_here", MANIFEST)
        try:
            self._manifest = parse_manifest(raw)
        except FormError as fault:
            raise SourceError(fault.code, fault.where) from None

    def _indexed(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for name, place in walk(self._file):
            try:
                kind = parse_path(name).kind
            except FormError as fault:
                raise SourceError(fault.code, fault.where) from None
            if kind in (BODIES, ATTACHMENTS):
                continue
            # A name twice would let two readers see two records in one bundle.
            if name in places:
                raise SourceError("audit.file_twice", name)
            places[name] = place
        return places

    def read(self, path: str, *, limit: int) -> bytes | None:
        """Return a file by its full path, at most `limit` + 1 bytes of it."""
        place = self._places.get(path)
        if place is None:
            return None
        self._file.seek(place.at)
        return self._file.read(min(place.size, limit + 1))

    def behind(self, path: str) -> dict[str, Place]:
        """Return the blobs that follow the file at `path`."""
        found: dict[str, Place] = {}
        for name, place in walk(self._file, start=self._places[path].end):
            if parse_path(name).kind not in (BODIES, ATTACHMENTS):
                break
            found[name] = place
        return found

    def measure(self, place: Place) -> tuple[bytes, int]:
        """Return SHA-256 and size of what lies at a place."""
        return measured(self._pieces(place))

    def _pieces(self, place: Place) -> Iterator[bytes]:
        self._file.seek(place.at)
        left = place.size
        while left and (piece := self._file.read(min(left, CHUNK))):
            left -= len(piece)
            yield piece

    def parts(self) -> tuple[LogPart, ...]:
        """Return the parts of logs that are here."""
        return self._manifest.logs

    def files(self, origin: str) -> BundleFiles:
        """Return the files of one log."""
        return BundleFiles(self, folder=log_folder(origin))

    def charter(self) -> bytes | None:
        """Return the charter's bytes, None where it is not here."""
        return self.read(CHARTER, limit=MAX_CHARTER_SIZE)

    def forks(self) -> Iterator[tuple[ForkPart, bytes | None]]:
        """Yield the evidence of forks that the manifest lists."""
        for fork in self._manifest.forks:
            yield fork, self.read(fork.path, limit=MAX_EVIDENCE_SIZE)


class BundleFiles:
    """The files of one log in a bundle."""

    def __init__(self, source: BundleSource, *, folder: str) -> None:
        self._source = source
        self._folder = folder
        self._leaves = ""
        self._blobs: dict[str, Place] | None = None

    def get(self, path: str, *, limit: int) -> bytes | None:
        """Return a file, at most `limit` + 1 bytes of it."""
        full = f"{self._folder}/{path}"
        raw = self._source.read(full, limit=limit)
        if raw is not None and path.startswith("tile/entries/"):
            self._leaves, self._blobs = full, None
        return raw

    def measure(self, kind: str, digest: bytes) -> tuple[bytes, int] | None:
        """Return SHA-256 and size of a blob that follows the leaves read last."""
        if self._blobs is None:
            self._blobs = self._source.behind(self._leaves) if self._leaves else {}
        place = self._blobs.get(f"{self._folder}/{kind}/{digest.hex()}")
        return self._source.measure(place) if place is not None else None
