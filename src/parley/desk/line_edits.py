"""The lines in which two versions of a panel differ, found fast where hundreds of rows are alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, chain
from typing import Any

MOST_LINES = 3000
# So few lines are compared one by one. More are first told apart by whole rows: most of their lines are alike, and each
# would be held against each.
FEW_LINES = 60
ROW = "<li "

Edit = list[Any]


def edits_between(before: list[str], after: list[str]) -> list[Edit]:
    """Return [from, to, text] for each run of lines of `before` that is another in `after`, the last one first."""
    return list(_edits(before, after, at=0))


def _edits(before: list[str], after: list[str], *, at: int) -> Iterator[Edit]:
    """Yield the edits, their lines counted from `at`; what both begin and end with is left aside."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    old, new, at = before[head : len(before) - tail], after[head : len(after) - tail], at + head
    longest = max(len(old), len(new))
    if longest > MOST_LINES:
        yield [at, at + len(old), "".join(new)]
    elif longest > FEW_LINES and min(len(old), len(new)):
        yield from _by_rows(_rows(old), _rows(new), at=at)
    else:
        yield from _by_lines(old, new, at=at)


def _by_lines(old: list[str], new: list[str], *, at: int) -> Iterator[Edit]:
    for what, a, b, c, d in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if what != "equal":
            yield [at + a, at + b, "".join(new[c:d])]


def _by_rows(old: list[list[str]], new: list[list[str]], *, at: int) -> Iterator[Edit]:
    begins = list(accumulate((len(row) for row in old), initial=at))
    steps = SequenceMatcher(None, _joined(old), _joined(new), autojunk=False).get_opcodes()
    for what, a, b, c, d in reversed(steps):
        if what == "equal":
            continue
        if b - a == d - c:
            # As many rows as before: each stands in place of its own.
            for number in reversed(range(b - a)):
                yield from _by_lines(old[a + number], new[c + number], at=begins[a + number])
        else:
            yield [begins[a], begins[b], "".join(chain.from_iterable(new[c:d]))]


def _rows(lines: list[str]) -> list[list[str]]:
    """Return the lines in groups, each from the line in which a row begins to the next."""
    found: list[list[str]] = [[]]
    for line in lines:
        if ROW in line and found[-1]:
            found.append([])
        found[-1].append(line)
    return found


def _joined(rows: Sequence[list[str]]) -> list[str]:
    return ["".join(row) for row in rows]


def _shared(one: list[str], other: list[str]) -> int:
    """Return how many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
