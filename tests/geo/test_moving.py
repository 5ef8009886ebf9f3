"""Volumes moved in whole numbers, and what a trim leaves: sound, apart from what it was trimmed by, its loss exact."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from parley.geo.area import Area, area_km2, shape_of
from parley.geo.marching import Obstacle, crosses, march, size_m
from parley.geo.moving import (
    area_aside,
    aside,
    given_up_permille,
    higher,
    later,
    trimmed,
    wider_in_height,
    wider_in_time,
    wider_on_ground,
)
from parley.geo.separation import Separation
from parley.geo.volume import meet
from tests.geo.drawing import DAY_S, GROUND, HOUR, square, volume

HERE = volume()


def test_a_move_adds_whole_numbers_and_nothing_else() -> None:
    """Seconds, units of the height as written, ten-millionths of a degree; moved back it is what it was."""
    assert later(HERE, seconds=300).windows == ((DAY_S + 300, DAY_S + HOUR + 300),)
    raised = higher(HERE, units=50)
    assert (raised.lower.value, raised.upper.value) == (50, 550)  # type: ignore[union-attr]
    moved = aside(HERE, east_e7=7, north_e7=-3)
    assert moved.area.box == tuple(a + b for a, b in zip(HERE.area.box, (7, -3, 7, -3), strict=True))
    back = aside(higher(later(moved, seconds=-300), units=0), east_e7=-7, north_e7=3)
    assert later(back, seconds=300) == HERE


def test_a_widened_volume_holds_every_move_within_it() -> None:
    """In time, where widened windows meet they become one; in height; on the ground, on every side."""
    twice = replace(HERE, windows=((DAY_S, DAY_S + 10), (DAY_S + 100, DAY_S + 110), (DAY_S + 900, DAY_S + 910)))
    assert wider_in_time(twice, seconds=60).windows == ((DAY_S - 60, DAY_S + 170), (DAY_S + 840, DAY_S + 970))
    wide = wider_in_height(HERE, units=100)
    assert (wide.lower.value, wide.upper.value) == (-100, 600)  # type: ignore[union-attr]
    around = wider_on_ground(HERE, metres=5_000)
    for shift in march([(HERE.area, [])], until_m=5_000):
        slid = area_aside(HERE.area, east_e7=shift.east_e7, north_e7=shift.north_e7)
        assert shape_of(around.area).contains(shape_of(slid))


@pytest.mark.parametrize("apart_m", [0, 700])
def test_what_a_trim_leaves_is_apart_from_what_it_was_trimmed_by(apart_m: int) -> None:
    """The largest part, whole ten-millionths of a degree, as far away as is asked, and no contact either."""
    other = square(35.86, 33.15)
    left = trimmed(HERE.area, by=[(other, apart_m)])
    assert left is not None
    assert meet(replace(HERE, area=left), volume(other), ground=GROUND, separation=Separation(apart_m)) is None
    lost = given_up_permille([HERE.area], after=[left])
    assert abs(lost - 1_000 * (1 - area_km2(left) / area_km2(HERE.area))) < 2


def test_a_trim_that_leaves_nothing_is_none() -> None:
    """Covered all over there is no part left, and given up whole is a thousand thousandths."""
    assert trimmed(HERE.area, by=[(square(35.7, 33.0, side=0.5), 0)]) is None
    half = Area((((*HERE.area.polygons[0][0][:3],),),))
    assert given_up_permille([HERE.area], after=[half]) == 500


def test_a_march_keeps_clear_and_begins_with_the_nearest() -> None:
    """Every shift that it yields is free of the obstacle by as much as is asked, and none nearer is left out."""
    blocker = square(35.83, 33.12, side=0.04)
    found = list(march([(HERE.area, [Obstacle(shape_of(blocker), 300)])], until_m=12_000))
    assert found and [each.metres for each in found] == sorted(each.metres for each in found)
    first = found[0].metres
    for shift in found[:5]:
        slid = replace(HERE, area=area_aside(HERE.area, east_e7=shift.east_e7, north_e7=shift.north_e7))
        assert meet(slid, volume(blocker), ground=GROUND, separation=Separation(300)) is None
    free = list(march([(HERE.area, [])], until_m=first - 250))
    for shift in free:
        slid = replace(HERE, area=area_aside(HERE.area, east_e7=shift.east_e7, north_e7=shift.north_e7))
        assert meet(slid, volume(blocker), ground=GROUND, separation=Separation(300)) is not None


def test_a_way_over_a_border_is_told() -> None:
    """A line between the two places is crossed; one on which it lay before is not; its size is measured in metres."""
    east = area_aside(HERE.area, east_e7=5_000_000, north_e7=0)
    between, through = (shapely.LineString([(lon, 33), (lon, 34)]) for lon in (36.1, 35.85))
    assert crosses(HERE.area, after=east, borders=[between])
    assert not crosses(HERE.area, after=east, borders=[through])
    assert not crosses(HERE.area, after=east, borders=[])
    assert 11_000 < size_m([HERE.area]) < 11_200
