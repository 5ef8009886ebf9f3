"""Forces that a member declared, as of a time, by the limits of the charter that bind it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Permit, Refusal, Verdict
from parley.charter.zones import ZoneLimit
from parley.matters.entry import Entry
from parley.matters.said import Opening, opening_of
from parley.tracks.commitments.refusing import refuse

FORM = "forces"
DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class ForcesState:
    """One declaration: what its author says it had in each zone, of each thing that a limit counts."""

    opening: Opening
    as_of_s: int
    counts: tuple[tuple[str, str, int], ...]
    text: str

    @property
    def name(self) -> str:
        """Return how it stands: declared. A later one of the same member takes its place where counts are held."""
        return DECLARED

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id,))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commitments.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "as_of_s": self.as_of_s,
            "counts": [{"zone": zone, "limit": limit, "count": count} for zone, limit, count in self.counts],
            "text": self.text,
        }


def open_forces(entry: Entry) -> ForcesState:
    """Return the state after forces were declared."""
    said = entry.content
    counts = sorted((each["zone"], each["limit"], each["count"]) for each in said["counts"])
    return ForcesState(opening_of(entry), said["as_of_s"], tuple(counts), said.get("text") or "")


def judge_forces(entry: Entry, *, charter: Charter) -> Verdict:
    """Decide over a declaration: of a time that has come, by limits of the charter that bind its author (CO-13)."""
    if entry.content["as_of_s"] * 1000 > entry.point.at_ms:
        return refuse("declared_ahead", "CO-13")
    for each in entry.content["counts"]:
        found = limit_of(charter, zone=each["zone"], limit=each["limit"], clause="CO-13")
        if isinstance(found, Refusal):
            return found
        if found.members and entry.member not in found.members:
            return refuse("limit_of_others", "CO-13", zone=each["zone"], limit=each["limit"], member=entry.member)
    return Permit("CO-13")


def limit_of(charter: Charter, *, zone: str, limit: str, clause: str) -> ZoneLimit | Refusal:
    """Return the limit of this name in a zone of the charter, or why there is none."""
    known = charter.zones.get(zone)
    if known is None:
        return refuse("zone_unknown", "CO-2", name=zone)
    if limit not in known.limits:
        return refuse("limit_unknown", clause, zone=zone, limit=limit, limits=", ".join(known.limits))
    return known.limits[limit]
