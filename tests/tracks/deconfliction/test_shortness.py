"""Notices that came later than their class asks, counted for each member."""

from __future__ import annotations

from typing import Any

from parley.tracks.deconfliction.shortness import short_by_member
from tests.tracks.deconfliction.plans import HOUR, START_S, notified, volume
from tests.tracks.hotline.cell import Cell


def test_each_member_has_its_own_figures() -> None:
    """One in time, one an hour ahead of a class that asks for a day; whoever gave none late stands there with 0."""
    cell = Cell()
    states: list[Any] = [
        cell.state(notified(cell, member, volumes=[each])).as_json()
        for member, each in (
            ("SY", volume()), ("SY", volume(begins_s=START_S + HOUR)), ("IL", volume()),
        )
    ]  # fmt: skip
    assert short_by_member(states) == {"IL": (0, 1), "SY": (1, 2)}
    assert short_by_member([]) == {}


def test_a_change_that_came_too_late_stays_counted() -> None:
    """Also where a later version was in time again."""
    late: dict[str, Any] = {"opened_by": "SY", "versions": [{"short_by_min": n} for n in (0, 30, 0)]}
    assert short_by_member([late]) == {"SY": (1, 1)}
