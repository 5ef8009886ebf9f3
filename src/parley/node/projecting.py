"""Writes what a judged entry changes on the screens: its matter, the receipts it gives, the keys it names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from parley.charter.lognames import generation
from parley.matters import housekeeping
from parley.matters.entry import Entry, Point
from parley.matters.fold import EMPTY, Folded, extend, fold_matter
from parley.matters.instrument import CHARTER_MATTER, PROPOSING, CharterHistory
from parley.matters.order import in_order
from parley.matters.succession import closings
from parley.matters.track import Series
from parley.matters.verdict import Permit, Refusal, Verdict
from parley.node.cited import note_cited
from parley.node.firstdue import guessed
from parley.node.held import entry_of, held_entries
from parley.node.information.resting import owes_by_reports, resting_on
from parley.node.ledger import Ledger
from parley.node.store import cursors, due, logs, matters, receipts, series
from parley.node.talks.leaning import leaning_on
from parley.record import strictjson
from parley.record.body import Payload
from parley.tracks.information.assessment_state import AssessmentState
from parley.tracks.information.report_state import FORM as REPORT

# More entries than one log will ever hold.
GENERATION_BITS = 48
# The state of a matter of more allowed entries than this is not kept in its row, but for its form and this count.
LARGE = 256
IS_LARGE = "entries_folded"
# Of a large matter the row waits for the end of the transaction where more entries than these are to be folded for it.
FEW_LATE = 8
_STATE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def verdict_text(refusal: Refusal) -> str:
    """Return a refusal as the JSON that the read tables keep."""
    return strictjson.encode(
        {
            "clause": refusal.clause,
            "code": refusal.code,
            "data": {key: _plain(value) for key, value in refusal.data.items()},
            "faults": [
                {"where": f.where, "code": f.code, "data": {k: _plain(v) for k, v in f.data.items()}}
                for f in refusal.faults
            ],
        }
    ).decode()


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def project_matter_entry(ledger: Ledger, log: int, point: Point, said: Payload) -> None:
    """Judge an entry by its own past and write its matter as it now stands."""
    entry = entry_of(said, point, track_of=ledger.track_of)
    before = matter_fold(ledger, entry.matter)
    cursors.add_point(
        ledger.conn,
        cursors.PointRow(log, point.number, point.depth, point.at_ms, entry.kind, entry.matter, None),
    )
    note_cited(ledger, entry)
    folded = extended(ledger, before, entry)
    ask_for_opening(ledger, entry, folded)
    write_matter(ledger, entry.matter, folded, changed=_changed(before, folded))


def matter_fold(ledger: Ledger, matter: str) -> Folded:
    """Return the fold of a matter's held entries, remembered or made again."""
    found = ledger.fold_of(matter)
    if found is not None:
        return found
    entries = held_entries(ledger.conn, matter, box=ledger.box, track_of=ledger.track_of)
    if not entries:
        return EMPTY
    return folded_anew(ledger, entries)


def folded_anew(ledger: Ledger, entries: Iterable[Entry]) -> Folded:
    """Return the fold of all these entries of one matter, by what this node knows."""
    return fold_matter(
        entries, track_of=ledger.track_of, charter_at=ledger.charter_for, key_at=ledger.key_at,
        fold_of=partial(fold_of_entry, ledger),
    )  # fmt: skip


def extended(ledger: Ledger, folded: Folded, entry: Entry) -> Folded:
    """Return the fold with one more entry, by what this node knows."""
    return extend(
        folded, entry, track_of=ledger.track_of, charter_at=ledger.charter_for, key_at=ledger.key_at,
        fold_of=partial(fold_of_entry, ledger),
    )  # fmt: skip


def fold_of_entry(ledger: Ledger, entry_id: str) -> Folded | list[Entry]:
    """Return the fold of the matter in which this entry stands, or the entries where none is remembered."""
    place = locate(ledger, entry_id)
    row = cursors.point(ledger.conn, *place) if place else None
    if row is None or row.matter is None:
        return EMPTY
    found = ledger.fold_of(row.matter)
    return held_entries(ledger.conn, row.matter, box=ledger.box, track_of=ledger.track_of) if found is None else found


def write_matter(ledger: Ledger, matter: str, folded: Folded, *, changed: dict[str, Verdict]) -> None:
    """Write the verdicts that changed and the matter's row; remember the fold."""
    ledger.remember_fold(matter, folded)
    for entry_id, verdict in changed.items():
        _write_verdict(ledger, entry_id, verdict)
    if matter == CHARTER_MATTER:
        _adopt(ledger, folded)
    if _may_wait(folded):
        ledger.unfolded[matter] = folded
        return
    ledger.unfolded.pop(matter, None)
    _write_state(ledger, matter, folded)


