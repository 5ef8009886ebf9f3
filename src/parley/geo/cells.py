"""The fixed grid on which is told where something is, coarsely: cells of one size, counted from 0 north, 0 east. Pure.

A cell follows from a place and the size alone, never from what was asked: whoever asks again with another outline is
told of the same cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parley.geo.place import E7

if TYPE_CHECKING:
    from parley.geo.volume import Volume


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A square of the grid by its south-western corner and its side, in ten-millionths of a degree.

    Its southern and western edges belong to it, the others to the next ones.
    """

    south_e7: int
    west_e7: int
    size_e7: int

    def as_json(self) -> dict[str, Any]:
        """Return the cell as a content writes it."""
        return {"south_e7": self.south_e7, "west_e7": self.west_e7, "size_e7": self.size_e7}


def cell_at(lon_e7: int, lat_e7: int, *, size_e7: int) -> Cell:
    """Return the cell in which a place lies."""
    return Cell(lat_e7 // size_e7 * size_e7, lon_e7 // size_e7 * size_e7, size_e7)


def cell_of_meeting(one: Volume, other: Volume, *, size_e7: int) -> Cell:
    """Return the cell in which two volumes share ground, or come nearest where they share none.

    One of the cells that they share, always the same for the same two; the order of the two does not matter.
    """
    # Here, because GEOS is loaded where there is an area, and on no other node.
    import shapely  # noqa: PLC0415

    first, second = sorted((one, other), key=lambda each: each.area.polygons)
    shared = shapely.intersection(first.shape, second.shape)
    if shapely.area(shared) > 0:
        at = shapely.point_on_surface(shared)
    else:
        at = shapely.line_interpolate_point(shapely.shortest_line(first.shape, second.shape), 0.5, normalized=True)
    return cell_at(round(shapely.get_x(at) * E7), round(shapely.get_y(at) * E7), size_e7=size_e7)
