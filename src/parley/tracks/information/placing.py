"""How exactly a place may be told: not finer than the charter's floor, neither in its radius nor in its figures. Pure.

A wide circle about an exact point would tell the point. So the figures too go by steps: with a floor of 1,000 m by
0.005 degrees, and a place that is rounded to them still lies within the floor of what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.tracks.information.refusing import refuse

# A unit of 1e-7 degrees of latitude is 1.11 cm.
UNITS_PER_M = 90
_LEADING = (5, 2, 1)


def step_e7(floor_m: int) -> int:
    """Return the widest step 1, 2 or 5 times a power of ten, in 1e-7 degrees, that is no wider than the floor."""
    most = max(1, floor_m * UNITS_PER_M)
    power = int(10 ** (len(str(most)) - 1))
    return next(leading * power for leading in _LEADING if leading * power <= most)


def coarsened(lat_e7: int, lon_e7: int, *, floor_m: int) -> tuple[int, int]:
    """Return the point of the steps that is nearest."""
    step = step_e7(floor_m)
    return _near(lat_e7, step, most=900_000_000), _near(lon_e7, step, most=1_800_000_000)


def _near(value: int, step: int, *, most: int) -> int:
    return max(-most // step * step, min((value + step // 2) // step * step, most // step * step))


def refuse_place(place: Mapping[str, Any] | None, *, charter: Charter) -> Refusal | None:
    """Refuse a place that is finer than the floor, or lies outside of the mechanism's box (IR-3)."""
    terms = charter.information
    if place is None or terms is None or not terms.provenance.judges:
        return None
    floor = terms.place_floor_m
    if place["radius_m"] < floor:
        return refuse("place_too_fine", "IR-3", metres=floor)
    step = step_e7(floor)
    if place["lat_e7"] % step or place["lon_e7"] % step:
        return refuse("place_figures_too_fine", "IR-3", degrees=f"{step / 10_000_000:g}", metres=floor)
    return None
