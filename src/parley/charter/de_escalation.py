"""What a charter says of de-escalation: the line before force, and when what is ordered is done. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parley.charter.model import Charter, Provenance
from parley.charter.verdict import Fault


@dataclass(frozen=True, slots=True)
class DeEscalationTerms:
    """The section `de_escalation`.

    Whoever comes to fire on another's forces calls that side first: `before_force_minutes` is how long before an
    incident of one of the types `of_types` a call still counts as made before it. Who replied that something is ordered
    says within `done_minutes` that it is done or cannot be done.
    """

    before_force_minutes: int
    of_types: tuple[str, ...]
    done_minutes: int
    provenance: Provenance


def de_escalation_terms(charter: Charter) -> DeEscalationTerms | None:
    """Return the section where it is agreed, None where there is none or it is not: then nobody is late by it (C-0)."""
    terms = charter.de_escalation
    return terms if terms is not None and terms.provenance.judges else None


def de_escalation_faults(charter: Charter) -> Iterable[Fault]:
    """Yield each type of force that no report can bear, for the charter's incidents do not know it."""
    terms, incidents = charter.de_escalation, charter.incidents
    for number, name in enumerate(terms.of_types if terms is not None else ()):
        if incidents is None or incidents.type_of(name) is None:
            yield Fault(f"de_escalation.of_types.{number}", "charter.unknown_incident_type", {"name": name})
