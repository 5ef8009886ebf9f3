"""Audits each log of a source: finds its keys, chooses who looks at its leaves, lends it the other logs' roots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parley.cli.auditing.bundle import BundleSource
from parley.cli.auditing.folder import FolderSource
from parley.cli.auditing.source import Source, SourceError
from parley.cli.auditing.trust import Trust
from parley.record.audit import (
    AuditFault,
    DeepCheck,
    LogAudit,
    LogFiles,
    LogReport,
    PlaceCheck,
    Progress,
    Tally,
    Visit,
    audit_log,
    trusted_keys,
)
from parley.record.folder import KEYS, LogPart
from parley.record.formerror import FormError
from parley.record.history import PastRoots
from parley.record.merkle import HASH_SIZE
from parley.record.tiles import WIDTH, TileError, tile_path

PLAIN, DEEP = "plain", "deep"


def open_source(record: str, *, home: Path | None, charters: Sequence[Path] = ()) -> Source:
    """Return the record at a path or address; SourceError where there is none.

    By `charters` a node is known that shows another certificate than the founding charter names for it.
    """
    path = Path(record)
    if path.is_dir() and (path / "node.sqlite").exists():
        # The node is an extra of the installation: folders and bundles are checked without it.
        from parley.cli.auditing.home import HomeSource

        return HomeSource(path)
    if path.is_dir():
        return FolderSource(path)
    if path.exists():
        return BundleSource(path)
    host, _, port = record.rpartition(":")
    if not host or not port.isdecimal():
        raise SourceError("audit.nothing_here", record)
    from parley.cli.auditing.peer import PeerSource

    return PeerSource(host.strip("[]"), int(port), home=home, charters=charters)


def inspect(part: LogPart, *, source: Source, trust: Trust, depth: str, progress: Progress) -> LogReport:
    """Return the report on one log; `depth` is "plain" or "deep"."""
    tally, files = Tally(), source.files(part.origin)
    try:
        keys = trusted_keys(trust.lines(part.origin), origin=part.origin)
    except FormError as fault:
        return LogReport(
            part.origin, part.start, None, (), tally, AuditFault(part.origin, fault.code, KEYS, detail=fault.where)
        )
    visit = _visit(part, files=files, source=source, depth=depth, tally=tally)
    return audit_log(LogAudit(part.origin, files, keys, visit, tally, start=part.start), progress=progress)


def _visit(part: LogPart, *, files: LogFiles, source: Source, depth: str, tally: Tally) -> Visit:
    if depth == PLAIN:
        return PlaceCheck(part.origin, tally=tally)
    others = {other.origin: _past_roots(other, source=source) for other in source.parts() if other.start == 0}

    def root_at(origin: str, size: int) -> bytes | None:
        return others[origin].root_at(size) if origin in others else None

    return DeepCheck(part.origin, files=files, root_at=root_at, tally=tally)


def _past_roots(part: LogPart, *, source: Source) -> PastRoots:
    files = source.files(part.origin)

    def read(level: int, index: int, width: int) -> bytes:
        try:
            raw = files.get(tile_path(level, index, width), limit=WIDTH * HASH_SIZE)
        except FormError:
            # What is wrong with that log is told where it is audited itself.
            raw = None
        if raw is None:
            raise TileError("tile.missing")
        return raw

    return PastRoots(read, size=part.size)
