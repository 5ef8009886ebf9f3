"""The disputes that this node may read, and what meets their measures, found anew where either changed.

Nothing of it lies on the disk. What is found depends on the entries and the charter alone, so every node that holds the
same finds the same; the hour is compared by whoever shows it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from parley.matters.signing import Signing
from parley.node.disputes.meeting import Others
from parley.node.overlaps.followed import Followed
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.tracks.disputes.meeting import Met
from parley.tracks.disputes.state import FORM, DisputeState


def disputes_of(node: Node) -> Disputes:
    """Return the disputes of a node, found once and kept up to date by whoever asks."""
    found: Disputes = node.kept.setdefault("disputes", Disputes(node))
    return found


class Disputes:
    """The disputes of one node, brought up to date by whoever asks. Safe from any thread."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self._node, self._alone = node, threading.Lock()
        self._seq, self._charter = -1, ""
        self._followed = Followed(FORM)
        self._states: dict[str, DisputeState] = {}
        self._others = Others(node)

    def all(self) -> list[DisputeState]:
        """Return every dispute, the newest first."""
        with self._alone:
            self._bring_up()
            return sorted(self._states.values(), key=lambda each: (-each.opening.at_ms, each.opening.id))

    def one(self, matter: str) -> DisputeState | None:
        """Return the dispute of this id; None where there is none."""
        with self._alone:
            self._bring_up()
            return self._states.get(matter)

    def met(self, matter: str) -> list[Met]:
        """Return what meets the measures of a dispute that all sides agreed, the first by time first."""
        with self._alone:
            self._bring_up()
            state = self._states.get(matter)
            return [] if state is None else self._met(state)

    def met_by(self, other: str) -> list[Met]:
        """Return the measures that another matter meets: a notice, or an incident."""
        with self._alone:
            self._bring_up()
            found = (each for state in self._states.values() for each in self._met(state) if each.matter == other)
            return sorted(found, key=_by_time)

    def crossing(self, state: DisputeState) -> list[DisputeState]:
        """Return the disputes between the same sides, claimed by another of them, that build on an entry of the same.

        Both sides claimed over the same thing: each claim stands, with clocks of its own, until one goes on in the
        other.
        """
        about = {*(state.claim.get("about") or ())}
        return [
            each
            for each in self.all()
            if each.opening.member != state.opening.member and each.sides == state.sides
            and about & set(each.claim.get("about") or ())
        ]  # fmt: skip

    def _met(self, state: DisputeState) -> list[Met]:
        found = (met for one in _agreed(state) for met in self._others.meeting(state, one))
        return sorted(found, key=_by_time)

    def _bring_up(self) -> None:
        # Taken before the node is read: what changes meanwhile is looked at the next time.
        seq, charter = self._node.changes.seq, self._node.charter()
        if seq == self._seq and charter.digest == self._charter:
            return
        if charter.digest != self._charter:
            self._states, self._followed = {}, Followed(FORM)
            self._others = Others(self._node)
        news = self._followed.news(self._node.reader())
        for gone in news.gone:
            self._states.pop(gone, None)
        for row in news.rows:
            state = fold_now(self._node, row.id, version=row.locked).state
            if isinstance(state, DisputeState):
                self._states[row.id] = state
            else:
                self._states.pop(row.id, None)
        self._followed.looked()
        if any(True for state in self._states.values() for _ in _agreed(state)):
            self._others.bring_up()
        self._charter, self._seq = charter.digest, seq


def _agreed(state: DisputeState) -> Iterable[Signing]:
    return (one for one in state.measures if state.measure_holds(one) is not None)


def _by_time(met: Met) -> Any:
    return met.from_s, met.by, met.measure
