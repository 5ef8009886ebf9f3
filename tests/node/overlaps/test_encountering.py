"""Encounters over real nodes: each tells them by itself, in one matter, and who may not know learns nothing."""

from __future__ import annotations

from typing import Any

import pytest

from parley.node import owed
from parley.node.overlaps.kept import overlaps_of
from parley.node.overlaps.leaving import change_by, ways_out_of
from parley.node.overlaps.telling import TURN_MS
from parley.tracks.deconfliction.encounters.entries import encounter_id
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, NOW_S, encounter_tellings, in_force, says, signs, site_told, tell
from tests.node.overlaps.zoned import NAME
from tests.tracks.deconfliction.plans import DAY, HOUR, plan, volume
from tests.tracks.deconfliction.standstills import variance

# After the day from which the charter holds.
BEGINS_S = NOW_S + 340 * DAY


@pytest.fixture
def paris(zoned: Mechanism) -> Mechanism:
    """The default mechanism here has an agreed zone."""
    return zoned


def turn(paris: Mechanism, member: str) -> int:
    """Return how long a node waits until it is its turn."""
    return TURN_MS * encounter_tellings(paris.nodes[member])[0].turn


def states(paris: Mechanism, matter: str) -> list[Any]:
    """Return how a matter stands at each node, None where it has none."""
    return [comparing.states(paris.nodes[member]).get(matter) for member in ALL]


def quiet(paris: Mechanism) -> None:
    """Assert that nobody has anything left to tell, and that all nodes show the same, live and rebuilt."""
    assert [encounter_tellings(paris.nodes[member]) for member in ALL] == [[], [], []]
    comparing.assert_alike(list(paris.nodes.values()))
    for node in paris.nodes.values():
        comparing.assert_live_is_rebuilt(node)
    comparing.assert_alike(list(paris.nodes.values()))


def test_a_notice_in_an_agreed_zone_opens_one_matter_at_every_node(paris: Mechanism) -> None:
    """Its author's node tells it first, whoever tells it at once joins it; each side owes its word; a change clears."""
    mine = says(paris, "SY", "activity_notified", plan(volume(begins_s=BEGINS_S)))
    paris.carry_all(1)
    assert [turn(paris, member) for member in ALL] == [TURN_MS, 0, 2 * TURN_MS]
    both = [*tell(paris, "SY"), *tell(paris, "IL", after_ms=TURN_MS)]
    paris.carry_all(2)
    matter = encounter_id(mine, {"kind": "zone", "name": NAME})
    found = states(paris, matter)
    assert [each["name"] for each in found] == ["found"] * 3 and found[0] == found[1] == found[2]
    assert set(found[0]["found_by"]) == set(both) and found[0]["standing"] == "agreed"
    duties = owed.matter_duties(paris.nodes["US"], matter, now_ms=paris.nodes["US"].clock.now_ms())
    assert {(each.owed_by, each.what) for each in duties} == {
        ("SY", "answer_encounter"), ("IL", "acknowledge_encounter"), ("US", "acknowledge_encounter")}  # fmt: skip
    quiet(paris)
    later = plan(volume(begins_s=BEGINS_S, area=[[[[360000000, 331000000], [360100000, 331000000],
                                                  [360100000, 331100000]]]]), of=mine, why="Around it")  # fmt: skip
    says(paris, "SY", "activity_changed", later, matter=mine)
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    assert [each["clearing"]["how"] for each in states(paris, matter)] == ["moved"] * 3
    quiet(paris)


