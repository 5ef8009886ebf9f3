"""Answers over real nodes: the supervisor's finds who meets, and tells a cell and an hour on its tick, once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from parley.charter.verdict import Refusal
from parley.node.blind import counting
from parley.node.blind.answering import answers, beyond_the_limit
from parley.node.blind.counting import Counter
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.tracks.deconfliction.blind_entries import blind_overlap_id
from tests.node import comparing
from tests.node.blind.cast import (
    CLAUSE,
    TICK_S,
    alike,
    answerer,
    counts,
    gives,
    mechanism_with_clause,
    settle_down,
    tells,
    tick,
)
from tests.node.mechanism import Mechanism
from tests.node.overlaps.saying import ALL, BEGINS_S, found, notice, says, tellings
from tests.node.schedule import amended
from tests.tracks.deconfliction.plans import HOUR, plan, volume

CELL = {"south_e7": 330_000_000, "west_e7": 357_500_000, "size_e7": 2_500_000}
SMALL = [[[[358020000, 331020000], [358030000, 331020000], [358030000, 331030000], [358020000, 331030000]]]]
APART = [[[[359160000, 331000000], [359200000, 331000000], [359200000, 331100000], [359160000, 331100000]]]]


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Mechanism]:
    """The default mechanism with the clause."""
    mechanism = mechanism_with_clause(tmp_path)
    yield mechanism
    mechanism.close_all()


def about(paris: Mechanism, member: str, kind: str, told: dict[str, Any], **changes: Any) -> str:
    """Let a member say something of an answer; everybody reads it."""
    content = {name: told[name] for name in ("parties", "cell", "hour_s")}
    done = says(paris, member, kind, {**content, "of": told["entry"], **changes})
    settle_down(paris)
    return done


def test_blind_against_open_tells_both_a_cell_and_an_hour(paris: Mechanism) -> None:
    """And it is told to the two and the supervisor, alike at each node, and not again at the next tick."""
    gives(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    told = tells(paris)
    hour_s = BEGINS_S // HOUR * HOUR
    assert [(each["cell"], each["hour_s"], each["to"]) for each in told] == [(CELL, hour_s, ["IL", "SY", "US"])]
    matter = blind_overlap_id(["IL", "SY"], CELL, hour_s)
    assert [comparing.states(paris.nodes[member])[matter]["name"] for member in ALL] == ["told"] * 3
    paris.clocks["US"].at_ms += TICK_S * 1000
    assert tells(paris) == []
    alike(paris)


def test_a_look_that_a_full_disk_refused_is_counted_once_there_is_room(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count does not wait for the next day, and nothing else has to change first."""
    gives(paris, "SY")
    counter, full = Counter(paris.nodes["SY"]), Refusal("storage_failed", "F-4", {"reason": "full"})
    refused: Future[Any] = Future()
    refused.set_result(full)
    with monkeypatch.context() as disk:
        disk.setattr(counting, "file_soon", lambda *_, **__: refused)
        ((key, waiting),) = counter.count()
    counter.note(key, waiting.result())
    assert [type(waiting.result()) for _, waiting in counter.count()] == [Filed]


def test_blind_against_blind_is_found_by_the_supervisor_alone(paris: Mechanism) -> None:
    """Neither side holds the other's notice; both learn the cell and the hour."""
    mine, theirs = gives(paris, "SY"), gives(paris, "IL")
    settle_down(paris)
    for member, other in (("SY", theirs), ("IL", mine)):
        assert other not in comparing.states(paris.nodes[member])
        assert answers(paris.nodes[member], tick_s=tick(paris)) == []
    assert len(tells(paris)) == 1


