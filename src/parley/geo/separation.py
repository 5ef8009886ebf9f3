"""How far apart two activities must be. Pure, and light to load."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Separation:
    """How far apart two activities must be: metres on the ground and in height, minutes in time."""

    lateral_m: int = 0
    vertical_m: int = 0
    time_min: int = 0


NONE = Separation()
