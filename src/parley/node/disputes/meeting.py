"""Notices and incidents of this node, held against interim measures: each against each once, and anew as it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parley.matters.signing import Signing
from parley.node.overlaps.followed import Followed
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.tracks.disputes.meeting import INCIDENT, NOTICE, Met, entries_meant, meets
from parley.tracks.disputes.state import DisputeState

# More answers are not kept: they are found again where somebody asks.
REMEMBERED = 20_000


class Others:
    """The matters that may meet a measure, as their states say them. Not safe from several threads at once."""

    def __init__(self, node: Node) -> None:
        """Hold nothing yet."""
        self._node = node
        self._followed = Followed(NOTICE, INCIDENT)
        self._said: dict[str, Mapping[str, Any]] = {}
        self._found: dict[tuple[Any, ...], Met | None] = {}

    def bring_up(self) -> None:
        """Read what changed since."""
        news = self._followed.news(self._node.reader())
        for gone in news.gone:
            self._said.pop(gone, None)
        for row in news.rows:
            state = fold_now(self._node, row.id, version=row.locked).state
            if state is None:
                self._said.pop(row.id, None)
            else:
                self._said[row.id] = state.as_json()
        self._followed.looked()

    def meeting(self, state: DisputeState, measure: Signing) -> Iterator[Met]:
        """Yield what meets a measure of a dispute that all sides agreed."""
        charter = self._node.charter()
        for said in self._said.values():
            for entry in entries_meant(said):
                key = (measure.entry, state.measure_holds(measure), entry, said["name"], charter.digest)
                if key not in self._found:
                    if len(self._found) >= REMEMBERED:
                        self._found.clear()
                    self._found[key] = meets(state, measure, said, entry=entry, charter=charter)
                found = self._found[key]
                if found is not None:
                    yield found
