"""Heights, times, numbers: what is read, what is refused, and that reading out gives the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.geo.figures import Misread
from parley.geo.height import Height, height, height_text, parse_height
from parley.geo.moment import LATEST_S, Moment, moment_text, parse_moment
from parley.geo.quantity import Quantity, is_canonical, parse_quantity


def code(found: object) -> str | None:
    """Return why something was not read."""
    return found.code if isinstance(found, Misread) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1500 ft AMSL", Height(1500, "ft", "AMSL")),
        ("1500ft amsl", Height(1500, "ft", "AMSL")),
        ("300 m AGL", Height(300, "m", "AGL")),
        ("300 metres agl", Height(300, "m", "AGL")),
        ("-400 m MSL", Height(-400, "m", "AMSL")),
        ("250 m WGS 84", Height(250, "m", "W84")),
        ("٣٠٠ m AGL", Height(300, "m", "AGL")),
        ("FL240", Height(240, "FL", "FL")),
        ("fl 65", Height(65, "FL", "FL")),
    ],
)
def test_a_height_is_read_as_written(text: str, expected: Height) -> None:
    """Unit and reference stay what the officer wrote."""
    assert parse_height(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1500", "geo.unit_missing"),
        ("1500 AMSL", "geo.unit_missing"),
        ("1500 ft", "geo.reference_missing"),
        ("1500 yards AMSL", "geo.unit_unknown"),
        ("1500 ft QNH", "geo.reference_unknown"),
        ("1,500 ft AMSL", "geo.height_whole_figures"),
        ("1.5 m AGL", "geo.height_whole_figures"),
        ("-5 m AGL", "geo.below_ground"),
        ("999999 ft AMSL", "geo.height_out_of_range"),
        ("240 FL AMSL", "geo.flight_level_mixed"),
        ("high", "geo.height_not_understood"),
        ("9" * 121, "geo.input_too_long"),
    ],
)
def test_a_height_that_could_be_misread_is_refused(text: str, expected: str) -> None:
    """Nothing is guessed: no unit, no reference, no separator of thousands."""
    assert code(parse_height(text)) == expected


@given(
    st.integers(-3000, 201_000),
    st.sampled_from(("m", "ft", "FL", "km")),
    st.sampled_from(("AGL", "AMSL", "W84", "FL", "X")),
)
def test_a_height_read_out_is_the_same_again(value: int, unit: str, reference: str) -> None:
    """Whatever fields make a height, its read-out is read as that height."""
    found = height(value, unit=unit, reference=reference)
    if isinstance(found, Height):
        assert parse_height(height_text(found)) == found


@pytest.mark.parametrize(
    ("text", "at_s", "precision"),
    [
        ("2026-03-01 10:42Z", 1_772_361_720, "minute"),
        ("2026-03-01T10:42:30Z", 1_772_361_750, "second"),
        ("2026-03-01 10:42 UTC", 1_772_361_720, "minute"),
        ("2026-03-01 12:42+02:00", 1_772_361_720, "minute"),
        ("2026-03-01 05:12-0530", 1_772_361_720, "minute"),
        ("011042ZMAR26", 1_772_361_720, "minute"),
        ("011042Z MAR 2026", 1_772_361_720, "minute"),
        ("٢٠٢٦-٠٣-٠١ ١٠:٤٢Z", 1_772_361_720, "minute"),
    ],
)
def test_an_instant_is_read(text: str, at_s: int, precision: str) -> None:
    """ISO with a zone, or a date-time group in Z."""
    assert parse_moment(text) == Moment(at_s, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01 10:42", "geo.zone_missing"),
        ("10:42Z", "geo.date_missing"),
        ("011042BMAR26", "geo.zone_letter_unknown"),
        ("011042ZMRZ26", "geo.no_such_time"),
        ("2026-02-30 10:42Z", "geo.no_such_time"),
        ("2026-03-01 24:00Z", "geo.no_such_time"),
        ("2026-03-01 10:42:60Z", "geo.no_such_time"),
        ("2026-03-01 10:42+02:99", "geo.no_such_time"),
        ("0001-01-01 00:00+14:00", "geo.no_such_time"),
        ("1969-12-31 23:59Z", "geo.no_such_time"),
        ("noon", "geo.time_not_understood"),
        ("01/03/2026 10:42Z", "geo.time_not_understood"),
        ("2" * 121, "geo.input_too_long"),
    ],
)
def test_an_instant_without_date_or_zone_is_refused(text: str, expected: str) -> None:
    """Local time is two different hours for the two sides."""
    assert code(parse_moment(text)) == expected


@given(st.integers(0, LATEST_S), st.sampled_from(("minute", "second")))
def test_an_instant_read_out_is_the_same_again(at_s: int, precision: str) -> None:
    """The read-out, typed in, gives the instant and its precision."""
    moment = Moment(at_s - at_s % 60 if precision == "minute" else at_s, precision)
    assert parse_moment(moment_text(moment)) == moment


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3 persons", "3", "persons"),
        ("12.50km", "12.5", "km"),
        ("-0.0 m", "0", "m"),
        ("007 مركبات", "7", "مركبات"),
        ("+5 heavy vehicles", "5", "heavy vehicles"),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: str, unit: str) -> None:
    """The number is kept as its shortest decimal, the unit as written."""
    assert parse_quantity(text) == Quantity(value, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", "geo.unit_missing"),
        ("1,200 men", "geo.separator_ambiguous"),
        ("1 200 men", "geo.separator_ambiguous"),
        ("three men", "geo.number_not_understood"),
        ("3 " + "x" * 41, "geo.unit_unknown"),
        ("3" * 121, "geo.input_too_long"),
    ],
)
def test_a_number_that_could_be_misread_is_refused(text: str, expected: str) -> None:
    """1,200 is one thousand two hundred to one side and one and a fifth to the other."""
    assert code(parse_quantity(text)) == expected


@given(st.integers(-(10**12), 10**12), st.integers(0, 999_999))
def test_a_number_has_one_canonical_text(whole: int, part: int) -> None:
    """What is read is canonical, and its read-out gives it again."""
    found = parse_quantity(f"{whole}.{part:06d} km")
    assert isinstance(found, Quantity)
    assert is_canonical(found.value)
    assert parse_quantity(f"{found.value} {found.unit}") == found


@given(st.text(max_size=125))
def test_no_input_breaks_a_reader(text: str) -> None:
    """Whatever is typed is read or refused with a reason."""
    for read in (parse_height, parse_moment, parse_quantity):
        assert read(text) is not None