def _may_wait(folded: Folded) -> bool:
    """Return whether the row of a matter is better written once all of a transaction has come in.

    After a cut link many late entries of one matter come together, and for the state after each of them all that stands
    behind its place would be folded again.
    """
    at, trail = folded.at, folded.trail
    return at is not None and trail is not None and at.count > LARGE and trail.is_far(at, steps=FEW_LATE)


def write_unfolded(ledger: Ledger) -> None:
    """Write the rows that waited for the end of the transaction."""
    waiting = dict(ledger.unfolded)
    ledger.unfolded.clear()
    for matter, folded in waiting.items():
        _write_state(ledger, matter, folded)


def _write_state(ledger: Ledger, matter: str, folded: Folded) -> None:
    if folded.state is None:
        matters.drop_matter(ledger.conn, matter)
        is_owed = due.drop(ledger.conn, matter)
        # What stood in a series counts there no more.
        is_owed |= series.drop_place(ledger.conn, matter)
    else:
        is_owed = _write_row(ledger, matter, folded)
    ledger.topics.update((f"matter:{matter}", "matters", *(("duties",) if is_owed else ())))


def _changed(before: Folded, after: Folded) -> dict[str, Verdict]:
    """Return the verdicts to write: a new entry stands already as allowed, in the row that was just added for it."""
    judged = {key: after.verdicts[key] for key in after.judged}
    return {
        key: value
        for key, value in judged.items()
        if (before.verdicts.get(key) != value if key in before.verdicts else isinstance(value, Refusal))
    }


def _write_verdict(ledger: Ledger, entry_id: str, verdict: Verdict) -> None:
    text = None if isinstance(verdict, Permit) else verdict_text(verdict)
    found = locate(ledger, entry_id)
    assert found is not None
    ledger.conn.execute("UPDATE point SET verdict = ? WHERE log = ? AND number = ?", (text, *found))


def _adopt(ledger: Ledger, folded: Folded) -> None:
    history = folded.state if isinstance(folded.state, CharterHistory) else None
    for entry in folded.entries:
        if entry.kind in PROPOSING and isinstance(folded.verdicts[entry.id], Permit):
            _keep_text(ledger, entry.content["text"].encode())
    ledger.history = ledger.charter_track.history(history)
    ledger.forget_keys()
    note_in_force(ledger)
    # What a succession closes counts no more; all that counted it is judged again.
    ledger.rebuild_due |= ledger.closed is not None and ledger.closed != closed_here(ledger)


def note_in_force(ledger: Ledger) -> None:
    """Note which charter is in force here: judged as if this member wrote now, having read all that was judged."""
    read = {head.origin: _read_of(ledger, head) for head in logs.heads(ledger.conn).values()}
    here = Point(ledger.origin, ledger.cursor(ledger.own).processed + 1, 0, 0, read)
    before, ledger.current = ledger.current, ledger.history.in_force(here)
    if before is not None and (ledger.current is None or ledger.current.digest != before.digest):
        due.doubt_all(ledger.conn)
    ledger.topics.add("charter")


def closed_here(ledger: Ledger) -> dict[str, int]:
    """Return where each log is closed by the successions that are in force here."""
    return closings(ledger.history.line_to(ledger.current.digest if ledger.current else None))


def _read_of(ledger: Ledger, head: logs.Head) -> int:
    at = ledger.cursor(head.id)
    return at.processed if at.frozen_at is None else head.size


def _keep_text(ledger: Ledger, raw: bytes) -> None:
    digest = sha256(raw).hexdigest()
    ledger.conn.execute("INSERT OR IGNORE INTO charter_text (digest, raw) VALUES (?, ?)", (digest, raw))


def _write_row(ledger: Ledger, matter: str, folded: Folded) -> bool:
    """Write how a matter stands; return whether that changes what anybody owes, or may."""
    at = folded.at
    assert folded.track is not None and at is not None and at.first is not None
    charter = ledger.charter_for(at.first) or ledger.founding
    glance = folded.track.glance(folded.state, charter=charter)
    told = _told(ledger, matter, folded, count=at.count)
    owes = glance.owing or owes_by_reports(folded.state, state_of=lambda each: matter_fold(ledger, each).state)
    row = matters.MatterRow(
        id=matter,
        track=folded.track.name,
        form=str(told.get("form") or folded.track.name),
        opened_by=at.first.member,
        at_ms=at.first.point.at_ms,
        last_at_ms=at.latest_ms,
        owing=int(owes),
        rank=glance.rank,
        locked=ledger.box.lock(_STATE.encode(told).encode(), place=f"matter/{matter}"),
    )
    resting = resting_on(ledger.conn, folded.state) if _is_otherwise(ledger, matter, told) else []
    matters.save_matter(ledger.conn, row)
    if is_large(told):
        ledger.show_fold(matter, row.locked, folded)
    ledger.topics.add(f"form:{row.form}")
    if row.owing:
        due.save(ledger.conn, guessed(row, folded.state, charter=charter, own=ledger.member))
        ledger.moved.add(matter)
    was_owed = not row.owing and due.drop(ledger.conn, matter)
    leaning = leaning_on(ledger.conn, folded.state)
    due.doubt(ledger.conn, leaning)
    ledger.moved.update(leaning)
    _write_resting(ledger, resting)
    if glance.series is not None:
        _write_place(ledger, matter, glance.series, opening=at.first.point)
    return bool(row.owing) or was_owed or glance.series is not None


