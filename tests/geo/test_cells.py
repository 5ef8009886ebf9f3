"""The grid on which is told where something is, coarsely: fixed, and the same for whoever asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parley.geo.area import Area
from parley.geo.cells import Cell, cell_at, cell_of_meeting
from parley.geo.height import Height
from parley.geo.volume import Volume

SIZE = 2_500_000
LON, LAT = st.integers(-1_799_000_000, 1_799_000_000), st.integers(-840_000_000, 840_000_000)


def square(lon: int, lat: int, side: int) -> Volume:
    """Return a square from its south-western corner."""
    ring = ((lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side))
    return Volume(Area(((ring,),)), Height(0, "m", "AGL"), Height(50, "m", "AGL"), ((0, 3600),))


@given(LON, LAT)
def test_a_place_lies_in_its_cell_and_the_cell_on_the_grid(lon: int, lat: int) -> None:
    """South and west of zero too."""
    cell = cell_at(lon, lat, size_e7=SIZE)
    assert cell.west_e7 <= lon < cell.west_e7 + SIZE and cell.south_e7 <= lat < cell.south_e7 + SIZE
    assert cell.west_e7 % SIZE == cell.south_e7 % SIZE == 0


@given(LON, LAT, st.integers(20_000, 900_000), st.integers(-800_000, 800_000), st.integers(-800_000, 800_000))
def test_the_cell_of_two_volumes_does_not_depend_on_their_order(
    lon: int, lat: int, side: int, east: int, north: int
) -> None:
    """Where they share ground it is a cell of what they share; else one between them."""
    one, other = square(lon, lat, side), square(lon + east, lat + north, side)
    found = cell_of_meeting(one, other, size_e7=SIZE)
    assert found == cell_of_meeting(other, one, size_e7=SIZE)
    west, east_edge = min(lon, lon + east), max(lon, lon + east) + side
    assert found.west_e7 <= east_edge and found.west_e7 + SIZE >= west


def test_what_is_shared_decides_and_not_who_is_larger() -> None:
    """A small plan at the edge of a large one: the cell of the small one."""
    large, small = square(350_000_000, 330_000_000, 10_000_000), square(357_600_000, 332_600_000, 100_000)
    assert cell_of_meeting(large, small, size_e7=SIZE) == Cell(332_500_000, 357_500_000, SIZE)
    assert Cell(332_500_000, 357_500_000, SIZE).as_json() == {
        "south_e7": 332_500_000, "west_e7": 357_500_000, "size_e7": SIZE}  # fmt: skip
