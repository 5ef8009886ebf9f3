"""Incidents as early warning counts them: once each, on one day, in one sector, or not at all and why (IW-1). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.tracks.incidents.warning.sectors import Sector, sector_at

DAY_S = 86_400
# Why an incident is counted nowhere: its time or its place is not told precisely enough.
TIME, PLACE = "time", "place"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An incident: who reported it when, between which instants it happened, and where, give or take how much.

    `at_ms` is when it was reported. `at_e7` is latitude and longitude, None where no place is told; `reach_e7` how far
    it may have been from there. `group` is the same for incidents that were linked as one: they count once; "" where
    it was linked with none.
    """

    id: str
    member: str
    at_ms: int
    from_s: int
    until_s: int
    at_e7: tuple[int, int] | None
    reach_e7: int = 0
    group: str = ""

    @property
    def reported(self) -> tuple[int, str]:
        """Return by what incidents are sorted in the order in which they were reported."""
        return self.at_ms, self.id


@dataclass(frozen=True, slots=True)
class Counted:
    """An incident on its day and in its sector."""

    occurrence: Occurrence
    sector: Sector
    day: int


@dataclass(frozen=True, slots=True)
class Tally:
    """All incidents that were counted, and those that were not, by why."""

    counted: tuple[Counted, ...]
    left_out: Mapping[str, tuple[Occurrence, ...]]


def tally(occurrences: Iterable[Occurrence], *, size_e7: int) -> Tally:
    """Count each incident once: of those linked as one, the one reported first."""
    first: dict[str, Occurrence] = {}
    for each in sorted(occurrences, key=lambda one: one.reported):
        first.setdefault(each.group or each.id, each)
    counted: list[Counted] = []
    left_out: dict[str, list[Occurrence]] = {TIME: [], PLACE: []}
    for each in first.values():
        why = why_left_out(each, size_e7=size_e7)
        if why is None:
            assert each.at_e7 is not None  # left out otherwise
            day = (each.from_s + (each.until_s - each.from_s) // 2) // DAY_S
            counted.append(Counted(each, sector_at(*each.at_e7, size_e7=size_e7), day))
        else:
            left_out[why].append(each)
    return Tally(tuple(counted), {why: tuple(found) for why, found in left_out.items()})


def why_left_out(each: Occurrence, *, size_e7: int) -> str | None:
    """Return why an incident belongs to no day or to no sector: it spans more than one of them. None where it counts.

    What happened "some time this week" would have to be put on a day that nobody named.
    """
    if each.until_s - each.from_s > DAY_S:
        return TIME
    return PLACE if each.at_e7 is None or 2 * each.reach_e7 > size_e7 else None
