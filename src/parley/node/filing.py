"""The one write path: every draft is judged, sealed, appended and projected here, and nowhere else."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parley.matters import housekeeping
from parley.matters.entry import Entry, Point
from parley.matters.fold import Folded
from parley.matters.instrument import CHARTER_KINDS
from parley.matters.verdict import Refusal
from parley.node import attaching, repeats
from parley.node.cited import note_cited
from parley.node.drafts import AttachmentDraft, Draft, Filed, Outcome, Queued
from parley.node.faults import reach
from parley.node.forks import refuse_frozen
from parley.node.held import entry_of
from parley.node.housekept import project_housekeeping
from parley.node.leafrules import Placed
from parley.node.ledger import Ledger
from parley.node.officer_keys import refuse_said
from parley.node.opening import keep
from parley.node.projecting import extended, matter_fold, write_matter
from parley.node.sealingout import leaf_of, next_point, seal_payload
from parley.node.settling import step
from parley.node.store import bodies, cursors, logs
from parley.node.succeeding import refuse_unheld
from parley.record.body import Payload, PayloadError
from parley.record.checkpoint import Checkpoint, sign_checkpoint
from parley.record.leaf import Leaf, LeafError, Seen, encode_leaf
from parley.record.merkle import Frontier, leaf_hash, leaf_hashes

if TYPE_CHECKING:
    from parley.node.running import Node

__all__ = [
    "AttachmentDraft", "Draft", "Filed", "Outcome", "Queued", "file", "file_soon", "refusal_of", "with_files_sealed",
]  # fmt: skip


def file(draft: Draft, *, node: Node) -> Outcome:
    """File one draft and wait until it is on disk; safe from any thread.

    Filed: the entry stands. Refusal: nothing changed, and it says by which clause. Queued: kept
    unsigned until this node may sign again. OSError and sqlite3 errors of a full or broken disk
    come back as the Refusal "storage_failed": nothing was kept.
    """
    if draft.attachments:
        before = node.writer.call(lambda ledger: repeats.outcome_before(ledger, draft)).result()
        if before is not None:
            return before
        ready = with_files_sealed(draft, node=node)
        if isinstance(ready, Refusal):
            return ready
        draft = ready
    return file_soon(draft, node=node).result()


def with_files_sealed(draft: Draft, *, node: Node) -> Draft | Refusal:
    """Return the draft with its attachments sealed and stored, so that its content is whole before it is filed.

    Where they cannot be stored, or are too many or too long, it is refused. A draft without any is returned as it is.
    """
    if not draft.attachments:
        return draft
    try:
        ready = attaching.prepare(draft, node=node)
    except (OSError, sqlite3.OperationalError) as error:
        return Refusal("storage_failed", "F-4", {"reason": str(error)})
    return ready if isinstance(ready, Refusal) else replace(ready, attachments=())


def file_soon(draft: Draft, *, node: Node) -> Future[Outcome]:
    """Hand one draft without attachments to the writer; many in flight share one commit."""
    return node.writer.file(draft, at_ms=node.clock.now_ms())


def refusal_of(draft: Draft, *, node: Node) -> Refusal | None:
    """Judge a draft as `file` would at this moment and file nothing; what it says may be out of date the next."""
    return node.writer.call(lambda ledger: _try(ledger, draft, at_ms=node.clock.now_ms())).result()


def _try(ledger: Ledger, draft: Draft, *, at_ms: int) -> Refusal | None:
    refusal = refuse_to_append(ledger)
    if refusal is not None:
        return refusal
    point, _ = next_point(ledger, at_ms=at_ms)
    judged = _judge_draft(ledger, _payload(ledger, draft, point, dict(draft.content)), point)
    return judged if isinstance(judged, Refusal) else None


def write_draft(ledger: Ledger, draft: Draft, *, at_ms: int) -> Filed | Refusal:
    """Judge a draft as every node will judge the entry; append it where it is allowed. Writer's thread only."""
    refusal = refuse_to_append(ledger)
    if refusal is not None:
        return refusal
    point, seen = next_point(ledger, at_ms=at_ms)
    held = attaching.take_sealed(ledger, draft)
    if isinstance(held, Refusal):
        return held
    payload = _payload(ledger, draft, point, held.content)
    judged = _judge_draft(ledger, payload, point)
    if isinstance(judged, Refusal):
        return judged
    placed = _seal_and_append(ledger, payload, point, seen, held)
    if isinstance(placed, Refusal):
        return placed
    if judged is None:
        project_housekeeping(ledger, ledger.own, placed, payload)
        return Filed(f"{ledger.name}/{point.number}", at_ms)
    entry, folded = judged
    cursors.add_point(
        ledger.conn,
        cursors.PointRow(ledger.own, point.number, point.depth, point.at_ms, entry.kind, entry.matter, None),
    )
    note_cited(ledger, entry)
    write_matter(ledger, entry.matter, folded, changed={})
    return Filed(entry.id, at_ms)


