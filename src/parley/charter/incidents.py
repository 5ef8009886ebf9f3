"""What a charter says of incidents: what they are called, and within how many hours an explanation is owed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parley.charter.model import Provenance

# What may be offered when the time for an explanation has ended without one that was accepted.
MEETING, INSPECTION, DISPUTE = "meeting", "inspection", "dispute"
NEXT_STEPS = (MEETING, INSPECTION, DISPUTE)


@dataclass(frozen=True, slots=True)
class IncidentType:
    """One type of incident or complaint: its name in each language of the charter, and the group in which it stands."""

    name: str
    names: Mapping[str, str]
    group: str


@dataclass(frozen=True, slots=True)
class IncidentGroup:
    """A group of types. Those of one that is `placeless`, as a complaint of interference, may be told of no place."""

    name: str
    names: Mapping[str, str]
    placeless: bool
    types: Mapping[str, IncidentType]


@dataclass(frozen=True, slots=True)
class IncidentTerms:
    """The section `incidents`: types by group, how fast reports are handled, by when explanations are given and judged.

    Hours run from receipt. `next_steps` are offered in this order when they have run out.
    """

    precedence: str
    explanation_hours: int
    judging_hours: int
    next_steps: tuple[str, ...]
    groups: Mapping[str, IncidentGroup]
    provenance: Provenance

    def type_of(self, name: str) -> IncidentType | None:
        """Return the type of this name; None where the charter has none."""
        return next((group.types[name] for group in self.groups.values() if name in group.types), None)

    def needs_place(self, name: str) -> bool:
        """Return whether a report of this type must say where it happened."""
        found = self.type_of(name)
        return found is None or not self.groups[found.group].placeless
