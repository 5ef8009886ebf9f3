"""Standstills over real nodes: signed by both while the line is cut, in force from the same second at all of them."""

from __future__ import annotations

from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.node import owed, reading
from parley.node.drafts import Draft
from parley.node.filing import file
from parley.node.overlaps import standing
from parley.node.overlaps.standing import Standing
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, NOW_S, in_force, proposed, says, signs
from tests.tracks.deconfliction.plans import DAY, HOUR, plan, volume
from tests.tracks.deconfliction.standstills import TEXTS, variance


def owes(paris: Mechanism, notice: str) -> tuple[str, str, int | None] | None:
    """Return who owes to clear a notice from a standstill, how that stands, by when: at the supervisor's node."""
    node = paris.nodes["US"]
    found = owed.matter_duties(node, notice, now_ms=node.clock.now_ms())
    told = [(each.owed_by, each.state, each.due_at_ms) for each in found if each.what == "clear_standstill"]
    return told[0] if told else None


def test_signed_by_both_over_a_cut_line_it_holds_from_one_second_at_all(paris: Mechanism) -> None:
    """Neither had read the other's signature; the same digest, the same second, the same state at each of the three."""
    matter = proposed(paris)
    mine, theirs = signs(paris, "SY", matter), signs(paris, "IL", matter)
    for member in ("SY", "IL"):
        row = reading.matter(paris.nodes[member], matter)
        assert row is not None and row.state["from_s"] is None and row.state["main"]["missing"]
    paris.carry_all(1)
    rows = [reading.matter(paris.nodes[member], matter) for member in ALL]
    states = [row.state for row in rows if row is not None]
    assert len(states) == 3 and all(state == states[0] for state in states)
    main = states[0]["main"]
    assert {given["entry"] for given in main["signatures"].values()} == {mine, theirs}
    last_ms = max(given["at_ms"] for given in main["signatures"].values())
    assert states[0]["from_s"] == max(NOW_S, -(-last_ms // 1000))
    for member in ALL:
        (found,) = Standing(paris.nodes[member]).in_force(at_s=states[0]["from_s"])
        assert found.opening.id == matter
        assert Standing(paris.nodes[member]).in_force(at_s=states[0]["from_s"] - 1) == []
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(paris.nodes["US"])


def test_every_node_holds_the_same_notices_against_it(paris: Mechanism) -> None:
    """Notices filed before and after it; a variance lets one go; a change is held again; what is cancelled is not."""
    before = says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + 2 * DAY)))
    held = {member: Standing(paris.nodes[member]) for member in ALL}
    assert all(each.hard() == {} for each in held.values())
    matter = in_force(paris)
    after = says(paris, "IL", "activity_notified", plan(volume(begins_s=NOW_S + 3 * DAY)))
    says(paris, "US", "activity_notified", plan(volume(begins_s=NOW_S + 3 * DAY)))
    paris.carry_all(1)
    for each in held.values():
        assert set(each.hard()) == {before, after}
        assert {found.notice for found in each.of_standstill(matter)} == {before, after}
    assert owes(paris, before) == ("SY", "running", (NOW_S + 2 * DAY) * 1000)
    content = variance(matter, notice=before, from_s=NOW_S, until_s=NOW_S + 5 * DAY)
    excepted = says(paris, "IL", "variance_proposed", content, matter=matter)
    paris.carry_all(1)
    for member in ("SY", "IL"):
        signs(paris, member, matter, of=excepted)
    paris.carry_all(1)
    assert [set(each.hard()) for each in held.values()] == [{after}] * 3
    assert owes(paris, before) is None
    (told,) = held["US"].of_notice(before)
    assert told.overlap is None and told.excepted_by == (excepted,)
    longer = plan(volume(begins_s=NOW_S + 2 * DAY, hours=9), of=before, why="Longer")
    says(paris, "SY", "activity_changed", longer, matter=before)
    says(paris, "IL", "activity_cancelled", {"why": "It stands still"}, matter=after)
    paris.carry_all(1)
    assert [set(each.hard()) for each in held.values()] == [{before}] * 3


