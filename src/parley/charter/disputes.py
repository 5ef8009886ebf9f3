"""What a charter says of disputes: the levels of the ladder, their times and roles, who decides, who sees what. Pure.

Where it says nothing, or nothing that is agreed, no dispute can be claimed: without a ladder nobody knows by when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.charter.model import Charter, Provenance
from parley.charter.verdict import Fault

# From when the time of a level is counted: from the claim, or from when the dispute came to this level.
FROM_CLAIM, FROM_LEVEL = "claim", "level"


@dataclass(frozen=True, slots=True)
class DisputeLevel:
    """A level of the ladder; `number` counts from 0.

    `roles` are those in which a member may bind itself here, and in which it is told; `of` the kinds of member that
    take part. A level without `due_minutes` has no end by itself: only the last may be so. `refers` says that a
    side may refer the dispute outside from here.
    """

    number: int
    name: str
    names: Mapping[str, str]
    roles: tuple[str, ...]
    of: tuple[str, ...]
    acknowledge_minutes: int | None
    due_minutes: int | None
    counts_from: str
    refers: bool


@dataclass(frozen=True, slots=True)
class DisputeTerms:
    """The section `disputes`.

    `answer_minutes` is how long a claim may wait for its answer, from receipt. `evidence_to` names the audiences to
    which evidence may be shown before it is disclosed to all. `decides` are the members whose decision ends a dispute,
    from the level `decides_from` on; by default nobody's does.
    """

    levels: tuple[DisputeLevel, ...]
    answer_minutes: int
    longest_pause_hours: int
    longest_measure_days: int
    evidence_to: tuple[str, ...]
    decides: tuple[str, ...]
    decides_from: str
    provenance: Provenance

    def level(self, name: str) -> DisputeLevel | None:
        """Return the level of this name; None where the ladder has none."""
        return next((each for each in self.levels if each.name == name), None)


def dispute_terms(charter: Charter) -> DisputeTerms | None:
    """Return the section where it is agreed; None where there is none or it is not: then nobody can claim."""
    terms = charter.disputes
    return terms if terms is not None and terms.provenance.judges else None


def dispute_faults(charter: Charter) -> Iterable[Fault]:
    """Yield what else of the charter must be so that its disputes work; nothing where it has no such section."""
    terms, track = charter.disputes, charter.tracks.get("disputes")
    if terms is None:
        return
    if track is None:
        yield Fault("disputes", "charter.disputes_without_track")
        return
    for level in terms.levels:
        where = f"disputes.levels.{level.name}.roles"
        for number, role in enumerate(level.roles):
            if role not in track.roles:
                yield Fault(f"{where}.{number}", "charter.role_not_on_disputes", {"role": role})
    for number, name in enumerate(terms.evidence_to):
        if name not in track.audiences:
            yield Fault(f"disputes.evidence_to.{number}", "charter.audience_not_on_disputes", {"name": name})
    for number, code in enumerate(terms.decides):
        if code not in charter.codes:
            yield Fault(f"disputes.decides.{number}", "charter.unknown_member", {"code": code})
    if terms.decides and terms.level(terms.decides_from) is None:
        yield Fault("disputes.decides_from", "charter.level_unknown", {"name": terms.decides_from})
