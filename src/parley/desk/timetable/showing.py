"""A timetable as its page shows it: each step in words beside its drawing, and what a slip would move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language_bidi, gettext

from parley.desk.commitments.facts import measure_of, recurring_in_words
from parley.desk.commitments.words import state_word, why_words
from parley.desk.hotline.saying import instant
from parley.desk.timetable.asked import DAY_S, Asked
from parley.desk.timetable.drawing import SHAPES, Chart, Drawn, chart
from parley.tracks.commitments.as_of import state_as_of
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.stepping import NO_LINKS, Row, facts_of, rows_at
from parley.tracks.commitments.timetable.effect import Slipped, slip, waiting
from parley.tracks.commitments.timetable.reckoning import reckon

if TYPE_CHECKING:
    from parley.desk.frame import Frame


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step: who owes what to whom, by when in the words that were signed, how it stands and why, its drawing."""

    id: str
    what: str
    who: str
    to: str
    by: str
    measure: str
    due: str
    is_expected: bool
    state: str
    word: str
    otherwise: str
    shape: str
    percent: int
    why: tuple[str, ...]
    waits_for: tuple[str, ...]
    waited_for_by: tuple[str, ...]
    coupled: tuple[str, ...]
    was: tuple[str, ...]
    turns: str
    moves: str
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class MoveShown:
    """What a slip does to one other step."""

    id: str
    before: str
    after: str
    word: str
    moves: bool
    shape: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """The whole as it is shown; `state` is the instrument as of the instant that was asked for."""

    state: CommitmentState
    steps: tuple[StepShown, ...]
    chart: Chart
    moves: tuple[MoveShown, ...]
    slipped_to: str


def told_as_of(state: CommitmentState, asked: Asked, *, now_s: int) -> CommitmentState | None:
    """Return the instrument as of the day that was asked for; a day to come is told from what is known now."""
    return state if asked.now_s >= now_s else state_as_of(state, at_ms=asked.now_s * 1000 + 999)


def timetable(state: CommitmentState, asked: Asked, *, frame: Frame) -> Timetable:
    """Return the timetable of an instrument as of the instant asked for, with the slip that was asked for."""
    rows = rows_at(state, now_s=asked.now_s)
    moved = {each.step: each for each in _slipped(state, asked)}
    drawn = chart(rows, now_s=asked.now_s, is_rtl=get_language_bidi(), slipped=moved)
    links = waiting(state.plan)
    steps = tuple(
        _step(row, drawing, links.get(row.step.id, NO_LINKS), moved.get(row.step.id), frame=frame)
        for row, drawing in zip(rows, drawn.rows, strict=True)
    )
    moves = tuple(_move(each) for each in moved.values() if each.step != asked.step)
    return Timetable(state, steps, drawn, moves, _slip_instant(state, asked))


def _slipped(state: CommitmentState, asked: Asked) -> Iterator[Slipped]:
    """Yield what follows from the slip, and the step itself first; nothing of one that is certified in full."""
    if not asked.step or asked.step not in state.plan.steps:
        return
    facts = facts_of(state)
    if asked.step in facts.completed_s:
        return
    due = reckon(state.plan, facts)[asked.step]
    before_s = due.expected_s if due.expected_s is not None else due.expected_start_s
    if before_s is None:
        return
    to_s = before_s + asked.days * DAY_S
    yield Slipped(asked.step, before_s, to_s, follows=False)
    yield from slip(state.plan, facts, step=asked.step, to_s=to_s)


def _slip_instant(state: CommitmentState, asked: Asked) -> str:
    found = next(_slipped(state, asked), None)
    return _instant(found.after_s) if found is not None else ""


def _step(
    row: Row, drawn: Drawn, links: Mapping[str, Any], moved: Slipped | None, *, frame: Frame
) -> StepShown:
    step, due, standing = row.step, row.due, row.standing
    due_s = due.due_s if due.due_s is not None else due.expected_s
    return StepShown(
        id=step.id,
        what=step.what,
        who=frame.name_of(step.who),
        to=gettext(", ").join(frame.name_of(code) for code in step.to),
        by=_by(row),
        measure=measure_of(step.terms),
        due=_instant(due_s),
        is_expected=due.due_s is None and due_s is not None,
        state=standing.state,
        word=state_word(standing.state),
        otherwise=state_word(standing.otherwise) if standing.otherwise != standing.state else "",
        shape=SHAPES[standing.state],
        percent=standing.percent,
        why=tuple(why_words(each, names=frame.name_of) for each in standing.why),
        waits_for=tuple(links["waits_for"]),
        waited_for_by=tuple(links["waited_for_by"]),
        coupled=tuple(name for name in due.knot if name != step.id),
        was=tuple(_was(each) for each in row.was),
        turns=_turns(row),
        moves=_shift(moved) if moved is not None and moved.moves else "",
        drawn=drawn,
    )


def _by(row: Row) -> str:
    """Say by when, in the words that were signed."""
    step = row.step
    if step.recurring:
        return recurring_in_words(step.terms["recurring"])
    return step.deadline.text if step.deadline else ""


def _was(was: Any) -> str:
    when, state = _instant(was.due.due_s) or gettext("no date"), state_word(was.standing.otherwise)
    return gettext("before %(by)s: due %(when)s, %(state)s") % {"when": when, "state": state, "by": was.by}


def _turns(row: Row) -> str:
    if not row.turns:
        return ""
    missed = sum(1 for each in row.turns if each.standing.otherwise == "missed")
    met = sum(1 for each in row.turns if each.standing.otherwise.startswith("met_"))
    told = {"all": len(row.turns), "met": met, "missed": missed}
    return gettext("turns: %(all)s, met: %(met)s, missed: %(missed)s") % told


def _move(each: Slipped) -> MoveShown:
    stays = gettext("has slack: stays") if each.follows else gettext("does not wait for it")
    word = _shift(each) if each.moves else stays
    return MoveShown(
        each.step, _instant(each.before_s) or "–", _instant(each.after_s) or "–", word, each.moves,
        "soon" if each.moves else "todo",
    )  # fmt: skip


def _shift(each: Slipped) -> str:
    """Say by how much something moves, in days and hours."""
    if each.before_s is None or each.after_s is None:
        return gettext("has another date, or none")
    shift_s = each.after_s - each.before_s
    days, hours = divmod(abs(shift_s), DAY_S)[0], abs(shift_s) % DAY_S // 3600
    sign = "+" if shift_s > 0 else "−"
    told = gettext("%s h") % hours if not days else gettext("%(days)s d") % {"days": days}
    return f"{sign}{told}"


def _instant(at_s: int | None) -> str:
    """Say an instant; the end of a day is told by that day, whose last second it is."""
    if at_s is None:
        return ""
    return instant(at_s - 1)[:10] if at_s % DAY_S == 0 else instant(at_s)
