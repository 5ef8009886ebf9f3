"""Activities scattered by a seed, on a grid of time and ground, so that many touch exactly."""

from __future__ import annotations

import random

from parley.geo.area import Area
from parley.geo.geojson import Drawn
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.volume import Volume
from tests.geo.drawing import DAY_S, HOUR

CLASSES = ("convoy", "flight_unmanned", "live_fire_exercise")


def scattered(count: int, *, seed: int, spread: int = 40) -> list[Drawn]:
    """Return so many activities of two members over a ground of `spread` by `spread` cells."""
    chance = random.Random(seed)
    return [_one(number, chance, spread=spread) for number in range(count)]


def _one(number: int, chance: random.Random, *, spread: int) -> Drawn:
    west, south = chance.randrange(spread), chance.randrange(spread)
    wide, high = chance.randrange(1, 5), chance.randrange(1, 5)
    corners = ((west, south), (west + wide, south), (west + wide, south + high), (west, south + high))
    # Some lose a corner: triangles whose boxes touch where they do not.
    kept = corners if chance.random() < 0.5 else corners[:3]
    ring = tuple((35 * E7 + x * E7 // 100, 33 * E7 + y * E7 // 100) for x, y in kept)
    lower = chance.randrange(0, 10) * 100
    begins = chance.randrange(0, 48)
    windows = tuple(
        (DAY_S + (begins + 24 * day) * HOUR, DAY_S + (begins + 24 * day + chance.randrange(1, 6)) * HOUR)
        for day in range(chance.randrange(1, 3))
    )
    reference = chance.choice(("AMSL", "AMSL", "AGL", "W84"))
    upper = Height(lower + chance.randrange(1, 5) * 100, "m", reference)
    volume = Volume(Area(((ring,),)), Height(lower, "m", reference), upper, windows)
    member = chance.choice(("IL", "SY"))
    return Drawn(f"{member}/{number}", False, volume, (chance.choice(CLASSES),), (member,), chance.randrange(100))
