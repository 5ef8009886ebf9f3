"""In which order allowed entries of one matter were folded, and the states in between that are remembered. Pure.

Every past that somebody had read is a row of entries in canonical order. Rows that begin alike share their steps, so
that what was folded once is folded once: a new entry goes on from the state of all that its author had read, and a late
one from a state that was remembered before its place (a snapshot).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from operator import le
from typing import Any

from parley.charter.model import Charter
from parley.matters.entry import Entry, Point
from parley.matters.track import Track

TrackOf = Callable[[str], Track | None]

# The state after every so many entries of a row is kept as a snapshot, and that after the last ones that were folded.
SNAPSHOT_EVERY = 128
RECENT = 96
# So many steps are remembered: as many rows of the length of this one, and some more.
ROWS, SPARE_STEPS = 4, 4_096
_NOT_KEPT = object()
NOTHING: frozenset[str] = frozenset()


class Step:
    """The end of one row of entries, reached from `before` by one more; the root is the end of the empty row.

    `top` says of each log how many of its entries there are up to the last in this row, by the trail's numbers of logs;
    `lasts` are the last steps of each log before this one, and `in_log` that of its own; `is_straight` tells that
    within each log they stand by their numbers. A step knows none that follows it, so that what nobody holds goes.

    `reads_all` tells that the author of its last entry had read all before it, where that was found out already.

    `readers` has a bit for each audience to which an entry of the row was addressed; `latest_ms` is the latest that any
    of their clocks showed.
    """

    __slots__ = (
        "before", "charter", "count", "entry", "first", "in_log", "is_straight", "lasts", "latest_ms", "readers",
        "reads_all", "serial", "state", "top", "track",
    )  # fmt: skip

    def __init__(self) -> None:
        """Be the root: nothing was folded."""
        self.before: Step | None = None
        self.entry: Entry | None = None
        self.first: Entry | None = None
        self.charter: Charter | None = None
        self.track: Track | None = None
        self.count = 0
        self.in_log: Step | None = None
        self.is_straight = True
        self.lasts: tuple[Step | None, ...] = ()
        self.latest_ms = 0
        self.readers = 0
        self.reads_all: bool | None = None
        self.serial = 0
        self.top: tuple[int, ...] = ()
        self.state: Any = None


class Trail:
    """The rows of entries of one matter that were folded, from the root on.

    It only ever remembers what follows from the entries and the charters by which they were judged: who goes on from a
    step finds the same, whoever else went on from it. One thread adds entries; any other may read meanwhile, and fold.
    """

    def __init__(self, track_of: TrackOf) -> None:
        """Begin with the empty row."""
        self.root = Step()
        self._track_of = track_of
        self._logs: dict[str, int] = {}
        self._audiences: dict[tuple[tuple[str, ...], bool], int] = {}
        self._bits: dict[tuple[tuple[str, ...], str], int] = {}
        self._hidden: dict[tuple[str, ...], tuple[int, int]] = {}
        self._recent: deque[Step] = deque()
        self._after: dict[tuple[int, str], Step] = {}
        self._serials = count(1)
        self._names: tuple[str, ...] = ()

    def after(self, step: Step, entry: Entry, *, charter: Charter) -> Step:
        """Return the step that one more entry leads to.

        What a node tries and does not file has the number of the entry that it files next: of one id there may have
        been another entry before, whose step is no other's.
        """
        key = (step.serial, entry.id)
        found = self._after.get(key)
        if found is not None and found.entry is not entry and found.entry != entry:
            found = self._after[key] = self._made(step, entry, charter=charter)
        if found is None and len(self._after) > ROWS * step.count + SPARE_STEPS:
            # Many late entries make many rows. What is held goes on to be held; the others are made again if needed.
            self._after.clear()
        return self._after.setdefault(key, self._made(step, entry, charter=charter)) if found is None else found

    def along(self, step: Step, steps: Iterable[Step]) -> Step:
        """Return where the entries of other steps lead from here, in the order given."""
        for each in steps:
            assert each.entry is not None and each.charter is not None  # no step but the root is without
            step = self.after(step, each.entry, charter=each.charter)
        return step

    def _made(self, step: Step, entry: Entry, *, charter: Charter) -> Step:
        made = Step()
        made.before, made.entry, made.charter, made.state = step, entry, charter, _NOT_KEPT
        made.serial = next(self._serials)
        made.first = step.first or entry
        made.track = step.track or self._track_of(entry.kind)
        made.count = step.count + 1
        made.latest_ms = max(step.latest_ms, entry.point.at_ms)
        made.readers = step.readers | self._bit(entry)
        self._put_on_top(made, step, entry.point)
        return made

    def _put_on_top(self, made: Step, step: Step, point: Point) -> None:
        at, top, lasts = self.number_of(point.log), step.top, step.lasts
        if at >= len(top):
            more = at + 1 - len(top)
            top, lasts = top + (0,) * more, lasts + (None,) * more
        is_newest = top[at] <= point.number
        made.top = (*top[:at], point.number + 1, *top[at + 1 :]) if is_newest else top
        if step.entry is not None:
            before = self.number_of(step.entry.point.log)
            lasts = (*lasts[:before], step, *lasts[before + 1 :])
        made.lasts, made.in_log = lasts, lasts[at]
        made.is_straight = step.is_straight and is_newest

    def number_of(self, log: str) -> int:
        """Return the number of a log within `top`."""
        found = self._logs.get(log)
        if found is None:
            found = self._logs[log] = len(self._names)
            self._names = (*self._names, log)
        return found

    def read_by(self, point: Point) -> list[int]:
        """Return of each log of this trail how many entries the author at `point` had read, the own ones before it."""
        own, number, seen = point.log, point.number, point.seen
        return [number if log == own else seen.get(log, 0) for log in self._names]

    def hidden_from(self, to: tuple[str, ...]) -> int:
        """Return the bits of the audiences of this trail within which somebody of `to` is not.

        What is said about the charter always goes to all: who joins later is given the earlier entries.
        """
        known, count = self._hidden.get(to, (0, 0)), len(self._audiences)
        if known[1] != count:
            whom, bits = set(to), 0
            for (audience, is_shared), number in tuple(self._audiences.items()):
                bits |= 0 if is_shared or whom <= set(audience) else 1 << number
            known = self._hidden[to] = (bits, count)
        return known[0]

    def _bit(self, entry: Entry) -> int:
        key = (entry.to, entry.kind)
        found = self._bits.get(key)
        if found is None:
            track = self._track_of(entry.kind)
            kind = track.kinds.get(entry.kind) if track is not None else None
            audience = (entry.to, kind is not None and kind.shared is not None)
            found = self._bits[key] = 1 << self._audiences.setdefault(audience, len(self._audiences))
        return found

    def is_hidden(self, entry: Entry, *, hidden: int) -> bool:
        """Return whether an entry's audience is one of `hidden`."""
        return bool(self._bit(entry) & hidden)

    def state(self, step: Step) -> Any:
        """Return the state after a row of entries, folded on from the nearest one that is remembered."""
        found = step.state
        if found is not _NOT_KEPT:
            return found
        at = step.before
        if at is not None and at.state is not _NOT_KEPT:
            found = step.state = self._folded(at.state, step)
            self._remember(step)
            return found
        missing, at = [], step
        while found is _NOT_KEPT:
            missing.append(at)
            assert at.before is not None  # the root's state is always kept
            at = at.before
            found = at.state
        for each in reversed(missing):
            found = self._folded(found, each)
            each.state = found
            self._remember(each)
        return found

    def is_far(self, step: Step, *, steps: int) -> bool:
        """Return whether more than so many entries are to be folded for the state of a step."""
        at = step
        for _ in range(steps + 1):
            if at.state is not _NOT_KEPT:
                return False
            assert at.before is not None  # the root's state is always kept
            at = at.before
        return True

    def _folded(self, state: Any, step: Step) -> Any:
        assert step.track is not None and step.entry is not None and step.charter is not None
        beside = NOTHING if step.reads_all else self.beside(step)
        return step.track.fold(state, step.entry, charter=step.charter, beside=beside)

    def beside(self, step: Step) -> frozenset[str]:
        """Return the ids of the entries earlier in the row that the author of its last one had not read."""
        assert step.entry is not None and step.before is not None
        point, at = step.entry.point, step.before
        read = self.read_by(point)
        step.reads_all = is_within(at.top, read)
        if step.reads_all:
            return NOTHING
        return frozenset(_unread(step, read) if at.is_straight else _unread_of_all(at, point))

    def _remember(self, step: Step) -> None:
        if step.count % SNAPSHOT_EVERY == 0:
            return
        self._recent.append(step)
        if len(self._recent) > RECENT:
            self._recent.popleft().state = _NOT_KEPT


def _unread(step: Step, read: Sequence[int]) -> Iterator[str]:
    """Yield the entries of a row before this step of which not so many were read, log by log from the last one."""
    for known, last in zip(read, step.lasts, strict=False):
        at = last
        while at is not None and at.entry is not None and at.entry.point.number >= known:
            yield at.entry.id
            at = at.in_log


def _unread_of_all(step: Step, point: Point) -> Iterator[str]:
    at: Step | None = step
    while at is not None and at.entry is not None:
        if not point.covers(at.entry.point):
            yield at.entry.id
        at = at.before


def is_within(top: Iterable[int], read: Iterable[int]) -> bool:
    """Return whether of no log there is more in a row than was read."""
    return all(map(le, top, read))