def _is_otherwise(ledger: Ledger, matter: str, told: Mapping[str, Any]) -> bool:
    """Return whether a report stands otherwise than its row says: then alone what rests on it is looked at.

    Else each word in a report that much is built on would have all of that written again.
    """
    row = matters.matter(ledger.conn, matter) if told.get("form") == REPORT else None
    before = json.loads(ledger.box.unlock(row.locked, place=f"matter/{matter}")) if row is not None else {}
    return is_large(told) or before.get("name") != told.get("name")


def _write_resting(ledger: Ledger, resting: Iterable[str]) -> None:
    """Write anew what rests on a report: after its retraction signers owe a word, and the pages say how it stands."""
    for matter in resting:
        folded = matter_fold(ledger, matter)
        if isinstance(folded.state, AssessmentState) and matter not in ledger.unfolded:
            _write_state(ledger, matter, folded)
        ledger.topics.add(f"matter:{matter}")


def _told(ledger: Ledger, matter: str, folded: Folded, *, count: int) -> dict[str, Any]:
    """Return what the row of a matter keeps: its state, of a large one only its form and how large it is.

    With each entry all that was said would be written again: readers fold a large matter themselves.
    """
    row = matters.matter(ledger.conn, matter) if count > LARGE else None
    if row is not None:
        return {"form": row.form, IS_LARGE: count}
    told: dict[str, Any] = folded.state.as_json()
    return told if count <= LARGE else {"form": told.get("form"), IS_LARGE: count}


def is_large(told: Mapping[str, Any]) -> bool:
    """Return whether what a row keeps stands for the state of a matter that is too large to be kept there."""
    return IS_LARGE in told


def _write_place(ledger: Ledger, matter: str, told: Series, *, opening: Point) -> None:
    """Write the place of a matter in its series: the order of its member's entries, whichever log they stand in."""
    place = generation(opening.log) << GENERATION_BITS | opening.number
    row = series.SeriesRow(matter, told.name, told.part, told.owes_once, place, opening.at_ms, told.met_ms)
    series.save_place(ledger.conn, row)


def ask_for_opening(ledger: Ledger, entry: Entry, folded: Folded) -> None:
    """Where an entry speaks of an opening, or cites a key, that we cannot read, want its key: it was meant for us."""
    verdict = folded.verdicts[entry.id]
    if not isinstance(verdict, Refusal):
        return
    # A matter whose id follows from what is said in it has no opening of that id: its entries name the one meant.
    track = ledger.track_of(entry.kind)
    is_keyed = track is not None and track.kinds[entry.kind].keyed is not None
    opening = entry.content.get("of") if is_keyed else entry.matter
    spoken_of = {
        "matter_unknown": opening, "act_key_not_announced": entry.content.get("key_entry"),
        "cited_unknown": verdict.data.get("entry"),
    }  # fmt: skip
    named = spoken_of.get(verdict.code)
    place = locate(ledger, named) if named else None
    # What its author had not read either was not shown to him, and is judged here sooner or later by chance.
    if place is None or not _had_read(ledger, entry.point, place):
        return
    row = cursors.point(ledger.conn, *place)
    if row is not None and row.kind is None and row.verdict is None:
        receipts.want(ledger.conn, log=place[0], number=place[1])


def _had_read(ledger: Ledger, point: Point, place: tuple[int, int]) -> bool:
    if place[0] == ledger.log_id(point.log):
        return place[1] < point.number
    return any(place == (ledger.log_id(log), min(size - 1, place[1])) for log, size in point.seen.items())


def locate(ledger: Ledger, entry_id: str) -> tuple[int, int] | None:
    """Return (log row, number) of an entry's id, None where its member is unknown."""
    parts = housekeeping.entry_id(entry_id)
    origin = ledger.origin_of(parts[0]) if parts else None
    return (ledger.log_id(origin), parts[1]) if parts and origin else None


def recall_charter(ledger: Ledger) -> None:
    """Read the charter's history again from its entries, after a start or a transaction that failed.

    One by one, since what is said about the charter is itself judged by the version then in force.
    """
    folded = EMPTY
    held = held_entries(ledger.conn, CHARTER_MATTER, box=ledger.box, track_of=ledger.track_of)
    for entry in in_order(held):
        folded = extended(ledger, folded, entry)
        ledger.history = ledger.charter_track.history(folded.state)
    ledger.remember_fold(CHARTER_MATTER, folded)
    _adopt(ledger, folded)
    ledger.closed = closed_here(ledger)
