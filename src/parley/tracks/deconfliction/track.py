"""Deconfliction as the kernel sees it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Glance, Kind, Track
from parley.tracks.deconfliction.entries import KINDS
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.notices import fold_notice, judge_notice, judge_opening, open_notice
from parley.tracks.deconfliction.refusing import refuse

LAST_RANK = 9


class DeconflictionTrack:
    """Deconfliction: its name, its kinds, and its pure functions."""

    name: str = "deconfliction"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if state is None:
            return judge_opening(entry, charter=charter)
        if entry.matter == entry.id:
            return refuse("matter_stands", "N-1", matter=state.opening.id)
        return judge_notice(state, entry, charter=charter)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        return open_notice(entry, charter=charter) if state is None else fold_notice(state, entry, charter=charter)

    def glance(self, state: NoticeState, *, charter: Charter) -> Glance:
        """Return whether any duty of the notice may still be open, and the rank of its class's precedence."""
        precedence = charter.precedences.get(state.precedence)
        unread = any(state.receipt(m, of=state.version.entry) is None for m in state.opening.others)
        return Glance(not state.is_over or unread, precedence.rank if precedence else LAST_RANK)


TRACK: Track = DeconflictionTrack()
