"""Ground times hours that a plan holds: each window of each volume, and nothing of where it may go in need."""

from __future__ import annotations

import pytest

from parley.tracks.deconfliction.reserving import held_by_member, km2_hours
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, plan, volume


def test_each_window_of_each_volume_counts() -> None:
    """The square of the tests is a little over a square kilometre: four hours of it, twice, and two volumes."""
    once = km2_hours(plan(volume()))
    assert once == pytest.approx(4 * 1.04, abs=1)
    begins = START_S + 2 * DAY
    twice = volume(windows=[[begins, begins + 4 * HOUR], [begins + DAY, begins + DAY + 4 * HOUR]])
    assert km2_hours(plan(twice)) == pytest.approx(2 * once, abs=1)
    assert km2_hours(plan(volume(), volume())) == pytest.approx(2 * once, abs=1)
    assert km2_hours(plan(volume(), contingency=[volume()])) == once


def test_what_members_hold_is_summed_for_each() -> None:
    """In the order of their codes, whatever the order of their notices."""
    assert held_by_member([("SY", 3), ("IL", 1), ("SY", 4)]) == {"IL": 1, "SY": 7}
    assert held_by_member([]) == {}
