"""How much ground for how long notices hold: what a charter bounds for each member, against filing widely. Pure.

It is counted and told, and refuses nothing: what else a member holds stands in matters that not every reader of a
notice may read, and a verdict must be everybody's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from parley.geo.area import area_km2
from parley.tracks.deconfliction.meeting import volume_of

HOUR_S = 3600


def km2_hours(plan: Mapping[str, Any]) -> int:
    """Return the square kilometres times hours of a plan's volumes, rounded up; where it may go in need is not held."""
    held = 0.0
    for each in plan["volumes"]:
        volume = volume_of(each)
        seconds = sum(end - start for start, end in volume.windows or ())
        held += area_km2(volume.area) * seconds / HOUR_S
    # A hair of the library's last figure is no further square kilometre.
    return math.ceil(round(held, 6))


def held_by_member(plans: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return what each member holds in all, of its plans' own figures, by the members' codes."""
    found: dict[str, int] = {}
    for member, held in plans:
        found[member] = found.get(member, 0) + held
    return dict(sorted(found.items()))
