"""On which level a dispute stands at an instant, since when and why: a function of what was said and of time. Pure.

The dispute rises by itself: where the time of a level is over and nothing ended the dispute, it stands at the next
from that very instant on, whether anybody was awake or not. Nothing of it is an entry, and no fold reads it; so every
node that holds the same entries finds the same levels, and a node that was away finds them as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parley.charter.disputes import FROM_CLAIM, DisputeLevel
from parley.matters.duty import MINUTE_MS

CLAIMED, LAPSED, RAISED = "claimed", "lapsed", "raised"
# Never reached: longer than any calendar.
NEVER_MS = 2**62


@dataclass(frozen=True, slots=True)
class Raise:
    """A member's signed word that the dispute goes to another level: which, when by its clock, by which entry."""

    entry: str
    level: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a dispute: since when, why, until when it may stay there, and when it left.

    `why` is "claimed", "lapsed" (the level before was not settled in its time) or "raised"; `entry` the claim or the
    word that raised it; a rise by lapse is nobody's entry, and `lapsed_level` names whose time was over, by DID-3.
    `due_ms` counts out what the sides agreed to pause. `left_ms` is None while the dispute stands here.
    """

    level: DisputeLevel
    began_ms: int
    why: str
    entry: str
    lapsed_level: str
    due_ms: int | None
    left_ms: int | None = None

    @property
    def clause(self) -> str:
        """Return by which clause the dispute came here."""
        return {CLAIMED: "DI-1", LAPSED: "DID-3", RAISED: "DI-11"}[self.why]


@dataclass(frozen=True, slots=True)
class Course:
    """What of a dispute the ladder depends on; `ended_ms` is when it ended, None before."""

    levels: tuple[DisputeLevel, ...]
    claim: str
    claimed_ms: int
    raises: tuple[Raise, ...]
    paused: tuple[tuple[int, int], ...]
    ended_ms: int | None


def climb(course: Course, *, now_ms: int) -> tuple[Rung, ...]:
    """Return the levels on which the dispute stood until `now_ms`, the first first; the last is where it stands.

    At its due instant itself a level is still in time. What ended the dispute ended its rise.
    """
    paused = merged(course.paused)
    until_ms = now_ms if course.ended_ms is None else min(now_ms, course.ended_ms)
    found = [_rung(course, course.levels[0], course.claimed_ms, CLAIMED, course.claim, "", paused=paused)]
    while (rise := _next(course, found[-1], paused=paused)) is not None and rise.began_ms < until_ms:
        found[-1] = _left(found[-1], rise.began_ms)
        found.append(rise)
    return tuple(found)


def merged(paused: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return when the clock stood still, in their order and apart from each other."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(each for each in paused if each[0] < each[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def after(start_ms: int, for_ms: int, *, paused: Sequence[tuple[int, int]]) -> int:
    """Return when so much time has run since `start_ms`, not counting when the clock stood still."""
    at, left = start_ms, for_ms
    for begins, ends in paused:
        if ends <= at:
            continue
        if begins - at >= left:
            break
        left -= max(0, begins - at)
        at = ends
    return at + left


def _rung(
    course: Course, level: DisputeLevel, began_ms: int, why: str, entry: str, lapsed: str, *,
    paused: Sequence[tuple[int, int]],
) -> Rung:  # fmt: skip
    if level.due_minutes is None:
        return Rung(level, began_ms, why, entry, lapsed, None)
    start = course.claimed_ms if level.counts_from == FROM_CLAIM else began_ms
    due = after(start, level.due_minutes * MINUTE_MS, paused=paused)
    # A time that is counted from the claim may be over before the dispute comes here: then it goes on at once.
    return Rung(level, began_ms, why, entry, lapsed, max(due, began_ms))


def _left(rung: Rung, at_ms: int) -> Rung:
    return Rung(rung.level, rung.began_ms, rung.why, rung.entry, rung.lapsed_level, rung.due_ms, at_ms)


def _next(course: Course, rung: Rung, *, paused: Sequence[tuple[int, int]]) -> Rung | None:
    """Return the level after this one: by whichever comes first, its lapse or somebody's word."""
    number = rung.level.number
    raised = _first_raise(course, rung)
    raised_ms = NEVER_MS if raised is None else max(raised[0].at_ms, rung.began_ms)
    lapses = rung.due_ms is not None and number + 1 < len(course.levels)
    if lapses and rung.due_ms is not None and rung.due_ms < raised_ms:
        following = course.levels[number + 1]
        return _rung(course, following, rung.due_ms, LAPSED, course.claim, rung.level.name, paused=paused)
    if raised is None:
        return None
    return _rung(course, raised[1], raised_ms, RAISED, raised[0].entry, "", paused=paused)


def _first_raise(course: Course, rung: Rung) -> tuple[Raise, DisputeLevel] | None:
    """Return the first word that raises it above this level; of two that say the same the second changes nothing."""
    by_name = {level.name: level for level in course.levels}
    higher = [(each, by_name[each.level]) for each in course.raises if by_name[each.level].number > rung.level.number]
    return min(higher, key=lambda pair: (pair[0].at_ms, pair[0].entry), default=None)
