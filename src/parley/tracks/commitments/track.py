"""Commitments as the kernel sees them: instruments with their steps, variances of limits, declared forces. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Verdict
from parley.matters.entry import Entry
from parley.matters.track import Cited, Glance, Kind, Track
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.entries import FORCES_KIND, KINDS, VARIANCE_KIND
from parley.tracks.commitments.folding import fold_commitment, open_commitment
from parley.tracks.commitments.forces_state import judge_forces, open_forces
from parley.tracks.commitments.refusing import refuse
from parley.tracks.commitments.rules import judge_commitment, judge_proposal
from parley.tracks.commitments.stepping import may_still_owe
from parley.tracks.commitments.variances import judge_variance, parties_of

LAST_RANK = 9


class CommitmentsTrack:
    """Commitments: its name, its kinds, and its pure functions."""

    name: str = "commitments"
    kinds: Mapping[str, Kind] = KINDS

    def judge(self, state: Any, entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
        """Decide over `entry` with only what its author had read."""
        if state is None:
            return _judge_opening(entry, charter=charter, cited=cited)
        if entry.matter == entry.id:
            return refuse("matter_stands", "CO-1", matter=state.opening.id)
        if not isinstance(state, CommitmentState):
            return refuse("other_matter", "CO-3", matter=state.opening.id)
        return judge_commitment(state, entry, charter=charter, cited=cited)

    def fold(self, state: Any, entry: Entry, *, charter: Charter, beside: frozenset[str]) -> Any:
        """Return the state after `entry`."""
        if state is not None:
            return fold_commitment(state, entry, beside=beside)
        if entry.kind == FORCES_KIND:
            return open_forces(entry)
        needed = parties_of(charter) if entry.kind == VARIANCE_KIND else tuple(entry.content["signatories"])
        return open_commitment(entry, needed=needed)

    def glance(self, state: Any, *, charter: Charter) -> Glance:
        """Return whether any duty of the matter may still be open; commitments have no precedence among matters."""
        return Glance(isinstance(state, CommitmentState) and may_still_owe(state), LAST_RANK)


def _judge_opening(entry: Entry, *, charter: Charter, cited: Mapping[str, Cited]) -> Verdict:
    if entry.kind == FORCES_KIND:
        return judge_forces(entry, charter=charter)
    if entry.kind == VARIANCE_KIND:
        return judge_variance(entry, charter=charter)
    return judge_proposal(entry, charter=charter, cited=cited)


TRACK: Track = CommitmentsTrack()
