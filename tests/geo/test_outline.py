"""Circles and routes become outlines that hold all that was meant."""

from __future__ import annotations

import math

import pytest
import shapely
from geographiclib.geodesic import Geodesic

from parley.geo.area import Area, area_as_lists, area_km2, read_area, shape_of
from parley.geo.figures import Misread
from parley.geo.outline import EXCESS_M, LONGEST_RADIUS_M, circle, corridor
from parley.geo.place import E7, Place

BRIDGE = Place(331_000_000, 358_000_000)


@pytest.mark.parametrize("latitude", [0, 33, -60, 84])
@pytest.mark.parametrize("radius_m", [1, 50, 5_000, 15_000, LONGEST_RADIUS_M])
def test_no_point_of_the_rim_lies_outside(latitude: int, radius_m: int) -> None:
    """The trap of the polygon through the rim: at 15 km it would be 4 m short, here it is never."""
    if latitude == 84 and radius_m == LONGEST_RADIUS_M:
        centre = Place(840_000_000, 358_000_000)
        made = circle(centre, radius_m=radius_m)
        assert isinstance(made, Area) and isinstance(read_area(area_as_lists(made)), Area)
        return
    made = circle(Place(latitude * E7, 358_000_000), radius_m=radius_m)
    assert isinstance(made, Area)
    shape = shape_of(made)
    for bearing in range(0, 3600, 7):
        found = Geodesic.WGS84.Direct(latitude, 35.8, bearing / 10, radius_m)
        assert shapely.contains_xy(shape, found["lon2"], found["lat2"]), bearing
    farthest = max(
        Geodesic.WGS84.Inverse(latitude, 35.8, lat / E7, lon / E7)["s12"] for lon, lat in made.corners
    )
    assert farthest - radius_m <= max(EXCESS_M, radius_m / 1000) + 1


def test_a_corridor_holds_all_that_is_near_its_route() -> None:
    """Points beside both legs, at half the width, lie within; the gap between the legs does not."""
    points = [BRIDGE, Place(333_000_000, 361_000_000), Place(331_000_000, 364_000_000)]
    made = corridor(points, width_m=2_000)
    assert isinstance(made, Area) and isinstance(read_area(area_as_lists(made)), Area)
    shape = shape_of(made)
    for one, other in zip(points, points[1:], strict=False):
        line = Geodesic.WGS84.InverseLine(one.lat_e7 / E7, one.lon_e7 / E7, other.lat_e7 / E7, other.lon_e7 / E7)
        for step in range(41):
            at = line.Position(line.s13 * step / 40)
            for side in (90, -90):
                beside = Geodesic.WGS84.Direct(at["lat2"], at["lon2"], at["azi2"] + side, 999.9)
                assert shapely.contains_xy(shape, beside["lon2"], beside["lat2"])
    assert not shapely.contains_xy(shape, 36.1, 33.15)


def test_a_corridor_is_hardly_wider_than_asked() -> None:
    """Its extent is that of a strip with two round ends, within two parts in a hundred."""
    made = corridor([BRIDGE, Place(331_000_000, 366_000_000)], width_m=2_000)
    assert isinstance(made, Area)
    metres = Geodesic.WGS84.Inverse(33.1, 35.8, 33.1, 36.6)["s12"]
    assert area_km2(made) == pytest.approx((metres * 2_000 + math.pi * 1_000**2) / 1e6, rel=0.02)


@pytest.mark.parametrize("radius_m", [0, -5, LONGEST_RADIUS_M + 1])
def test_a_radius_out_of_range_is_refused(radius_m: int) -> None:
    """No circle of nothing, and none larger than is told."""
    found = circle(BRIDGE, radius_m=radius_m)
    assert isinstance(found, Misread) and found.code == "geo.radius_out_of_range"


@pytest.mark.parametrize(("points", "width_m", "code"), [
    ([BRIDGE], 100, "geo.route_points"),
    ([BRIDGE] * 2, 100, "geo.route_point_twice"),
    ([BRIDGE, Place(331_000_000, 359_000_000)], 0, "geo.width_out_of_range"),
    ([BRIDGE, Place(331_000_000, 459_000_000)], 100, "geo.route_too_long"),
    ([Place(331_000_000, 358_000_000 + n) for n in range(202)], 100, "geo.route_points"),
    ([Place(331_000_000, 1_799_000_000), Place(331_000_000, -1_799_000_000)], 100, "geo.area_over_meridian"),
    ([Place(331_000_000, 1_799_000_000), Place(331_000_000, 1_799_999_000)], 900, "geo.area_over_meridian"),
    ([Place(849_000_000, 358_000_000), Place(849_990_000, 358_000_000)], 900, "geo.area_near_pole"),
    ([Place(899_000_000, 0), Place(900_000_000, 0)], 900, "geo.area_near_pole"),
])  # fmt: skip
def test_a_route_that_is_none_is_refused(points: list[Place], width_m: int, code: str) -> None:
    """Each with its own code, before anything is drawn."""
    found = corridor(points, width_m=width_m)
    assert isinstance(found, Misread) and found.code == code
