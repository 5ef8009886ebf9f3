"""The exact test of two volumes: open areas, open bands, half-open windows; the same for both orders."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.geo.area import Area, read_area
from parley.geo.figures import Misread
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.separation import Separation
from parley.geo.volume import Volume, meet, read_limits, read_windows, shared_windows
from tests.geo.drawing import DAY_S, GROUND, HOUR, square, volume

HERE = volume()


def kind(one: Volume, other: Volume, separation: Separation | None = None) -> str | None:
    """Return how two volumes meet, once it was seen to be the same for both orders."""
    apart = separation or Separation()
    found = [meet(*pair, ground=GROUND, separation=apart) for pair in ((one, other), (other, one))]
    kinds = {each.kind if each else None for each in found}
    assert len(kinds) == 1
    return kinds.pop()


@pytest.mark.parametrize(("other", "expected"), [
    (volume(), "conflict"),
    (volume(begins=1, ends=2), None),
    (volume(begins=0, ends=2), "conflict"),
    (volume(lower=500, upper=900), None),
    (volume(lower=499, upper=900), "conflict"),
    (volume(square(35.9, 33.1)), None),
    (volume(square(35.9, 33.2)), None),
    (volume(square(35.8999999, 33.1)), "contact"),
    (volume(square(35.8999, 33.1)), "conflict"),
])  # fmt: skip
def test_what_touches_does_not_overlap(other: Volume, expected: str | None) -> None:
    """Back to back in time, on top of each other, side by side, corner to corner: none; a centimetre is a contact."""
    assert kind(HERE, other) == expected


@pytest.mark.parametrize(("other", "separation", "expected"), [
    (volume(begins=1, ends=2), Separation(time_min=1), "near"),
    (volume(begins=2, ends=3), Separation(time_min=60), None),
    (volume(lower=600, upper=900), Separation(vertical_m=100), None),
    (volume(lower=599, upper=900), Separation(vertical_m=100), "near"),
    (volume(square(35.91, 33.1)), Separation(lateral_m=930), None),
    (volume(square(35.91, 33.1)), Separation(lateral_m=940), "near"),
    (volume(square(35.9, 33.1)), Separation(lateral_m=1), "near"),
    (volume(), Separation(1000, 100, 30), "conflict"),
])  # fmt: skip
def test_what_is_too_close_is_near(other: Volume, separation: Separation, expected: str | None) -> None:
    """Exactly as far apart as asked is far enough; 0.01 degree of longitude is 933 m here."""
    assert kind(HERE, other, separation) == expected


def test_two_legs_with_an_empty_middle_do_not_conflict_there() -> None:
    """The union trap: an area of two parts, or two windows, is not what lies between them."""
    parts = Area((*square(35.0, 33.1).polygons, *square(36.0, 33.1).polygons))
    assert kind(volume(parts), volume(square(35.5, 33.1))) is None
    twice = replace(HERE, windows=((DAY_S, DAY_S + HOUR), (DAY_S + 5 * HOUR, DAY_S + 6 * HOUR)))
    assert kind(twice, volume(begins=2, ends=3)) is None
    assert kind(twice, volume(begins=5, ends=6)) == "conflict"


def test_a_neighbour_with_a_corner_on_the_middle_of_an_edge_is_at_most_a_contact() -> None:
    """A T-junction on a slanted edge, rounded to the grid, overlaps by a sliver that is no conflict."""

    for number in range(1, 40):
        upper = (350000000 + 7777777 * number // 40, 330000000 + 3333333 * number // 40)
        one = read_area([[[[350000000, 330000000], [357777777, 333333333], [350000000, 338000000]]]])
        other = read_area([[[[350000000, 330000000], list(upper), [357777777, 320000000]]]])
        assert isinstance(one, Area) and isinstance(other, Area)
        assert kind(volume(one), volume(other)) in (None, "contact")



def test_heights_of_one_reference_are_compared_as_written() -> None:
    """Two above ground share the ground, whatever its height is; above ground and above sea, it may be anything."""
    low, high = volume(lower=0, upper=120, reference="AGL"), volume(lower=200, upper=300, reference="AGL")
    assert kind(low, high) is None
    over_sea = volume(lower=2_000, upper=2_500)
    assert kind(low, over_sea) == "conflict"
    found = meet(low, over_sea, ground=GROUND)
    assert found is not None and not found.is_as_written
    assert kind(low, volume(lower=3_000, upper=3_500)) is None


def test_feet_and_metres_of_one_reference_are_the_same_height() -> None:
    """1,000 ft end at 304.8 m: what begins at 305 m is above it, what begins at 304 m is not."""
    feet = replace(HERE, upper=Height(1_000, "ft", "AMSL"))
    assert kind(feet, volume(lower=305, upper=400)) is None
    assert kind(feet, volume(lower=304, upper=400)) == "conflict"


def test_a_zone_without_limits_is_met_at_every_height_and_time() -> None:
    """None is no limit."""
    zone = Volume(square(), None, None, None)
    assert kind(zone, volume(lower=9_000, upper=9_500, begins=5_000, ends=5_001)) == "conflict"
    assert kind(zone, Volume(square(), None, None, None)) == "conflict"


Corner = st.tuples(st.integers(358_000_000, 358_000_400), st.integers(331_000_000, 331_000_400))


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _interiors_meet(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    """Return whether two triangles share an inner point: no edge of either has the other wholly beside it. Exact."""
    for first, second in ((one, other), (other, one)):
        inside = _turn(*first)
        for a, b in pairwise((*first, first[0])):
            if all(_turn(a, b, c) * inside <= 0 for c in second):
                return False
    return True


@settings(max_examples=300)
@given(st.tuples(Corner, Corner, Corner), st.tuples(Corner, Corner, Corner))
def test_two_triangles_meet_where_no_edge_parts_them(
    one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]
) -> None:
    """Held against whole numbers: what meets by less than the grid of doubles tells may differ, and no more."""
    areas = [read_area([[[list(corner) for corner in each]]]) for each in (one, other)]
    if any(isinstance(each, Misread) for each in areas):
        return
    volumes = [volume(each) for each in areas if isinstance(each, Area)]
    found = meet(*volumes, ground=GROUND)
    if _interiors_meet(one, other):
        assert found is not None
    else:
        assert found is None or found.kind == "contact"


@given(st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True),
       st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True), st.integers(0, 5))  # fmt: skip
def test_shared_windows_are_those_of_every_pair(one: list[int], other: list[int], apart: int) -> None:
    """Walked once or compared pair by pair, the same."""
    first, second = (
        [(each[n], each[n + 1]) for n in range(0, len(each) - 1, 2)] for each in (sorted(one), sorted(other))
    )
    expected = {
        (max(a[0] - apart, b[0]), min(a[1] + apart, b[1]))
        for a in first for b in second if max(a[0] - apart, b[0]) < min(a[1] + apart, b[1])
    }  # fmt: skip
    assert set(shared_windows(first, second)) == set(shared_windows(second, first)) or apart
    assert bool(shared_windows(first, second, apart_s=apart)) == bool(expected)
    if not apart:
        assert set(shared_windows(first, second)) == expected


@pytest.mark.parametrize(("windows", "code"), [
    ([], "geo.windows_count"),
    ([(n, n + 1) for n in range(0, 802, 2)], "geo.windows_count"),
    ([(5, 5)], "geo.window_ends_first"),
    ([(5, 4)], "geo.window_ends_first"),
    ([(0, 200 * 86_400)], "geo.window_too_long"),
    ([(0, 10), (9, 20)], "geo.windows_unsorted"),
    ([(20, 30), (0, 10)], "geo.windows_unsorted"),
    ([(0, 10), (200 * 86_400, 200 * 86_400 + 1)], "geo.window_too_long"),
])  # fmt: skip
def test_windows_that_are_none_are_refused(windows: list[tuple[int, int]], code: str) -> None:
    """Each with its own code."""
    found = read_windows(windows)
    assert isinstance(found, Misread) and found.code == code


def test_windows_may_follow_each_other_at_once() -> None:
    """Half-open: one ends where the next begins."""
    assert read_windows([(0, 10), (10, 20)]) == ((0, 10), (10, 20))


def test_limits_upside_down_are_refused() -> None:
    """Where both have one reference as written; where they have not, if they cannot be meant otherwise."""
    for lower, upper in ((500, 500), (501, 500)):
        found = read_limits(Height(lower, "m", "AMSL"), Height(upper, "m", "AMSL"), ground=GROUND)
        assert isinstance(found, Misread)
    assert read_limits(Height(100, "m", "AGL"), Height(50, "m", "W84"), ground=GROUND) is None
    assert read_limits(Height(9_000, "m", "AGL"), Height(0, "m", "W84"), ground=GROUND) is not None


@given(st.integers(-40, 40), st.integers(-100_000, 100_000))
def test_moving_both_changes_nothing(steps: int, seconds: int) -> None:
    """Moved together in longitude and in time, two volumes meet as before."""
    def moved(each: Volume) -> Volume:
        polygons = tuple(
            tuple(tuple((lon + steps * E7 // 2, lat) for lon, lat in ring) for ring in polygon)
            for polygon in each.area.polygons
        )
        windows = tuple((start + seconds, end + seconds) for start, end in each.windows or ())
        return replace(each, area=Area(polygons), windows=windows)

    for other in (volume(square(35.85, 33.15)), volume(square(35.9, 33.1)), volume(begins=1, ends=2)):
        assert kind(moved(HERE), moved(other)) == kind(HERE, other)
