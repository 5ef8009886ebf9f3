"""Ways out as entries: proposed by nodes and judged by all, accepted by who moves, carried out as a pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.geo.area import Area, read_area
from parley.matters.entry import Entry
from parley.tracks.deconfliction import meeting as meeting_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.overlap_duties import duties
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.proposing.applying import moved
from parley.tracks.deconfliction.proposing.checking import side_of
from parley.tracks.deconfliction.proposing.ledger import Concession, ledger
from parley.tracks.deconfliction.proposing.menu import menu
from parley.tracks.deconfliction.proposing.moves import Move, Proposal
from parley.tracks.deconfliction.proposing.setting_of import setting_of
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.meetings import both, overlap, tells
from tests.tracks.deconfliction.plans import DAY, HOUR, SQUARE, START_S, plan, volume
from tests.tracks.hotline.cell import Cell, said

SLACK = {"slack": {"time_min": 600, "lateral_m": 3_000, "vertical_m": 0}}
BEGINS = START_S + 4 * DAY


def meeting(**changes: Any) -> tuple[Cell, list[Entry], OverlapState]:
    """Let IL and SY notify convoys that share two of their hours, a node tell it, and everybody read it."""
    cell = Cell()
    notices = both(
        cell,
        first={**SLACK, "volumes": [volume(begins_s=BEGINS)], **changes},
        second={**SLACK, "volumes": [volume(begins_s=BEGINS + 2 * HOUR)]},
    )
    assert cell.refusal(tells(cell, "SY", notices)) is None
    cell.reads()
    state = overlap(cell, notices)
    assert state is not None
    return cell, notices, state


def proposals(cell: Cell, notices: list[Entry]) -> tuple[Proposal, ...]:
    """Return the menu that a node which holds these two notices alone would compute."""
    terms = cell.charter.activities
    assert terms is not None
    states = [cell.state(notice) for notice in notices]
    setting = setting_of(cell.charter, terms=terms, now_s=cell.now_ms // 1000 + 60, burdens={})
    return menu(*(side_of(state, terms=terms) for state in states), setting=setting)


def content(notices: list[Entry], state: OverlapState, found: tuple[Proposal, ...], **changes: Any) -> dict[str, Any]:
    """Return what a node says of the ways out."""
    told = {
        "notices": [notice.id for notice in notices], "of": state.finding.entry,
        "versions": list(state.finding.versions), "burdens": [0, 0],
        "proposals": [each.as_json() for each in found],
    }  # fmt: skip
    return {**told, **changes}


def proposed(cell: Cell, notices: list[Entry], state: OverlapState, member: str = "US") -> tuple[Proposal, ...]:
    """Let a node propose the ways out; everybody reads them."""
    found = proposals(cell, notices)
    entry = cell.say(member, "proposals_made", **content(notices, state, found))
    assert cell.refusal(entry) is None
    cell.reads()
    return found


def accepts(cell: Cell, member: str, notices: list[Entry], proposal: Proposal, **changes: Any) -> Entry:
    """Let a member accept a proposal; everybody reads it."""
    state = overlap(cell, notices)
    assert state is not None
    told = {
        "notices": [notice.id for notice in notices], "of": state.finding.entry,
        "versions": list(state.finding.versions), "digest": proposal.digest,
    }  # fmt: skip
    entry = cell.say(member, "proposal_accepted", **{**told, **changes})
    cell.reads()
    return entry


def change(cell: Cell, notice: Entry, proposal: Proposal, accepted: list[Entry], **changes: Any) -> Entry:
    """Let the author of a notice carry out its move; everybody reads it."""
    state = cell.state(notice)
    assert isinstance(state, NoticeState)
    move = proposal.move_of(notice.id)
    made = moved(state.version.plan, move) if move is not None else dict(state.version.plan)
    agreed = {"digest": proposal.digest, "accepted": [each.id for each in accepted]}
    whole = {**made, "of": state.version.entry, "why": "As agreed", "agreed": agreed, **changes}
    entry = cell.say(notice.member, "activity_changed", matter=notice, **whole)
    cell.reads()
    return entry


def the_split(found: tuple[Proposal, ...]) -> Proposal:
    """Return the proposal by which both move."""
    return next(each for each in found if each.is_split)


def test_a_menu_stands_in_the_matter_and_names_its_finding() -> None:
    """Every node that may read the overlap judges it alike; several nodes may propose, each of them once."""
    cell, notices, state = meeting()
    found = proposed(cell, notices, state)
    assert len(found) >= 3
    state = overlap(cell, notices)
    assert state is not None and state.menu is not None and state.menu.proposals == found
    again = cell.say("US", "proposals_made", **content(notices, state, found))
    assert cell.refusal(again) == ("deconfliction.proposals_known", "P-1")
    assert cell.refusal(cell.say("IL", "proposals_made", **content(notices, state, found))) is None
    told = state.as_json()["menu"]
    assert [each["digest"] for each in told["proposals"]] == [each.digest for each in found]


def changed_move(move: Move, **changes: Any) -> dict[str, Any]:
    """Return a move as it is signed, with something else in it."""
    return {**move.as_json(), **changes}


WRONG: list[dict[str, Any]] = [
    {"cost": 1}, {"amount": 7}, {"amount": 301}, {"amount": 86_700}, {"member": "US"}, {"version": "IL/9"},
    {"unit": "m"}, {"amount": 0}, {"how": "height"}, {"how": "height", "unit": "permille"},
    {"how": "aside", "east_e7": 0, "north_e7": 0}, {"how": "trim", "areas": [SQUARE]},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_move_against_the_rules_makes_the_menu_void(wrong: dict[str, Any]) -> None:
    """Its cost, its step, its bounds, whose it is: any of them wrong, and all of it counts for nothing."""
    cell, notices, state = meeting()
    alone = next(each for each in proposals(cell, notices) if len(each.moves) == 1 and each.moves[0].how == "time")
    told = {"moves": [changed_move(alone.moves[0], **wrong)]}
    entry = cell.say("US", "proposals_made", **content(notices, state, (), proposals=[told]))
    assert cell.refusal(entry) == ("deconfliction.proposals_otherwise", "P-2")


def test_what_does_not_clear_or_is_out_of_order_is_void() -> None:
    """A step less than enough; two in another order; one twice. None at all is an answer."""
    cell, notices, state = meeting()
    found = proposals(cell, notices)
    alone = next(each for each in found if len(each.moves) == 1 and each.moves[0].how == "time")
    less = alone.moves[0].amount - (300 if alone.moves[0].amount > 0 else -300)
    short = Move(**{**_fields(alone.moves[0]), "amount": less, "cost": -(-abs(less) * 1000 // 36_000)})
    for wrong in ((Proposal((short,)),), found[::-1], (found[0], found[0])):
        entry = cell.say("US", "proposals_made", **content(notices, state, wrong))
        assert cell.refusal(entry) == ("deconfliction.proposals_otherwise", "P-2")
    assert cell.refusal(cell.say("US", "proposals_made", **content(notices, state, ()))) is None


def _fields(move: Move) -> dict[str, Any]:
    return {name: getattr(move, name) for name in Move.__slots__}


def test_who_judges_a_menu_looks_no_further_than_the_first_volumes_that_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two plans of many volumes that all meet: a move that clears nothing is void by the first pair, not by all."""
    terms, asked = Cell().charter.activities, list[Any]()
    assert terms is not None
    known = meeting_of.meet

    def meet(*volumes: Any, **said: Any) -> Any:
        asked.append(volumes)
        return known(*volumes, **said)

    monkeypatch.setattr(meeting_of, "meet", meet)
    one, other = (plan(*(volume(hours=hours) for hours in range(first, first + 8))) for first in (1, 11))
    assert meeting_of.surely_meet(one, other, terms=terms) and len(asked) == 1
    assert meeting_of.met(one, other, terms=terms).surely and len(asked) == 1 + 3 * 64
    apart = plan(volume(begins_s=BEGINS))
    assert not meeting_of.surely_meet(one, apart, terms=terms)
    assert not meeting_of.met(one, apart, terms=terms).surely


