"""The versions of the charter that a node knows: which is in force, who has signed each, and their very bytes.

Asked in the writer's thread: what it remembers runs ahead of the database while a transaction is open.
"""

from __future__ import annotations

from dataclasses import dataclass

from parley.matters.instrument import CharterHistory, Version, sorted_signatures
from parley.node.ledger import Ledger

IN_FORCE, REPLACED, WAITING, BARRED = "in_force", "replaced", "waiting", "barred"


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version: how it stands here, by which entry it was proposed, which entry of whom signed it, who is missing.

    `standing` is "in_force", "replaced", "waiting" or "barred"; it is barred where a member whom it
    needs has signed another version in its place, which that member can do only once.
    A succession `closes` a log at a size.
    """

    charter: str
    predecessor: str | None
    since: str
    standing: str
    proposed_by: str | None
    signatures: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    closes: dict[str, str | int] | None


def versions(ledger: Ledger) -> list[VersionView]:
    """Return every version, each after the one that it follows."""
    history = ledger.history
    line = line_to(history, ledger.current.digest if ledger.current else None)
    views = [_view(version, history=history, line=line) for version in history.versions.values()]
    return sorted(views, key=lambda view: (len(line_to(history, view.charter)), view.charter))


def _view(version: Version, *, history: CharterHistory, line: list[str]) -> VersionView:
    charter = version.charter
    elsewhere = history.elsewhere(version)
    if charter.digest in line:
        standing = IN_FORCE if charter.digest == line[-1] else REPLACED
    else:
        standing = BARRED if elsewhere else WAITING
    return VersionView(
        charter=charter.digest,
        predecessor=charter.predecessor,
        since=str(charter.since),
        standing=standing,
        proposed_by=version.proposals[0].entry if version.proposals else None,
        signatures=tuple((s.member, s.entry) for s in sorted_signatures(version)),
        missing=version.missing,
        elsewhere=elsewhere,
        closes={"log": charter.closes.log, "size": charter.closes.size} if charter.closes else None,
    )


def line_to(history: CharterHistory, digest: str | None) -> list[str]:
    """Return the digests from the founding version to this one."""
    line: list[str] = []
    while digest is not None and digest in history.versions:
        line.append(digest)
        digest = history.versions[digest].charter.predecessor
    return line[::-1]


def text_of(ledger: Ledger, digest: str) -> bytes | None:
    """Return the bytes of an amendment, as they are signed; None for one that nobody has proposed here."""
    row = ledger.conn.execute("SELECT raw FROM charter_text WHERE digest = ?", (digest,)).fetchone()
    return bytes(row[0]) if row else None
