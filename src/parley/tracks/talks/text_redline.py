"""What changed between two wordings, word by word. Pure.

Python's own `difflib` compares words and the white space between them; it knows nothing of direction, so that what it
says of Arabic and Hebrew is as it says of English, and the screen marks what went and what came in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OUT, IN = "same", "out", "in"
# Brackets are words of their own: a bracket that goes leaves the words in it as they were.
_WORD = re.compile(r"\[[A-Z][A-Z0-9, -]*:|[\[\]]|\s+|[^\s\[\]]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both wordings, only in the earlier ("out"), or only in the later ("in")."""

    sort: str
    words: str


def redline(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs of words from one wording to the other, in reading order; what goes stands before what comes."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found = [run for each in matcher.get_opcodes() for run in _runs(each, old, new)]
    return tuple(run for run in found if run.words)


def _runs(code: tuple[str, int, int, int, int], old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    sort, old_from, old_to, new_from, new_to = code
    if sort == "equal":
        yield Run(SAME, "".join(new[new_from:new_to]))
        return
    yield Run(OUT, "".join(old[old_from:old_to]))
    yield Run(IN, "".join(new[new_from:new_to]))
