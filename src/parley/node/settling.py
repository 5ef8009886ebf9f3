"""Judges and projects what the logs hold, each log in its order, an entry only after all that it had read.

The same code runs live, after a restart and in `parley rebuild`.
"""

from __future__ import annotations

from parley.matters import housekeeping
from parley.matters.entry import Point
from parley.matters.instrument import CHARTER_KINDS
from parley.matters.verdict import Refusal
from parley.node.forks import peek
from parley.node.housekept import peek_for_note, project_housekeeping
from parley.node.leafrules import Placed, Waits, place_leaf
from parley.node.ledger import Ledger
from parley.node.losing import note_unopened
from parley.node.opening import read_body
from parley.node.projecting import project_matter_entry, verdict_text
from parley.node.store import cursors, due, logs, receipts
from parley.record.body import Payload
from parley.record.merkle import leaf_hash

RUN = 512


def settle(ledger: Ledger) -> None:
    """Judge everything whose past is here, in every log, until nothing more can be."""
    moved = True
    while moved:
        moved = False
        for head in list(logs.heads(ledger.conn).values()):
            while _advance(ledger, head.id, head.origin):
                moved = True


def _advance(ledger: Ledger, log: int, origin: str) -> bool:
    """Judge the next run of entries of one log; return whether any was judged."""
    at = ledger.cursor(log)
    limit = at.processed + RUN if at.frozen_at is None else min(at.processed + RUN, at.frozen_at)
    raws = logs.raw_leaves(ledger.conn, log, at.processed, limit)
    start = at
    for raw in raws:
        at = ledger.cursor(log)
        placed = place_leaf(ledger, at, origin=origin, raw=raw)
        if isinstance(placed, Waits):
            _note_wait(ledger, log, placed)
            break
        _take_place(ledger, log, placed, raw)
    at = ledger.cursor(log)
    if at.processed == start.processed:
        return False
    ledger.move(at)
    receipts.note_tried(ledger.conn, log=log, upto=at.processed)
    return True


def _note_wait(ledger: Ledger, log: int, waits: Waits) -> None:
    at = ledger.cursor(log)
    if at.waits_for != (waits.origin, waits.number):
        ledger.move(at.moved(waits_for=(waits.origin, waits.number)))
        ledger.topics.add("links")


def _take_place(ledger: Ledger, log: int, placed: Placed, raw: bytes) -> None:
    step(ledger, log, placed, hashed=None, raw=raw)
    refusal = placed.refusal
    if refusal is None and placed.leaf is not None and placed.leaf.body is not None:
        said = read_body(ledger, log, placed.leaf)
        if isinstance(said, Payload):
            project_said(ledger, log, placed, said)
            return
        refusal = said if isinstance(said, Refusal) else None
        if not ledger.weighing and (refusal is None or refusal.clause == "B-3"):
            peek_for_note(ledger, log, placed)
    elif refusal is not None and not ledger.weighing:
        # It may be void only because another history was shown to its author than to us, and prove just that.
        peek(ledger, log, start=placed.point.number, end=placed.point.number + 1)
    cursors.add_point(
        ledger.conn,
        cursors.PointRow(
            log, placed.point.number, placed.point.depth, placed.point.at_ms, None, None,
            verdict_text(refusal) if refusal else None,
        ),
    )
    if refusal is None and placed.leaf is not None and placed.leaf.body is not None and not ledger.weighing:
        note_unopened(ledger, log, placed.leaf)


def step(ledger: Ledger, log: int, placed: Placed, *, hashed: bytes | None, raw: bytes) -> None:
    """Move the cursor of a log over one entry and note what its author newly read."""
    at = ledger.cursor(log)
    for origin, size in placed.read.items():
        read = ledger.log_id(origin)
        cursors.add_reading(
            ledger.conn, log=read, reader=log, upto=size, number=placed.point.number, at_ms=placed.point.at_ms,
        )
        since = at.seen.get(origin, 0)
        ledger.moved.update(due.doubt_read(ledger.conn, log=read, from_number=since, upto=size))
    ledger.remember_cursor(
        cursors.Cursor(
            log, at.processed + 1, at.edge.append(hashed or leaf_hash(raw)), placed.point.depth, placed.point.seen,
            at.frozen_at, None,
        )
    )


def _weigh(ledger: Ledger, log: int, point: Point, said: Payload) -> None:
    """Judge what is said of the charter; of everything else only the place is noted."""
    if said.kind in CHARTER_KINDS:
        project_matter_entry(ledger, log, point, said)
    else:
        row = cursors.PointRow(log, point.number, point.depth, point.at_ms, None, None, None)
        cursors.add_point(ledger.conn, row)


def project_said(ledger: Ledger, log: int, placed: Placed, said: Payload) -> None:
    """Judge and project an entry whose body is open."""
    if ledger.weighing:
        _weigh(ledger, log, placed.point, said)
        return
    if said.kind in housekeeping.KINDS:
        project_housekeeping(ledger, log, placed, said)
    else:
        project_matter_entry(ledger, log, placed.point, said)
    if log != ledger.own and said.kind not in housekeeping.KINDS:
        receipts.owe_receipt(ledger.conn, log=log, number=placed.point.number)
