"""What is owed of a dispute at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| DID-1 | receive it: those claimed against; the supervisor at its levels | the level's minutes, from reading or rise |
| DID-2 | answer a claim: those against whom it is | hours of the charter, from the first reading |
| DID-3 | settle at a level: all sides | the time of the level, less pauses; then the dispute rises by itself |
| DID-4 | facilitate at a level of which the supervisor is part: a proposal | the time of the level |
| DID-5 | sign or decline each settlement: the sides | handling time of the dispute, from the first reading |
| DID-6 | agree to an interim measure or decline it: the sides | handling time of the measure, from the first reading |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parley.charter.model import Charter
from parley.matters.duty import MINUTE_MS, Course, Duty, ReadAt, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.matters.signing import Signing
from parley.tracks.disputes.duty_names import ACKNOWLEDGE, AGREE, ANSWER, FACILITATE, SETTLE, SIGN, level_duty_id
from parley.tracks.disputes.ladder import Rung
from parley.tracks.disputes.state import DisputeState, DisputeWord


def dispute_duties(state: DisputeState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the dispute, met or not, sorted by id."""
    clock = DutyClock(charter, readings, now_ms)
    rungs = state.rungs(now_ms=now_ms)
    found = [*_receive(state, clock), *_answer(state, clock)]
    for rung in rungs:
        found += [*_settle(state, rung, clock), *_facilitate(state, rung, clock)]
    for one in state.settlements:
        found += _sign(state, one, clock, what=SIGN, clause="DID-5", precedence=state.precedence)
    for one in state.measures:
        found += _sign(state, one, clock, what=AGREE, clause="DID-6", precedence=str(one.terms["precedence"]))
    return sorted_duties(found)


def _ended(state: DisputeState) -> int | None:
    return state.ending.at_ms if state.ending is not None else None


def _receive(state: DisputeState, clock: DutyClock) -> Iterator[Duty | None]:
    first = state.rules.levels[0]
    if first.acknowledge_minutes is None:
        return
    for member in state.against:
        read = clock.read(state.opening.id, member)
        due = None if read is None else read.at_ms + first.acknowledge_minutes * MINUTE_MS
        said = [each for each in (_received(state, member, first.name), state.said("dispute_answered", member)) if each]
        course = Course(state.opening.at_ms, read, due, _first_ms(said), _ended(state))
        yield clock.duty(
            course, entry=state.opening.id, opening=state.opening, owed_by=member, what=ACKNOWLEDGE, clause="DID-1"
        )


def _answer(state: DisputeState, clock: DutyClock) -> Iterator[Duty | None]:
    for member in state.against:
        read = clock.read(state.opening.id, member)
        due = None if read is None else read.at_ms + state.rules.answer_minutes * MINUTE_MS
        given = state.said("dispute_answered", member)
        course = Course(
            state.opening.at_ms, read, due, given.at_ms if given else None, _ended(state),
            done_by=given.entry if given else "",
        )  # fmt: skip
        yield clock.duty(
            course, entry=state.opening.id, opening=state.opening, owed_by=member, what=ANSWER, clause="DID-2"
        )


def _settle(state: DisputeState, rung: Rung, clock: DutyClock) -> Iterator[Duty | None]:
    """Yield what every side owes at a level; once the time is over and the dispute rose it is told as lapsed there."""
    for member in state.sides:
        yield _of_level(state, rung, clock, owed_by=member, what=SETTLE, clause="DID-3", done_ms=_done_ms(state, rung))


def _facilitate(state: DisputeState, rung: Rung, clock: DutyClock) -> Iterator[Duty | None]:
    if "supervisor" not in rung.level.of:
        return
    for member in (code for code in clock.charter.supervisors if code in state.opening.to):
        received = _received(state, member, rung.level.name)
        minutes = rung.level.acknowledge_minutes
        proposed = [each for each in state.of("mediator_proposed") if each.member == member]
        since = [each for each in proposed if each.at_ms >= rung.began_ms]
        if minutes is not None:
            said = [*([received] if received else []), *since[:1]]
            yield _of_level(
                state, rung, clock, owed_by=member, what=ACKNOWLEDGE, clause="DID-1", done_ms=_first_ms(said),
                due_ms=rung.began_ms + minutes * MINUTE_MS,
            )  # fmt: skip
        done = _first_ms(since)
        yield _of_level(
            state, rung, clock, owed_by=member, what=FACILITATE, clause="DID-4",
            done_ms=done if done is not None else _done_ms(state, rung),
        )  # fmt: skip


def _of_level(
    state: DisputeState, rung: Rung, clock: DutyClock, *, owed_by: str, what: str, clause: str, done_ms: int | None,
    due_ms: int | None = None,
) -> Duty | None:  # fmt: skip
    """Return a duty that the level has anew: known to all from when the dispute came there, whoever read what."""
    due = rung.due_ms if due_ms is None else due_ms
    entry = rung.entry
    # A millisecond after it was due: what lapsed with the level is told as lapsed, and not as never owed.
    left = rung.left_ms + 1 if rung.left_ms is not None and rung.left_ms == due else rung.left_ms
    course = Course(rung.began_ms, ReadAt(rung.began_ms, entry), due, done_ms, left if done_ms is None else None)
    found = clock.duty(course, entry=entry, opening=state.opening, owed_by=owed_by, what=what, clause=clause)
    if found is None:
        return None
    return replace(found, id=level_duty_id(entry=entry, what=what, owed_by=owed_by, level=rung.level.name))


def _done_ms(state: DisputeState, rung: Rung) -> int | None:
    """Return when the dispute ended, where it ended on this level."""
    ended = _ended(state)
    return ended if ended is not None and rung.left_ms is None else None


def _sign(
    state: DisputeState, one: Signing, clock: DutyClock, *, what: str, clause: str, precedence: str
) -> Iterator[Duty | None]:
    # What nobody can sign any more is owed by nobody; what lapsed before stays told.
    until_s = one.terms.get("until_s")
    over_ms = until_s * 1000 if until_s is not None and clock.now_ms >= until_s * 1000 else None
    gone_ms = one.withdrawn.at_ms if one.withdrawn is not None else None
    dead_ms = min((each.at_ms for each in one.declined), default=None)
    over = min([each for each in (gone_ms, over_ms, dead_ms, _ended(state)) if each is not None], default=None)
    for member in one.needed:
        if what == AGREE and member == one.member:
            continue
        read = clock.read(one.entry, member)
        given, against = one.signature(member), one.refusal(member)
        said = [each.at_ms for each in (given, against) if each is not None]
        course = Course(one.at_ms, read, clock.due(read, precedence=precedence), min(said, default=None), over)
        yield clock.duty(course, entry=one.entry, opening=state.opening, owed_by=member, what=what, clause=clause)


def _received(state: DisputeState, member: str, level: str) -> DisputeWord | None:
    said = (each for each in state.of("dispute_acknowledged") if each.member == member)
    return next((each for each in said if each.content["level"] == level), None)


def _first_ms(said: list[DisputeWord]) -> int | None:
    return min((each.at_ms for each in said), default=None)
