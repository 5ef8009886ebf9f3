"""Takes in what nodes say about the record: receipts, sealing keys, proofs of forks, keys of single entries."""

from __future__ import annotations

from dataclasses import replace

from parley.charter.lognames import log_name
from parley.matters import housekeeping
from parley.matters.entry import Point
from parley.matters.instrument import CHARTER_MATTER
from parley.matters.officer_keys import ANNOUNCED, REVOKED
from parley.matters.succession import refuse_other_log
from parley.matters.verdict import Refusal
from parley.node import forks
from parley.node.cited import note_cited
from parley.node.citing import judge_citing_again
from parley.node.held import entry_of
from parley.node.leafrules import Placed
from parley.node.ledger import Ledger
from parley.node.officer_keys import project_officers, refuse_said
from parley.node.opening import Unreadable, disclose_to_self, open_by_other_versions
from parley.node.projecting import ask_for_opening, folded_anew, locate, matter_fold, verdict_text, write_matter
from parley.node.spans import Spans
from parley.node.store import cursors, logs, matters, receipts
from parley.record.body import Payload
from parley.record.leaf import parse_leaf


def project_housekeeping(ledger: Ledger, log: int, placed: Placed, said: Payload) -> None:
    """Take in what a node says about the record: receipts, keys, questions, proofs of a fork."""
    faults, point = housekeeping.check(said.kind, said.content), placed.point
    refusal = Refusal("content_faulty", "M-3", {"kind": said.kind}, faults) if faults else refuse_said(said)
    refusal = refusal or _refuse_other_log(ledger, said, point)
    cursors.add_point(
        ledger.conn,
        cursors.PointRow(
            log, point.number, point.depth, point.at_ms, said.kind, None, verdict_text(refusal) if refusal else None
        ),
    )
    if refusal is not None:
        return
    entry_id = f"{log_name(said.author, point.log)}/{point.number}"
    match said.kind:
        case "opened":
            _note_opened(ledger, said, point=point, by=entry_id)
        case "disclosed":
            _take_disclosure(ledger, log, said, point=point)
        case "disclosure_asked":
            _note_question(ledger, log, said, point=point)
        case "sealing_key_rotated":
            _note_epoch(ledger, said, name=log_name(said.author, point.log), by=entry_id)
        case "sealing_key_destroyed" if said.author == ledger.member:
            _note_destroyed(ledger, said)
        case "fork_proven":
            forks.note_proof(ledger, said.content["evidence"])
        case "charter_noted":
            _take_note(ledger, log, said, point=point)
        case _:
            project_officers(ledger, log, said, point=point)


def _refuse_other_log(ledger: Ledger, said: Payload, point: Point) -> Refusal | None:
    """Refuse what a node says for a member that the charter knows by another log: not yet in force, or no longer."""
    if len(ledger.origins_of(said.author)) < 2:
        return None
    charter = ledger.charter_at(point)
    known = charter is not None and said.author in charter.codes
    return refuse_other_log(charter, member=said.author, point=point) if charter is not None and known else None


def _had_read(point: Point, *, origin: str) -> int:
    """Return how much of a log the author had read: what it says of later entries counts nowhere."""
    return point.number if origin == point.log else point.seen.get(origin, 0)


def _note_destroyed(ledger: Ledger, said: Payload) -> None:
    row = (said.content["recipient"],)
    ledger.conn.execute("INSERT OR IGNORE INTO key_destroyed (recipient) VALUES (?)", row)


def _note_opened(ledger: Ledger, said: Payload, *, point: Point, by: str) -> None:
    for code, first, last in said.content["entries"]:
        origin = ledger.origin_of(code)
        if origin is None:
            continue
        log = ledger.log_id(origin)
        last = min(last, _had_read(point, origin=origin) - 1, ledger.cursor(log).processed - 1)
        for start, end in _newly_opened(ledger, said, point, log=log, first=first, last=last):
            for number in range(start, end + 1):
                matters.add_opened(ledger.conn, log=log, number=number, member=said.author, at_ms=point.at_ms, by=by)
                if said.author == ledger.member:
                    receipts.gave_receipt(ledger.conn, log=log, number=number)
    # Of no clock: those begin with what was read, and not with what was opened.
    ledger.topics.add("receipts")


def _newly_opened(
    ledger: Ledger, said: Payload, point: Point, *, log: int, first: int, last: int
) -> list[tuple[int, int]]:
    """Return the entries of a range of which this is the first receipt, as far as is remembered.

    One that says again what it said before, however long the range, must not cost the writer each entry again.
    """
    if last < first:
        return []
    if point.number + 1 < ledger.cursor(ledger.log_id(point.log)).processed:
        # It was opened late, behind receipts that were read already: of two the first counts.
        receipts.take_back_later(
            ledger.conn, log=log, first=first, last=last, member=said.author, name=log_name(said.author, point.log),
            number=point.number,
        )
        return [(first, last)]
    key = (log, said.author)
    known = ledger.opened_spans.get(key, Spans())
    ledger.opened_spans[key] = known.plus(first, last)
    return [(first, last)] if said.author == ledger.member else known.missing(first, last)


