"""What a notice meets of a zone, against plain arithmetic: boxes of ground, hours and heights that share an inside."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.geo.height import Height
from tests.tracks.deconfliction.encounters import rule, to_say, zone, zoned
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, height, notified, volume
from tests.tracks.hotline.cell import Cell

# In steps of a thousandth of a degree, hours and tens of metres, so that borders are shared often.
STEP, LON, LAT, BEGINS = 10_000, 358_000_000, 331_000_000, START_S + 2 * DAY
SPAN = st.tuples(st.integers(0, 8), st.integers(1, 4)).map(lambda each: (each[0], sum(each)))
BOX = st.tuples(SPAN, SPAN, SPAN, SPAN)


def ring(box: Any) -> list[list[int]]:
    """Return the corners of a rectangle."""
    (west, east), (south, north) = box[0], box[1]
    x, y = (LON + STEP * west, LON + STEP * east), (LAT + STEP * south, LAT + STEP * north)
    return [[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]]


def at(hour: int) -> int:
    """Return an hour of the course in seconds."""
    return BEGINS + hour * HOUR


def drawn(box: Any) -> dict[str, Any]:
    """Return the volume of a plan over a box of ground, hours and heights."""
    hours, heights = box[2], box[3]
    return volume(
        area=[[ring(box)]], windows=[[at(hours[0]), at(hours[1])]],
        lower=height(1000 + 10 * heights[0], "AMSL"), upper=height(1000 + 10 * heights[1], "AMSL"),
    )  # fmt: skip


def closed(box: Any, name: str = "forbidden") -> Any:
    """Return a zone over a box."""
    hours, heights = box[2], box[3]
    limits = [Height(1000 + 10 * each, "m", "AMSL") for each in heights]
    return zone(
        rule(name), corners=ring(box), lower=limits[0], upper=limits[1], windows=((at(hours[0]), at(hours[1])),)
    )


def shared(one: Any, other: Any) -> tuple[int, int] | None:
    """Return the hours that two boxes share where their open insides do, by arithmetic alone."""
    spans = [(max(a[0], b[0]), min(a[1], b[1])) for a, b in zip(one, other, strict=True)]
    return spans[2] if all(low < high for low, high in spans) else None


@settings(max_examples=150, deadline=None)
@given(plans=st.lists(BOX, min_size=1, max_size=3), place=BOX)
def test_a_forbidden_zone_is_met_where_arithmetic_says_so(plans: list[Any], place: Any) -> None:
    """Each volume by its number, from when until when; what only touches meets nothing."""
    cell = Cell(charter=zoned(closed(place)))
    notice = notified(cell, "SY", volumes=[drawn(each) for each in plans])
    said = to_say(cell, notice)
    hours = [(number, span) for number, each in enumerate(plans) if (span := shared(each, place)) is not None]
    expected = [(number, at(span[0]), at(span[1])) for number, span in hours]
    found = [(each["volume"], each["from_s"], each["until_s"]) for each in said[1]["pairs"]] if said else []
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(plan=BOX, place=BOX)
def test_a_plan_is_outside_where_it_is_not_covered(plan: Any, place: Any) -> None:
    """Of where alone it may be: covered on the ground, in height and in time, or it is told."""
    cell = Cell(charter=zoned(closed(place, "only_inside")))
    notice = notified(cell, "SY", volumes=[drawn(plan)])
    said = to_say(cell, notice)
    is_covered = all(b[0] <= a[0] and a[1] <= b[1] for a, b in zip(plan, place, strict=True))
    assert (said is None) is is_covered
    if said is not None:
        assert [each["kind"] for each in said[1]["pairs"]] == ["outside"]
        assert cell.refusal(cell.say("US", said[0], **said[1])) is None
