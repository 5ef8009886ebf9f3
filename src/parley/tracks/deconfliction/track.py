"""Deconfliction as the kernel sees it: notices, overlaps and standstills, each with its rules and folds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.deconfliction.entries import KINDS
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.notices import fold_notice, judge_notice, judge_opening, open_notice
from parley.tracks.deconfliction.overlap_rules import fold_overlap, is_of_overlap, judge_overlap
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.refusing import refuse
from parley.tracks.deconfliction.standstill_entries import STANDSTILL_KINDS
from parley.tracks.deconfliction.standstill_state import StandstillState
from parley.tracks.deconfliction.standstills import (
    fold_standstill,
    judge_proposal,
    judge_standstill,
    open_standstill,
)

LAST_RANK = 9
_STANDS = {True: ("standstill_stands", "ST-1"), False: ("matter_stands", "N-1")}


class DeconflictionTrack:
    """Deconfliction: its name, its kinds, and its pure functions."""

    name: str = "deconfliction"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if is_of_overlap(entry.kind):
            return judge_overlap(state, entry, charter=charter, cited=cited)
        is_standstill = entry.kind in STANDSTILL_KINDS
        if state is None:
            return (judge_proposal if is_standstill else judge_opening)(entry, charter=charter)
        if entry.matter == entry.id:
            return refuse(*_STANDS[is_standstill], matter=state.opening.id)
        if is_standstill is not isinstance(state, StandstillState):
            return refuse("other_matter", "ST-5" if is_standstill else "N-5", matter=state.opening.id)
        if is_standstill:
            return judge_standstill(state, entry, charter=charter)
        return judge_notice(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        if is_of_overlap(entry.kind):
            return fold_overlap(state, entry, charter=charter, beside=beside)
        if entry.kind in STANDSTILL_KINDS:
            return open_standstill(entry) if state is None else fold_standstill(state, entry)
        return open_notice(entry, charter=charter) if state is None else fold_notice(state, entry, charter=charter)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        rank = precedence.rank if precedence else LAST_RANK
        return Glance(_may_owe(state), rank)


def _may_owe(state: NoticeState | StandstillState | OverlapState) -> bool:
    if isinstance(state, OverlapState):
        return state.clearing is None
    if isinstance(state, StandstillState):
        return any(each.missing and each.withdrawn is None for each in state.instruments)
    unread = any(state.receipt(m, of=state.version.entry) is None for m in state.opening.others)
    return not state.is_over or unread


TRACK: Track = DeconflictionTrack()
