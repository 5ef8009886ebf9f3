"""Cosigns what is held of other members' logs: as mirror (stored durably) and as witness (largest consistent tree)."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from parley.node.ledger import Ledger
from parley.node.parsing import parsed
from parley.node.store import cosignatures, logs
from parley.node.store.logs import Head
from parley.node.tree import StoredTree
from parley.record.checkpoint import Checkpoint, parse_checkpoint_text
from parley.record.cosignature import cosign, format_lines
from parley.record.keys import MIRROR, WITNESS, RoleSigner
from parley.record.leaf import LeafError
from parley.record.merkle import leaf_hashes
from parley.record.note import Signature, parse_note
from parley.record.witness import Head as Witnessed

RUN = 4_096
BOTH = (MIRROR, WITNESS)
log = logging.getLogger(__name__)


def cosign_held(ledger: Ledger, origin: str, *, at_s: int, roles: Sequence[str] = BOTH) -> bool:
    """Cosign the newest checkpoint of a log in these roles where all of it is stored; return whether any was signed.

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
    signers = [ledger.secrets.mirror] if MIRROR in roles else []
    if WITNESS in roles and _witness_moves(ledger, head.id, cp):
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
    before = remembered(ledger, cp.origin)
    if cp.size < before.size:
        return False
    if before.size and StoredTree(ledger.conn, log).root_at(before.size) != before.root:
        return False
    return _persisted(ledger, log, cp)


def remembered(ledger: Ledger, origin: str) -> Witnessed:
    """Return the largest tree of a log that this witness has seen: what it cosigned last.

    Where that was lost with the database, what this member's newest entry says that it had read there: the own log
    came back from the others, and a witness never signs beside it.
    """
    found = cosignatures.witnessed(ledger.conn, ledger.log_id(origin))
    cosigned = Witnessed(*found) if found else Witnessed()
    return max(cosigned, _read_by_own(ledger, origin), key=lambda each: each.size)


def _read_by_own(ledger: Ledger, origin: str) -> Witnessed:
    head = logs.head(ledger.conn, ledger.origin)
    newest = logs.raw_leaves(ledger.conn, head.id, head.size - 1, head.size) if head and head.size else []
    try:
        claims = parsed(newest[0]).seen if newest else ()
    except LeafError:
        claims = ()
    return next((Witnessed(claim.size, claim.root) for claim in claims if claim.log == origin), Witnessed())


def _persisted(ledger: Ledger, log: int, cp: Checkpoint) -> bool:
    """Write down that the witness cosigns `cp`; False where another was quicker."""
    before = cosignatures.witnessed(ledger.conn, log)
    if before == (cp.size, cp.root):
        return True
    return cosignatures.swap_witnessed(ledger.conn, log, old=before[0] if before else 0, size=cp.size, root=cp.root)


def witness_cosign(ledger: Ledger, origin: str, *, old: int, cp: Checkpoint, at_s: int) -> tuple[Signature, ...] | None:
    """Persist what add-checkpoint was allowed and return the witness's lines; None where another was quicker."""
    if remembered(ledger, origin).size != old or not _persisted(ledger, ledger.log_id(origin), cp):
        return None
    return cosign(cp, signer=ledger.secrets.witness, at=at_s)
