"""What a charter says of incidents: what they are called, and within how many hours an explanation is owed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.charter.model import Charter, Provenance
from parley.charter.verdict import Fault

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
class TypeClasses:
    """Of which classes of activity a type of incident tells, for each type of which the charter says so.

    By it a report is held against interim measures that are limited to classes. A type that it does not name has no
    class: such a report meets only what stands still for all activity.
    """

    types: Mapping[str, tuple[str, ...]]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class IncidentTerms:
    """The section `incidents`: types by group, how fast reports are handled, by when explanations are given and judged.

    Hours run from receipt. `next_steps` are offered in this order when they have run out. `classes` may be missing.
    """

    precedence: str
    explanation_hours: int
    judging_hours: int
    next_steps: tuple[str, ...]
    groups: Mapping[str, IncidentGroup]
    provenance: Provenance
    classes: TypeClasses | None = None

    def classes_of(self, name: str) -> tuple[str, ...]:
        """Return the classes of activity of which a type tells; none where that is not agreed, or not said."""
        if self.classes is None or not self.classes.provenance.judges:
            return ()
        return self.classes.types.get(name, ())

    def type_of(self, name: str) -> IncidentType | None:
        """Return the type of this name; None where the charter has none."""
        return next((group.types[name] for group in self.groups.values() if name in group.types), None)

    def needs_place(self, name: str) -> bool:
        """Return whether a report of this type must say where it happened."""
        found = self.type_of(name)
        return found is None or not self.groups[found.group].placeless


def incident_faults(charter: Charter) -> Iterable[Fault]:
    """Yield each type that no report can bear and each class that no notice can, in what types tell of."""
    terms, activities = charter.incidents, charter.activities
    if terms is None or terms.classes is None:
        return
    known = activities.classes if activities is not None else {}
    for name, classes in terms.classes.types.items():
        where = f"incidents.classes.types.{name}"
        if terms.type_of(name) is None:
            yield Fault(where, "charter.unknown_incident_type", {"name": name})
        for number, each in enumerate(classes):
            if each not in known:
                yield Fault(f"{where}.{number}", "charter.unknown_class", {"name": each})
