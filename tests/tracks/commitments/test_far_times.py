"""Clocks and dates at the ends of the calendar: every node reckons them, and none stops."""

from __future__ import annotations

import pytest

from parley.tracks.commitments.duties import commitment_duties
from parley.tracks.commitments.stepping import timetable_json
from parley.tracks.commitments.timetable.days import Offset, day_of, instant, moved
from tests.tracks.commitments.instruments import START_S, proposed, signs, step, tells
from tests.tracks.hotline.cell import START_MS, Cell

FAR_MS = 2**53 - 10_000


@pytest.mark.parametrize("deadline", ["D+30", "D+100y", "D+2400h", "D+10..D+60"])
def test_a_signature_of_a_clock_beyond_the_calendar_is_reckoned(deadline: str) -> None:
    """The last signature says an instant of no calendar; what is counted from it stops at the end of ours."""
    cell = Cell()
    matter = proposed(cell, step("a", by=deadline), step("b", by="a+5d"), offset_minutes=960)
    signs(cell, "SY", matter)
    cell.now_ms = FAR_MS
    signs(cell, "IL", matter)
    tells(cell, "US", "step_certified", matter, "a", done_s=253_402_300_799)
    state = cell.state(matter)
    assert cell.refusal(cell.entries[-1]) is None
    assert [each["step"] for each in timetable_json(state, now_s=START_S)] == ["a", "b"]
    assert commitment_duties(state, charter=cell.charter, readings=cell, now_ms=START_MS)


@pytest.mark.parametrize("amount", [-100_000, -1, 1, 100_000])
@pytest.mark.parametrize("unit", ["min", "h", "d", "w", "mo", "y"])
@pytest.mark.parametrize("at_s", [0, START_S, 253_402_300_799, 2**53])
def test_whatever_is_moved_has_a_day(at_s: int, unit: str, amount: int) -> None:
    """No offset from any instant leads where no day is."""
    found = moved(instant(at_s), Offset(amount, unit), offset_minutes=960)
    assert 199 <= day_of(found.start_s, offset_minutes=-960).year <= 9000
