"""The rules of a charter's zones as the detector takes them: for their times alone, with the weaker standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.charter.model import STANDINGS, Charter
from parley.tracks.deconfliction.encounters.touching import zones_drawn
from tests.charter.test_dated import at, dated


def test_the_detector_takes_a_rule_for_its_times_alone() -> None:
    """Windows cut by the dates of zone, rule and bases; a rule without any time left is not held against anything."""
    market = {each.rule: each.volume.windows for each in zones_drawn(dated()) if each.id == "zone:market"}
    first, second = [
        (at("2027-01-04T06:00"), at("2027-01-04T18:00")),
        (at("2027-01-11T06:00"), at("2027-01-12T18:00")),
    ]
    assert market == {"forbidden": (first, second), "limit": (first,)}


@pytest.mark.parametrize("drawing", STANDINGS)
@pytest.mark.parametrize("rule", STANDINGS)
def test_an_overlap_stands_as_the_weaker_of_drawing_and_rule(drawing: str, rule: str) -> None:
    """An agreed rule under an asserted drawing is asserted, and so is an asserted rule under an agreed one."""
    charter: Charter = dated()
    zone = charter.zones["market"]
    first = replace(zone.rules[0], provenance=replace(zone.rules[0].provenance, standing=rule, by=("SY",)))
    drawn = replace(zone, rules=(first,), provenance=replace(zone.provenance, standing=drawing, by=("IL",)))
    (found,) = zones_drawn(replace(charter, zones={"market": drawn}))
    assert found.standing == max(drawing, rule, key=STANDINGS.index)
    assert (found.standing == "agreed") == (drawing == rule == "agreed")
