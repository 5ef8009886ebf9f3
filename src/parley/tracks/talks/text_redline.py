"""What changed between two wordings, word by word. Pure.

Python's own `difflib` compares the words; it knows nothing of direction, so that what it says of Arabic and Hebrew is
as it says of English, and the screen marks what went and what came in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby

SAME, OUT, IN = "same", "out", "in"
# Brackets are words of their own: a bracket that goes leaves the words in it as they were. What is blank belongs to the
# word before it: between words of their own blanks, each like each, a long paragraph would be compared for seconds.
_WORD = re.compile(r"(?:\[[A-Z][A-Z0-9, -]*:|[\[\]]|[^\s\[\]]+)\s*|\s+")
REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both wordings, only in the earlier ("out"), or only in the later ("in")."""

    sort: str
    words: str


@lru_cache(maxsize=REMEMBERED)
def redline(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs of words from one wording to the other, in reading order; what goes stands before what comes.

    Blanks and ends of lines are not compared; of what is the same the later wording's stand.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    begun, ended = new[:first], new[len(new) - last :]
    found = [Run(SAME, "".join(begun)), *_middle(old[first : len(old) - last], new[first : len(new) - last])]
    return tuple(_joined([*found, Run(SAME, "".join(ended))]))


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a.strip() != b.strip()), min(len(one), len(other)))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    # In a long wording the words that stand everywhere tell nothing of what was moved, and cost the most.
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new])
    for code in matcher.get_opcodes():
        yield from _runs(code, old, new)


def _joined(found: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs without empty ones, those of one sort beside each other as one."""
    for sort, runs in groupby(found, key=lambda run: run.sort):
        if words := "".join(run.words for run in runs):
            yield Run(sort, words)


def _runs(code: tuple[str, int, int, int, int], old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    sort, old_from, old_to, new_from, new_to = code
    if sort == "equal":
        yield Run(SAME, "".join(new[new_from:new_to]))
        return
    yield Run(OUT, "".join(old[old_from:old_to]))
    yield Run(IN, "".join(new[new_from:new_to]))