def _place_read(ledger: Ledger, said: Payload, *, point: Point) -> tuple[int, int] | None:
    """Return the place of the entry of which something is said, None where the author cannot have read it."""
    place = locate(ledger, said.content["entry"])
    if place is None:
        return None
    origin = ledger.origin_of(said.content["entry"].partition("/")[0]) or ""
    return place if place[1] < _had_read(point, origin=origin) else None


def _take_disclosure(ledger: Ledger, log: int, said: Payload, *, point: Point) -> None:
    place = _place_read(ledger, said, point=point)
    if place is not None and log == ledger.own:
        for asker in _askers(ledger, said, point):
            receipts.answered(ledger.conn, log=place[0], number=place[1], asker=asker)
    elif place is not None:
        take_disclosed(ledger, *place, bytes.fromhex(said.content["file_key"]))


def _askers(ledger: Ledger, said: Payload, point: Point) -> list[str]:
    """Return the logs in which a question may stand that a disclosure answers: those that its author had read."""
    logs_of = ((code, origin) for code in said.to for origin in ledger.origins_of(code))
    return [log_name(code, origin) for code, origin in logs_of if _had_read(point, origin=origin)]


def _note_question(ledger: Ledger, log: int, said: Payload, *, point: Point) -> None:
    place = _place_read(ledger, said, point=point)
    if place is None:
        return
    if log == ledger.own:
        receipts.asked(ledger.conn, log=place[0], number=place[1])
    elif said.author != ledger.member:
        asker = log_name(said.author, point.log)
        receipts.asked_of_us(ledger.conn, log=place[0], number=place[1], asker=asker)


def _take_note(ledger: Ledger, log: int, said: Payload, *, point: Point) -> None:
    """Open what was said of the charter and is shut here: it was meant for every member of that charter."""
    if log == ledger.own:
        if ledger.noted is not None:
            ledger.noted.add(said.content["charter"])
        return
    for entry, key in said.content["entries"]:
        place = locate(ledger, entry)
        if place is not None and place[1] < _had_read(point, origin=ledger.origin_of(entry.partition("/")[0]) or ""):
            take_disclosed(ledger, *place, bytes.fromhex(key))


def peek_for_note(ledger: Ledger, log: int, placed: Placed) -> None:
    """Look for a note of a charter in what does not open by the charter that is known here to be in force.

    It may be sealed by one of which a signature is shut here; the note then opens that signature.
    """
    assert placed.leaf is not None
    said = open_by_other_versions(ledger, log, placed.leaf)
    if isinstance(said, Payload) and said.kind == "charter_noted" and not housekeeping.check(said.kind, said.content):
        _take_note(ledger, log, said, point=placed.point)


def _note_epoch(ledger: Ledger, said: Payload, *, name: str, by: str) -> None:
    ledger.conn.execute(
        "INSERT OR IGNORE INTO sealing_epoch (member, epoch, recipient, by) VALUES (?, ?, ?, ?)",
        (name, said.content["epoch"], said.content["recipient"], by),
    )
    ledger.forget_keys()


def take_disclosed(ledger: Ledger, log: int, number: int, file_key: bytes) -> None:
    """Open an entry with a disclosed file key and put it in its place, as if it had opened when it came."""
    row = cursors.point(ledger.conn, log, number)
    if row is None or row.kind is not None or row.verdict is not None:
        return
    said = disclose_to_self(ledger, log, number, file_key)
    if isinstance(said, Unreadable):
        return
    receipts.no_longer_wanted(ledger.conn, log=log, number=number)
    if isinstance(said, Refusal):
        cursors.add_point(ledger.conn, replace(row, verdict=verdict_text(said)))
        return
    leaf = parse_leaf(logs.raw_leaves(ledger.conn, log, number, number + 1)[0])
    point = Point(leaf.log, leaf.number, leaf.at_ms, row.depth, {s.log: s.size for s in leaf.seen})
    if said.kind in housekeeping.KINDS:
        project_housekeeping(ledger, log, Placed(leaf, point, {}, None), said)
        # Acts that stand or fall with a key were judged without it; of sealing keys the first of each number counts.
        ledger.rebuild_due |= said.kind in (ANNOUNCED, REVOKED, "sealing_key_rotated")
    else:
        _judge_matter_again(ledger, row, point, said)
        # An earlier log of this member may have given it, and nobody gives it to itself.
        if log != ledger.own and ledger.member not in matters.opened_by(ledger.conn, log=log, number=number):
            receipts.owe_receipt(ledger.conn, log=log, number=number)
        # By a charter that was not known here before, every entry may be another.
        ledger.rebuild_due |= entry_of(said, point, track_of=ledger.track_of).matter == CHARTER_MATTER


def _judge_matter_again(ledger: Ledger, row: cursors.PointRow, point: Point, said: Payload) -> None:
    """Later entries of the matter were judged without this one, so the whole matter is judged again."""
    entry = entry_of(said, point, track_of=ledger.track_of)
    before = matter_fold(ledger, entry.matter)
    cursors.add_point(ledger.conn, replace(row, kind=entry.kind, matter=entry.matter))
    note_cited(ledger, entry)
    folded = folded_anew(ledger, [*before.entries, entry])
    write_matter(ledger, entry.matter, folded, changed=dict(folded.verdicts))
    for each in folded.entries:
        ask_for_opening(ledger, each, folded)
    judge_citing_again(ledger, entry)
