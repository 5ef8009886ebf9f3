"""How a step stands at an instant: derived from what was reported, certified, waived and disputed; never set. Pure.

| state | when |
|---|---|
| pending | it may not begin yet: a condition, a date or the entry into force is not there |
| due | it may begin, and its time is not over |
| partial | so many percent are certified, and its time is not over |
| reported | who owes it reported in time that it is done, and the verifier has not answered |
| met_early, met_on_time, met_late | all of it is certified: done on an earlier day, in time, afterwards |
| missed | its time is over without that; the percent that are certified stand beside |
| disputed | somebody disputes how it stands; `otherwise` says how it would stand |
| waived | every member to whom it is owed waived it |
| superseded | its instrument was superseded before it was met |
| amended | another version of its terms is in force; `as_was` says how it stood then |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.tracks.commitments.timetable.days import day_of
from parley.tracks.commitments.timetable.reckoning import Due

PENDING, DUE, PARTIAL, REPORTED, MISSED = "pending", "due", "partial", "reported", "missed"
MET_EARLY, MET_ON_TIME, MET_LATE = "met_early", "met_on_time", "met_late"
DISPUTED, WAIVED, SUPERSEDED, AMENDED = "disputed", "waived", "superseded", "amended"
MET = (MET_EARLY, MET_ON_TIME, MET_LATE)
STATES = (PENDING, DUE, PARTIAL, REPORTED, *MET, MISSED, DISPUTED, WAIVED, SUPERSEDED, AMENDED)
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Done:
    """What the record says of a step, or of one turn of it, whatever the hour.

    `percent` is what all its verifiers certify, `done_s` when it was done by their word and `certified_s` when the last
    of them said so. `reported_s` is when who owes it reported it as done in full, where no verifier has answered that.
    """

    percent: int = 0
    done_s: int | None = None
    certified_s: int | None = None
    reported_s: int | None = None
    waived_s: int | None = None
    disputed_by: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return whether all of it is certified."""
        return self.percent >= WHOLE and self.done_s is not None

    @property
    def is_begun(self) -> bool:
        """Return whether anything of it is reported or certified."""
        return self.percent > 0 or self.reported_s is not None


@dataclass(frozen=True, slots=True)
class StepStanding:
    """How a step stands at an instant, and why: codes with their figures."""

    state: str
    otherwise: str
    percent: int
    why: tuple[Mapping[str, Any], ...]


def standing_at(
    due: Due, done: Done, *, now_s: int, offset_minutes: int = 0, superseded_s: int | None = None,
    with_others: bool = False,
) -> StepStanding:  # fmt: skip
    """Return how a step stands at `now_s`; `with_others` where nothing of all that is coupled with it was begun."""
    state, *why = _state(due, done, now_s=now_s, offset_minutes=offset_minutes, superseded_s=superseded_s)
    if state == MISSED and with_others:
        why.append({"code": "nobody_began", "names": [name for name in due.knot if name != due.step]})
    if done.disputed_by:
        why.insert(0, {"code": "disputed_by", "members": list(done.disputed_by)})
        return StepStanding(DISPUTED, state, done.percent, tuple(why))
    return StepStanding(state, state, done.percent, tuple(why))


def _state(
    due: Due, done: Done, *, now_s: int, offset_minutes: int, superseded_s: int | None
) -> tuple[Any, ...]:
    if done.is_whole:
        return _met(due, done, offset_minutes=offset_minutes)
    if done.waived_s is not None and done.waived_s <= now_s:
        return WAIVED, {"code": "waived", "at_s": done.waived_s}
    if superseded_s is not None and superseded_s <= now_s:
        return SUPERSEDED, {"code": "superseded", "at_s": superseded_s}
    if not due.may_begin or due.waits_for:
        return (PARTIAL if done.percent else PENDING), {"code": "waits_for", "names": list(due.waits_for)}
    if due.start_s is not None and now_s < due.start_s and not done.is_begun:
        return PENDING, {"code": "not_before", "at_s": due.start_s}
    return _running(due, done, now_s=now_s)


def _running(due: Due, done: Done, *, now_s: int) -> tuple[Any, ...]:
    is_over = due.due_s is not None and now_s > due.due_s
    in_time = done.reported_s is not None and (due.due_s is None or done.reported_s <= due.due_s)
    if done.reported_s is not None and (in_time or not is_over):
        return REPORTED, {"code": "not_certified", "at_s": done.reported_s}
    if is_over:
        return MISSED, {"code": "time_over", "at_s": due.due_s}
    code = {"code": "until", "at_s": due.due_s} if due.due_s is not None else {"code": "no_date"}
    return (PARTIAL if done.percent else DUE), code


def _met(due: Due, done: Done, *, offset_minutes: int) -> tuple[Any, ...]:
    done_s = done.done_s or 0
    why = {"code": "certified", "at_s": done.certified_s, "done_s": done.done_s}
    if due.due_s is None:
        return (MET_ON_TIME if due.may_begin else MET_EARLY), why
    if done_s > due.due_s:
        return MET_LATE, why
    # The day that ends with the due instant is the last day; what was done on an earlier one was early.
    last = day_of(due.due_s - 1, offset_minutes=offset_minutes)
    return (MET_EARLY if day_of(done_s, offset_minutes=offset_minutes) < last else MET_ON_TIME), why
