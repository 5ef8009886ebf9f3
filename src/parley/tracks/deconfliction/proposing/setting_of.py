"""What the charter says of the world in which ways out are computed: its box, its ground, its distances. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely

from parley.charter.activities import ActivityTerms
from parley.charter.model import Charter
from parley.geo.geojson import Drawn
from parley.geo.place import E7
from parley.tracks.deconfliction.proposing.sides import Reach, Setting


def nothing_around(_activity: Drawn) -> Sequence[Drawn]:
    """Return nothing: for who judges the two notices alone."""
    return ()


def setting_of(
    charter: Charter, *, terms: ActivityTerms, now_s: int, burdens: Mapping[str, int], reach: Reach = nothing_around
) -> Setting:
    """Return the setting of this charter at an hour; the lot falls by the digest of the charter."""
    box = None
    if charter.map is not None:
        low, high = charter.map.box.south_west, charter.map.box.north_east
        box = (low.lon_e7, low.lat_e7, high.lon_e7, high.lat_e7)
    return Setting(
        terms.ground, reach, now_s, apart=terms.apart, burdens=burdens, beside=charter.digest, box=box,
        borders=borders_of(charter), freeze_s=terms.freeze_s,
    )  # fmt: skip


def borders_of(charter: Charter) -> tuple[shapely.Geometry, ...]:
    """Return the outlines of the charter's zones and its lines, in degrees: over them nothing is moved aside."""
    rings = [[*zone.corners, zone.corners[0]] for zone in charter.zones.values()]
    lines = [line.points for line in charter.map.lines.values()] if charter.map is not None else []
    return tuple(
        shapely.LineString([(each.lon_e7 / E7, each.lat_e7 / E7) for each in points])
        for points in (*rings, *lines) if len(points) > 1
    )  # fmt: skip