def test_no_outline_is_moved_to_where_it_is_none() -> None:
    """A strip of a little more than two centimetres is narrower further north: a move that makes it none is void."""
    cell = Cell()
    west, south, height_e7 = 358_000_000, 331_000_000, 100_000
    around = [[west, south], [west + 100_000, south], [west + 100_000, south + height_e7], [west, south + height_e7]]
    strip = [[west + 50_000 + lon, south + lat] for lon, lat in
             ((0, 0), (3, 0), (3, 14_273), (2, 14_273), (2, height_e7), (0, height_e7))]  # fmt: skip
    assert isinstance(read_area([[strip]]), Area)
    notices = both(
        cell,
        first={**SLACK, "volumes": [volume(area=[[around]], begins_s=BEGINS), volume(area=[[strip]], begins_s=BEGINS)]},
        second={**SLACK, "volumes": [volume(area=[[around]], begins_s=BEGINS)]},
    )
    assert cell.refusal(tells(cell, "SY", notices)) is None
    cell.reads()
    state = overlap(cell, notices)
    assert state is not None
    move = Move(notices[0].id, notices[0].id, "IL", "aside", 1_000, "m", 334, 0, 90_160)
    entry = cell.say("US", "proposals_made", **content(notices, state, (Proposal((move,)),)))
    assert cell.refusal(entry) == ("deconfliction.proposals_otherwise", "P-2")


