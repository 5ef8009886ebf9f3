"""Forbidden shifts: open intervals merged, the nearest that lies open found exactly, the same as trying each."""

from __future__ import annotations

from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.geo.height import Height
from parley.geo.separation import Separation
from parley.geo.sliding import DMM, height_span, is_open, merged, nearest, time_spans
from parley.geo.volume import Volume, meet, shared_windows
from tests.geo.drawing import GROUND, square

SPANS = st.lists(st.tuples(st.integers(-60, 60), st.integers(1, 25)), max_size=8)
WINDOWS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), min_size=1, max_size=4)


def windows(parts: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return windows in their order and apart: pairs of a pause and a length."""
    found, at = [], 0
    for pause, length in parts:
        found.append((at + pause, at + pause + length))
        at += pause + length
    return tuple(found)


@given(SPANS)
def test_merged_intervals_forbid_what_each_of_them_forbids(parts: list[tuple[int, int]]) -> None:
    """Sorted and apart, and the point at which two of them only touch stays open."""
    spans = [(low, low + length) for low, length in parts]
    found = merged(spans)
    assert list(found) == sorted(found) and all(a[1] <= b[0] for a, b in zip(found, found[1:], strict=False))
    for shift in range(-90, 90):
        assert is_open(found, shift) == (not any(low < shift < high for low, high in spans))


@given(SPANS, st.integers(1, 7), st.sampled_from((60, -60)))
def test_the_nearest_open_shift_is_what_trying_each_finds(
    parts: list[tuple[int, int]], step: int, until: int
) -> None:
    """In whole steps, none left out, in both directions."""
    spans = merged((low, low + length) for low, length in parts)
    sign = 1 if until > 0 else -1
    tried = [sign * shift for shift in range(step, 61, step) if is_open(spans, sign * shift)]
    assert list(islice(nearest(spans, step=step, until=until), 100)) == tried


@settings(max_examples=60)
@given(WINDOWS, WINDOWS, st.integers(0, 3))
def test_a_shift_is_forbidden_exactly_while_windows_meet(
    own: list[tuple[int, int]], others: list[tuple[int, int]], apart: int
) -> None:
    """Half-open windows, and a separation in time: back to back is far enough, a second less is not."""
    mine, theirs = windows(own), windows(others)
    spans = merged(time_spans(mine, theirs, apart_s=apart, within_s=40))
    for shift in range(-40, 41):
        slid = [(start + shift, end + shift) for start, end in mine]
        assert is_open(spans, shift) == (not shared_windows(slid, theirs, apart_s=apart))


@given(
    st.sampled_from(("AGL", "AMSL", "W84")), st.sampled_from(("AGL", "AMSL", "W84")), st.sampled_from(("m", "ft")),
    st.integers(-50, 50), st.integers(0, 300),
)
def test_a_change_of_height_is_forbidden_exactly_while_bands_meet(
    one: str, other: str, unit: str, steps: int, apart: int
) -> None:
    """As written where all limits share a reference, else in the widest band: in whole tenths of a millimetre."""
    def over(value: int, reference: str, unit: str) -> Volume:
        limits = Height(value, unit, reference), Height(value + 200, unit, reference)
        return Volume(square(), *limits, ((0, 10),))

    here, there = over(1_000, one, unit), over(1_300, other, "m")
    low, high = height_span(here, there, ground=GROUND, apart_m=apart)
    shift = steps * 50
    slid = over(1_000 + shift, one, unit)
    found = meet(slid, there, ground=GROUND, separation=Separation(vertical_m=apart))
    assert (found is None) == (not low < shift * DMM[unit] < high)
