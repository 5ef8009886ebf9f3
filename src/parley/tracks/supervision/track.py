"""Supervision as the kernel sees it: each sort of matter with its rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.supervision.certificates import (
    CertificateState,
    fold_certificate,
    judge_certificate,
    judge_of_certificate,
    open_certificate,
)
from parley.tracks.supervision.changes import ChangeState, fold_change, judge_change, judge_of_change, open_change
from parley.tracks.supervision.directives import (
    DONE,
    DirectiveState,
    fold_directive,
    judge_directive,
    judge_of_directive,
    open_directive,
)
from parley.tracks.supervision.entries import CERTIFICATE_KINDS, DIRECTIVE_KINDS, KINDS, PACK_KINDS
from parley.tracks.supervision.packs import PackState, judge_pack, open_pack
from parley.tracks.supervision.refusing import refuse

LAST_RANK = 9


class SupervisionTrack:
    """Supervision: its name, its kinds, and its pure functions."""

    name: str = "supervision"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if state is None:
            return _judge_opening(entry, charter=charter)
        if entry.matter == entry.id:
            return refuse("matter_stands", "SU-9", matter=state.opening.id)
        if not isinstance(state, _state_of(entry.kind)):
            return refuse("other_matter", "SU-9", matter=state.opening.id)
        if isinstance(state, DirectiveState):
            return judge_of_directive(state, entry)
        return (
            judge_of_certificate(state, entry) if isinstance(state, CertificateState) else judge_of_change(state, entry)
        )

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`; what several members say commutes."""
        if entry.kind in PACK_KINDS:
            return open_pack(entry)
        if entry.kind in DIRECTIVE_KINDS:
            return open_directive(entry) if state is None else fold_directive(state, entry)
        if entry.kind in CERTIFICATE_KINDS:
            return open_certificate(entry) if state is None else fold_certificate(state, entry)
        return open_change(entry, charter=charter) if state is None else fold_change(state, entry)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open, and the rank of its precedence."""
        precedence = charter.precedences.get(state.precedence)
        return Glance(_owes(state), precedence.rank if precedence else LAST_RANK)


def _judge_opening(entry: Entry, *, charter: Charter) -> Verdict:
    if entry.kind in PACK_KINDS:
        return judge_pack(entry, charter=charter)
    if entry.kind in DIRECTIVE_KINDS:
        return judge_directive(entry, charter=charter)
    if entry.kind in CERTIFICATE_KINDS:
        return judge_certificate(entry, charter=charter)
    return judge_change(entry, charter=charter)


def _state_of(kind: str) -> type[Any]:
    if kind in PACK_KINDS:
        return PackState
    if kind in DIRECTIVE_KINDS:
        return DirectiveState
    return CertificateState if kind in CERTIFICATE_KINDS else ChangeState


def _owes(state: Any) -> bool:
    if isinstance(state, DirectiveState):
        return state.name != DONE and state.withdrawn is None
    return isinstance(state, ChangeState) and state.name == "proposed"


TRACK: Track = SupervisionTrack()
