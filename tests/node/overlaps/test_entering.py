"""A notice outside of where alone it may be: its author's node offers ways in, each of which the detector passes."""

from __future__ import annotations

from pathlib import Path

from parley.node.overlaps.kept import overlaps_of
from parley.node.overlaps.leaving import change_by, ways_out_of
from parley.tracks.deconfliction.encounters.entries import encounter_id
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import says, tell
from tests.node.overlaps.test_encountering import BEGINS_S
from tests.node.overlaps.zoned import template_with_zone
from tests.tracks.deconfliction.plans import plan, volume

RANGE = """
  agreed_range:
    names: {en: Agreed range, ar: ميدان متفق عليه, he: מטווח מוסכם}
    corners: [33.0900 N 35.7900 E, 33.0900 N 35.8200 E, 33.1200 N 35.8200 E, 33.1200 N 35.7900 E]
    drawing: exact
    rules:
      - {rule: only_inside, classes: [live_fire_exercise], basis: this_charter}
    basis: this_charter
"""
EDGE = [[[[358130000, 331000000], [358230000, 331000000], [358230000, 331100000], [358130000, 331100000]]]]


def test_what_reaches_out_of_its_range_is_offered_ways_back(tmp_path: Path) -> None:
    """Aside, or without the ground outside; what is filed by one clears the encounter at every node."""
    template = template_with_zone(tmp_path, zone=RANGE)
    mechanism = Mechanism(tmp_path / "homes", template=template, durable=False).make()
    try:
        shots = plan(volume(begins_s=BEGINS_S, area=EDGE), **{"class": "live_fire_exercise"})
        mine = says(mechanism, "SY", "activity_notified", shots)
        assert tell(mechanism, "SY")
        mechanism.carry_all(1)
        matter, node = encounter_id(mine, {"kind": "zone", "name": "agreed_range"}), mechanism.nodes["SY"]
        found = comparing.states(node)[matter]
        assert found["kind"] == "outside"
        ways = ways_out_of(node, found)
        assert {each.moves[0].how for each in ways} == {"aside", "trim"}
        assert ways_out_of(mechanism.nodes["IL"], found) == ()
        for way in ways:
            content = change_by(node, found, way.digest)
            assert content is not None
            met = overlaps_of(node).tried(content, own="SY")
            assert not [each for each in met if each.second == "zone:agreed_range"]
        content = change_by(node, found, ways[0].digest)
        says(mechanism, "SY", "activity_changed", {**(content or {}), "why": "Into the range"}, matter=mine)
        assert tell(mechanism, "SY")
        mechanism.carry_all(1)
        assert [comparing.states(each)[matter]["clearing"]["how"] for each in mechanism.nodes.values()] == ["moved"] * 3
    finally:
        mechanism.close_all()
