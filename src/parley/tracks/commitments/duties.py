"""What is owed of an instrument at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| COD-1 | sign or decline each instrument: its signatories | the charter's `sign_hours`, from the first reading |
| COD-2 | do each step of an agreed instrument: who owes it | the due instant of the step |
| COD-3 | certify what was reported: the verifier, or each to whom it is owed | `verify_hours`, from the first reading |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, ReadAt, Readings, due_after
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.signing import Signing
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.doing import Told
from parley.tracks.commitments.rules import DUTIES
from parley.tracks.commitments.stepping import Row, Was, rows_at
from parley.tracks.commitments.timetable.standing import AMENDED, Done

SIGN, DO, CERTIFY = DUTIES


def commitment_duties(
    state: CommitmentState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of an instrument, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    found = [each for one in state.instruments for each in _sign(state, one, clock)]
    if state.from_s is not None and not state.is_variance:
        told = Told(state)
        for row in rows_at(state, now_s=now_ms // 1000):
            found += [_do_before(state, was, clock) for was in row.was]
            found += list(_of_row(state, row, clock, told)) if row.standing.state != AMENDED else []
    return sorted_duties(found)


def _hours(clock: DutyClock, name: str, read: ReadAt | None) -> int | None:
    terms = clock.charter.commitments
    if terms is None or not terms.provenance.judges:
        return None
    return due_after(read, minutes=int(getattr(terms, name)) * 60)


def _sign(state: CommitmentState, instrument: Signing, clock: DutyClock) -> Iterator[Duty | None]:
    gone = instrument.withdrawn.at_ms if instrument.withdrawn is not None else None
    for member in instrument.needed:
        read = clock.read(instrument.entry, member)
        due = _hours(clock, "sign_hours", read)
        given, against = instrument.signature(member), instrument.refusal(member)
        said = ((each.at_ms, each.entry) for each in (given, against) if each is not None)
        done_ms, done_by = min(said, default=(None, ""))
        course = Course(instrument.at_ms, read, due, done_ms, gone, done_by=done_by)
        yield clock.duty(
            course, entry=instrument.entry, opening=state.opening, owed_by=member, what=SIGN, clause="COD-1"
        )


def _of_row(state: CommitmentState, row: Row, clock: DutyClock, told: Told) -> Iterator[Duty | None]:
    if not row.turns:
        yield _do(state, row, clock, name=row.step.id, due=row.due.due_s, done=row.done)
        yield from _certify(state, row, clock, told, name=row.step.id, occurrence=None, done=row.done)
        return
    for turn in row.turns:
        name, number = f"{row.step.id}.{turn.occurrence.number}", turn.occurrence.number
        yield _do(state, row, clock, name=name, due=turn.occurrence.due_s, done=turn.done)
        yield from _certify(state, row, clock, told, name=name, occurrence=number, done=turn.done)
        # Turns are owed one after the other: up to the first that is neither done nor over.
        if not turn.done.is_whole and turn.occurrence.due_s * 1000 >= clock.now_ms:
            return


def _do_before(state: CommitmentState, was: Was, clock: DutyClock) -> Duty | None:
    """Return the duty by earlier terms: what was over when others came into force stays told."""
    if was.due.due_s is None or not was.due.may_begin:
        return None
    read = clock.read(was.step.entry, was.step.who)
    done_s = was.done.done_s if was.done.is_whole else was.done.reported_s
    course = Course((state.from_s or 0) * 1000, read, was.due.due_s * 1000, _ms(done_s), was.until_s * 1000)
    found = clock.duty(
        course, entry=was.step.entry, opening=state.opening, owed_by=was.step.who, what=DO, clause="COD-2"
    )
    return _named(found, was.step.id, owed_to=was.step.to)


def _do(
    state: CommitmentState, row: Row, clock: DutyClock, *, name: str, due: int | None, done: Done
) -> Duty | None:
    """Return the duty to do a step; none while it waits for others, or has no date and was not done."""
    if due is None or not row.due.may_begin:
        return None
    whole = done.done_s if done.is_whole else None
    # What was reported counts as done until a verifier says otherwise: who did it owes nothing while nobody looked.
    done_s = whole if whole is not None else done.reported_s
    ended = min((each for each in (done.waived_s, state.superseded_s) if each is not None), default=None)
    course = Course(
        (state.from_s or 0) * 1000, clock.read(row.step.entry, row.step.who), due * 1000, _ms(done_s), _ms(ended)
    )
    found = clock.duty(
        course, entry=row.step.entry, opening=state.opening, owed_by=row.step.who, what=DO, clause="COD-2"
    )
    return _named(found, name, owed_to=row.step.to)


def _certify(
    state: CommitmentState, row: Row, clock: DutyClock, told: Told, *, name: str, occurrence: int | None, done: Done
) -> Iterator[Duty | None]:
    report = told.newest_report(row.step.id, occurrence)
    if report is None:
        return
    for member in row.step.verifiers:
        read = clock.read(report.entry, member)
        ended = min((each for each in (done.waived_s, state.superseded_s) if each is not None), default=None)
        course = Course(
            report.at_ms, read, _hours(clock, "verify_hours", read), told.answered_ms(report, member), _ms(ended)
        )
        found = clock.duty(
            course, entry=report.entry, opening=state.opening, owed_by=member, what=CERTIFY, clause="COD-3"
        )
        yield _named(found, name)


def _named(found: Duty | None, name: str, *, owed_to: tuple[str, ...] | None = None) -> Duty | None:
    """Return a duty under an id of its own: a member may owe many steps of one instrument."""
    if found is None:
        return None
    entry, what, owed_by = found.entry, found.what, found.owed_by
    return replace(found, id=f"{entry}:{what}.{name}:{owed_by}", owed_to=owed_to or found.owed_to)


def _ms(at_s: int | None) -> int | None:
    return None if at_s is None else at_s * 1000


