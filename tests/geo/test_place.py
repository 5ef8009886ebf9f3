"""Coordinates as officers type them: what is read, what is refused, and that reading out gives the same place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.geo.figures import Misread
from parley.geo.place import (
    LAT_LIMIT_E7,
    LON_LIMIT_E7,
    Place,
    parse_place,
    place_text,
    place_text_dms,
)

PLACES = st.builds(Place, st.integers(-LAT_LIMIT_E7, LAT_LIMIT_E7), st.integers(1 - LON_LIMIT_E7, LON_LIMIT_E7))


@pytest.mark.parametrize(
    ("text", "lat_e7", "lon_e7"),
    [
        ("33.1256 N, 35.8246 E", 331256000, 358246000),
        ("33.1256N35.8246E", 331256000, 358246000),
        ("N33.1256 E35.8246", 331256000, 358246000),
        ("N 33.1256 / E 35.8246", 331256000, 358246000),
        ("35.8246 E / 33.1256 N", 331256000, 358246000),
        ("33.1256 s 35.8246 w", -331256000, -358246000),
        ("33°07'32\"N 35°49'28\"E", 331255556, 358244444),
        ("33º07′32″N 035º49′28″E", 331255556, 358244444),
        ("33 07 32 N 35 49 28 E", 331255556, 358244444),
        ("33:07:32N 35:49:28E", 331255556, 358244444),
        ("330732N0354928E", 331255556, 358244444),
        ("3307N 03549E", 331166667, 358166667),
        ("33 07.5 N 35 49.25 E", 331250000, 358208333),
        ("33°N 35°E", 330000000, 350000000),
        ("٣٣٫١٢٥٦ شمالا ٣٥٫٨٢٤٦ شرقا", 331256000, 358246000),
        ("33.1256 צפון 35.8246 מזרח", 331256000, 358246000),
        ("\u206633.1256 N\u2069, \u206635.8246 E\u2069", 331256000, 358246000),
        ("0 N 180 W", 0, 1800000000),
        ("90 N 0 E", 900000000, 0),
        ("33.12345678901 N 35 E", 331234568, 350000000),
        ("33.00000005 N 33.00000015 E", 330000000, 330000002),
    ],
)
def test_a_place_is_read(text: str, lat_e7: int, lon_e7: int) -> None:
    """Decimal degrees, degrees and minutes, with seconds, compact, in three scripts, in either order."""
    assert parse_place(text) == Place(lat_e7, lon_e7)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("33.1256, 35.8246", "geo.hemisphere_missing"),
        ("33.1256 N, 35.8246", "geo.hemisphere_missing"),
        ("33 N 35 N", "geo.hemisphere_twice"),
        ("33 N 35 E 36 E", "geo.hemisphere_twice"),
        ("N 33 35 E", "geo.hemisphere_unclear"),
        ("33 N E 35", "geo.hemisphere_unclear"),
        ("-33 N 35 E", "geo.sign_and_hemisphere"),
        ("33,1256 N 35,8246 E", "geo.decimal_comma"),
        ("33 60 N 35 E", "geo.sixty_or_more"),
        ("33 07 60 N 35 E", "geo.sixty_or_more"),
        ("33.5 07 N 35 E", "geo.fraction_before_smaller_unit"),
        ("33 07.5 10 N 35 E", "geo.fraction_before_smaller_unit"),
        ("90.0000001 N 35 E", "geo.out_of_range"),
        ("33 N 180 00 01 E", "geo.out_of_range"),
        ("330732N 354928E", "geo.compact_digits"),
        ('33°07"N 35 E', "geo.place_not_understood"),
        ("36S YC 123 456", "geo.place_not_understood"),
        ("here", "geo.place_not_understood"),
        ("", "geo.hemisphere_missing"),
        ("N E", "geo.hemisphere_unclear"),
        ("33 N" + " " * 120 + "35 E", "geo.input_too_long"),
        ("² N 35 E", "geo.place_not_understood"),
    ],
)
def test_what_could_be_misread_is_refused(text: str, code: str) -> None:
    """Ambiguous, out of range or unknown notations are refused, each with its own reason."""
    found = parse_place(text)
    assert isinstance(found, Misread)
    assert found.code == code


@given(PLACES)
def test_a_place_read_out_is_the_same_place_again(place: Place) -> None:
    """Both read-outs, typed in, give the place to the last digit."""
    assert parse_place(place_text(place)) == place
    assert parse_place(place_text_dms(place)) == place


@given(st.text(max_size=130))
def test_no_input_breaks_the_reader(text: str) -> None:
    """Whatever is typed is a place or a reason."""
    assert isinstance(parse_place(text), Place | Misread)


@pytest.mark.parametrize(
    ("place", "text", "dms"),
    [
        (Place(331256000, 358246000), "33.1256 N, 35.8246 E", "33°07'32.16\"N 035°49'28.56\"E"),
        (Place(331255556, -358244444), "33.1255556 N, 35.8244444 W", "33°07'32\"N 035°49'28\"W"),
        (Place(0, 0), "0.0000 N, 0.0000 E", "00°00'00\"N 000°00'00\"E"),
        (Place(-1, 1), "0.0000001 S, 0.0000001 E", "00°00'00.0004\"S 000°00'00.0004\"E"),
    ],
)
def test_the_read_out_is_as_short_as_is_exact(place: Place, text: str, dms: str) -> None:
    """At least four decimals; of seconds as few decimals as give the same place."""
    assert (place_text(place), place_text_dms(place)) == (text, dms)
