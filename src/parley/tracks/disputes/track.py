"""Disputes as the kernel sees them: claims with all that continues them, and evidence that is shown to some. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.disputes.claims import judge_claim, open_dispute
from parley.tracks.disputes.entries import KINDS, SHOWN_KIND
from parley.tracks.disputes.evidence import judge_shown, open_shown
from parley.tracks.disputes.folding import fold_dispute
from parley.tracks.disputes.refusing import refuse
from parley.tracks.disputes.rules import judge_dispute
from parley.tracks.disputes.state import DisputeState

LAST_RANK = 9


class DisputesTrack:
    """Disputes: their name, their kinds, and their pure functions."""

    name: str = "disputes"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if state is None:
            is_shown = entry.kind == SHOWN_KIND
            return judge_shown(entry, charter=charter, cited=cited) if is_shown else judge_claim(entry, charter=charter)
        if entry.matter == entry.id:
            return refuse("dispute_stands", "DI-1", matter=state.opening.id)
        if not isinstance(state, DisputeState):
            return refuse("no_dispute", "DI-3", matter=state.opening.id)
        return judge_dispute(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        if state is None:
            return open_shown(entry) if entry.kind == SHOWN_KIND else open_dispute(entry, charter)
        return fold_dispute(state, entry)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        rank = precedence.rank if precedence else LAST_RANK
        return Glance(isinstance(state, DisputeState) and state.ending is None, rank)


TRACK: Track = DisputesTrack()
