"""Whether an account of an incident lies within volumes that are protected, by its own place and time. Pure.

Loads GEOS, so it is imported where there is a volume. Heights are not asked: an account tells none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from parley.geo.area import flattened, scale_at
from parley.geo.place import E7
from parley.geo.volume import Volume, shared_windows
from parley.tracks.content.volumes import volume_of
from parley.tracks.incidents.hit_entries import INSIDE, MAYBE

EXACTLY_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_678_400}


@dataclass(frozen=True, slots=True)
class Touch:
    """How an account lies to what is protected: its point inside, or only within its radius or its time's slack."""

    where: str
    distance_m: int


def touch_of(terms: Mapping[str, Any], volumes: Iterable[Mapping[str, Any]]) -> Touch | None:
    """Return how an account lies to these volumes, the closest of them; None where it lies apart in ground or time.

    The point may have been anywhere within its radius, and the time anywhere within what its precision leaves open.
    """
    place, time = terms.get("place"), terms["time"]
    if place is None:
        return None
    found = [touch for each in volumes if (touch := _touch(place, time, each)) is not None]
    return min(found, key=lambda each: (each.where != INSIDE, each.distance_m), default=None)


def _touch(place: Mapping[str, Any], time: Mapping[str, Any], value: Mapping[str, Any]) -> Touch | None:
    told, slack = (time["from_s"], time["until_s"] + 1), EXACTLY_S[time["precision"]]
    windows = [(int(start), int(end)) for start, end in value["windows"]]
    # What is cheap comes first: most of what is protected lies elsewhere, or at another time.
    if not shared_windows([(max(0, told[0] - slack), told[1] + slack)], windows) or _lies_far(place, value["area"]):
        return None
    metres = _distance_m(place, volume_of(value))
    if metres > place["radius_m"]:
        return None
    is_surely_then = bool(shared_windows([told], windows))
    return Touch(INSIDE if metres == 0 and is_surely_then else MAYBE, metres)


def _lies_far(place: Mapping[str, Any], area: Any) -> bool:
    """Return whether a place lies farther from the box around an area than its radius, by degrees taken too wide."""
    lons, lats = zip(*(corner for polygon in area for ring in polygon for corner in ring), strict=True)
    scale = scale_at(place["lat_e7"] / E7)
    # Half as much again: a degree is not as long everywhere in the box.
    wide, high = (1.5 * (place["radius_m"] + 1) / metres * E7 for metres in (scale.lon_m, scale.lat_m))
    beside = not min(lons) - wide <= place["lon_e7"] <= max(lons) + wide
    return beside or not min(lats) - high <= place["lat_e7"] <= max(lats) + high


def _distance_m(place: Mapping[str, Any], volume: Volume) -> int:
    """Return the whole metres from the point to the area, rounded up; 0 within it."""
    point = shapely.Point(place["lon_e7"] / E7, place["lat_e7"] / E7)
    if shapely.covers(volume.shape, point):
        return 0
    scale = scale_at(place["lat_e7"] / E7)
    return math.ceil(float(shapely.distance(flattened(point, scale=scale), flattened(volume.shape, scale=scale))))
