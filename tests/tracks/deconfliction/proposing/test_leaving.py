"""Out of what cannot move: in time, in height, aside or with less ground, each tested as it would stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.geo.detect import with_zone
from parley.geo.geojson import Drawn
from parley.geo.volume import Volume
from parley.tracks.deconfliction.proposing.leaving import ways_to_leave
from parley.tracks.deconfliction.proposing.moves import Move
from parley.tracks.deconfliction.proposing.testing import moved_side
from tests.geo.drawing import DAY_S, GROUND, HOUR, square
from tests.tracks.deconfliction.proposing.world import NOW_S, setting, side, third, volume, zone


def held(hours: int = 2) -> Drawn:
    """Return a zone over the side's ground for a few hours."""
    found = zone("strip", square(side=0.04))
    window = (DAY_S, DAY_S + hours * HOUR)
    return replace(found, volume=replace(found.volume, windows=(window,)))


def clears(move: Move, *zones: Drawn) -> bool:
    """Return whether the ordinary detector finds nothing between the moved side and the zones."""
    after = moved_side(side("SY"), move)
    return all(with_zone(each, closed, ground=GROUND) is None for each in after.drawn for closed in zones)


def test_each_way_is_found_and_passes_the_detector() -> None:
    """Later, aside or by giving up ground; the cheapest first, whatever asks."""
    ways = ways_to_leave(side("SY"), [held()], setting=setting())
    hows = [each.moves[0].how for each in ways]
    assert "time" in hows and "aside" in hows and len(set(hows)) == len(hows)
    assert [each.greatest for each in ways] == sorted(each.greatest for each in ways)
    assert all(clears(each.moves[0], held()) for each in ways)
    assert ways == ways_to_leave(side("SY"), [held()], setting=setting())


def test_no_way_leads_into_another_zone_or_activity() -> None:
    """The hours before and half a day after somebody else is there: the shift goes beyond them, or there is none."""
    hours = [*range(-240, 0, 60), *range(120, 900, 60)]
    later = third("US/7", *(volume(begins_min=minutes, lasts_min=60) for minutes in hours))
    (free,) = [each for each in ways_to_leave(side("SY"), [held()], setting=setting()) if each.moves[0].how == "time"]
    busy = ways_to_leave(side("SY"), [held()], setting=setting(*later))
    shifts = [each.moves[0].amount for each in busy if each.moves[0].how == "time"]
    assert all(shift != free.moves[0].amount for shift in shifts)
    assert all(clears(each.moves[0], held()) for each in busy)


def test_a_zone_that_always_holds_is_left_on_the_ground_alone() -> None:
    """No time is free of it, and at no height it ends."""
    always = zone("strip", square(side=0.04))
    hows = {each.moves[0].how for each in ways_to_leave(side("SY"), [always], setting=setting())}
    assert hows <= {"aside", "trim"} and hows


def test_heights_of_a_zone_leave_what_is_above_it() -> None:
    """Up to 600 metres it is closed: the flight goes higher."""
    low = replace(zone("low", square(side=0.04)), volume=Volume(square(side=0.04), *_limits(0, 600), None))
    ways = ways_to_leave(side("SY"), [low], setting=setting())
    assert any(each.moves[0].how == "height" and each.moves[0].amount >= 300 for each in ways)


def _limits(lower: int, upper: int) -> tuple[object, object]:
    at = volume(lower=lower, upper=upper)
    return at.lower, at.upper


@pytest.mark.parametrize("who", [side("SY", stays=True), side("SY", volume(square(side=0.02), begins_min=600))])
def test_who_is_not_asked_or_does_not_meet_it_moves_nowhere(who: object) -> None:
    """A class that keeps its right, what is under way, and what is there at another time."""
    assert ways_to_leave(who, [held()], setting=setting()) == ()  # type: ignore[arg-type]
    assert ways_to_leave(side("SY"), [], setting=setting(now_s=NOW_S)) == ()
