"""The geometry of the time line: earlier at the start side in both directions, nothing drawn twice or lost."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from parley.desk.adding import Mark, Span, TimeRow
from parley.desk.timeline.drawing import HOUR_MS, Scale, drawn

FROM_MS = int(datetime(2026, 1, 7, 18, tzinfo=UTC).timestamp() * 1000)
SPAN = Span(FROM_MS, FROM_MS + 12 * HOUR_MS, FROM_MS + 4 * HOUR_MS)


def row(*hours: float, proven_until_ms: int | None = None) -> TimeRow:
    """Return a row with a mark at each of these hours after the beginning."""
    marks = tuple(Mark(FROM_MS + int(hour * HOUR_MS), f"at {hour}", short="SY/1", address="/") for hour in hours)
    return TimeRow("row", "Row", marks, proven_until_ms)


@given(st.integers(FROM_MS, FROM_MS + 12 * HOUR_MS))
def test_right_to_left_is_the_mirror_image(at_ms: int) -> None:
    """What stands at some place from the left in English stands as far from the right in Arabic."""
    assert abs(Scale(SPAN, False).at(at_ms) + Scale(SPAN, True).at(at_ms) - 100) < 0.01


def test_a_bar_is_cut_at_the_edges_in_both_directions() -> None:
    """A bar that began before and ends after the hours shown fills them, whichever way they run."""
    for is_rtl in (False, True):
        assert Scale(SPAN, is_rtl).bar(FROM_MS - HOUR_MS, FROM_MS + 99 * HOUR_MS) == (0.0, 100.0)


def test_marks_that_stand_on_each_other_are_one_with_their_number() -> None:
    """Two marks of the same minutes are drawn as one that says two and leads to what it is; the list holds both."""
    drawing = drawn([row(1, 1.01, 6)], span=SPAN, is_rtl=False, more="/why?line=12")
    [first, second] = drawing.rows[0].marks
    at = (FROM_MS + HOUR_MS, FROM_MS + int(1.01 * HOUR_MS))
    assert (first.count, first.text) == (2, "×2")
    assert first.address == f"/why?line=12&row=row&from={at[0]}&until={at[1]}"
    assert (second.count, second.address) == (1, "/")
    assert len(drawing.rows[0].listed) == 3


def test_what_is_read_out_names_time_number_and_state() -> None:
    """A mark is read out with its time in UTC and its number."""
    [placed] = drawn([row(2)], span=SPAN, is_rtl=True, more="/").rows[0].marks
    assert placed.said == "20:00Z SY/1 at 2"


def test_what_lies_between_the_last_proof_and_now_is_hatched() -> None:
    """A member that fell silent two hours ago has two of twelve hours hatched, up to now."""
    silent = row(proven_until_ms=SPAN.now_ms - 2 * HOUR_MS)
    [shown] = drawn([silent], span=SPAN, is_rtl=False, more="/").rows
    assert (shown.stale_x[:5], shown.stale_width[:5]) == ("16.66", "16.67")


def test_midnight_is_named_with_its_day() -> None:
    """A tick at midnight carries the new day, and no other does."""
    days = [tick.day for tick in drawn([], span=SPAN, is_rtl=False, more="/").ticks if tick.day]
    assert days == ["01-08"]


def test_now_is_not_drawn_in_hours_that_are_over() -> None:
    """Whoever looks at other hours sees no line of now."""
    past = Span(FROM_MS - 24 * HOUR_MS, FROM_MS - 12 * HOUR_MS, SPAN.now_ms)
    assert drawn([], span=past, is_rtl=False, more="/").now_x == ""


def test_a_mark_that_a_number_would_cover_stands_with_it() -> None:
    """Beside two that stand as one with their number, a third that the number would hide is counted too."""
    [together, apart] = drawn([row(1, 1.05, 1.3, 2)], span=SPAN, is_rtl=True, more="/").rows[0].marks
    assert (together.count, apart.count) == (3, 1)
    assert [each.count for each in drawn([row(1, 1.3)], span=SPAN, is_rtl=True, more="/").rows[0].marks] == [1, 1]
