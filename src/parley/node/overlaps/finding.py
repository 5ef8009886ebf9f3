"""The detector: every activity against those before it and against the zones, each pair once, nothing left out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from parley.geo.band import Ground
from parley.geo.detect import Apart, Overlap, between, outside_all, with_zone
from parley.geo.geojson import Drawn
from parley.geo.separation import NONE, Separation
from parley.node.overlaps.index import Index, VolumeIndex


class Detector:
    """Activities and zones held in one database; `apart` says how far apart two classes must be, in their order.

    `widest` is the largest separation that `apart` can ask for: the index is asked with it. `activities` is an index
    of activities somewhere else; it may know of some that are not held here, which count for nothing.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        *,
        ground: Ground,
        apart: Apart = lambda _one, _other: NONE,
        widest: Separation = NONE,
        activities: Index | None = None,
    ) -> None:
        """Make the two indexes where they are missing."""
        self._ground, self._apart, self._widest = ground, apart, widest
        self._zones = VolumeIndex(conn, "zone", ground=ground)
        self._zones.make()
        self._activities: Index = _made(conn, ground) if activities is None else activities
        self._held: dict[str, dict[int, Drawn]] = {}
        # Apart: in a file a zone may bear the id of an activity.
        self._known_zones: dict[tuple[str, int], Drawn] = {}
        self._permitting: list[Drawn] = []

    def add_zone(self, zone: Drawn, *, number: int = 0) -> None:
        """Hold a zone."""
        self._known_zones[zone.id, number] = zone
        self._zones.add(zone.id, number, zone.volume)
        if zone.rule == "only_inside":
            self._permitting.append(zone)

    def check(self, activity: Drawn) -> list[Overlap]:
        """Return every overlap of an activity with what is held, in the order of their ids."""
        found = [
            between(activity, other, ground=self._ground, apart=self._apart) for other in self._activities_by(activity)
        ]
        found += [with_zone(activity, zone, ground=self._ground) for zone in self._zones_by(activity)]
        found.append(outside_all(activity, self._permitting, ground=self._ground))
        return sorted(
            (each for each in found if each is not None), key=lambda each: (each.first, each.second, each.kind)
        )

    def reached(self, activity: Drawn) -> list[Drawn]:
        """Return the activities and zones with which a volume shares ground, height and time, or that are too close.

        The zones that alone permit something are all among them: what lies outside of them meets them nowhere.
        """
        zones = [zone for zone in self._zones_by(activity) if zone.rule != "only_inside"]
        return [*self._activities_by(activity), *zones, *self._permitting]

    def add(self, activity: Drawn, *, number: int = 0) -> list[Overlap]:
        """Return what an activity collides with, and hold it."""
        found = self.check(activity)
        self.hold(activity, number=number)
        return found

    def hold(self, activity: Drawn, *, number: int = 0) -> None:
        """Hold an activity without asking what it collides with."""
        self._held.setdefault(activity.id, {})[number] = activity
        self._activities.add(
            activity.id, number, activity.volume, member=activity.members[0], label=activity.classes[0]
        )

    def _activities_by(self, activity: Drawn) -> list[Drawn]:
        own = activity.classes[0]
        hits = self._activities.hits(
            activity.volume,
            but_of=activity.members[0],
            apart=lambda label: self._apart(*sorted((own, label))),
            widest=self._widest,
        )
        held = (self._held.get(owner, {}).get(number) for owner, number in hits)
        return [each for each in held if each is not None]

    def _zones_by(self, activity: Drawn) -> list[Drawn]:
        return [self._known_zones[key] for key in self._zones.hits(activity.volume)]

    def remove(self, owner: str) -> None:
        """Let go of an activity."""
        # What is not held is left where it is: it may be put in yet.
        if owner in self._held:
            self._activities.remove(owner)
            del self._held[owner]


def _made(conn: sqlite3.Connection, ground: Ground) -> VolumeIndex:
    index = VolumeIndex(conn, "activity", ground=ground)
    index.make()
    return index


def overlaps_of(drawn: Iterable[Drawn], *, ground: Ground, apart: Apart = lambda _one, _other: NONE,
                widest: Separation = NONE, activities: Index | None = None) -> list[Overlap]:  # fmt: skip
    """Return every overlap among these, each once and in the order of their ids, whatever order they come in.

    `activities` is an empty index to be used, where it is not to lie in memory.
    """
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        detector = Detector(conn, ground=ground, apart=apart, widest=widest, activities=activities)
        every = list(drawn)
        for number, zone in enumerate(each for each in every if each.is_zone):
            detector.add_zone(zone, number=number)
        found = [
            overlap for number, activity in enumerate(each for each in every if not each.is_zone)
            for overlap in detector.add(activity, number=number)
        ]  # fmt: skip
    finally:
        conn.close()
    return sorted(found, key=lambda each: (each.first, each.second, each.kind))
