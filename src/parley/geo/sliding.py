"""How far something must be slid until it meets nothing more: forbidden shifts, merged, in whole numbers. Pure.

What meets only while open areas, bands and windows share something meets during an open interval of shifts: at the
ends of the interval the two touch, and what touches does not overlap.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from parley.geo.band import FEET_PER_HPA, STANDARD_HPA, Ground, same_reference
from parley.geo.height import Height
from parley.geo.volume import Volume, Window

# A tenth of a millimetre: metres, feet and flight levels are whole numbers of it, so that no float enters.
DMM = {"m": 10_000, "ft": 3_048, "FL": 304_800}
DMM_PER_M = DMM["m"]
# Beyond every height; what has no limit lies here.
NO_LIMIT_DMM = 10**12

Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return open intervals, sorted and apart; two that only touch leave the point between them open."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if low >= high:
            continue
        if found and low < found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return tuple(found)


def is_open(spans: Sequence[Span], shift: int) -> bool:
    """Return whether this shift lies in none of the merged intervals."""
    place = bisect_left(spans, (shift,)) - 1
    inside = place >= 0 and spans[place][0] < shift < spans[place][1]
    return not inside


def nearest(spans: Sequence[Span], *, step: int, until: int) -> Iterator[int]:
    """Yield the shifts of whole steps that lie open, from the nearest on, up to `until`; a negative one counts down."""
    sign = 1 if until > 0 else -1
    turned = spans if sign > 0 else tuple((-high, -low) for low, high in reversed(spans))
    shift, most = step, abs(until)
    while shift <= most:
        place = bisect_left(turned, (shift,)) - 1
        if place >= 0 and shift < turned[place][1]:
            shift = -(-turned[place][1] // step) * step
            continue
        yield sign * shift
        shift += step


def time_spans(
    own: Sequence[Window], others: Sequence[Window] | None, *, apart_s: int, within_s: int
) -> Iterator[Span]:
    """Yield the shifts in seconds for which a window of `own` meets one of `others`, none further than `within_s`.

    None of the others is always: every shift is forbidden.
    """
    if others is None:
        yield -within_s - 1, within_s + 1
        return
    begins, ends = [start for start, _ in others], [end for _, end in others]
    aside = within_s + apart_s
    for start, end in own:
        first, last = bisect_right(ends, start - aside), bisect_left(begins, end + aside)
        for other_start, other_end in others[first:last]:
            yield other_start - end - apart_s, other_end - start + apart_s


def count_of_spans(own: Sequence[Window], others: Sequence[Window] | None) -> int:
    """Return the most intervals that `time_spans` can yield: what a computation is bounded by."""
    return len(own) * len(others or (0,))


def height_span(own: Volume, other: Volume, *, ground: Ground, apart_m: int) -> Span:
    """Return the shifts in tenths of a millimetre for which two bands meet, as `meet` compares them."""
    written = same_reference(own.lower, own.upper, other.lower, other.upper)
    (low, high), (other_low, other_high) = (
        _limits_dmm(each, None if written else ground) for each in (own, other)
    )
    aside = apart_m * DMM_PER_M
    return other_low - high - aside, other_high - low + aside


def _limits_dmm(volume: Volume, ground: Ground | None) -> tuple[int, int]:
    """Return both limits as written, or with a ground the widest above the ellipsoid that they may mean."""
    low = -NO_LIMIT_DMM if volume.lower is None else _dmm(volume.lower) + _offset_dmm(volume.lower, ground, 0)
    high = NO_LIMIT_DMM if volume.upper is None else _dmm(volume.upper) + _offset_dmm(volume.upper, ground, 1)
    return low, high


def _dmm(height: Height) -> int:
    return height.value * DMM[height.unit]


def _offset_dmm(height: Height, ground: Ground | None, end: int) -> int:
    """Return how far, at least (0) or at most (1), the reference of a height lies above the ellipsoid."""
    if ground is None or height.reference == "W84":
        return 0
    geoid = ground.geoid_m[end] * DMM_PER_M
    if height.reference == "AMSL":
        return geoid
    if height.reference == "AGL":
        return geoid + ground.ground_m[end] * DMM_PER_M
    return geoid + (ground.pressure_hpa[end] - STANDARD_HPA) * FEET_PER_HPA * DMM["ft"]
