"""The record in a node's own home folder, read from its database while the node runs or stands still."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from parley.cli.auditing.source import SourceError, measured
from parley.node import serving
from parley.node.home import Home
from parley.node.store.connection import open_reader
from parley.record.folder import ATTACHMENTS, BODIES, CHECKPOINT, ForkPart, LogPart
from parley.record.formerror import FormError
from parley.record.tiles import TilePlace, parse_tile_path

CHUNK = 1 << 20
T = TypeVar("T")


class DamagedError(FormError):
    """A file of a log that the node's database cannot give: audit.damaged, with the file."""


class HomeSource:
    """The logs that a node holds, within `bound`. Its charter is the founding one, as the members signed it."""

    def __init__(self, path: Path, *, bound: serving.Bound = serving.UNBOUND) -> None:
        self._home, self._bound = Home(path), bound
        if not self._home.database.is_file():
            raise SourceError("audit.nothing_here", str(self._home.database))
        try:
            self._conn = open_reader(self._home.database)
        except sqlite3.DatabaseError as fault:
            raise SourceError("audit.database", f"{self._home.database}: {fault}") from None

    def parts(self) -> tuple[LogPart, ...]:
        """Return the logs of which a signed checkpoint is held; SourceError where the database cannot say."""
        heads = self._asked(lambda: list(serving.heads(self._conn, self._bound).values()))
        return tuple(LogPart(head.origin, 0, head.checkpoint_size) for head in heads if head.checkpoint)

    def files(self, origin: str) -> HomeFiles:
        """Return the files of one log."""
        return HomeFiles(self._conn, origin=origin, bound=self._bound)

    def charter(self) -> bytes | None:
        """Return the charter's bytes, None where it is not here."""
        return self._home.charter.read_bytes() if self._home.charter.is_file() else None

    def forks(self) -> Iterator[tuple[ForkPart, bytes | None]]:
        """Yield the evidence of forks that the node keeps."""
        asked = "SELECT l.origin, e.at, e.raw FROM evidence e JOIN log l ON l.id = e.log ORDER BY l.origin, e.at"
        for origin, entry, raw in self._asked(lambda: self._conn.execute(asked).fetchall()):
            yield ForkPart(origin, entry), raw

    def _asked(self, act: Callable[[], list[T]]) -> list[T]:
        try:
            return act()
        except sqlite3.DatabaseError as fault:
            if "no such table" in str(fault):
                # Officers may stand in the database before the node has run.
                return []
            raise SourceError("audit.database", f"{self._home.database}: {fault}") from None


class HomeFiles:
    """The files of one log as a node's database holds them."""

    def __init__(self, conn: sqlite3.Connection, *, origin: str, bound: serving.Bound) -> None:
        self._conn, self._origin, self._bound = conn, origin, bound

    def get(self, path: str, *, limit: int) -> bytes | None:
        """Return checkpoint, tile or leaves by their path; `limit` needs no care, for the node wrote them itself."""
        if path == CHECKPOINT:
            return self._read(path, lambda: serving.checkpoint(self._conn, self._origin, self._bound))
        try:
            place = parse_tile_path(path)
        except FormError:
            return None
        return self._read(path, lambda: self._tile(place))

    def _read(self, path: str, act: Callable[[], T]) -> T:
        """Return what is read; DamagedError names the file that the database cannot give."""
        try:
            return act()
        except sqlite3.DatabaseError:
            raise DamagedError("audit.damaged", path) from None

    def _tile(self, place: TilePlace) -> bytes | None:
        if place.level is None:
            return serving.bundle(self._conn, self._origin, place.index, place.width, self._bound)
        return serving.tile(self._conn, self._origin, place.level, place.index, place.width, self._bound)

    def pieces(self, kind: str, digest: bytes) -> Iterator[bytes] | None:
        """Return a sealed body, or a whole sealed attachment, piece by piece; None where it is not held."""
        path = f"{kind}/{digest.hex()}"
        if kind == BODIES:
            body = self._read(path, lambda: serving.body(self._conn, digest))
            return iter([body]) if body is not None else None
        size = self._read(path, lambda: serving.attachment_size(self._conn, digest)) if kind == ATTACHMENTS else None
        if size is None:
            return None
        return (
            serving.attachment_bytes(self._conn, digest, at, min(CHUNK, size - at)) for at in range(0, size, CHUNK)
        )

    def measure(self, kind: str, digest: bytes) -> tuple[bytes, int] | None:
        """Return SHA-256 and size of a blob."""
        pieces = self.pieces(kind, digest)
        return self._read(f"{kind}/{digest.hex()}", lambda: measured(pieces)) if pieces is not None else None
