"""Overlaps over real nodes: each tells them by itself, both sides stand in one matter, whoever told it and when."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.node import owed
from parley.node.filing import Filed
from parley.node.overlaps import telling
from parley.node.overlaps.telling import TURN_MS, Teller, run_overlaps
from parley.tracks.deconfliction.overlap_entries import overlap_id
from tests.node import comparing, forging
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, BEGINS_S, notice, says, tell, tellings
from tests.tracks.deconfliction.plans import HOUR, plan, volume


def meetings(node: Any) -> list[Any]:
    """Return what a node has to tell of meetings; of the ways out of them test_ways_out.py tells."""
    return [each for each in tellings(node) if each.draft.kind != "proposals_made"]


def state(paris: Mechanism, member: str, pair: tuple[str, str]) -> Any:
    """Return how the overlap of two notices stands at a node."""
    return comparing.states(paris.nodes[member]).get(overlap_id(pair))


def alike(paris: Mechanism) -> None:
    """Assert that all nodes show the same, live and rebuilt."""
    comparing.assert_converged(list(paris.nodes.values()))
    comparing.assert_alike(list(paris.nodes.values()))


def test_two_nodes_that_were_cut_find_it_at_once_and_stand_in_one_matter(paris: Mechanism) -> None:
    """Both file while cut, both tell as soon as they meet, and there is one matter with duties for both."""
    mine, theirs = notice(paris, "SY"), notice(paris, "IL")
    assert tellings(paris.nodes["SY"]) == []
    paris.carry_all(1)
    paris.clocks["SY"].at_ms += 1
    told = [*tell(paris, "IL", after_ms=_wait(paris, "IL")), *tell(paris, "SY", after_ms=_wait(paris, "SY"))]
    assert len(told) == 2
    paris.carry_all(2)
    found = [state(paris, member, (theirs, mine)) for member in ALL]
    assert [each["name"] for each in found] == ["found"] * 3
    assert {tuple(sorted(each["found_by"])) for each in found} == {tuple(sorted(told))}
    assert found[0]["knew"] == "concurrent"
    for member in ALL:
        node = paris.nodes[member]
        duties = owed.matter_duties(node, overlap_id((mine, theirs)), now_ms=node.clock.now_ms())
        assert {(each.owed_by, each.what) for each in duties} == {("IL", "answer_overlap"), ("SY", "answer_overlap")}
        assert meetings(node) == []
    alike(paris)


def test_what_a_full_disk_refused_is_told_later(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that was full says nothing of what meets: once there is room it is told, by the same node."""
    mine, theirs = notice(paris, "IL"), notice(paris, "SY")
    paris.carry_all(1)
    teller, full = Teller(paris.nodes["SY"]), Refusal("storage_failed", "F-4", {"reason": "full"})
    refused: Future[Any] = Future()
    refused.set_result(full)
    with monkeypatch.context() as disk:
        disk.setattr(telling, "file_soon", lambda *_, **__: refused)
        asked = teller.tell()
    assert asked
    for key, waiting in asked:
        teller.note(key, waiting.result())
    assert [type(waiting.result()) for _, waiting in teller.tell()] == [Filed]
    paris.carry_all(1)
    assert state(paris, "IL", (mine, theirs))["name"] == "found"
    for key, _ in asked:
        teller.note(key, Refusal("overlap_older_version", "O-1", {}))
    assert teller.refused


def _wait(paris: Mechanism, member: str) -> int:
    """Return how long a node waits until it is its turn."""
    return TURN_MS * tellings(paris.nodes[member])[0].turn


def test_one_node_tells_it_first_and_the_others_find_it_told(paris: Mechanism) -> None:
    """That of whoever spoke last of its notice; where it is out of reach another one does."""
    first = notice(paris, "SY")
    paris.carry_all(1)
    second = notice(paris, "IL")
    paris.carry_all(1)
    turns = {member: tellings(paris.nodes[member])[0].turn for member in ALL}
    assert turns == {"IL": 0, "SY": 1, "US": 2}
    assert len(tell(paris, "US", after_ms=2 * TURN_MS)) == 1
    paris.carry_all(1)
    assert [meetings(paris.nodes[member]) for member in ALL] == [[], [], []]
    assert state(paris, "SY", (first, second))["knew"] == "ignored"


