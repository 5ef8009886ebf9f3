"""Into where alone it may be: in time, in height, aside or with less ground, each tested as it would stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.geo.detect import outside_all, with_zone
from parley.geo.geojson import Drawn
from parley.geo.height import Height
from parley.geo.volume import Volume
from parley.tracks.deconfliction.proposing.entering import ways_to_enter
from parley.tracks.deconfliction.proposing.moves import Move
from parley.tracks.deconfliction.proposing.testing import moved_side
from tests.geo.drawing import DAY_S, GROUND, HOUR, square
from tests.tracks.deconfliction.proposing.world import setting, side, third, volume, zone


def permitting(name: str = "range", *, at: Any = None, **changes: Any) -> Drawn:
    """Return a zone in which alone a flight may be."""
    found = zone(name, square(side=0.05) if at is None else at, "only_inside")
    return replace(found, volume=replace(found.volume, **changes))


def ways(*zones: Drawn, closed: tuple[Drawn, ...] = (), who: Any = None, **changes: Any) -> dict[str, Move]:
    """Return the moves that let a flight in, by how; each was seen to pass the ordinary detector."""
    mover = who or side("SY")
    found = ways_to_enter(mover, zones, closed=closed, setting=setting(*zones, *closed, **changes))
    assert [each.greatest for each in found] == sorted(each.greatest for each in found)
    for way in found:
        after = moved_side(mover, way.moves[0])
        assert all(outside_all(each, zones, ground=GROUND) is None for each in after.drawn)
        assert all(with_zone(each, other, ground=GROUND) is None for each in after.drawn for other in closed)
    return {way.moves[0].how: way.moves[0] for way in found}


def test_a_flight_before_the_hours_of_its_range_waits_for_them() -> None:
    """The range is open two hours later, for three hours: not a step more than it takes."""
    found = ways(permitting(windows=((DAY_S + 2 * HOUR, DAY_S + 5 * HOUR),)))
    assert found["time"].amount == 2 * HOUR and set(found) == {"time"}


def test_a_flight_above_its_range_goes_lower() -> None:
    """The range ends at 400 metres, the flight at 500."""
    found = ways(permitting(lower=Height(0, "m", "AGL"), upper=Height(400, "m", "AGL")))
    assert (found["height"].amount, found["height"].unit) == (-100, "m")


def test_a_flight_that_reaches_over_the_border_gives_up_what_is_outside_or_moves() -> None:
    """A third of it lies outside: that much ground is given up, or it goes aside by a few steps."""
    found = ways(permitting(at=square(35.81, 33.09, side=0.06)))
    assert 300 <= found["trim"].amount <= 360
    assert 0 < found["aside"].amount <= 1_500


def test_nothing_leads_into_what_is_closed_or_into_another_activity() -> None:
    """In the hours of the range a standstill holds, or somebody else is there."""
    hours = permitting(windows=((DAY_S + 2 * HOUR, DAY_S + 3 * HOUR),))
    closed = replace(zone("still", square(side=0.05), "standstill"))
    late = replace(closed, volume=replace(closed.volume, windows=((DAY_S + 2 * HOUR, DAY_S + 3 * HOUR),)))
    assert ways(hours) and ways(hours, closed=(late,)) == {}
    other = third("IL/7", volume(begins_min=120, lasts_min=60))
    assert ways_to_enter(side("SY"), [hours], closed=(), setting=setting(hours, *other)) == ()


@pytest.mark.parametrize("zones", [
    [permitting()],
    [],
    [replace(permitting(at=square(36.8)), classes=("convoy",))],
    [replace(permitting(at=square(36.8)), members=("IL",))],
])  # fmt: skip
def test_who_is_inside_or_not_asked_moves_nowhere(zones: list[Drawn]) -> None:
    """Inside already, no such zone, a rule about others; and a class that keeps its right."""
    assert ways_to_enter(side("SY"), zones, closed=(), setting=setting(*zones)) == ()
    away = [permitting(windows=((DAY_S + 2 * HOUR, DAY_S + 5 * HOUR),))]
    assert ways_to_enter(side("SY", stays=True), away, closed=(), setting=setting(*away)) == ()


def test_limits_of_another_reference_offer_no_height() -> None:
    """Above ground and above sea: by how much is not known to the metre, so nothing is offered."""
    zone_amsl = permitting()
    limits = Volume(zone_amsl.volume.area, Height(0, "m", "AMSL"), Height(400, "m", "AMSL"), None)
    assert "height" not in ways(replace(zone_amsl, volume=limits))
