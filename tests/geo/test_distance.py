"""The shortest way between two places, against published figures."""

from __future__ import annotations

import pytest

from parley.geo.distance import Way, bearing_text, length_text, way
from parley.geo.place import Place, parse_place


def test_a_surveyed_line_has_its_published_length_and_bearing() -> None:
    """Flinders Peak to Buninyong: 54,972.271 m at 306°52'05.37" (Geocentric Datum of Australia, technical manual)."""
    start, end = parse_place("37 57 03.72030 S 144 25 29.52440 E"), parse_place("37 39 10.15610 S 143 55 35.38390 E")
    assert isinstance(start, Place)
    assert isinstance(end, Place)
    found = way(start, to=end)
    # Places are held to 1e-7 degree, about a centimetre.
    assert found.metres == pytest.approx(54_972.271, abs=0.02)
    assert found.bearing_deg == pytest.approx(306.868158, abs=1e-4)


def test_a_way_to_the_other_side_of_the_earth_is_measured() -> None:
    """Wellington to Salamanca, nearly antipodes: 19,959,679.267 m (GeographicLib's own example)."""
    found = way(Place(-413200000, 1748100000), to=Place(409600000, -55000000))
    assert found.metres == pytest.approx(19_959_679.267, abs=0.001)


@pytest.mark.parametrize(
    ("metres", "said"),
    [(0, "0 m"), (42.4, "42 m"), (1312, "1,312 m"), (12_449, "12.4 km"), (136_400, "136 km"), (1_234_567, "1,235 km")],
)
def test_a_length_is_said_in_the_unit_that_leaves_few_figures(metres: float, said: str) -> None:
    """Metres up to ten kilometres, then kilometres."""
    assert length_text(metres) == said


@pytest.mark.parametrize(("degrees", "said"), [(7.4, "007°"), (359.7, "000°"), (306.87, "307°")])
def test_a_bearing_has_three_figures(degrees: float, said: str) -> None:
    """Whole degrees from 000 to 359."""
    assert bearing_text(Way(1.0, degrees)) == said