def test_a_pair_of_which_nothing_is_to_tell_is_not_folded_again_for_another_notice(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of overlaps may stand: a further notice costs no look into each of them."""
    notice(paris, "SY")
    notice(paris, "IL")
    paris.carry_all(1)
    teller, folded = Teller(paris.nodes["IL"]), list[str]()
    for _ in range(6):
        paris.clocks["IL"].at_ms += 5 * TURN_MS
        assert all(isinstance(waiting.result(), Filed) for _, waiting in teller.tell())
    known = telling._fold

    def fold(node: Any, matter: str) -> Any:
        folded.append(matter)
        return known(node, matter)

    monkeypatch.setattr(telling, "_fold", fold)
    notice(paris, "IL", begins_s=BEGINS_S + 30 * HOUR)
    assert teller.tell() == [] and folded == []
    theirs = notice(paris, "IL", begins_s=BEGINS_S)
    teller.tell()
    assert theirs in folded


def test_it_is_answered_changed_and_cleared(paris: Mechanism) -> None:
    """A change that still collides is found anew, one that does not clears it, and so does a cancelled notice."""
    mine, theirs = notice(paris, "SY"), notice(paris, "IL")
    paris.carry_all(1)
    tell(paris, "SY", after_ms=_wait(paris, "SY"))
    paris.carry_all(1)
    pair = [theirs, mine]
    told = state(paris, "IL", (theirs, mine))
    words = {"notices": pair, "of": told["finding"], "how": "keeps", "text": "EXERCISE. It cannot move.", "lang": "en"}
    answer = says(paris, "IL", "overlap_answered", words)
    paris.carry_all(1)
    assert state(paris, "US", (theirs, mine))["answers"]["IL"]["entry"] == answer
    change = says(paris, "SY", "activity_changed", plan(volume(begins_s=BEGINS_S + HOUR), of=mine, why="Rain"),
                  matter=mine)  # fmt: skip
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    assert state(paris, "IL", (theirs, mine))["name"] == "found"
    apart = plan(volume(begins_s=BEGINS_S + 5 * HOUR), of=change, why="Makes room")
    says(paris, "SY", "activity_changed", apart, matter=mine)
    assert len(tell(paris, "SY")) == 1
    paris.carry_all(1)
    assert [state(paris, member, (theirs, mine))["name"] for member in ALL] == ["cleared"] * 3
    assert [meetings(paris.nodes[member]) for member in ALL] == [[], [], []]
    alike(paris)


def test_a_finding_of_what_was_sealed_wrongly_counts_once_it_is_disclosed(paris: Mechanism) -> None:
    """SY seals its notice so that IL cannot read it; US tells the overlap; IL judges it void until it has the key."""
    theirs = notice(paris, "IL")
    paris.carry_all(1)
    node = paris.nodes["SY"]
    content = {**plan(volume(begins_s=BEGINS_S)), "role": "duty_officer"}
    mine = forging.say(node, "activity_notified", content, unreadable_for=("IL",))
    paris.carry_all(1)
    told = tell(paris, "US", after_ms=2 * TURN_MS)
    paris.carry("US", "IL")
    key = (paris.nodes["US"].ledger.origin, int(told[0].partition("/")[2]))
    assert "cited_unknown" in str(comparing.verdicts(paris.nodes["IL"])[key])
    for _ in range(2):
        for member in ALL:
            paris.receipts(member)
        paris.carry_all(1)
    assert comparing.verdicts(paris.nodes["IL"])[key] is None
    assert state(paris, "IL", (theirs, mine))["name"] == "found"
    alike(paris)


def test_the_round_of_a_node_tells_it_by_itself(paris: Mechanism) -> None:
    """Woken by the change that brought the other notice, without anybody asking."""
    asyncio.run(_let_it_run(paris))


async def _let_it_run(paris: Mechanism) -> None:
    first = notice(paris, "IL")
    paris.carry_all(1)
    node = paris.nodes["SY"]
    news, running = node.changes.subscribe(), asyncio.create_task(run_overlaps(node))
    second = await asyncio.to_thread(notice, paris, "SY")
    matter = f"matter:{overlap_id((first, second))}"
    async with asyncio.timeout(30):
        while (change := await news.next()) is None or matter not in change.topics:
            assert not running.done()
    running.cancel()
    assert state(paris, "SY", (first, second))["name"] == "found"
