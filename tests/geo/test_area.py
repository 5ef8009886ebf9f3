"""Areas: what is refused before anything is computed, and how large what is taken is."""

from __future__ import annotations

from typing import Any

import pytest
from geographiclib.geodesic import Geodesic

from parley.geo.area import MOST_CORNERS, MOST_POLYGONS, Area, area_as_lists, area_km2, read_area, scale_at
from parley.geo.figures import Misread
from parley.geo.place import E7
from tests.geo.drawing import square


def ring(*corners: tuple[float, float]) -> list[list[int]]:
    """Return a ring as `read_area` reads it."""
    return [[round(lon * E7), round(lat * E7)] for lon, lat in corners]


BOW_TIE = ring((35.8, 33.1), (35.9, 33.2), (35.9, 33.1), (35.8, 33.2))
FLAT = ring((35.8, 33.1), (35.9, 33.1), (36.0, 33.1))
SLIVER = [[358000000, 331000000], [359000000, 331000000], [359000000, 331000001], [358000000, 331000001]]
HOLE_OUTSIDE = [ring((35.8, 33.1), (35.9, 33.1), (35.9, 33.2)), ring((36.8, 33.1), (36.9, 33.1), (36.9, 33.2))]
REFUSED: dict[str, tuple[Any, str]] = {
    "nothing": (None, "geo.area_form"),
    "no polygon": ([], "geo.area_form"),
    "a word": ("area", "geo.area_form"),
    "a polygon without rings": ([[]], "geo.area_form"),
    "a corner of three figures": ([[[[1, 2, 3], [2, 3], [3, 4]]]], "geo.area_form"),
    "a corner that is no whole number": ([[[[1.5, 2], [2, 3], [3, 4]]]], "geo.area_form"),
    "a corner that is true": ([[[[True, 2], [2, 3], [3, 4]]]], "geo.area_form"),
    "two corners": ([[ring((35.8, 33.1), (35.9, 33.1))]], "geo.area_too_few_corners"),
    "the same corner three times": ([[ring(*[(35.8, 33.1)] * 3)]], "geo.area_too_few_corners"),
    "a line there and back": ([[FLAT]], "geo.area_no_extent"),
    "a bow tie": ([[BOW_TIE]], "geo.area_crosses_itself"),
    "a bow tie of unequal halves": (
        [[ring((35.8, 33.1), (35.9, 33.2), (35.9, 33.1), (35.8, 33.3))]], "geo.area_crosses_itself"),
    "a sliver of a centimetre": ([[SLIVER]], "geo.area_no_extent"),
    "a hole that lies outside": ([HOLE_OUTSIDE], "geo.area_crosses_itself"),
    "two parts that overlap": (
        [[ring((35.8, 33.1), (35.9, 33.1), (35.9, 33.2))], [ring((35.8, 33.1), (35.9, 33.1), (35.9, 33.3))]],
        "geo.area_crosses_itself"),
    "a longitude of 181": ([[ring((181, 33), (181, 34), (180, 34))]], "geo.area_out_of_range"),
    "a latitude of 91": ([[ring((35, 91), (36, 91), (36, 90))]], "geo.area_out_of_range"),
    "the pole": ([[ring((35, 89), (36, 89), (36, 88))]], "geo.area_near_pole"),
    "over the 180th meridian": ([[ring((-179, 33), (179, 33), (179, 34))]], "geo.area_over_meridian"),
    "more polygons than are taken": ([[FLAT]] * (MOST_POLYGONS + 1), "geo.area_too_many_parts"),
    "100,000 corners": ([[[[n, n * n % 977] for n in range(100_000)]]], "geo.area_too_many_corners"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_area_is_refused_with_its_reason(name: str) -> None:
    """Each fault has its own code; nothing is repaired."""
    value, code = REFUSED[name]
    found = read_area(value)
    assert isinstance(found, Misread) and found.code == code, found


def test_the_largest_outline_that_is_taken_is_taken() -> None:
    """The limit is the one that is told: so many corners are read, one more is not."""
    half = MOST_CORNERS // 2
    zigzag = [[350000000 + 100 * n, 330000000 + (n % 2) * 50] for n in range(half)]
    zigzag += [[350000000 + 100 * n, 330010000 + (n % 2) * 50] for n in reversed(range(half))]
    assert isinstance(read_area([[zigzag]]), Area)
    assert isinstance(read_area([[[*zigzag, [340000000, 330005000]]]]), Misread)


def test_an_area_that_is_too_large_is_told_with_both_figures() -> None:
    """The author learns how large it is and how large it may be."""
    lists = area_as_lists(square(side=0.5))
    found = read_area(lists, most_km2=1000)
    assert isinstance(found, Misread) and found.data == {"limit": 1000, "found": 2581}
    assert read_area(lists, most_km2=3000) == square(side=0.5)


@pytest.mark.parametrize("south", [-60.0, 0.0, 33.1, 70.0])
def test_the_extent_is_that_of_the_ellipsoid(south: float) -> None:
    """Compared with GeographicLib's polygon of the same corners, on short edges."""
    area = square(35.8, south, side=0.05)
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in area.corners:
        polygon.AddPoint(lat / E7, lon / E7)
    _, _, square_m = polygon.Compute(False, True)
    assert area_km2(area) == pytest.approx(square_m / 1e6, rel=1e-4)


def test_a_degree_is_as_long_as_the_ellipsoid_says() -> None:
    """A short way north and a short way east, compared with GeographicLib's."""
    scale = scale_at(33.1)
    north = Geodesic.WGS84.Inverse(33.099, 35.8, 33.101, 35.8)["s12"] / 0.002
    east = Geodesic.WGS84.Inverse(33.1, 35.8, 33.1, 35.801)["s12"] / 0.001
    assert (scale.lat_m, scale.lon_m) == (pytest.approx(north, rel=1e-6), pytest.approx(east, rel=1e-6))
