"""What each sort of matter of this track gives: its kinds, its state, its rules, its folds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Kind


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of matter of this track, and whether it may owe anything.

    `open` makes the state of the entry that opens one; `clause` is that of an opening within an open matter. `fold` is
    given which entries that the state folds its author had not read.
    """

    kinds: Mapping[str, Kind]
    state: type[Any]
    judge_opening: Callable[[Entry, Charter, Mapping[str, Cited]], Verdict]
    judge: Callable[[Any, Entry, Charter, Mapping[str, Cited]], Verdict]
    open: Callable[[Entry, Charter], Any]
    fold: Callable[[Any, Entry, Charter, frozenset[str]], Any]
    owes: Callable[[Any], bool]
    clause: str
