"""The witness of a node (c2sp.org/tlog-witness): decides in the writer, persists, and only then answers."""

from __future__ import annotations

from concurrent.futures import Future

from parley.node.cosigning import remembered, witness_cosign
from parley.node.forks import Fork, freeze, read_proof
from parley.node.ledger import Ledger
from parley.node.running import Node
from parley.node.store import cosignatures
from parley.record.checkpoint import LogVerifier, parse_checkpoint_text
from parley.record.fork import Branch, ForkEvidence, bare_note, encode_fork
from parley.record.note import parse_note
from parley.record.witness import SIZE_TYPE, Accept, Decline, answer, decide


def add_checkpoint(request: bytes, *, node: Node) -> Future[Decline | bytes]:
    """Return the witness's signature lines, or how it declines; nothing is signed where storing failed."""
    return node.writer.call(lambda ledger: _add(ledger, request, node=node))


def _add(ledger: Ledger, request: bytes, *, node: Node) -> Decline | bytes:
    def find(origin: str) -> LogVerifier | None:
        known = node.verifiers.of(ledger, origin)
        return known[0] if known else None

    if not node.writer.may_sign.is_set():
        # What it has cosigned may be lost with entries of its own that are still to come back.
        return Decline(503, "witness.recovering")
    decided = decide(request, find=find, last=lambda origin: remembered(ledger, origin))
    if isinstance(decided, Decline):
        if decided.evidence is not None:
            _keep_evidence(ledger, decided.evidence)
        return decided
    lines = _cosign(ledger, decided, at_s=node.clock.now_ms() // 1000)
    if lines is None:
        size = remembered(ledger, decided.checkpoint.origin).size
        return Decline(409, "witness.stale", f"{size}\n".encode(), SIZE_TYPE)
    return lines


def _cosign(ledger: Ledger, accepted: Accept, *, at_s: int) -> bytes | None:
    cp = accepted.checkpoint
    old = remembered(ledger, cp.origin).size
    lines = witness_cosign(ledger, cp.origin, old=old, cp=cp, at_s=at_s)
    return None if lines is None else answer(lines)


def _keep_evidence(ledger: Ledger, note: bytes) -> None:
    """Keep two roots of one size as the fork that they are, where our side of it is still at hand."""
    cp = parse_checkpoint_text(parse_note(note).text)
    for row in cosignatures.of_log(ledger.conn, ledger.log_id(cp.origin)):
        if row.size == cp.size and row.root != cp.root:
            branches = (Branch(bare_note(row.note, log=cp.origin), None, ()), Branch(note, None, ()))
            fork = read_proof(ledger, encode_fork(ForkEvidence(cp.origin, None, branches)))
            if isinstance(fork, Fork) and cp.origin != ledger.origin:
                freeze(ledger, fork)
            return
