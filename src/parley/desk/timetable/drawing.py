"""What of a timetable is drawn: for each step bars and marks on one axis, each with a shape of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parley.desk.timetable.scale import Axis, Tick, axis_of
from parley.tracks.commitments.stepping import Row
from parley.tracks.commitments.timetable.effect import Slipped
from parley.tracks.commitments.timetable.standing import MET, MET_LATE, MISSED, WHOLE

SHAPES = {
    "pending": "wait", "due": "soon", "partial": "soon", "reported": "wait", "met_early": "done", "met_on_time": "done",
    "met_late": "done", "missed": "over", "disputed": "fork", "waived": "back", "superseded": "back", "amended": "pen",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """From left edge, so wide. `kind` is plan, expected, share, late, over, turn, or slip."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape at an instant; `kind` says what: due, done, was, reported, slip."""

    kind: str
    shape: str
    x: str
    at_s: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A step as it is drawn, lowest first."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is drawn: a row for each step by its place, the days on the axis, now, and where the slip is."""

    rows: tuple[Drawn, ...]
    ticks: tuple[Tick, ...]
    now_x: str


def chart(rows: tuple[Row, ...], *, now_s: int, is_rtl: bool, slipped: Mapping[str, Slipped] | None = None) -> Chart:
    """Return the drawing of these steps as of `now_s`; with `slipped`, where each would come by a slip."""
    moved = slipped or {}
    axis = axis_of([now_s, *(at_s for row in rows for at_s in _instants(row, moved))], is_rtl=is_rtl)
    drawn = tuple(
        Drawn(tuple(_bars(row, axis, now_s, moved)), tuple(_marks(row, axis, moved))) for row in rows
    )  # fmt: skip
    return Chart(drawn, tuple(axis.ticks()), axis.place(now_s))


def _instants(row: Row, moved: Mapping[str, Slipped]) -> Iterator[int]:
    due, done, slip = row.due, row.done, moved.get(row.step.id)
    ahead = (due.start_s, due.due_s, due.expected_start_s, due.expected_s, done.done_s, done.reported_s)
    turns = ((each.occurrence.start_s, each.occurrence.due_s) for each in row.turns)
    yield from (each for each in ahead if each is not None)
    yield from (at_s for turn in turns for at_s in turn)
    yield from (each.due.due_s for each in row.was if each.due.due_s is not None)
    if slip is not None and slip.moves:
        yield from (each for each in (slip.before_s, slip.after_s) if each is not None)


def _bars(row: Row, axis: Axis, now_s: int, moved: Mapping[str, Slipped]) -> Iterator[Bar]:
    due, done, state = row.due, row.done, row.standing.otherwise
    firm, slip = (due.start_s, due.due_s), moved.get(row.step.id)
    for turn in row.turns:
        yield _bar(axis, "turn", turn.occurrence.start_s, turn.occurrence.due_s)
    if not row.turns and firm[0] is not None and firm[1] is not None:
        yield _bar(axis, "plan", firm[0], firm[1])
        if 0 < row.standing.percent < WHOLE:
            yield _share(axis, firm[0], firm[1], row.standing.percent)
    elif not row.turns and due.expected_start_s is not None and due.expected_s is not None:
        yield _bar(axis, "expected", due.expected_start_s, due.expected_s)
    if state == MET_LATE and due.due_s is not None and done.done_s is not None:
        yield _bar(axis, "late", due.due_s, done.done_s)
    if state == MISSED and due.due_s is not None and due.due_s < now_s:
        yield _bar(axis, "over", due.due_s, now_s)
    if slip is not None and slip.moves and slip.before_s is not None and slip.after_s is not None:
        yield _bar(axis, "slip", slip.before_s, slip.after_s)


def _bar(axis: Axis, kind: str, from_s: int, until_s: int) -> Bar:
    return Bar(kind, *axis.bar(from_s, until_s))


def _share(axis: Axis, from_s: int, until_s: int, share: int) -> Bar:
    """Return how much of a bar is done: from its begin, whichever side that is."""
    return _bar(axis, "share", from_s, from_s + (until_s - from_s) * share // WHOLE)


def _marks(row: Row, axis: Axis, moved: Mapping[str, Slipped]) -> Iterator[Mark]:
    due, done, slip = row.due, row.done, moved.get(row.step.id)
    for was in row.was:
        if was.due.due_s is not None:
            yield _mark(axis, "was", SHAPES["amended"], was.due.due_s)
    yield from _turn_marks(row, axis)
    ends_s = due.due_s if due.due_s is not None else due.expected_s
    if ends_s is not None and not row.turns and row.standing.otherwise not in MET:
        yield _mark(axis, "due", SHAPES[row.standing.state], ends_s)
    if done.reported_s is not None and not done.is_whole:
        yield _mark(axis, "reported", SHAPES["reported"], done.reported_s)
    if done.is_whole and done.done_s is not None:
        yield _mark(axis, "done", SHAPES["disputed" if done.disputed_by else "met_on_time"], done.done_s)
    if slip is not None and slip.moves and slip.after_s is not None:
        is_later = slip.after_s > (slip.before_s or 0)
        # An arrow in the direction in which it moves on this screen.
        yield _mark(axis, "slip", "back" if axis.is_rtl == is_later else "on", slip.after_s)


def _turn_marks(row: Row, axis: Axis) -> Iterator[Mark]:
    """Mark the turns that came to something: what runs or lies ahead is a bar and no more."""
    for turn in row.turns:
        state = turn.standing.otherwise
        if state in (*MET, MISSED):
            at_s = turn.done.done_s or turn.occurrence.due_s
            yield _mark(axis, "done" if state in MET else "due", SHAPES[state], at_s)


def _mark(axis: Axis, kind: str, shape: str, at_s: int) -> Mark:
    return Mark(kind, shape, axis.place(at_s), at_s)


