"""Puts right when what is owed in each matter is due next, for the order of the watch list.

What a matter's entries, the readings and the charter in force say, and nothing of the hour at which it is asked: so
every node that made its tables again has the same order. But for a matter that rises by itself: of it the hour says on
which level it stands, and its place is put right at each rise (`parley.node.disputes.rising`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from parley.charter.rules import handling_minutes
from parley.matters.duty import MINUTE_MS, OVER, Duty
from parley.node.firstdue import flash_from
from parley.node.information.resting import review_duties
from parley.node.ledger import Ledger
from parley.node.projecting import matter_fold
from parley.node.readings import LedgerReadings
from parley.node.store import citations, due, matters
from parley.node.tracked import duties_of, stands_since
from parley.tracks.talks.file_duties import take_up_duties
from parley.tracks.talks.file_standing import file_standing
from parley.tracks.talks.file_state import FileState
from parley.tracks.talks.round_state import RoundState

# So many are put right in the transaction that moved them: what one officer does. More waits for `put_right`.
FEW = 8
BITE = 50


def put_few_right(ledger: Ledger) -> None:
    """Put right what a transaction moved, where it is little; else leave all of it for later bites.

    Nothing that others left: what cannot be reckoned fails with the entry that made it so, and with no other.
    """
    found = sorted(ledger.moved)
    ledger.moved.clear()
    if len(found) <= FEW:
        _put_right(ledger, found)


def put_right(ledger: Ledger) -> bool:
    """Put a bite of what waits right; return whether more does."""
    found = due.guesses(ledger.conn, limit=BITE + 1)
    _put_right(ledger, found[:BITE])
    return len(found) > BITE


def _put_right(ledger: Ledger, found: list[str]) -> None:
    readings = LedgerReadings(ledger, ledger.conn)
    for matter in found:
        before, row = due.row_of(ledger.conn, matter), matters.matter(ledger.conn, matter)
        # Where neither stands any more nothing is owed: a later one of its series took over.
        if row is None:
            due.drop(ledger.conn, matter)
        if before is None or row is None:
            continue
        after = _row(ledger, row, readings=readings)
        due.save(ledger.conn, after)
        if (before.due_ms, before.ours_ms) != (after.due_ms, after.ours_ms):
            ledger.topics.add("duties")


def _row(ledger: Ledger, row: matters.MatterRow, *, readings: LedgerReadings) -> due.DueRow:
    state = matter_fold(ledger, row.id).state
    last = due.without_clock(rank=due.LAST_RANK, at_ms=row.at_ms)
    if state is None:
        return due.DueRow(row.id, last, None, None, is_guess=False, track=row.track)
    charter = ledger.charter_here()
    minutes = handling_minutes(charter, precedence=getattr(state, "precedence", ""))
    # At the beginning of time: what ends by the hour alone keeps its place, and shows nothing there.
    at_ms = stands_since(state, hour_ms=ledger.hour_ms)
    owed = duties_of(state, charter=charter, readings=readings, now_ms=at_ms)
    if isinstance(state, FileState) and state.gates:
        owed = (*owed, *_to_take_up(ledger, state, readings=readings, now_ms=at_ms))
    state_of = partial(_state, ledger)
    owed += review_duties(state, state_of=state_of, charter=charter, readings=readings, now_ms=at_ms)
    found = [d for d in owed if d.state not in OVER]
    by = [(each.owed_by, _place(each, rank=row.rank, minutes=minutes, own=ledger.member)) for each in found]
    return due.DueRow(
        row.id,
        min((place for _, place in by), default=last),
        min((place for owed_by, place in by if owed_by == ledger.member), default=None),
        flash_from(state, own=ledger.member),
        is_guess=False,
        track=row.track,
    )


def _state(ledger: Ledger, matter: str) -> Any:
    return matter_fold(ledger, matter).state


def _to_take_up(
    ledger: Ledger, state: FileState, *, readings: LedgerReadings, now_ms: int
) -> tuple[Duty, ...]:
    """Return that a file of talks is taken up once its gates are open, as instruments and rounds say here."""
    told = {gate.instrument: matter_fold(ledger, gate.instrument).state for gate in state.gates}
    citing = citations.citing(ledger.conn, [state.opening.id])
    rounds = [found for each in citing if isinstance(found := matter_fold(ledger, each).state, RoundState)]
    standing = file_standing(
        state, told={each: other.as_json() for each, other in told.items() if other is not None}, rounds=rounds
    )
    return take_up_duties(state, standing, charter=ledger.charter_here(), readings=readings, now_ms=now_ms)


def _place(duty: Duty, *, rank: int, minutes: int | None, own: str) -> int:
    """Return where a duty stands: when it is due; what this member has still to read stands where it may be due first.

    What another member gave no sign of having received is due at no time yet, however long ago it was sent: a member
    that is out of reach pushes nothing else aside.
    """
    if duty.due_at_ms is not None:
        return duty.due_at_ms
    if duty.owed_by == own and duty.state == "waiting_for_receipt" and minutes is not None:
        return (duty.since_ms or 0) + minutes * MINUTE_MS
    return due.without_clock(rank=rank, at_ms=duty.since_ms or 0)