def test_a_further_standstill_is_held_against_the_notices_and_the_others_are_not_again(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever proposes many makes nobody compare all of them with every notice again and again."""
    notices = [says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + 2 * DAY))) for _ in range(3)]
    first = in_force(paris)
    kept, asked = Standing(paris.nodes["IL"]), list[tuple[str, str]]()
    known = standing.held_by

    def held_by(notice: Any, state: Any, **said: Any) -> Any:
        asked.append((notice.opening.id, state.opening.id))
        return known(notice, state, **said)

    monkeypatch.setattr(standing, "held_by", held_by)
    assert set(kept.hard()) == set(notices) and sorted(asked) == sorted((each, first) for each in notices)
    second = proposed(paris)
    assert {held.notice for held in kept.of_standstill(second)} == set(notices)
    assert sorted(asked[3:]) == sorted((each, second) for each in notices)
    says(paris, "SY", "activity_cancelled", {"why": "It stands still"}, matter=notices[0])
    paris.carry_all(1)
    assert set(kept.hard()) == set(notices[1:]) and len(asked) == 6 + 2


def test_an_ending_lets_go_at_all_nodes_together(paris: Mechanism) -> None:
    """Signed by both, it ends at the second that it names; by one alone it changes nothing."""
    notice = says(paris, "SY", "activity_notified", plan(volume(begins_s=NOW_S + 2 * DAY)))
    matter = in_force(paris)
    ends = {"of": matter, "texts": TEXTS, "ends_s": NOW_S + DAY}
    ending = says(paris, "SY", "ending_proposed", ends, matter=matter)
    paris.carry_all(1)
    signs(paris, "SY", matter, of=ending)
    paris.carry_all(1)
    held = [Standing(paris.nodes[member]) for member in ALL]
    assert all(set(each.hard()) == {notice} for each in held)
    signs(paris, "IL", matter, of=ending)
    paris.carry_all(1)
    assert all(each.hard() == {} for each in held)
    assert [each.in_force(at_s=NOW_S + DAY) for each in held] == [[], [], []]


def test_a_plan_is_held_before_it_is_filed(paris: Mechanism) -> None:
    """Tried, it falls into the standstill; before its time it does not, and nothing is filed."""
    in_force(paris, from_s=NOW_S + DAY)
    node = paris.nodes["SY"]
    terms, held = node.charter().activities, Standing(node)
    assert terms is not None
    (found,) = held.of_plan(terms, plan(volume(begins_s=NOW_S + 2 * DAY)))
    assert found.is_hard and found.version == ""
    assert held.of_plan(terms, plan(volume(begins_s=NOW_S + 2 * HOUR))) == []
    assert held.hard() == {}


def test_each_party_owes_its_word_on_the_watch_list(paris: Mechanism) -> None:
    """Both owe it until they sign or decline; a wrong digest is refused at its own node."""
    matter = proposed(paris)
    node = paris.nodes["IL"]

    def states() -> dict[str, str]:
        return {each.owed_by: each.state for each in owed.matter_duties(node, matter, now_ms=node.clock.now_ms())}

    assert set(states()) == {"IL", "SY"} and "done" not in states().values()
    wrong = {"of": matter, "digest": "0" * 64}
    for content, clause in ((wrong, "C-11"), ({**wrong, "released_by": "chief"}, "ST-6")):
        refused = file(Draft("instrument_signed", ALL, content, matter, role="duty_officer"), node=node)
        assert isinstance(refused, Refusal) and refused.clause == clause
    signs(paris, "IL", matter)
    says(paris, "SY", "instrument_declined", {"of": matter, "why": "Not yet"}, matter=matter)
    paris.carry_all(1)
    assert states() == {"IL": "done", "SY": "done"}
