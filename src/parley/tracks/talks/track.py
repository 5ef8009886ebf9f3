"""Talks as the kernel sees them: each sort of matter with its rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.talks import files, positions, rounds, statement_rules, text_rules
from parley.tracks.talks.entries import KINDS
from parley.tracks.talks.refusing import refuse, refuse_audience
from parley.tracks.talks.sort import Sort

LAST_RANK = 9
# A further sort of matter of this track is named here, its kinds in `entries`, its duties in `duties`.
SORTS: tuple[Sort, ...] = (
    rounds.ROUND, files.FILE, positions.POSITION, text_rules.TEXT, statement_rules.STATEMENT,
)  # fmt: skip


class TalksTrack:
    """Talks: its name, its kinds, and its pure functions."""

    name: str = "talks"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        sort = sort_of(entry.kind)
        if state is None:
            return sort.judge_opening(entry, charter, cited)
        if entry.matter == entry.id:
            return refuse("matter_stands", sort.clause, matter=state.opening.id)
        if not isinstance(state, sort.state):
            return refuse("other_matter", "TA-3", matter=state.opening.id)
        return refuse_audience(state.opening, entry) or sort.judge(state, entry, charter, cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        sort = sort_of(entry.kind)
        return sort.open(entry, charter) if state is None else sort.fold(state, entry, charter, beside)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open; talks have no precedence among matters."""
        owes = next(each for each in SORTS if isinstance(state, each.state)).owes(state)
        return Glance(owes, LAST_RANK)


def sort_of(kind: str) -> Sort:
    """Return to which sort of matter a kind belongs."""
    return next(each for each in SORTS if kind in each.kinds)


TRACK: Track = TalksTrack()
