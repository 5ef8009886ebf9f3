"""References of the military grid: published and computed points, reading back, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.geo.distance import way
from parley.geo.figures import Misread
from parley.geo.grid import NORTHERNMOST_E7, SOUTHERNMOST_E7, grid_text, is_grid, parse_grid
from parley.geo.place import LON_LIMIT_E7, Place, place_text

PLACES = st.builds(
    Place, st.integers(SOUTHERNMOST_E7, NORTHERNMOST_E7 - 1), st.integers(1 - LON_LIMIT_E7, LON_LIMIT_E7)
)
# Computed in November 2026 with the NGA's own code (GEOTRANS, as PyPI's `mgrs` 1.6.0 wraps it).
COMPUTED = [
    (331256000, 358246000, "36SYB6353168762"),
    (333335000, 444036000, "38SMB4449688418"),
    (317767000, 352345000, "36RYA1159417858"),
    (0, 0, "31NAA6602100000"),
    (-1, -1, "30MZE3397899999"),
    (600000000, 35000000, "32VJM9345864167"),
    (599139000, 107522000, "32VNM9797943118"),
    (782232000, 156267000, "33XWG1427883355"),
    (725000000, 91000000, "33XUA0226254424"),
    (719999000, 91000000, "32WNE0344988924"),
    (839999000, 409000000, "37XEP2216928448"),
    (-799000000, 61000000, "32CMS4324728161"),
    (-338688000, 1512093000, "56HLH3436850948"),
    (-548019000, -683030000, "19FEV4480527029"),
    (214098000, -1579161000, "04QFJ1234367890"),
    (514779000, 1799999900, "60UYC0831607239"),
    (514779000, -1799999900, "01UBT9168307239"),
    (334991667, 362908333, "37SBT4831809912"),
    (400000000, 800000000, "44TMK1463928236"),
    (59999000, -720001000, "18NZM3214664103"),
]


@pytest.mark.parametrize(("lat_e7", "lon_e7", "reference"), COMPUTED, ids=[row[2] for row in COMPUTED])
def test_a_place_has_the_reference_that_the_official_code_gives(lat_e7: int, lon_e7: int, reference: str) -> None:
    """Zones, bands, squares and figures agree with the NGA's code, in the odd zones of the north too."""
    assert grid_text(Place(lat_e7, lon_e7)).replace(" ", "") == reference


def test_the_example_of_geoconvert_is_read_alike() -> None:
    """The manual of GeographicLib's GeoConvert reads 38SMB4488 as 33.33424 N 44.40363 E."""
    found = parse_grid("38SMB4488")
    assert isinstance(found, Place)
    assert (round(found.lat_e7 / 100), round(found.lon_e7 / 100)) == (3333424, 4440363)


@given(PLACES)
def test_a_reference_read_back_lies_within_its_square_metre(place: Place) -> None:
    """Writing a reference and reading it gives a place less than a metre away, wherever it lies."""
    back = parse_grid(grid_text(place))
    assert isinstance(back, Place)
    assert way(place, to=back).metres < 0.75


@given(st.text(max_size=40))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Whatever is typed, the answer is a place or a reason."""
    assert isinstance(parse_grid(text), Place | Misread)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("36S YB 6353 687620", "geo.grid_uneven"),
        ("36S YB 123", "geo.grid_uneven"),
        ("36S YB", "geo.grid_uneven"),
        ("36S YB 123456 123456", "geo.grid_uneven"),
        ("36S JB 63531 68762", "geo.grid_no_such_square"),
        ("31U AA 00000 00000", "geo.grid_no_such_square"),
        ("61S YB 63531 68762", "geo.grid_not_understood"),
        ("00S YB 63531 68762", "geo.grid_not_understood"),
        ("36I YB 63531 68762", "geo.grid_not_understood"),
        ("ZAF 01937 88990", "geo.grid_not_understood"),
        ("33.1256 N 35.8246 E", "geo.grid_not_understood"),
        ("9" * 300, "geo.input_too_long"),
    ],
)
def test_what_is_no_reference_is_refused_with_its_reason(typed: str, code: str) -> None:
    """A figure too many, letters that the zone lacks, the polar caps and everything else have their own reasons."""
    found = parse_grid(typed)
    assert isinstance(found, Misread)
    assert found.code == code


@pytest.mark.parametrize("typed", ["36SYB6353168762", "36s yb 63531 68762", "٣٦S YB ٦٣٥٣١ ٦٨٧٦٢"])
def test_spaces_case_and_script_of_the_digits_do_not_matter(typed: str) -> None:
    """One square, however it is typed."""
    found = parse_grid(typed)
    assert isinstance(found, Place)
    assert place_text(found) == place_text(parse_grid("36S YB 63531 68762"))  # type: ignore[arg-type]
    assert is_grid(typed)


def test_the_polar_caps_have_no_reference() -> None:
    """Beyond 84 N and 80 S nothing is said rather than something wrong."""
    assert grid_text(Place(NORTHERNMOST_E7, 0)) == ""
    assert grid_text(Place(SOUTHERNMOST_E7 - 1, 0)) == ""
