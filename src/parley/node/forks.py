"""Two histories signed by one member: from where they part, that log is shown and no longer folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.matters.verdict import Refusal
from parley.node.ledger import Ledger
from parley.node.opening import open_body, read_body
from parley.node.parsing import parsed
from parley.node.store import logs
from parley.record.body import Payload
from parley.record.fork import ForkError, first_doubtful, parse_fork, verify_fork
from parley.record.keys import LOG, RoleVerifier
from parley.record.leaf import LeafError
from parley.record.sealing import Opened

_SAYS_PROOF = b'"kind":"fork_proven"'


@dataclass(frozen=True, slots=True)
class Fork:
    """A proven fork: the log, the first entry from which it is frozen, and the evidence as bytes."""

    log: str
    frozen_at: int
    raw: bytes


def read_proof(ledger: Ledger, raw: bytes) -> Fork | Refusal:
    """Return the fork that the evidence proves by the charter's keys; a Refusal where it proves none."""
    try:
        evidence = parse_fork(raw)
        verifier = _verifier(ledger, evidence.log)
        if verifier is None:
            return Refusal("log_of_stranger", "R-1", {"log": evidence.log})
        first, second = verify_fork(evidence, log=verifier)
    except ForkError as error:
        return Refusal("fork_not_proven", "R-7", {"code": error.code})
    return Fork(evidence.log, first_doubtful(evidence, first=first, second=second), raw)


def _verifier(ledger: Ledger, origin: str) -> RoleVerifier | None:
    member = ledger.members().get(origin)
    return member.keys.verifier(LOG, origin=origin) if member else None


def note_proof(ledger: Ledger, text: str) -> None:
    """Freeze the log that a fork_proven entry proves to be forked; what proves nothing changes nothing."""
    fork = read_proof(ledger, text.encode())
    if isinstance(fork, Fork):
        freeze(ledger, fork)


def freeze(ledger: Ledger, fork: Fork) -> bool:
    """Keep the evidence and freeze the log; return whether that was news here."""
    log = ledger.log_id(fork.log)
    at = ledger.cursor(log)
    ledger.conn.execute(
        "INSERT OR IGNORE INTO evidence (log, at, raw) VALUES (?, ?, ?)", (log, fork.frozen_at, fork.raw)
    )
    if at.frozen_at is not None and at.frozen_at <= fork.frozen_at:
        return False
    ledger.move(at.moved(frozen_at=fork.frozen_at))
    # Depths and past readings that counted the forked part are others now; everything is judged again.
    ledger.rebuild_due = True
    ledger.topics.update(("links", f"log:{fork.log}"))
    return True


def refuse_frozen(ledger: Ledger, origin: str, *, at: int) -> Refusal:
    """Return the refusal of what would go on with a log that a proof or a succession froze from entry `at`."""
    closed = (ledger.closed or {}).get(origin)
    code = "log_frozen" if closed is None or at < closed else "log_closed"
    return Refusal(code, "R-5", {"log": origin, "at": at})


def freeze_proven(ledger: Ledger) -> None:
    """Freeze, before a rebuild, every log of which evidence is kept."""
    rows = ledger.conn.execute("SELECT log, min(at) FROM evidence GROUP BY log").fetchall()
    for log, at in rows:
        ledger.move(ledger.cursor(int(log)).moved(frozen_at=int(at)))


def freeze_closed(ledger: Ledger, closed: Mapping[str, int]) -> None:
    """Freeze, before a rebuild, each log where a succession closes it, or where a proven fork already did before."""
    for origin, size in closed.items():
        at = ledger.cursor(ledger.log_id(origin))
        ledger.move(at.moved(frozen_at=size if at.frozen_at is None else min(size, at.frozen_at)))


def peek(ledger: Ledger, log: int, *, start: int, end: int) -> None:
    """Look for proofs of forks among entries that wait for others: such a proof counts as soon as it is held."""
    for raw in logs.raw_leaves(ledger.conn, log, start, end):
        try:
            leaf = parsed(raw)
        except LeafError:
            continue
        if leaf.body is None:
            continue
        opened = open_body(ledger, log, leaf)
        # A payload is canonical or unreadable: the one spelling of its kind must stand somewhere in it.
        if not isinstance(opened, Opened) or _SAYS_PROOF not in opened.payload:
            continue
        said = read_body(ledger, log, leaf)
        if isinstance(said, Payload) and said.kind == "fork_proven":
            note_proof(ledger, str(said.content.get("evidence", "")))
