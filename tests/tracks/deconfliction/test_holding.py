"""Which notices fall into a standstill: by ground, height, time, class and member, less what a variance excepts."""

from __future__ import annotations

from typing import Any

import pytest

from parley.matters.entry import Entry
from parley.tracks.deconfliction.holding import Held, held_by
from parley.tracks.deconfliction.standstill_duties import held_duties
from tests.tracks.deconfliction.plans import DAY, HOUR, SQUARE, START_S, height, notified, plan, volume
from tests.tracks.deconfliction.standstills import TEXTS, in_force, proposed, signs, variance
from tests.tracks.hotline.cell import Cell, said

EAST = [[[[358100000, 331000000], [358200000, 331000000], [358200000, 331100000], [358100000, 331100000]]]]
WEST_HALF = [[[[358000000, 331000000], [358050000, 331000000], [358050000, 331100000], [358000000, 331100000]]]]
EAST_HALF = [[[[358050000, 331000000], [358100000, 331000000], [358100000, 331100000], [358050000, 331100000]]]]
# The convoy of the tests: from two days on for four hours.
BEGINS, ENDS = START_S + 2 * DAY, START_S + 2 * DAY + 4 * HOUR


def held(cell: Cell, notice: Entry, matter: Entry) -> Held | None:
    """Return how a notice falls into a standstill."""
    assert cell.charter.activities is not None
    return held_by(cell.state(notice), cell.state(matter), ground=cell.charter.activities.ground)


CASES: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({}, {}, True),
    ({"volumes": [volume(area=EAST)]}, {}, False),
    ({}, {"from_s": ENDS}, False),
    ({}, {"until_s": BEGINS}, False),
    ({}, {"from_s": ENDS - 1}, True),
    ({}, {"areas": [{"area": SQUARE, "lower": height(50), "upper": height(900)}]}, False),
    ({}, {"areas": [{"area": SQUARE, "lower": height(49)}]}, True),
    ({}, {"classes": ["live_fire_exercise"]}, False),
    ({}, {"classes": ["live_fire_exercise", "convoy"]}, True),
    ({"class": "medical_evacuation"}, {}, True),
    ({"class": "medical_evacuation"}, {"excepted": ["medical_evacuation"]}, False),
    ({"contingency": [volume()], "volumes": [volume(area=EAST)]}, {}, True),
]


@pytest.mark.parametrize(("changes", "terms", "is_held"), CASES)
def test_a_notice_falls_into_a_standstill_or_does_not(
    changes: dict[str, Any], terms: dict[str, Any], is_held: bool
) -> None:
    """What touches does not; a medical class only where its text does not except it; where it may go in need counts."""
    cell = Cell()
    notice = notified(cell, **plan(**changes))
    found = held(cell, notice, in_force(cell, **terms))
    assert (found is not None and found.is_hard) is is_held
    if found is not None:
        assert found.overlap is not None and (found.overlap.kind, found.overlap.standing) == ("standstill", "agreed")


def test_it_binds_those_who_signed_it_alone() -> None:
    """The supervisor's own activity goes on."""
    cell = Cell()
    theirs = notified(cell, "US")
    assert held(cell, theirs, in_force(cell)) is None


def test_before_all_have_signed_nothing_is_held() -> None:
    """It is told what would be, and nothing more; what is declined would hold nothing."""
    cell = Cell()
    notice = notified(cell)
    matter = proposed(cell)
    found = held(cell, notice, matter)
    assert found is not None and not found.is_hard and found.overlap is not None
    said(cell, "IL", "instrument_declined", matter, of=matter.id, why="No")
    assert held(cell, notice, matter) is None