def test_its_author_alone_is_offered_ways_out_and_each_clears_it(paris: Mechanism) -> None:
    """Computed at the author's node from all that it may read; the change as it would be filed meets nothing."""
    edge = [[[[358150000, 331000000], [358250000, 331000000], [358250000, 331100000], [358150000, 331100000]]]]
    mine = says(paris, "SY", "activity_notified", plan(volume(begins_s=BEGINS_S, area=edge)))
    tell(paris, "SY")
    paris.carry_all(1)
    matter = encounter_id(mine, {"kind": "zone", "name": NAME})
    found = states(paris, matter)[0]
    assert [bool(ways_out_of(paris.nodes[member], found)) for member in ALL] == [False, True, False]
    node = paris.nodes["SY"]
    for way in ways_out_of(node, found):
        content = change_by(node, found, way.digest)
        assert content is not None and content["of"] == mine
        assert not [each for each in overlaps_of(node).tried(content, own="SY") if each.second == f"zone:{NAME}"]
    first = change_by(node, found, ways_out_of(node, found)[0].digest)
    assert first is not None and change_by(node, found, "0" * 64) is None
    says(paris, "SY", "activity_changed", {**first, "why": "Out of it"}, matter=mine)
    assert ways_out_of(node, found) == ()
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    assert [each["clearing"]["how"] for each in states(paris, matter)] == ["moved"] * 3


def test_a_zone_that_is_only_proposed_is_told_and_nothing_is_owed(paris: Mechanism) -> None:
    """The drawing of the area of separation is one member's: the matter says by whom, and asks nobody."""
    within = [[[[358540000, 330890000], [358600000, 330890000], [358600000, 330950000], [358540000, 330950000]]]]
    exercise = plan(volume(area=within, begins_s=BEGINS_S), **{"class": "force_movement"})
    mine = says(paris, "SY", "activity_notified", exercise)
    tell(paris, "SY")
    paris.carry_all(1)
    matter = encounter_id(mine, {"kind": "zone", "name": "area_of_separation"})
    found = states(paris, matter)
    assert [(each["standing"], bool(each["by"])) for each in found] == [("proposed", True)] * 3
    assert owed.matter_duties(paris.nodes["IL"], matter, now_ms=paris.nodes["IL"].clock.now_ms()) == []
    quiet(paris)


def test_a_standstill_that_is_signed_over_a_notice_opens_one_and_a_variance_clears_it(paris: Mechanism) -> None:
    """Told by the author's node once it knows that all have signed, and by nobody before."""
    mine = says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + 2 * DAY), **{"class": "force_movement"}))
    paris.carry_all(1)
    standstill = in_force(paris)
    matter = encounter_id(mine, {"kind": "standstill", "name": standstill})
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    assert [each["name"] for each in states(paris, matter)] == ["found"] * 3
    content = variance(standstill, notice=mine, from_s=NOW_S, until_s=NOW_S + 5 * DAY)
    excepted = says(paris, "IL", "variance_proposed", content, matter=standstill)
    paris.carry_all(1)
    for member in ("SY", "IL"):
        signs(paris, member, standstill, of=excepted)
    paris.carry_all(1)
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    assert [each["clearing"]["how"] for each in states(paris, matter)] == ["excepted"] * 3
    quiet(paris)


def test_a_site_that_a_member_was_not_told_leaves_no_trace_at_it(paris: Mechanism) -> None:
    """IL and the supervisor know the hospital: IL's convoy has its matter, SY's none, and SY sees nothing of either."""
    site = site_told(paris, to=("IL", "US"))
    begins_s = NOW_S + 4 * DAY
    ours = says(paris, "IL", "activity_notified", plan(volume(begins_s=begins_s), **{"class": "force_movement"}))
    theirs = says(paris, "SY", "activity_notified",
                  plan(volume(begins_s=begins_s + 9 * HOUR), **{"class": "force_movement"}))  # fmt: skip
    paris.carry_all(1)
    for member in ALL:
        told = [each.draft.content for each in encounter_tellings(paris.nodes[member])]
        assert all(each["notice"] == ours for each in told) and bool(told) is (member != "SY")
    tell(paris, "IL")
    paris.carry_all(2)
    met = {"kind": "site", "name": site}
    found = states(paris, encounter_id(ours, met))
    assert [each and each["to"] for each in found] == [["IL", "US"], None, ["IL", "US"]]
    assert states(paris, encounter_id(theirs, met)) == [None, None, None]
    assert [encounter_tellings(paris.nodes[member]) for member in ALL] == [[], [], []]
