"""Finds of each entry, in canonical order, the row of allowed entries that its author had read. Pure.

Nearly always that is all there is so far, or all but the last few, or what the author had read when it wrote last and a
little more. Each is looked for in this order; what is found is the same whichever way it was found.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from itertools import islice

from parley.charter.model import Charter
from parley.matters import order
from parley.matters.entry import Entry
from parley.matters.trail import Step, Trail, is_within

# So many steps are taken back from all there is before it is tried from what the author had read when it wrote last.
NEAR = 48


class Walk:
    """Goes through the entries of a matter in canonical order; `at` is the step of all that are allowed so far."""

    def __init__(self, trail: Trail, at: Step) -> None:
        """Begin at the step of all that is allowed before the first entry that is walked; the trail knows all logs."""
        self.at = at
        self._trail = trail
        # Whose author had read all that there was so far, as it was just found out.
        self._reads_all: Entry | None = None
        self._last: dict[tuple[str, tuple[str, ...]], tuple[Step, Sequence[int]]] = {}
        self._reach: list[int] = []
        # The allowed entries of each log by number, as (number, step): made when it is first asked for.
        self._rows: list[list[tuple[int, int, Step]]] | None = None
        self._is_crooked = False

    def past(self, entry: Entry) -> Step:
        """Return the step of the allowed entries so far that the author had read and everybody addressed may read."""
        trail = self._trail
        read, hidden = trail.read_by(entry.point), trail.hidden_from(entry.to)
        if not self.at.readers & hidden and is_within(self.at.top, read):
            found, self._reads_all = self.at, entry
        else:
            found = self._past_of(entry, read, hidden)
        self._note_reach(entry, read)
        self._last[entry.point.log, entry.to] = found, read
        return found

    def skip(self, entry: Entry) -> None:
        """Take notice of an entry whose past is not asked for."""
        self._note_reach(entry, self._trail.read_by(entry.point))

    def allow(self, entry: Entry, *, charter: Charter) -> None:
        """Go one step on, over an entry that is allowed."""
        self.at = self._trail.after(self.at, entry, charter=charter)
        if self._reads_all is entry:
            self.at.reads_all = True
        if self._rows is not None:
            self._add_row(self._rows, self.at)

    def _note_reach(self, entry: Entry, read: Sequence[int]) -> None:
        """Note whether an earlier entry had read this one: leaves that were judged give no such order."""
        reach, own = self._reach, self._trail.number_of(entry.point.log)
        reach += [0] * (len(read) - len(reach))
        if reach[own] > entry.point.number:
            self._is_crooked = True
        self._reach = list(map(max, reach, read))

    def _past_of(self, entry: Entry, read: Sequence[int], hidden: int) -> Step:
        last = None if self._is_crooked else self._last.get((entry.point.log, entry.to))
        if last is not None and not is_within(last[1], read):
            last = None
        found = _back(self._trail, self.at, entry, read, hidden, most=None if last is None else NEAR)
        if found is None:
            assert last is not None  # without it, one goes back as far as it takes
            return self._on_from(last, read, hidden)
        return found

    def _on_from(self, last: tuple[Step, Sequence[int]], read: Sequence[int], hidden: int) -> Step:
        """Return the step of what the author had read when it wrote last, and of what it read since."""
        at, before = last
        new = [step for step in self._between(before, read) if not _is_hidden(self._trail, step, hidden)]
        new.sort(key=_place)
        back: list[Step] = []
        while new and at.before is not None and _place(at) > _place(new[0]):
            back.append(at)
            at = at.before
        if back:
            new = sorted((*new, *back), key=_place)
        return self._trail.along(at, new)

    def _between(self, before: Sequence[int], read: Sequence[int]) -> list[Step]:
        rows = self._rows
        if rows is None:
            rows = self._rows = self._made_rows()
        found: list[Step] = []
        for number, row in enumerate(rows):
            begin = before[number] if number < len(before) else 0
            end = read[number] if number < len(read) else 0
            if begin < end:
                first, last = bisect_left(row, (begin,)), bisect_left(row, (end,))
                found += [step for _, _, step in islice(row, first, last)]
        return found

    def _made_rows(self) -> list[list[tuple[int, int, Step]]]:
        steps, at = [], self.at
        while at.before is not None:
            steps.append(at)
            at = at.before
        rows: list[list[tuple[int, int, Step]]] = []
        for step in reversed(steps):
            self._add_row(rows, step)
        return rows

    def _add_row(self, rows: list[list[tuple[int, int, Step]]], step: Step) -> None:
        assert step.entry is not None
        number = self._trail.number_of(step.entry.point.log)
        while number >= len(rows):
            rows.append([])
        insort(rows[number], (step.entry.point.number, step.count, step))


def read_of(trail: Trail, at: Step, entry: Entry) -> Step:
    """Return the step of what the author of an entry of another matter had read of this one, as far as `at`."""
    found = _back(trail, at, entry, trail.read_by(entry.point), trail.hidden_from(entry.to), most=None)
    assert found is not None  # one goes back as far as it takes
    return found


def _back(
    trail: Trail, at: Step, entry: Entry, read: Sequence[int], hidden: int, *, most: int | None
) -> Step | None:
    """Go back from `at` to where everything was read, and on over what of the rest was read too.

    None where that is more than `most` steps back.
    """
    kept, left = [], most
    while at.readers & hidden or not is_within(at.top, read):
        if left is not None:
            if left == 0:
                return None
            left -= 1
        assert at.entry is not None and at.before is not None  # the root is within all
        if entry.point.covers(at.entry.point) and not trail.is_hidden(at.entry, hidden=hidden):
            kept.append(at)
        at = at.before
    return trail.along(at, reversed(kept))


def _place(step: Step) -> tuple[int, bytes, int]:
    assert step.entry is not None
    return order.place(step.entry)


def _is_hidden(trail: Trail, step: Step, hidden: int) -> bool:
    assert step.entry is not None
    return trail.is_hidden(step.entry, hidden=hidden)
