"""Deconfliction as the kernel sees it: notices, overlaps, encounters, standstills, sites, each with its rules. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.deconfliction.blind_rules import fold_blind, is_about_blind, judge_blind
from parley.tracks.deconfliction.blind_state import BlindOverlapState, LooksState
from parley.tracks.deconfliction.encounters.rules import fold_encounter, is_of_encounter, judge_encounter
from parley.tracks.deconfliction.encounters.state import EncounterState
from parley.tracks.deconfliction.entries import KINDS
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.notices import fold_notice, judge_notice, judge_opening, open_notice
from parley.tracks.deconfliction.overlap_rules import fold_overlap, is_of_overlap, judge_overlap
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.refusing import refuse
from parley.tracks.deconfliction.site_entries import SITE_KINDS
from parley.tracks.deconfliction.site_state import SiteState
from parley.tracks.deconfliction.sites import fold_site, judge_site, judge_site_opening, open_site
from parley.tracks.deconfliction.standstill_entries import STANDSTILL_KINDS
from parley.tracks.deconfliction.standstill_state import StandstillState
from parley.tracks.deconfliction.standstills import (
    fold_standstill,
    judge_proposal,
    judge_standstill,
    open_standstill,
)

LAST_RANK = 9


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of matter of this track: its state, its rules, its folds, and how it says that a matter stands."""

    state: type
    judge_opening: Callable[..., Verdict]
    judge: Callable[..., Verdict]
    open: Callable[[Entry, Charter], Any]
    fold: Callable[[Any, Entry, Charter], Any]
    stands: tuple[str, str]
    other: str


NOTICE = Sort(
    NoticeState, judge_opening, judge_notice,
    lambda entry, charter: open_notice(entry, charter=charter),
    lambda state, entry, charter: fold_notice(state, entry, charter=charter),
    ("matter_stands", "N-1"), "N-5",
)  # fmt: skip
STANDSTILL = Sort(
    StandstillState, judge_proposal,
    lambda state, entry, charter, cited: judge_standstill(state, entry, charter=charter),
    lambda entry, charter: open_standstill(entry), lambda state, entry, charter: fold_standstill(state, entry),
    ("standstill_stands", "ST-1"), "ST-5",
)  # fmt: skip
SITE = Sort(
    SiteState, judge_site_opening,
    lambda state, entry, charter, cited: judge_site(state, entry, charter=charter),
    lambda entry, charter: open_site(entry), lambda state, entry, charter: fold_site(state, entry),
    ("site_stands", "SI-1"), "SI-3",
)  # fmt: skip


def sort_of(kind: str) -> Sort:
    """Return to which sort of matter a kind belongs."""
    return STANDSTILL if kind in STANDSTILL_KINDS else SITE if kind in SITE_KINDS else NOTICE


class DeconflictionTrack:
    """Deconfliction: its name, its kinds, and its pure functions."""

    name: str = "deconfliction"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if is_of_overlap(entry.kind):
            return judge_overlap(state, entry, charter=charter, cited=cited)
        if is_of_encounter(entry.kind):
            return judge_encounter(state, entry, charter=charter, cited=cited)
        if is_about_blind(entry.kind):
            return judge_blind(state, entry, charter=charter, cited=cited)
        sort = sort_of(entry.kind)
        if state is None:
            return sort.judge_opening(entry, charter=charter)
        if entry.matter == entry.id:
            return refuse(*sort.stands, matter=state.opening.id)
        if not isinstance(state, sort.state):
            return refuse("other_matter", sort.other, matter=state.opening.id)
        return sort.judge(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        if is_of_overlap(entry.kind):
            return fold_overlap(state, entry, charter=charter, beside=beside)
        if is_of_encounter(entry.kind):
            return fold_encounter(state, entry, charter=charter, beside=beside)
        if is_about_blind(entry.kind):
            return fold_blind(state, entry, charter=charter, beside=beside)
        sort = sort_of(entry.kind)
        return sort.open(entry, charter) if state is None else sort.fold(state, entry, charter)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        rank = precedence.rank if precedence else LAST_RANK
        return Glance(_may_owe(state), rank)


def _may_owe(
    state: NoticeState | StandstillState | SiteState | OverlapState | EncounterState | LooksState | BlindOverlapState
) -> bool:
    if isinstance(state, LooksState):
        return False
    if isinstance(state, BlindOverlapState):
        return state.settled_by is None
    if isinstance(state, OverlapState | EncounterState):
        return state.clearing is None
    if isinstance(state, StandstillState):
        return any(each.missing and each.withdrawn is None for each in state.instruments)
    unread = any(state.receipt(m, of=state.version.entry) is None for m in state.opening.others)
    if isinstance(state, SiteState):
        return state.withdrawn is None or unread
    return not state.is_over or unread


TRACK: Track = DeconflictionTrack()
