"""The sectors of early warning: cells of the charter's grid, counted from 0 north, 0 east. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# A charter writes the side of a cell in ten-thousandths of a degree at the finest.
FINEST_E7 = 1_000


@dataclass(frozen=True, slots=True, order=True)
class Sector:
    """One cell of the grid: its southern and western edge and its side, in ten-millionths of a degree."""

    south_e7: int
    west_e7: int
    size_e7: int

    @property
    def name(self) -> str:
        """Return its name: the 132nd cell north and the 143rd east of 0, 2,500 ten-thousandths wide, "132.143.2500"."""
        return f"{self.south_e7 // self.size_e7}.{self.west_e7 // self.size_e7}.{self.size_e7 // FINEST_E7}"

    def edges(self) -> dict[str, int]:
        """Return its edges and its side."""
        return {"south_e7": self.south_e7, "west_e7": self.west_e7, "size_e7": self.size_e7}


def sector_at(lat_e7: int, lon_e7: int, *, size_e7: int) -> Sector:
    """Return the sector in which a place lies; the southern and western edges belong to it."""
    return Sector(lat_e7 // size_e7 * size_e7, lon_e7 // size_e7 * size_e7, size_e7)


def read_sector(value: Mapping[str, Any]) -> Sector:
    """Return the sector that a content names, which was checked before."""
    return Sector(int(value["south_e7"]), int(value["west_e7"]), int(value["size_e7"]))
