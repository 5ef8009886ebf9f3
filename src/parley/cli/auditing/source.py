"""What an audit needs of a place where a record lies."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Protocol

from parley.record.audit import LogFiles
from parley.record.folder import ForkPart, LogPart


class SourceError(Exception):
    """The place cannot be read as a record; `code` has a text, `detail` names what was looked for."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code} {detail}")
        self.code = code
        self.detail = detail


class Source(Protocol):
    """A record in some place: which parts of which logs are there, their files, the charter."""

    def parts(self) -> tuple[LogPart, ...]:
        """Return the parts of logs that are here."""

    def files(self, origin: str) -> LogFiles:
        """Return the files of one log."""

    def charter(self) -> bytes | None:
        """Return the charter's bytes, None where it is not here."""

    def forks(self) -> Iterable[tuple[ForkPart, bytes | None]]:
        """Return the evidence of forks that is here, each with its bytes; None where what is listed is not here."""


def measured(pieces: Iterable[bytes]) -> tuple[bytes, int]:
    """Return SHA-256 and size of what comes in pieces."""
    digest, size = sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return digest.digest(), size
