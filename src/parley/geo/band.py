"""Heights as bands above the ellipsoid, wide enough to hold whatever a height as written may mean. Pure.

What an author wrote is kept and signed. To compare two references a band is derived from what the charter says of the
ground, the geoid and the air pressure; where both wrote the same reference they are compared as written.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from parley.geo.height import Height

FOOT_M = 0.3048
# ICAO Doc 7488: about 27 feet a hectopascal near the ground.
FEET_PER_HPA = 27
STANDARD_HPA = 1013


@dataclass(frozen=True, slots=True)
class Ground:
    """What the charter says of its area: lowest and highest ground above sea, the geoid above the ellipsoid, in metres;
    the lowest and highest pressure at sea level, in hectopascal."""

    ground_m: tuple[int, int]
    geoid_m: tuple[int, int]
    pressure_hpa: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Band:
    """From `lower` to `upper` metres above the ellipsoid; infinite where nothing bounds it."""

    lower: float
    upper: float


# As wide as anywhere on Earth: shores of the Dead Sea to Everest; EGM96; the lowest and highest pressures on record.
ANYWHERE = Ground((-430, 8_849), (-107, 86), (870, 1_084))


def band_of(lower: Height | None, upper: Height | None, *, ground: Ground) -> Band:
    """Return the widest band that these two limits may mean."""
    low = -math.inf if lower is None else _lowest(lower, ground)
    high = math.inf if upper is None else _highest(upper, ground)
    return Band(low, high)


def same_reference(*heights: Height | None) -> bool:
    """Return whether all limits that are there are measured from the same thing."""
    return len({each.reference for each in heights if each is not None}) <= 1


def as_written(lower: Height | None, upper: Height | None) -> Band:
    """Return a band in metres of the reference that both limits share."""
    return Band(-math.inf if lower is None else metres(lower), math.inf if upper is None else metres(upper))


def metres(height: Height) -> float:
    """Return a height in metres of its own reference; a flight level counts 100 feet of the standard atmosphere."""
    return height.value * {"m": 1.0, "ft": FOOT_M, "FL": 100 * FOOT_M}[height.unit]


def _lowest(height: Height, ground: Ground) -> float:
    return metres(height) + offsets(height.reference, ground)[0]


def _highest(height: Height, ground: Ground) -> float:
    return metres(height) + offsets(height.reference, ground)[1]


def offsets(reference: str, ground: Ground) -> tuple[float, float]:
    """Return by how many metres, at least and at most, the reference itself lies above the ellipsoid."""
    geoid = ground.geoid_m
    if reference == "W84":
        return 0.0, 0.0
    if reference == "AMSL":
        return float(geoid[0]), float(geoid[1])
    if reference == "AGL":
        return float(ground.ground_m[0] + geoid[0]), float(ground.ground_m[1] + geoid[1])
    per_hpa = FEET_PER_HPA * FOOT_M
    low, high = ((each - STANDARD_HPA) * per_hpa for each in ground.pressure_hpa)
    return low + geoid[0], high + geoid[1]