def test_a_class_that_the_charter_knows_no_more_keeps_no_right_and_stops_no_judge() -> None:
    """An amendment may take a class away while notices of it stand."""
    cell, notices, _ = meeting()
    terms = cell.charter.activities
    assert terms is not None
    side = side_of(cell.state(notices[0]), terms=replace(terms, classes={}))
    assert (side.name, side.stays, side.notice_s) == ("convoy", False, 0)


def test_who_has_the_right_of_way_is_not_moved_by_any_menu() -> None:
    """An evacuation stays: no move of it is offered, and one that names it is void."""
    cell, notices, state = meeting(**{"class": "medical_evacuation"})
    found = proposals(cell, notices)
    assert found and {move.member for each in found for move in each.moves} == {"SY"}
    move = Move(notices[0].id, notices[0].id, "IL", "time", -7_200, "s", 200)
    entry = cell.say("US", "proposals_made", **content(notices, state, (Proposal((move,)),)))
    assert cell.refusal(entry) == ("deconfliction.proposals_otherwise", "P-2")


def test_a_pair_of_changes_follows_when_both_have_accepted() -> None:
    """Neither may come before both accepted; then each names both acceptances, and the overlap is cleared."""
    cell, notices, state = meeting()
    split = the_split(proposed(cell, notices, state))
    first = accepts(cell, "IL", notices, split)
    early = change(cell, notices[0], split, [first])
    assert cell.refusal(early) == ("deconfliction.not_agreed", "P-4")
    second = accepts(cell, "SY", notices, split)
    assert [cell.refusal(each) for each in (first, second)] == [None, None]
    changes = [change(cell, notice, split, [first, second]) for notice in notices]
    assert [cell.refusal(each) for each in changes] == [None, None]
    assert [cell.state(notice).version.short_by_min for notice in notices] == [0, 0]
    cleared = tells(cell, "US", notices)
    assert cleared.kind == "overlap_cleared" and cell.refusal(cleared) is None
    cell.reads()
    after = overlap(cell, notices)
    assert after is not None
    given = ledger(_concession(each) for each in after.as_json()["conceded"])
    assert {key: burden.seconds for key, burden in given.items()} == {
        (move.member, "convoy"): abs(move.amount) for move in split.moves
    }


def _concession(told: dict[str, Any]) -> Concession:
    return Concession(**{key: value for key, value in told.items() if key != "agreed_by"})


