"""The line as of any date: what of the default charter, and of one with dates, holds when."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from parley.charter.amendment import changes_between
from parley.charter.as_of import charter_at, drawn_at
from parley.charter.dated import Span, instant_text, window_text
from parley.charter.model import Charter
from parley.charter.reading import read_template
from tests.charter.making import PARIS, changed

BASES = """bases:
  syrian_drawing: {source: Drawn by Syria, since: 2026-11-23, standing: asserted, by: [SY], confidence: C}
  israeli_drawing: {source: Drawn by Israel, since: 2026-11-23, standing: asserted, by: [IL]}
"""
LINES = """  lines:
    withdrawal_1:
      names: {en: Withdrawal line 1, ar: خط الانسحاب 1, he: קו נסיגה 1}
      points: [33.0 N 35.9 E, 33.2 N 35.9 E]
      drawing: exact
      from: 2027-01-01
      until: 2027-03-01T06:00Z
      basis: syrian_drawing
    withdrawal_1_of_israel:
      names: {en: Withdrawal line 1, ar: خط الانسحاب 1, he: קו נסיגה 1}
      points: [33.0 N 35.8 E, 33.2 N 35.8 E]
      drawing: exact
      from: 2027-02-01
      basis: israeli_drawing
"""
ZONE = """zones:
  market:
    names: {en: Market days, ar: أيام السوق, he: ימי שוק}
    corners: [33.0 N 35.9 E, 33.1 N 35.9 E, 33.1 N 36.0 E]
    drawing: exact
    rules:
      - {rule: forbidden, classes: [exercise], basis: this_charter}
      - {rule: limit, limit: 20, until: 2027-01-05, basis: this_charter}
    limits:
      tanks: {names: {en: Tanks, ar: دبابات, he: טנקים}, at_most: 0, from: 2027-01-12, basis: this_charter}
    from: 2027-01-01
    until: 2028-01-01
    windows: [2027-01-04T06:00Z/2027-01-04T18:00Z, 2027-01-11T06:00Z/2027-01-12T18:00Z]
    basis: this_charter
"""


def dated() -> Charter:
    """Return the default charter with two drawings of a line and a zone of some days."""
    return read_template(changed(PARIS, ("bases:\n", BASES), ("  lines:\n", LINES), ("\nzones:\n", f"\n{ZONE}")))


def at(text: str) -> int:
    """Return an instant."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        ("1973-01-01", []),
        ("1974-05-31", ["line_a", "line_b", "line_a1"]),
        ("2026-12-31", ["line_a", "line_b", "line_a1"]),
        ("2027-01-01", ["withdrawal_1", "line_a", "line_b", "line_a1"]),
        ("2027-03-01T05:59", ["withdrawal_1", "withdrawal_1_of_israel", "line_a", "line_b", "line_a1"]),
        ("2027-03-01T06:00", ["withdrawal_1_of_israel", "line_a", "line_b", "line_a1"]),
    ],
)
def test_the_line_as_of_a_date(when: str, lines: list[str]) -> None:
    """Each line from its beginning to before its end; two drawings of one line stand beside each other."""
    assert [line.name for line in drawn_at(dated(), at(when)).lines] == lines


def test_each_partys_drawing_is_that_partys() -> None:
    """Where no agreed line exists, each drawing is asserted by whom it is, and judges nothing."""
    found = drawn_at(dated(), at("2027-02-15")).lines[:2]
    told = [(each.provenance.standing, each.provenance.by, each.provenance.confidence) for each in found]
    assert told == [("asserted", ("SY",), "C"), ("asserted", ("IL",), "")]
    assert not any(each.provenance.judges for each in found)


def test_a_zone_holds_in_its_hours_with_the_rules_of_that_day() -> None:
    """Outside of its windows it is none; a rule that ended is gone, a limit that begins later is not there yet."""

    def market(when: str) -> list[tuple[list[str], list[str]]]:
        found = [zone for zone in drawn_at(dated(), at(when)).zones if zone.name == "market"]
        return [([rule.rule for rule in zone.rules], list(zone.limits)) for zone in found]

    assert market("2027-01-04T05:59") == market("2027-01-04T18:00") == []
    assert market("2027-01-04T06:00") == [(["forbidden", "limit"], [])]
    assert market("2027-01-11T06:00") == [(["forbidden"], [])]
    assert market("2027-01-12T17:59") == [(["forbidden"], ["tanks"])]


def test_the_whole_charter_as_of_a_day() -> None:
    """Only zones and lines are left out; the rest is the same."""
    charter = dated()
    found = charter_at(charter, day=date(1973, 1, 1))
    assert found.map is not None and charter.map is not None
    assert (dict(found.map.lines), dict(found.zones)) == ({}, {})
    assert (found.map.places, found.activities) == (charter.map.places, charter.activities)
    assert found.digest == charter.digest


def test_areas_of_limitation_stand_with_their_limits_source_and_confidence() -> None:
    """What the proposal of 1974 allows at most, on both sides alike; proposed, so that it judges nothing."""
    zones = read_template(PARIS).zones
    told = {name: [(each.name, each.at_most) for each in zone.limits.values()] for name, zone in zones.items()}
    for side, member in (("west", "IL"), ("east", "SY")):
        near, middle, far = (told[f"area_of_limitation_{side}_{km}"] for km in ("0_10", "10_20", "20_25"))
        missiles = ("surface_to_air_missiles", 0)
        assert near == [("brigades", 2), ("personnel", 6000), ("tanks", 75), ("artillery_122_mm", 36), missiles]
        assert middle == [("artillery", 162), ("artillery_over_20_km", 0), missiles]
        assert far == [missiles]
        limits = [limit for name, zone in zones.items() if f"_{side}_" in name for limit in zone.limits.values()]
        assert {limit.members for limit in limits} == {(member,)}
        assert {(each.provenance.standing, each.provenance.confidence) for each in limits} == {("proposed", "A")}
    assert {zone.drawing for zone in zones.values()} == {"approximate"}


def test_a_line_without_coordinates_is_named_and_not_drawn() -> None:
    """Line A-1: nobody's coordinates were found, so none stand here."""
    terms = read_template(PARIS).map
    assert terms is not None
    line = terms.lines["line_a1"]
    assert (line.drawing, line.points, line.provenance.standing) == ("absent", (), "agreed")


def test_an_amendment_of_zones_is_told_value_by_value() -> None:
    """Who is asked to sign sees a corner that moved, a limit and a date."""
    before = dated()
    after = read_template(
        changed(PARIS, ("bases:\n", BASES), ("  lines:\n", LINES), ("\nzones:\n", f"\n{ZONE}"))
        .replace(b"limit: 20,", b"limit: 30,").replace(b"until: 2028-01-01", b"until: 2029-01-01")
        .replace(b"notice_hours: 1008", b"notice_hours: 1000")
    )  # fmt: skip
    assert {change.where for change in changes_between(before, after)} == {
        "zones.market.rules.2.limit", "zones.market.span.until_s", "activities.classes.exercise.notice_hours",
    }  # fmt: skip


def test_instants_and_windows_are_written_as_they_are_read() -> None:
    """A day where it is midnight, a minute or a second else."""
    assert [instant_text(at(each)) for each in ("2027-01-01", "2027-01-01T06:30", "2027-01-01T06:30:05")] == [
        "2027-01-01", "2027-01-01T06:30Z", "2027-01-01T06:30:05Z"]  # fmt: skip
    assert window_text((at("2027-01-01"), at("2027-01-01T06:30"))) == "2027-01-01T00:00Z/2027-01-01T06:30Z"
    assert Span().begins_s(date(1950, 1, 1)) == 0
