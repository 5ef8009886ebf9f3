"""Notices over real nodes: each finds the same overlaps, whatever reached it first, and lets go of what is over."""

from __future__ import annotations

from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.node import owed
from parley.node.drafts import Draft
from parley.node.filing import file
from parley.node.overlaps import held
from parley.node.overlaps.held import HeldOverlaps
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, BEGINS_S, NOW_S, WITHIN, found, notice, says
from tests.tracks.deconfliction.plans import DAY, HOUR, plan, volume


def test_every_node_finds_the_overlap_and_that_neither_could_know(paris: Mechanism) -> None:
    """Filed at the same time at two nodes: concurrent, at each of the three, and the states are alike."""
    mine, theirs = notice(paris, "SY"), notice(paris, "IL")
    assert found(paris, "SY") == []
    paris.carry_all(1)
    expected = [((theirs, mine), "conflict", "concurrent")]
    assert [found(paris, member) for member in ALL] == [expected] * 3
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(paris.nodes["US"])


def test_who_had_seen_the_other_ignored_it(paris: Mechanism) -> None:
    """Filed after it was read."""
    first = notice(paris, "SY")
    paris.carry_all(1)
    second = notice(paris, "IL")
    paris.carry_all(1)
    assert found(paris, "SY") == [((second, first), "conflict", "ignored")]


def test_a_change_clears_an_overlap_and_another_brings_it_back(paris: Mechanism) -> None:
    """The detector that is held follows the version in force; what is cancelled meets nobody."""
    mine, theirs = notice(paris, "SY"), notice(paris, "IL")
    paris.carry_all(1)
    held = HeldOverlaps(paris.nodes["US"])
    assert len(held.of(mine)) == 1
    later = plan(volume(begins_s=BEGINS_S + 4 * HOUR), of=mine, why="Makes room")
    change = says(paris, "SY", "activity_changed", later, matter=mine)
    paris.carry_all(1)
    assert held.all() == []
    back = plan(volume(begins_s=BEGINS_S + 3 * HOUR), of=change, why="Rain")
    says(paris, "SY", "activity_changed", back, matter=mine)
    paris.carry_all(1)
    assert [each.matters for each in held.of(theirs)] == [(theirs, mine)]
    says(paris, "IL", "activity_cancelled", {"why": "Rain"}, matter=theirs)
    paris.carry_all(1)
    assert held.all() == []


def test_classes_that_must_keep_apart_are_near(paris: Mechanism) -> None:
    """A shot 500 m from a flight is too near by the charter; two convoys there would not be."""
    beside = [[[[358160000, 331000000], [358200000, 331000000], [358200000, 331100000], [358160000, 331100000]]]]
    shots = notice(paris, "SY", **{"class": "live_fire_exercise"})
    says(paris, "IL", "activity_notified", plan(volume(area=beside, begins_s=BEGINS_S), **{"class": "flight_unmanned"}))
    paris.carry_all(1)
    assert [kind for _, kind, _ in found(paris, "US")] == ["near"]
    # Three days ahead to the millisecond it was not: its class asks for 72 hours.
    assert HeldOverlaps(paris.nodes["US"]).all()[0].short_notice == (shots,)


def test_a_zone_of_the_charter_is_met_with_its_standing(paris: Mechanism) -> None:
    """An exercise within the area of separation; its drawing is only proposed, so nobody is said to have broken it."""
    # After the day from which the charter's drawing holds.
    begins_s = NOW_S + 340 * DAY
    inside = plan(volume(area=WITHIN, begins_s=begins_s), **{"class": "force_movement"})
    mine = says(paris, "SY", "activity_notified", inside)
    convoy = says(paris, "IL", "activity_notified", plan(volume(area=WITHIN, begins_s=begins_s + 5 * HOUR)))
    paris.carry_all(1)
    for node in paris.nodes.values():
        held = HeldOverlaps(node)
        met = held.zones_of(mine)
        assert [(each.second, each.kind, each.standing) for each in met] == [
            ("zone:area_of_separation", "forbidden", "proposed")]  # fmt: skip
        assert held.zones_of(convoy) == [] and held.all() == []
    hit = HeldOverlaps(paris.nodes["IL"]).tried(inside, own="IL")
    assert {each.second for each in hit} == {mine, "zone:area_of_separation"}


def test_a_plan_is_tried_before_it_is_filed(paris: Mechanism) -> None:
    """What it would meet is told, and nothing is filed or kept; what it would change does not meet itself."""
    mine = notice(paris, "SY")
    paris.carry_all(1)
    node = paris.nodes["IL"]
    kept = HeldOverlaps(node)
    hit = kept.tried(plan(volume(begins_s=BEGINS_S)), own="IL")
    assert [(each.first, each.second, each.kind) for each in hit] == [("", mine, "conflict")]
    assert kept.tried(plan(volume(begins_s=BEGINS_S + 5 * HOUR)), own="IL") == []
    assert HeldOverlaps(paris.nodes["SY"]).tried(plan(volume(begins_s=BEGINS_S)), own="SY") == []
    assert kept.all() == []


def test_a_plan_is_tried_and_a_pair_is_told_without_a_look_at_all_others(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each notice is folded once, however often plans are tried; asked of one notice, other pairs are not told."""
    mine = [notice(paris, "SY", begins_s=BEGINS_S + day * DAY) for day in range(3)]
    theirs = [notice(paris, "IL", begins_s=BEGINS_S + day * DAY) for day in range(3)]
    paris.carry_all(1)
    kept, folded, told = HeldOverlaps(paris.nodes["US"]), list[str](), list[Any]()
    known, tell = held.fold_now, HeldOverlaps._told

    def fold_now(node: Any, matter: str, *, version: bytes) -> Any:
        folded.append(matter)
        return known(node, matter, version=version)

    def counted(self: HeldOverlaps, overlaps: Any) -> Any:
        told.append(overlaps)
        return tell(self, overlaps)

    monkeypatch.setattr(held, "fold_now", fold_now)
    monkeypatch.setattr(HeldOverlaps, "_told", counted)
    for _ in range(3):
        assert len(kept.tried(plan(volume(begins_s=BEGINS_S)), own="US")) == 2
    assert sorted(folded) == sorted([*mine, *theirs])
    assert [each.matters for each in kept.of(mine[0])] == [(theirs[0], mine[0])] and len(told) == 1


def test_receipts_of_notices_are_owed_on_the_watch_list(paris: Mechanism) -> None:
    """Whoever was told acknowledges; the duty is there at every node, and done when it is done."""
    mine = notice(paris, "SY")
    paris.carry_all(1)
    node = paris.nodes["IL"]
    states = {each.owed_by: each.state for each in owed.matter_duties(node, mine, now_ms=node.clock.now_ms())
              if each.what == "acknowledge_notice"}  # fmt: skip
    assert set(states) == {"IL", "US"}
    says(paris, "IL", "activity_acknowledged", {"of": mine, "how": "under_protest"}, matter=mine)
    paris.carry_all(1)
    states = {each.owed_by: each.state for each in owed.matter_duties(node, mine, now_ms=node.clock.now_ms())
              if each.what == "acknowledge_notice"}  # fmt: skip
    assert states["IL"] == "done"


def test_a_notice_that_breaks_a_rule_is_refused_and_nothing_changes(paris: Mechanism) -> None:
    """At its own node, with the clause."""
    content = plan(volume(begins_s=NOW_S - 10 * DAY))
    refused = file(Draft("activity_notified", ALL, content, role="duty_officer"), node=paris.nodes["SY"])
    assert isinstance(refused, Refusal) and refused.clause == "N-3"
    assert found(paris, "SY") == []