def test_a_blind_notice_meets_where_it_may_be_read_and_opens_no_matter(paris: Mechanism) -> None:
    """Its author and the supervisor see what it meets; the other side sees nothing, and no node tells an overlap."""
    gives(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    assert [len(found(paris, member)) for member in ALL] == [0, 1, 1]
    assert [tellings(paris.nodes[member]) for member in ALL] == [[], [], []]


def test_two_open_notices_and_two_that_keep_apart_are_told_nothing_of(paris: Mechanism) -> None:
    """Open ones have their overlap; what does not meet has nothing to tell."""
    notice(paris, "SY")
    notice(paris, "IL")
    gives(paris, "SY", area=APART)
    settle_down(paris)
    assert tells(paris) == []


def test_what_is_not_counted_is_held_against_nothing(paris: Mechanism) -> None:
    """A version whose author's node did not count it, or had no look left, waits for the next day."""
    for _ in range(3):
        gives(paris, "SY", area=APART)
    counts(paris, "SY")
    gives(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    assert tells(paris) == []
    for clock in paris.clocks.values():
        clock.at_ms += 24 * HOUR * 1000
    settle_down(paris)
    assert len(tells(paris)) == 1


def test_a_look_dated_back_is_not_gone_by(paris: Mechanism) -> None:
    """Who takes the looks of days that are over is heard by no supervisor."""
    paris.clocks["SY"].at_ms -= 5 * 24 * HOUR * 1000
    gives(paris, "SY")
    counts(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    assert tells(paris) == []


def test_a_smaller_plan_in_the_same_cell_and_hour_learns_nothing_more(paris: Mechanism) -> None:
    """Whoever searches for the hidden plan with ever smaller ones is told once."""
    gives(paris, "SY")
    theirs = notice(paris, "IL")
    settle_down(paris)
    assert len(tells(paris)) == 1
    change = plan(volume(area=SMALL, begins_s=BEGINS_S), of=theirs, why="Smaller")
    says(paris, "IL", "activity_changed", change, matter=theirs)
    notice(paris, "IL")
    settle_down(paris)
    assert tells(paris) == []


def test_who_searches_with_many_small_plans_is_told_so_many_answers_a_day(paris: Mechanism) -> None:
    """Each in another hour; what is beyond the limit waits, and the supervisor's desk says that it does."""
    begins_s = tick(paris) + 30 * HOUR
    gives(paris, "SY", begins_s=begins_s, hours=12)
    for hour in range(6):
        at = volume(area=SMALL, begins_s=begins_s + hour * HOUR, hours=1)
        says(paris, "IL", "activity_notified", plan(at))
    settle_down(paris)
    assert len(tells(paris)) == 4
    us = paris.nodes["US"]
    assert tells(paris) == [] and beyond_the_limit(us, tick_s=tick(paris)) == 2
    for clock in paris.clocks.values():
        clock.at_ms += 24 * HOUR * 1000
    assert len(tells(paris)) == 2 and beyond_the_limit(us, tick_s=tick(paris)) == 0


def test_one_spot_of_two_versions_is_told_and_not_one_after_the_other(paris: Mechanism) -> None:
    """Of two that meet for many hours no answer follows each hour, which would draw the plan."""
    begins_s = tick(paris) + HOUR
    gives(paris, "SY", begins_s=begins_s, hours=9)
    says(paris, "IL", "activity_notified", plan(volume(begins_s=begins_s, hours=9)))
    settle_down(paris)
    assert len(tells(paris)) == 1
    for _ in range(4):
        for clock in paris.clocks.values():
            clock.at_ms += 2 * HOUR * 1000
        assert tells(paris) == []


def test_what_is_settled_is_told_again_only_of_a_newer_plan(paris: Mechanism) -> None:
    """The supervisor spoke with both; then one of them changes, and they still meet."""
    mine = gives(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    told = tells(paris)[0]
    about(paris, "IL", "blind_overlap_acknowledged", told, how="received")
    about(paris, "US", "blind_overlap_settled", told)
    assert tells(paris) == []
    change = plan(volume(area=SMALL, begins_s=BEGINS_S), of=mine, why="Smaller")
    says(paris, "SY", "activity_changed", change, matter=mine, to=("SY", "US"))
    settle_down(paris)
    assert len(tells(paris)) == 1
    alike(paris)


def test_answers_come_on_a_tick_and_never_in_between(paris: Mechanism) -> None:
    """Nor at the tick in which the node was started: when a plan was filed does not show."""
    answering = answerer(paris)
    gives(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    clock = paris.clocks["US"]
    left_ms = TICK_S * 1000 - clock.at_ms % (TICK_S * 1000)
    clock.at_ms += left_ms - 5_000
    assert answering.answer() == []
    clock.at_ms += 10_000
    filed = [waiting.result() for waiting in answering.answer()]
    assert len(filed) == 1 and all(isinstance(each, Filed) for each in filed)
    assert answering.answer() == [] and answerer(paris).answer() == []


def test_a_clause_that_all_take_back_leaves_what_was_given_and_tells_nothing_more(paris: Mechanism) -> None:
    """Withdrawn by an amendment while blind notices are live: they can be cancelled, and neither changed nor given."""
    mine = gives(paris, "SY")
    notice(paris, "IL")
    settle_down(paris)
    raw = paris.nodes["SY"].home.charter.read_text(encoding="utf-8")
    text = amended(raw, paris.nodes["SY"].founding.digest, CLAUSE, "\n")
    assert isinstance(file(Draft("charter_proposed", ALL, {"text": text}, role="chief"), node=paris.nodes["SY"]), Filed)
    paris.carry_all(1)
    signed = {"charter": sha256(text.encode()).hexdigest()}
    for member in ALL:
        outcome = file(Draft("charter_signed", ALL, signed, role="chief"), node=paris.nodes[member])
        assert isinstance(outcome, Filed), outcome
    paris.carry_all(2)
    assert all(node.charter().blind_notices is None and node.in_force() for node in paris.nodes.values())
    assert tells(paris) == [] and counts(paris, "SY") == []
    node, change = paris.nodes["SY"], plan(volume(begins_s=BEGINS_S), of=mine, why="Rain")
    for kind, content, matter in (("activity_changed", change, mine), ("activity_notified", plan(), None)):
        refused = file(Draft(kind, ("SY", "US"), content, matter, role="duty_officer"), node=node)
        assert isinstance(refused, Refusal) and refused.clause == "BN-1"
    says(paris, "SY", "activity_cancelled", {"why": "EXERCISE. Given openly."}, matter=mine, to=("SY", "US"))
    settle_down(paris)
    assert comparing.states(paris.nodes["US"])[mine]["name"] == "cancelled"
    alike(paris)
