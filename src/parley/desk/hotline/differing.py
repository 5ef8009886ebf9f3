"""Where two read-outs differ, sign by sign, so that the eye finds the one figure that was misheard."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a read-out that stands on both sides, or on this one alone."""

    text: str
    differs: bool


def runs_of(sent: str, *, read: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return both read-outs in runs; joined, each is the text that it was. Very long ones are one run that differs."""
    if max(len(sent), len(read)) > LONGEST:
        return (Run(sent, sent != read),), (Run(read, sent != read),)
    if len(sent) == len(read):
        # Figures in their places: "56" against "65" are two figures that differ, not one that was moved.
        return _by_place(sent, other=read), _by_place(read, other=sent)
    ours: list[Run] = []
    theirs: list[Run] = []
    for what, a, b, c, d in SequenceMatcher(None, sent, read, autojunk=False).get_opcodes():
        if b > a:
            ours.append(Run(sent[a:b], what != "equal"))
        if d > c:
            theirs.append(Run(read[c:d], what != "equal"))
    return tuple(ours), tuple(theirs)


def _by_place(text: str, *, other: str) -> tuple[Run, ...]:
    pairs = groupby(zip(text, other, strict=True), key=lambda pair: pair[0] != pair[1])
    return tuple(Run("".join(own for own, _ in found), differs) for differs, found in pairs)
