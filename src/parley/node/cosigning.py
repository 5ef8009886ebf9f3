"""Cosigns what is held of other members' logs: as mirror (stored durably) and as witness (largest consistent tree)."""

from __future__ import annotations

import logging

from parley.node.ledger import Ledger
from parley.node.store import cosignatures, logs
from parley.node.store.logs import Head
from parley.node.tree import StoredTree
from parley.record.checkpoint import Checkpoint, parse_checkpoint_text
from parley.record.cosignature import cosign, format_lines
from parley.record.keys import RoleSigner
from parley.record.merkle import leaf_hashes
from parley.record.note import Signature, parse_note

RUN = 4_096
log = logging.getLogger(__name__)


def cosign_held(ledger: Ledger, origin: str, *, at_s: int) -> bool:
    """Cosign the newest checkpoint of a log where all of it is stored; return whether there was one to cosign.

    Runs in a transaction of its own after the one that stored the entries: store, read back, then cosign.
    """
    head = logs.head(ledger.conn, origin)
    if head is None or head.checkpoint is None or head.checkpoint_size == 0 or origin == ledger.origin:
        return False
    if ledger.cursor(head.id).frozen_at is not None:
        return False
    cp = parse_checkpoint_text(parse_note(head.checkpoint).text)
    if not _reads_back(ledger, head.id, cp):
        log.error("what is stored of %s is not what was verified: not cosigned; run `parley verify --deep`", origin)
        return False
    signers = [ledger.secrets.mirror]
    if _witness_moves(ledger, head.id, cp):
        signers.append(ledger.secrets.witness)
    done = [_cosign_as(ledger, head, cp, signer, at_s=at_s) for signer in signers]
    if any(done):
        ledger.topics.update((f"note:{origin}", "links"))
    return any(done)


def _reads_back(ledger: Ledger, log_id: int, cp: Checkpoint) -> bool:
    """Return whether the leaves that no cosignature of ours covers yet, hashed again as they are stored, make the root.

    Bodies are not read again: each was compared with its leaf when it came, and is when it is opened.
    """
    rows = cosignatures.of_log(ledger.conn, log_id)
    covered = next((row.size for row in rows if row.cosigner == ledger.secrets.mirror.name), 0)
    for start in range(min(covered, cp.size), cp.size, RUN):
        end = min(start + RUN, cp.size)
        stored = logs.raw_leaves(ledger.conn, log_id, start, end)
        if leaf_hashes(stored) != logs.leaf_hashes(ledger.conn, log_id, start, end):
            return False
    return StoredTree(ledger.conn, log_id).root_at(cp.size) == cp.root


def _cosign_as(ledger: Ledger, head: Head, cp: Checkpoint, signer: RoleSigner, *, at_s: int) -> bool:
    held = {row.cosigner: row.size for row in cosignatures.of_log(ledger.conn, head.id)}
    if held.get(signer.name, 0) >= cp.size:
        return False
    lines = cosign(cp, signer=signer, at=at_s)
    note = head.checkpoint or b""
    row = cosignatures.CosignatureRow(signer.name, cp.size, at_s, cp.root, note, format_lines(lines))
    return cosignatures.save(ledger.conn, head.id, row)


def _witness_moves(ledger: Ledger, log: int, cp: Checkpoint) -> bool:
    """Move the witness's memory to `cp`, persisted before its signature is returned; False where it may not."""
    before = cosignatures.witnessed(ledger.conn, log)
    size, root = before if before else (0, b"")
    if cp.size < size:
        return False
    if cp.size == size:
        return root == cp.root
    if size and StoredTree(ledger.conn, log).root_at(size) != root:
        return False
    return cosignatures.swap_witnessed(ledger.conn, log, old=size, size=cp.size, root=cp.root)


def witness_cosign(ledger: Ledger, origin: str, *, old: int, cp: Checkpoint, at_s: int) -> tuple[Signature, ...] | None:
    """Persist what add-checkpoint was allowed and return the witness's lines; None where another was quicker."""
    log = ledger.log_id(origin)
    before = cosignatures.witnessed(ledger.conn, log)
    if (before[0] if before else 0) != old:
        return None
    if cp.size > old and not cosignatures.swap_witnessed(ledger.conn, log, old=old, size=cp.size, root=cp.root):
        return None
    return cosign(cp, signer=ledger.secrets.witness, at=at_s)
