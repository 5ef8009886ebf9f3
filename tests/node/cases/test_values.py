"""How values are written in a case, and what each spelling is."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.source import Mapping, read_source
from parley.geo.area import Area, read_area
from parley.node.cases.values import Named, Values

D_S = int(datetime(2024, 1, 31, 4, 0, tzinfo=UTC).timestamp())


def written(text: str, *, day_s: int | None = D_S) -> Any:
    """Return what the one value of a mapping is, read under its key; a problem fails the test."""
    root, problems = read_source(text.encode())
    assert problems == () and isinstance(root, Mapping)
    values = Values(day_s)
    found = values.plain(root)
    assert values.problems == [], values.problems
    return next(iter(found.values()))


def seconds(text: str) -> int:
    """Return an instant of UTC in seconds."""
    return int(datetime.fromisoformat(text).timestamp())


SPELT = {
    "text": ("subject: Six vehicles", "Six vehicles"),
    "a number": ("count: 12", 12),
    "a number below nought": ("count: -3", -3),
    "a number in quotes": ('credibility: "2"', "2"),
    "a number with a nought before it": ("number: 007", "007"),
    "no number": ("count: 1.5", "1.5"),
    "not a number": ("count: NaN", "NaN"),
    "a truth": ("asks: true", True),
    "nothing": ("strength: null", None),
    "no country is a truth": ("country: NO", "NO"),
    "an instant": ("from_s: 2027-01-10T08:00+02:00", seconds("2027-01-10T06:00Z")),
    "an instant in milliseconds": ("at_ms: 2027-01-10T06:00Z", seconds("2027-01-10T06:00Z") * 1000),
    "an instant under a key of no instant": ("by: 2027-01-10T06:00Z", "2027-01-10T06:00Z"),
    "a day": ("by: 2025-02-18", "2025-02-18"),
    "a day counted by a timetable": ("by: D+30", "D+30"),
    "D": ("from_s: D", D_S),
    "so many days after D": ("from_s: D+60d", D_S + 60 * 86_400),
    "so many hours before D": ("from_s: D-90h", D_S - 90 * 3600),
    "days, hours and minutes": ("from_s: D+1d2h30min", D_S + 95_400),
    "a month later, on its last day": ("from_s: D+1mo", seconds("2024-02-29T04:00Z")),
    "a year later": ("from_s: D+1y", seconds("2025-01-31T04:00Z")),
    "months over a year": ("from_s: D-13mo", seconds("2022-12-31T04:00Z")),
    "windows": (
        "windows: [2027-01-10T06:00Z/2027-01-10T10:00Z, D/D+1h]",
        [[seconds("2027-01-10T06:00Z"), seconds("2027-01-10T10:00Z")], [D_S, D_S + 3600]],
    ),
    "a place": ("value: 33.1256 N 35.8246 E", {"lat_e7": 331_256_000, "lon_e7": 358_246_000}),
    "a place among other fields": (
        "place: {at: 33.1256 N 35.8246 W, precision: near}",
        {"lat_e7": 331_256_000, "lon_e7": -358_246_000, "precision": "near"},
    ),
    "a height": ("lower: 50 m AGL", {"value": 50, "unit": "m", "reference": "AGL"}),
    "a flight level": ("upper: FL240", {"value": 240, "unit": "FL", "reference": "FL"}),
    "corners": (
        "area: {corners: [33.0 N 35.0 E, 33.0 N 35.1 E, 33.1 N 35.1 E]}",
        [[[[350_000_000, 330_000_000], [351_000_000, 330_000_000], [351_000_000, 331_000_000]]]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SPELT)
def test_a_value_is_what_its_spelling_says(what: str) -> None:
    """Each spelling of docs/cases.md, and what only looks like one."""
    text, expected = SPELT[what]
    found = written(text)
    assert found == expected and type(found) is type(expected)


def test_an_entry_is_named_by_its_name_its_digest_or_a_duty() -> None:
    """`$name`, `$name.digest` and `$name:what:MEMBER`; in quotes it is text."""
    for rest in ("", ".digest", ":acknowledge:IL"):
        named = written(f"of: $plan{rest}")
        assert isinstance(named, Named) and (named.name, named.rest) == ("plan", rest)
    assert written('of: "$plan"') == "$plan" and written("price: $5") == "$5"


SHAPES = ("around: 33.02 N 36.1 E, radius_m: 2000", "along: [33.0 N 35.0 E, 33.1 N 35.0 E], width_m: 50")


@pytest.mark.parametrize("shape", SHAPES)
def test_a_circle_and_a_route_are_outlines_that_can_be_signed(shape: str) -> None:
    """They become the corners that a notice carries."""
    assert isinstance(read_area(written(f"area: {{{shape}}}")), Area)


BEYOND = ("from_s: D+99999y", "from_s: D-99999d", "from_s: D-60y", "from_s: 2027-02-30T00:00Z")


@pytest.mark.parametrize("text", BEYOND)
def test_what_no_calendar_has_is_told(text: str) -> None:
    """Beyond the calendar, before 1970, and the 30th of February."""
    root, _ = read_source(text.encode())
    assert root is not None
    values = Values(D_S)
    values.plain(root)
    assert [problem.code for problem in values.problems] == ["geo.no_such_time"]


def test_without_a_day_nothing_counts_from_it() -> None:
    """Where a case names no D, what looks like it is text."""
    assert written("from_s: D+60d", day_s=None) == "D+60d"


HIDDEN = ("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")


@given(st.text(st.characters(codec="utf-8", exclude_categories=HIDDEN), max_size=60))
def test_what_stands_in_quotes_is_text(said: str) -> None:
    """Whatever it looks like."""
    said = unicodedata.normalize("NFC", said)
    quoted = said.replace("\\", "\\\\").replace('"', '\\"')
    root, problems = read_source(f'from_s: "{quoted}"'.encode())
    if problems == () and isinstance(root, Mapping):
        assert Values(D_S).plain(root) == {"from_s": said}
