"""Small drawings for the tests of volumes: squares by their corner, heights, hours."""

from __future__ import annotations

from parley.geo.area import Area
from parley.geo.band import Ground
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.volume import Volume

GROUND = Ground((-212, 2_814), (15, 27), (990, 1_040))
HOUR = 3_600
DAY_S = 1_796_083_200


def square(west: float = 35.8, south: float = 33.1, *, side: float = 0.1) -> Area:
    """Return a square of so many degrees."""
    left, low, right, high = (round(each * E7) for each in (west, south, west + side, south + side))
    return Area(((((left, low), (right, low), (right, high), (left, high)),),))


def volume(
    area: Area | None = None, *, lower: int = 0, upper: int = 500, reference: str = "AMSL",
    begins: int = 0, ends: int = 1,
) -> Volume:  # fmt: skip
    """Return a volume over a square, from and until so many hours after a day began."""
    windows = ((DAY_S + begins * HOUR, DAY_S + ends * HOUR),)
    return Volume(area or square(), Height(lower, "m", reference), Height(upper, "m", reference), windows)