def test_what_is_over_is_not_held() -> None:
    """A cancelled activity falls into nothing."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    said(cell, "SY", "activity_cancelled", notice, why="It stands still")
    assert held(cell, notice, matter) is None


def excepted(cell: Cell, matter: Entry, **changes: Any) -> Entry:
    """Let a variance be signed by both."""
    entry = said(cell, "SY", "variance_proposed", matter, **variance(matter, **changes))
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=entry)
    return entry


def test_a_variance_excepts_the_version_that_it_names() -> None:
    """Once signed by both; what is changed afterwards is held again."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    entry = said(cell, "SY", "variance_proposed", matter, **variance(matter, notice=notice.id))
    signs(cell, "SY", matter, of=entry)
    found = held(cell, notice, matter)
    assert found is not None and found.is_hard
    signs(cell, "IL", matter, of=entry)
    found = held(cell, notice, matter)
    assert found is not None and found.overlap is None and found.excepted_by == (entry.id,)
    said(cell, "SY", "activity_changed", notice, **plan(volume(hours=6)), of=notice.id, why="Longer")
    found = held(cell, notice, matter)
    assert found is not None and found.is_hard


def test_a_variance_excepts_for_its_own_time_alone() -> None:
    """Its first three of the four hours: the fourth is held."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    excepted(cell, matter, notice=notice.id, until_s=BEGINS + 3 * HOUR)
    found = held(cell, notice, matter)
    assert found is not None and found.overlap is not None
    assert found.overlap.meeting.windows == ((BEGINS + 3 * HOUR, ENDS),)


def test_variances_by_area_and_class_cover_together_or_not() -> None:
    """Half of the ground leaves the other half; both halves leave nothing; another class or party excepts nothing."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    excepted(cell, matter, notice=None, areas=[{"area": WEST_HALF}], classes=["demining"])
    excepted(cell, matter, notice=None, areas=[{"area": WEST_HALF}], parties=["IL"])
    whole = held(cell, notice, matter)
    excepted(cell, matter, notice=None, areas=[{"area": WEST_HALF}], classes=["convoy"], parties=["SY"])
    half = held(cell, notice, matter)
    assert whole is not None and half is not None and whole.overlap is not None and half.overlap is not None
    assert whole.excepted_by == () and half.is_hard
    assert half.overlap.meeting.area_m2 == pytest.approx(whole.overlap.meeting.area_m2 / 2, rel=0.01)
    excepted(cell, matter, notice=None, areas=[{"area": EAST_HALF, "upper": height(30)}])
    low = held(cell, notice, matter)
    assert low is not None and low.is_hard
    excepted(cell, matter, notice=None, areas=[{"area": EAST_HALF}], classes=["convoy"])
    none = held(cell, notice, matter)
    assert none is not None and none.overlap is None and len(none.excepted_by) == 3


def test_a_variance_of_another_reference_excepts_no_height() -> None:
    """What is meant above the sea says nothing sure of heights above the ground, and then it excepts nothing."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    excepted(cell, matter, notice=None, areas=[{"area": SQUARE, "upper": height(2_000, "AMSL")}])
    found = held(cell, notice, matter)
    assert found is not None and found.is_hard
    excepted(cell, matter, notice=None, areas=[{"area": SQUARE, "lower": height(0), "upper": height(50)}])
    found = held(cell, notice, matter)
    assert found is not None and found.overlap is None


def test_it_is_owed_before_the_first_volume_would_begin_there_not_the_widest() -> None:
    """A small volume at once and a large one a day later: the small one sets the hour."""
    cell = Cell()
    first, later = volume(area=WEST_HALF), volume(begins_s=BEGINS + DAY)
    notice = notified(cell, **plan(first, later))
    found = held(cell, notice, in_force(cell))
    assert found is not None and found.overlap is not None
    assert found.overlap.meeting.windows[0][0] == BEGINS + DAY
    assert found.begins_s == BEGINS
    (owed,) = held_duties(cell.state(notice), found, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert owed.due_at_ms == BEGINS * 1000


def test_a_signed_ending_lets_go() -> None:
    """What comes after it is not held."""
    cell = Cell()
    notice = notified(cell)
    matter = in_force(cell)
    ending = said(cell, "IL", "ending_proposed", matter, of=matter.id, texts=TEXTS, ends_s=BEGINS)
    for member in ("SY", "IL"):
        signs(cell, member, matter, of=ending)
    assert held(cell, notice, matter) is None
