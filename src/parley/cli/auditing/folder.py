"""A record in a folder: one written by `parley export`, or the folder of one log of any origin."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from hashlib import file_digest
from io import FileIO
from pathlib import Path

from parley.cli.auditing.source import SourceError
from parley.record.checkpoint import parse_checkpoint_text
from parley.record.folder import (
    CHARTER,
    CHECKPOINT,
    MANIFEST,
    MAX_MANIFEST_SIZE,
    ForkPart,
    LogPart,
    Manifest,
    parse_manifest,
)
from parley.record.fork import MAX_EVIDENCE_SIZE
from parley.record.formerror import FormError
from parley.record.note import MAX_NOTE_SIZE, parse_note

MAX_CHARTER_SIZE = 4 << 20


class FolderFiles:
    """The files of one log below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def get(self, path: str, *, limit: int) -> bytes | None:
        """Return a file, at most `limit` + 1 bytes of it."""
        file = open_plain(f"{self._folder}/{path}")
        if file is None:
            return None
        with file:
            return file.read(limit + 1)

    def measure(self, kind: str, digest: bytes) -> tuple[bytes, int] | None:
        """Return SHA-256 and size of a blob, read in pieces."""
        file = open_plain(f"{self._folder}/{kind}/{digest.hex()}")
        if file is None:
            return None
        with file:
            return file_digest(file, "sha256").digest(), file.tell()


def open_plain(path: str) -> FileIO | None:
    """Return a regular file opened for reading, None where there is none.

    No symbolic link is followed and no pipe or device is read: the folder may come from anybody.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    return FileIO(handle)


class FolderSource:
    """The record in a folder. With a manifest, the logs that it lists; else the one log whose checkpoint is there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        top = FolderFiles(path)
        self._charter = top.get(CHARTER, limit=MAX_CHARTER_SIZE)
        raw = top.get(MANIFEST, limit=MAX_MANIFEST_SIZE)
        self._forks: tuple[ForkPart, ...] = ()
        if raw is not None:
            listed = _listed(raw)
            self._folders = {part.origin: (part, path / part.folder) for part in listed.logs}
            self._forks = listed.forks
        else:
            part = _alone(top, path)
            self._folders = {part.origin: (part, path)}

    def parts(self) -> tuple[LogPart, ...]:
        """Return the parts of logs that are here."""
        return tuple(part for part, _ in self._folders.values())

    def files(self, origin: str) -> FolderFiles:
        """Return the files of one log."""
        return FolderFiles(self._folders[origin][1])

    def charter(self) -> bytes | None:
        """Return the charter's bytes, None where it is not here."""
        return self._charter

    def forks(self) -> Iterator[tuple[ForkPart, bytes | None]]:
        """Yield the evidence of forks that the manifest lists."""
        for fork in self._forks:
            yield fork, FolderFiles(self._path).get(fork.path, limit=MAX_EVIDENCE_SIZE)


def _listed(raw: bytes) -> Manifest:
    try:
        return parse_manifest(raw)
    except FormError as fault:
        raise SourceError(fault.code, fault.where) from None


def _alone(files: FolderFiles, path: Path) -> LogPart:
    raw = files.get(CHECKPOINT, limit=MAX_NOTE_SIZE)
    if raw is None:
        raise SourceError("audit.nothing_here", str(path))
    try:
        # Only to know whose log it is: the audit itself verifies what this note says.
        cp = parse_checkpoint_text(parse_note(raw).text)
    except FormError as fault:
        raise SourceError(fault.code, CHECKPOINT) from None
    return LogPart(cp.origin, 0, cp.size)
