"""What is owed of an answer about blind notices: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| BND-1 | say that it received what was told, and contact the supervisor: each of the two | handling time of \
the charter's precedence for it, from the first reading |
| BND-2 | speak with both and say that it is settled: the supervisor that told it | the beginning of the hour |

They end when it is settled, when a newer telling was read, and when the hour is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.blind import HOUR_S
from parley.charter.model import Charter
from parley.charter.rules import handling_minutes
from parley.matters.duty import Course, Duty, Readings, due_after, duty, levels_reachable
from parley.tracks.deconfliction.blind_state import BlindOverlapState, Telling

LADDER = "hotline"


def blind_duties(
    state: BlindOverlapState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of an answer, met or not, sorted by id."""
    found = (
        each for index in range(len(state.tellings))
        for each in _of_telling(state, index, charter=charter, readings=readings, now_ms=now_ms)
    )  # fmt: skip
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.id))


def _of_telling(
    state: BlindOverlapState, index: int, *, charter: Charter, readings: Readings, now_ms: int
) -> Iterator[Duty | None]:
    telling = state.tellings[index]
    minutes = handling_minutes(charter, precedence=state.precedence)
    for member in state.parties:
        read = readings.first_reading(telling.entry, member)
        told = (each for each in state.receipts if each.member == member and each.of == telling.entry)
        done_ms, done_by = min(((each.at_ms, each.entry) for each in told), default=(None, ""))
        course = Course(
            telling.at_ms, read, due_after(read, minutes=minutes), done_ms,
            _ended_ms(state, index, member, readings, now_ms), done_by=done_by,
        )  # fmt: skip
        yield _duty(state, telling, course, member, "acknowledge_blind_overlap", "BND-1", charter, now_ms)
    settled = [each.at_ms for each in state.settlings if telling.entry in each.tellings]
    over_ms = (state.hour_s + HOUR_S) * 1000
    read = readings.first_reading(telling.entry, telling.member)
    due_ms = max(state.hour_s * 1000, telling.at_ms)
    course = Course(telling.at_ms, read, due_ms, min(settled, default=None), over_ms if now_ms >= over_ms else None)
    yield _duty(state, telling, course, telling.member, "settle_blind_overlap", "BND-2", charter, now_ms)


def _ended_ms(
    state: BlindOverlapState, index: int, member: str, readings: Readings, now_ms: int
) -> int | None:
    telling, over_ms = state.tellings[index], (state.hour_s + HOUR_S) * 1000
    ends = [each.at_ms for each in state.settlings if telling.entry in each.tellings]
    reads = (readings.first_reading(each.entry, member) for each in state.tellings[index + 1 :])
    ends += [read.at_ms for read in reads if read is not None]
    ends += [over_ms] if now_ms >= over_ms else []
    return min(ends, default=None)


def _duty(
    state: BlindOverlapState, telling: Telling, course: Course, member: str, what: str, clause: str,
    charter: Charter, now_ms: int,
) -> Duty | None:  # fmt: skip
    opening = state.opening
    return duty(
        course, entry=telling.entry, matter=opening.id, owed_by=member,
        owed_to=[other for other in opening.to if other != member], what=what, clause=clause,
        levels=levels_reachable(charter, ladder=LADDER, audience=opening.to), now_ms=now_ms,
    )  # fmt: skip
