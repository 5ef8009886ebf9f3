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
    """An incident: who reported it when, between which instants it happened, and the corners around its place.

    `at_ms` is when it was reported. `group` is the same for incidents that were linked as one: they count once.
    """

    id: str
    member: str
    at_ms: int
    from_s: int
    until_s: int
    south_west_e7: tuple[int, int]
    north_east_e7: tuple[int, int]
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
            day = _middle(each.from_s, each.until_s) // DAY_S
            counted.append(Counted(each, _sector_of(each, size_e7=size_e7), day))
        else:
            left_out[why].append(each)
    return Tally(tuple(counted), {why: tuple(found) for why, found in left_out.items()})


def why_left_out(each: Occurrence, *, size_e7: int) -> str | None:
    """Return why an incident belongs to no day or to no sector: it spans more than one of them. None where it counts.

    What happened "some time this week" would have to be put on a day that nobody named.
    """
    if each.until_s - each.from_s > DAY_S:
        return TIME
    sides = (each.north_east_e7[n] - each.south_west_e7[n] for n in (0, 1))
    return PLACE if any(side > size_e7 for side in sides) else None


def _sector_of(each: Occurrence, *, size_e7: int) -> Sector:
    lat_e7, lon_e7 = (_middle(each.south_west_e7[n], each.north_east_e7[n]) for n in (0, 1))
    return sector_at(lat_e7, lon_e7, size_e7=size_e7)


def _middle(low: int, high: int) -> int:
    return low + (high - low) // 2
