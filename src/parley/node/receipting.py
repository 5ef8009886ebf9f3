"""What a node says by itself about what it has read: opened receipts, positions, keys asked for and disclosed.

Receipts are batched, and there are none of receipts: a position has no body, and an opened receipt is
answered by a position at most.
"""

from __future__ import annotations

from typing import Any

from parley.charter.lognames import parts_of
from parley.charter.model import Charter
from parley.matters import housekeeping
from parley.matters.entry import Point
from parley.node.drafts import Draft
from parley.node.filing import write_draft, write_position
from parley.node.forks import Fork
from parley.node.held import kept_body
from parley.node.ledger import Ledger
from parley.node.losing import charter_to_ask_by, lost_to_ask
from parley.node.sealingout import next_point
from parley.node.store import logs, receipts
from parley.record import strictjson
from parley.record.body import MAX_PAYLOAD
from parley.record.leaf import LeafError, parse_leaf

MAX_RECEIPTS = 20_000
MAX_QUESTIONS = 100


def give_receipts(ledger: Ledger, *, at_ms: int) -> int:
    """File one opened receipt for each member whose entries await one; return how many entries they cover."""
    if not _in_force(ledger):
        return 0
    owed = receipts.owed_receipts(ledger.conn, limit=MAX_RECEIPTS)
    names = {head.id: ledger.name_of(head.origin) for head in logs.heads(ledger.conn).values()}
    by_author: dict[str, list[tuple[str, int]]] = {}
    for log, number in owed:
        name = names.get(log)
        if name is not None:
            by_author.setdefault(parts_of(name)[0], []).append((name, number))
    for code, ids in by_author.items():
        spans = housekeeping.ranges(ids)[: housekeeping.MAX_RANGES]
        write_draft(ledger, Draft("opened", (code,), {"entries": spans}), at_ms=at_ms)
    return len(owed)


def say_position(ledger: Ledger, *, at_ms: int) -> bool:
    """File a position where others' entries with bodies are read and no entry of ours says so yet."""
    if not _in_force(ledger) or not position_due(ledger):
        return False
    return write_position(ledger, at_ms=at_ms) is not None


def position_due(ledger: Ledger) -> bool:
    """Return whether there is something with a body between what we said we had read and what we have read."""
    said = ledger.cursor(ledger.own).seen
    for origin, head in logs.heads(ledger.conn).items():
        if head.id == ledger.own:
            continue
        start, end = said.get(origin, 0), ledger.cursor(head.id).processed
        row = ledger.conn.execute(
            "SELECT 1 FROM leaf WHERE log = ? AND number >= ? AND number < ? AND body IS NOT NULL LIMIT 1",
            (head.id, start, end),
        ).fetchone()
        if row is not None:
            return True
    return False


def ask_and_answer(ledger: Ledger, *, at_ms: int) -> None:
    """Ask for the keys of entries that were meant for us, and disclose those that others rightly ask for.

    Where the charter's own signatures are lost, only questions are asked, by the founding charter.
    """
    charter = charter_spoken_by(ledger)
    asks_by = charter or charter_to_ask_by(ledger)
    if asks_by is None:
        return
    for log, number in lost_to_ask(ledger, at_ms=at_ms, limit=MAX_QUESTIONS):
        entry = _id_of(ledger, log, number)
        write_draft(ledger, Draft("disclosure_asked", asks_by.codes, {"entry": entry}), at_ms=at_ms)
    if charter is None:
        return
    _prove_kept(ledger, at_ms=at_ms)
    open_questions = [q for q in receipts.questions(ledger.conn) if q not in ledger.declined]
    for log, number, asker in open_questions[:MAX_QUESTIONS]:
        _answer(ledger, log, number, asker, at_ms=at_ms)


def prove_fork(ledger: Ledger, fork: Fork, *, at_ms: int) -> None:
    """File the evidence of a fork, addressed to all, the forked member too."""
    charter = charter_spoken_by(ledger)
    if charter is not None:
        content = {"evidence": fork.raw.decode(), "log": fork.log, "at": fork.frozen_at}
        write_draft(ledger, Draft("fork_proven", charter.codes, content), at_ms=at_ms)


def _prove_kept(ledger: Ledger, *, at_ms: int) -> None:
    """Prove to all each fork whose evidence is kept here and stands in no entry: what told it to us was forked too."""
    rows = ledger.conn.execute("SELECT l.origin, e.at, e.raw FROM evidence e JOIN log l ON l.id = e.log").fetchall()
    if not rows:
        return
    proven = ledger.conn.execute("SELECT log, number FROM point WHERE kind = 'fork_proven' AND verdict IS NULL")
    told = {_evidence_in(ledger, log, number) for log, number in proven.fetchall()}
    for origin, at, raw in rows:
        if raw not in told and origin != ledger.origin:
            prove_fork(ledger, Fork(origin, at, raw), at_ms=at_ms)


def _evidence_in(ledger: Ledger, log: int, number: int) -> bytes:
    kept = kept_body(ledger.conn, ledger.box, log, number)
    assert kept is not None  # a point with a kind was opened
    return str(strictjson.parse(kept.payload, limit=MAX_PAYLOAD)["content"]["evidence"]).encode()


def _answer(ledger: Ledger, log: int, number: int, asker: str, *, at_ms: int) -> None:
    kept = kept_body(ledger.conn, ledger.box, log, number)
    code = parts_of(asker)[0]
    if kept is None or code not in _addressees(kept.payload):
        # Not addressed, so not answered; and not told why, which would tell more than nothing.
        ledger.declined.add((log, number, asker))
        return
    content = {"entry": _id_of(ledger, log, number), "file_key": kept.file_key.hex()}
    write_draft(ledger, Draft("disclosed", (code,), content), at_ms=at_ms)


def _addressees(payload: bytes) -> tuple[Any, ...]:
    """Return to whom a payload says that it goes; nobody, where its author sealed what is no payload at all."""
    try:
        said = strictjson.parse(payload, limit=MAX_PAYLOAD)
    except strictjson.StrictJsonError:
        return ()
    to = said.get("to") if isinstance(said, dict) else None
    return tuple(to) if isinstance(to, list) else ()


def _id_of(ledger: Ledger, log: int, number: int) -> str:
    raw = logs.raw_leaves(ledger.conn, log, number, number + 1)[0]
    try:
        origin = parse_leaf(raw).log
    except LeafError:
        origin = ""
    return f"{ledger.name_of(origin)}/{number}"


def _in_force(ledger: Ledger) -> bool:
    return charter_spoken_by(ledger) is not None


def charter_spoken_by(ledger: Ledger) -> Charter | None:
    """Return the charter by which this node may say something by itself now: one in force that names its log.

    A member that joins says nothing but its signature before, and one that has left says nothing more.
    """
    charter = ledger.history.in_force(_here(ledger))
    return charter if charter is not None and charter.member_of_log(ledger.origin) is not None else None


def _here(ledger: Ledger) -> Point:
    return next_point(ledger, at_ms=0)[0]
