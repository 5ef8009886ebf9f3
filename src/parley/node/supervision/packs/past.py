"""Matters, readings and duties as they stood after the entries from which a pack is counted, whatever came since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Permit
from parley.matters.duty import Duty, ReadAt
from parley.matters.entry import Entry, entry_number
from parley.matters.fold import Folded, fold_matter
from parley.matters.housekeeping import entry_id as parts_of
from parley.matters.stopping import Stop, with_stops
from parley.matters.track import Series
from parley.node.information.resting import review_duties
from parley.node.owed import NodeReadings, charter_for, fold_now, fold_of_entry
from parley.node.running import Node
from parley.node.store import matters, officer_keys
from parley.node.supervision.packs.events import Said, said_in
from parley.node.supervision.packs.series import Placed
from parley.node.tracked import TRACKS, duties_of
from parley.tracks.supervision.changes import FORM as CHANGE
from parley.tracks.supervision.changes import ChangeState
from parley.tracks.supervision.standing import Held, held_states, stops


@dataclass(frozen=True, slots=True)
class Stood:
    """A matter as it stood then, by its row."""

    id: str
    track: str
    form: str
    to: tuple[str, ...]
    state: Any
    series: Series | None
    said: tuple[Said, ...] = ()


class Past:
    """What a node held of the record by these sizes of its logs; their names are those by which entries are known."""

    def __init__(self, node: Node, sizes: Mapping[str, int]) -> None:
        self._node, self._sizes = node, sizes
        self._readings = NodeReadings(node)

    def holds(self, entry_id: str) -> bool:
        """Return whether an entry is among those that are counted."""
        parts = parts_of(entry_id)
        return parts is not None and parts[1] < self._sizes.get(parts[0], 0)

    @property
    def sizes(self) -> Mapping[str, int]:
        """Return how many entries of each log are counted."""
        return self._sizes

    def stood(self, row: matters.MatterRow) -> Stood | None:
        """Return how a matter stood; None where it was not open yet."""
        return self.told(row)[0]

    def told(self, row: matters.MatterRow) -> tuple[Stood | None, Mapping[str, int]]:
        """Return how a matter stood, and by which sizes it stands so: any that are larger, where it holds no more."""
        folded = fold_now(self._node, row.id, version=row.locked)
        entries = [each for each in folded.entries if self.holds(each.id)]
        if len(entries) < len(folded.entries):
            return self._stood(row, self._refolded(entries)), self._sizes
        needed: dict[str, int] = {}
        for name, number in (entry_number(each.id) for each in entries):
            needed[name] = max(number + 1, needed.get(name, 0))
        return self._stood(row, folded), needed

    def _stood(self, row: matters.MatterRow, folded: Folded) -> Stood | None:
        state = folded.state
        opening, track = getattr(state, "opening", None), next((t for t in TRACKS if t.name == row.track), None)
        if opening is None or track is None:
            return None
        series = track.glance(state, charter=self._node.charter()).series
        stand = (each for each in folded.entries if isinstance(folded.verdicts.get(each.id), Permit))
        return Stood(row.id, row.track, row.form, tuple(opening.to), state, series, said_in(row.track, stand))

    def _refolded(self, entries: list[Entry]) -> Folded:
        node = self._node
        return fold_matter(
            entries, track_of=node.ledger.track_of, charter_at=lambda e: charter_for(node, e),
            key_at=partial(officer_keys.key_at, node.reader()), fold_of=partial(fold_of_entry, node),
        )  # fmt: skip

    def first_reading(self, entry_id: str, member: str) -> ReadAt | None:
        """Return the member's first entry that had read this one, where it is among those that are counted."""
        found = self._readings.first_reading(entry_id, member)
        return found if found is not None and self.holds(found.by) else None

    def _state(self, matter: str) -> Any:
        row = matters.matter(self._node.reader(), matter)
        found = self.stood(row) if row is not None else None
        return found.state if found is not None else None

    def duties(self, stood: Stood, *, now_ms: int, placed: Placed, still: Still) -> tuple[Duty, ...]:
        """Return what was owed of a matter, met or not, by an instant."""
        charter = self._node.charter()
        owed = duties_of(stood.state, charter=charter, readings=self, now_ms=now_ms, ended_ms=placed.ended_ms(stood.id))
        owed += review_duties(stood.state, state_of=self._state, charter=charter, readings=self, now_ms=now_ms)
        if stood.track not in still.tracks or not still.stops:
            return owed
        return with_stops(owed, still.stops, charter=charter, now_ms=now_ms)


@dataclass(frozen=True, slots=True)
class Still:
    """The states of the mechanism over time, the tracks whose clocks they stop, and when those stood still."""

    states: tuple[Held, ...]
    tracks: frozenset[str]
    stops: tuple[Stop, ...]


def still_in(past: Past, node: Node) -> Still:
    """Return how the mechanism stood, by the changes among the entries that are counted."""
    terms = supervision_terms(node.charter())
    rows = matters.of_form(node.reader(), CHANGE, from_ms=0)
    changes = _changes(stood for row in rows if (stood := past.stood(row)) is not None)
    tracks = frozenset(terms.suspension_stops) if terms is not None else frozenset()
    return Still(held_states(changes), tracks, stops(changes))


def _changes(found: Iterable[Stood]) -> tuple[ChangeState, ...]:
    return tuple(each.state for each in found if isinstance(each.state, ChangeState))