def test_who_accepted_has_answered_and_owes_the_change_once_it_is_agreed() -> None:
    """An acceptance answers the overlap; when all who move have accepted, each owes its change until it is there."""
    cell, notices, state = meeting()
    split = the_split(proposed(cell, notices, state))

    def owed() -> set[tuple[str, str]]:
        found = overlap(cell, notices)
        assert found is not None
        every = duties(found, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
        return {(each.owed_by, each.what) for each in every if each.state not in ("done", "done_late", "ceased")}

    first = accepts(cell, "IL", notices, split)
    assert owed() == {("SY", "answer_overlap")}
    second = accepts(cell, "SY", notices, split)
    assert owed() == {("IL", "change_activity"), ("SY", "change_activity")}
    for notice in notices:
        change(cell, notice, split, [first, second])
    tells(cell, "US", notices)
    cell.reads()
    assert owed() == set()


def test_a_change_that_says_agreed_is_exactly_that_move() -> None:
    """Not another hour, not other ground, not the other's acceptance left out, nothing beside it."""
    cell, notices, state = meeting()
    split = the_split(proposed(cell, notices, state))
    both_accepted = [accepts(cell, member, notices, split) for member in ("IL", "SY")]
    otherwise = change(cell, notices[0], split, both_accepted, volumes=[volume(begins_s=BEGINS - 5 * HOUR)])
    assert cell.refusal(otherwise) == ("deconfliction.changed_otherwise", "P-4")
    one = change(cell, notices[0], split, both_accepted[:1])
    assert cell.refusal(one) == ("deconfliction.not_agreed", "P-4")
    unread = cell.say("IL", "activity_changed", matter=notices[0], **{
        **plan(volume(begins_s=BEGINS)), "of": notices[0].id, "why": "x",
        "agreed": {"digest": split.digest, "accepted": ["SY/77"]},
    })  # fmt: skip
    assert cell.refusal(unread) == ("cited_unknown", "M-7")
    plain = said(cell, "IL", "activity_changed", notices[0], **plan(volume(begins_s=BEGINS - DAY)), of=notices[0].id,
                 why="By itself")  # fmt: skip
    late = change(cell, notices[0], split, both_accepted)
    assert plain.kind == "activity_changed" and cell.refusal(late) == ("deconfliction.changed_otherwise", "P-4")


def test_a_trim_of_an_older_version_with_fewer_volumes_is_refused() -> None:
    """Who changed its plan otherwise meanwhile carries out nothing by what was agreed of the plan before."""
    cell = Cell()
    east = [[[[lon + 70_000, lat] for lon, lat in SQUARE[0][0]]]]
    notices = both(
        cell, first={"volumes": [volume(begins_s=BEGINS)]}, second={"volumes": [volume(begins_s=BEGINS, area=east)]}
    )
    assert cell.refusal(tells(cell, "SY", notices)) is None
    cell.reads()
    state = overlap(cell, notices)
    assert state is not None
    found = proposed(cell, notices, state)
    trim = next(each for each in found if each.is_trim and each.moves[0].member == "IL")
    accepted = accepts(cell, "IL", notices, trim)
    assert cell.refusal(accepted) is None
    two = plan(volume(begins_s=BEGINS), volume(begins_s=BEGINS + DAY), of=notices[0].id, why="More")
    later = cell.say("IL", "activity_changed", matter=notices[0], **two)
    cell.reads()
    agreed = {"digest": trim.digest, "accepted": [accepted.id]}
    wrong = cell.say("IL", "activity_changed", matter=notices[0], **{**two, "of": later.id, "agreed": agreed})
    assert cell.refusal(wrong) == ("deconfliction.changed_otherwise", "P-4")


def test_who_moves_accepts_and_nobody_else_and_once() -> None:
    """One proposal of a finding a member, known in a menu, by whose notice would move."""
    cell, notices, state = meeting()
    found = proposed(cell, notices, state)
    of_one = next(each for each in found if [move.member for move in each.moves] == ["IL"])
    strange = accepts(cell, "SY", notices, of_one)
    assert cell.refusal(strange) == ("deconfliction.proposal_moves_others", "P-3")
    unknown = accepts(cell, "IL", notices, of_one, digest="0" * 64)
    assert cell.refusal(unknown) == ("deconfliction.proposal_unknown", "P-3")
    assert cell.refusal(accepts(cell, "IL", notices, of_one)) is None
    other = accepts(cell, "IL", notices, the_split(found))
    assert cell.refusal(other) == ("deconfliction.proposal_accepted_before", "P-3")
    elsewhere = accepts(cell, "SY", notices, the_split(found), versions=["IL/0", "SY/7"])
    assert cell.refusal(elsewhere) is not None


def test_the_fold_is_the_same_in_every_order_of_arrival() -> None:
    """Menus of two nodes that did not know of each other, and acceptances that crossed."""
    cell, notices, state = meeting()
    found = proposals(cell, notices)
    for member in ("IL", "US"):
        cell.say(member, "proposals_made", **content(notices, state, found))
    cell.reads()
    split = the_split(found)
    told = {"notices": [each.id for each in notices], "of": state.finding.entry,
            "versions": list(state.finding.versions), "digest": split.digest}  # fmt: skip
    for member in ("IL", "SY"):
        cell.say(member, "proposal_accepted", **told)
    cell.reads()
    folded = folded_alike(cell, state.opening.id)
    assert len(folded.entries) == 5 and folded.state.as_json()["agreed"] == [split.digest]
