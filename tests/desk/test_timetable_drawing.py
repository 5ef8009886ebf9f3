"""The drawing of a timetable: one axis both ways of writing, bars and marks by state, and what is asked for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.verdict import Refusal
from parley.desk.timetable.asked import DAY_S, MOST_DAYS, Asked, timetable_asked
from parley.desk.timetable.drawing import chart
from parley.desk.timetable.scale import MOST_TICKS, axis_of
from parley.tracks.commitments.stepping import facts_of, rows_at
from parley.tracks.commitments.timetable.effect import slip
from tests.tracks.commitments.instruments import in_force, step, tells
from tests.tracks.hotline.cell import Cell

NOW_S = 1_764_000_000
instants = st.lists(st.integers(0, 250_000_000_000), min_size=1, max_size=6)


@given(instants, st.booleans())
def test_every_instant_has_its_place_and_few_days_stand_on_the_axis(found: list[int], is_rtl: bool) -> None:
    """Within the width whatever the span, minutes or millennia; in order of time, turned round in Arabic and Hebrew."""
    axis = axis_of(found, is_rtl=is_rtl)
    places = [axis.at(each) for each in sorted(found)]
    assert all(0 <= each <= 100 for each in places)
    assert all((one >= other) if is_rtl else (one <= other) for one, other in pairwise(places))
    assert len(list(axis.ticks())) <= MOST_TICKS + 2


@given(st.integers(0, 10**10), st.integers(1, 10**9))
def test_the_mirror_image_is_the_same_drawing(at_s: int, length_s: int) -> None:
    """What stands so far from the left in one direction stands so far from the right in the other."""
    one, other = (axis_of([at_s, at_s + length_s], is_rtl=each) for each in (False, True))
    assert one.at(at_s) + other.at(at_s) == pytest.approx(100)
    assert one.bar(at_s, at_s + length_s)[1] == other.bar(at_s, at_s + length_s)[1]


def drawn(days: int) -> dict[str, tuple[set[str], set[str]]]:
    """Return the kinds of bars and the shapes of marks of each step of an instrument, so many days after its force."""
    cell = Cell()
    matter = in_force(
        cell, step("early", by="D+30"), step("half", by="D+30"), step("missed", by="D+5"), step("open", by="D+60"),
        step("waits", by="open+5d", after=["open"]),
        step("again", recurring={"every": "15d", "from": "D", "until": "D+60"}),
    )  # fmt: skip
    tells(cell, "US", "step_certified", matter, "early")
    tells(cell, "US", "step_certified", matter, "half", percent=40)
    rows = rows_at(cell.state(matter), now_s=cell.now_ms // 1000 + days * DAY_S)
    found = chart(rows, now_s=cell.now_ms // 1000 + days * DAY_S, is_rtl=False)
    return {
        row.step.id: ({bar.kind for bar in one.bars}, {mark.shape for mark in one.marks})
        for row, one in zip(rows, found.rows, strict=True)
    }


def test_each_state_is_drawn_by_a_shape_of_its_own() -> None:
    """Done, partly done with its share, missed with what it is over, expected in dashes, turns one by one."""
    found = drawn(days=20)
    assert found["early"] == ({"plan"}, {"done"})
    assert found["half"] == ({"plan", "share"}, {"soon"})
    assert found["missed"] == ({"plan", "over"}, {"over"})
    assert found["open"] == ({"plan"}, {"soon"})
    assert found["waits"][0] == {"expected"}
    assert found["again"] == ({"turn"}, {"over"})


def test_a_slip_is_drawn_where_it_moves_something_and_nowhere_else() -> None:
    """What waits for the step is moved, and what does not is drawn as before."""
    cell = Cell()
    then = step("then", by="first+5d", after=["first"])
    matter = in_force(cell, step("first", by="D+10"), then, step("apart", by="D+9"))
    state, now_s = cell.state(matter), cell.now_ms // 1000
    moved = {each.step: each for each in slip(state.plan, facts_of(state), step="first", to_s=now_s + 40 * DAY_S)}
    found = chart(rows_at(state, now_s=now_s), now_s=now_s, is_rtl=False, slipped=moved)
    kinds = [{bar.kind for bar in row.bars} for row in found.rows]
    assert ["slip" in each for each in kinds] == [False, True, False]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"as_of": "soon"}, "timetable_day"),
        ({"as_of": "1066-10-14"}, "timetable_day"),
        ({"step": "nowhere", "days": "3"}, "timetable_step"),
        ({"step": "first", "days": "a few"}, "timetable_days"),
        ({"step": "first", "days": ""}, "timetable_days"),
        ({"step": "first", "days": str(MOST_DAYS + 1)}, "timetable_days"),
        ({"step": "first", "days": "1.5"}, "timetable_days"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_clause(fields: dict[str, str], code: str) -> None:
    """No day, no step, no whole number of days: nothing is guessed."""
    refusal = timetable_asked(fields, now_s=NOW_S, steps=("first",))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.clause) == (code, "TT-1")


def test_a_day_means_its_end_and_today_means_now() -> None:
    """A minus of any make is read, and days may be fewer than none."""
    assert timetable_asked({}, now_s=NOW_S, steps=()) == Asked(NOW_S, "", "", 0)
    assert timetable_asked({"as_of": "2025-11-24"}, now_s=NOW_S, steps=()) == Asked(NOW_S, "", "", 0)
    told = timetable_asked({"as_of": "2025-11-20", "step": "a", "days": "−3"}, now_s=NOW_S, steps=("a",))
    assert told == Asked(1_763_683_199, "2025-11-20", "a", -3)