def _judge_draft(ledger: Ledger, payload: Payload, point: Point) -> tuple[Entry, Folded] | Refusal | None:
    """Return the entry with its matter as it will stand; None for what belongs to no matter."""
    if payload.kind in housekeeping.KINDS:
        faults = housekeeping.check(payload.kind, payload.content)
        return Refusal("content_faulty", "M-3", {"kind": payload.kind}, faults) if faults else refuse_said(payload)
    entry = entry_of(payload, point, track_of=ledger.track_of)
    before = matter_fold(ledger, entry.matter)
    folded = extended(ledger, before, entry)
    verdict = folded.verdicts[entry.id]
    if not isinstance(verdict, Refusal) and payload.kind in CHARTER_KINDS:
        verdict = refuse_unheld(ledger, payload) or verdict
    return verdict if isinstance(verdict, Refusal) else (entry, folded)


def _seal_and_append(
    ledger: Ledger, payload: Payload, point: Point, seen: tuple[Seen, ...], held: attaching.Held
) -> Placed | Refusal:
    charter = ledger.charter_at(point) or ledger.founding
    try:
        sealed, opened = seal_payload(ledger, payload, charter=charter, file_key=held.file_key)
        leaf = leaf_of(point, seen, sealed, held.refs)
        raw = encode_leaf(leaf)
    except (PayloadError, LeafError) as error:
        data = {"kind": payload.kind, "code": error.code, "where": error.where}
        return Refusal("content_faulty", "B-2", data)
    assert leaf.body is not None
    bodies.put_bodies(ledger.conn, [(leaf.body.digest, sealed.file)])
    keep(ledger, ledger.own, point.number, opened)
    return append_own(ledger, point, leaf, raw)


def write_position(ledger: Ledger, *, at_ms: int) -> Filed | None:
    """Append an entry without a body, which says only how far this node has read; None where none can be.

    Writer's thread only.
    """
    if refuse_to_append(ledger) is not None:
        return None
    point, seen = next_point(ledger, at_ms=at_ms)
    leaf = leaf_of(point, seen, None)
    append_own(ledger, point, leaf, encode_leaf(leaf))
    cursors.add_point(
        ledger.conn, cursors.PointRow(ledger.own, point.number, point.depth, point.at_ms, None, None, None)
    )
    return Filed(f"{ledger.name}/{point.number}", at_ms)


def refuse_to_append(ledger: Ledger) -> Refusal | None:
    """Refuse to go on with an own log that is frozen, or whose last entries came back and wait for others."""
    at = ledger.cursor(ledger.own)
    if at.frozen_at is not None:
        return refuse_frozen(ledger, ledger.origin, at=at.frozen_at)
    if at.waits_for is not None:
        return Refusal("own_log_waits", "R-8", {"log": at.waits_for[0], "number": at.waits_for[1]})
    return None


def append_own(ledger: Ledger, point: Point, leaf: Leaf, raw: bytes) -> Placed:
    """Store the next leaf of the own log and move its cursor; the checkpoint follows at the end of the batch."""
    log = ledger.own
    before = ledger.cursor(log).seen
    read = {origin: size for origin, size in point.seen.items() if size > before.get(origin, 0)}
    hashed = leaf_hash(raw)
    ledger.conn.execute(
        "INSERT INTO leaf (log, number, hash, raw, body) VALUES (?, ?, ?, ?, ?)",
        (log, point.number, hashed, raw, leaf.body.digest if leaf.body else None),
    )
    placed = Placed(leaf, point, read, None)
    step(ledger, log, placed, hashed=hashed, raw=raw)
    ledger.unsigned += 1
    reach("after_append")
    return placed


def sign_batch(ledger: Ledger, *, at_s: int) -> None:
    """Sign one checkpoint over all that this transaction appended to the own log, and write how far it goes."""
    if not ledger.unsigned:
        return
    at, edge = ledger.cursor(ledger.own), _edge_to_sign(ledger)
    logs.grow(ledger.conn, ledger.own, before=edge.size - ledger.unsigned, edge=edge)
    cp = Checkpoint(ledger.origin, edge.size, edge.root)
    note = sign_checkpoint(cp, keys=ledger.secrets.log, at=at_s)
    logs.set_own_checkpoint(ledger.conn, ledger.own, note=note, size=cp.size)
    cursors.save_cursor(ledger.conn, at)
    ledger.unsigned = 0
    ledger.topics.add(f"log:{ledger.origin}")


def _edge_to_sign(ledger: Ledger) -> Frontier:
    """Return the edge of the tree over all own leaves, those of this batch hashed again as they lie in the database.

    RuntimeError, and nothing of the batch stays, where they are others than those that were judged: what is signed
    must be what everybody will be shown. What was filed in the same batch in which a proof froze the own log stands
    too: the judged part is shorter then.
    """
    at, before = ledger.cursor(ledger.own), logs.frontier(ledger.conn, ledger.own)
    stored = logs.raw_leaves(ledger.conn, ledger.own, before.size, before.size + ledger.unsigned)
    edge = before.extend(leaf_hashes(stored))
    if at.frozen_at is None and (edge.size, edge.root) != (at.edge.size, at.edge.root):
        raise RuntimeError(
            f"the database does not hold the own entries from {before.size} on as they were filed: nothing is signed. "
            "Run `parley verify --deep` on this home, and look at its disk."
        )
    return edge


def _payload(ledger: Ledger, draft: Draft, point: Point, content: dict[str, Any]) -> Payload:
    if draft.role is not None:
        content = {**content, "role": draft.role}
    to = tuple(sorted({*draft.to, ledger.member}))
    return Payload(ledger.member, ledger.origin, point.number, to, draft.kind, draft.matter, content)
