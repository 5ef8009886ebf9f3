"""Blind notices: off without an agreed clause; looks counted and limited; answers of a cell and an hour, once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.charter.blind import is_blind
from parley.matters.duty import OVER
from parley.matters.fold import EMPTY, extend
from parley.tracks.deconfliction.blind_duties import blind_duties
from parley.tracks.deconfliction.blind_entries import BLIND_KINDS, blind_overlap_id, looks_id
from parley.tracks.deconfliction.blind_state import BlindOverlapState, LooksState
from tests.tracks.arriving import folded_alike
from tests.tracks.deconfliction.blind import (
    CELL,
    DAY_NUMBER,
    HOUR_S,
    PARTIES,
    TICK_S,
    about,
    blind_cell,
    blind_notice,
    counts,
    tells,
    with_clause,
)
from tests.tracks.deconfliction.plans import DAY, HOUR, notified, plan
from tests.tracks.hotline.cell import Cell, charter, said, track_of

MATTER = blind_overlap_id(PARTIES, CELL, HOUR_S)


def answer(cell: Cell) -> BlindOverlapState:
    """Return the answer of the tests as it stands."""
    state = cell.folded_matter(MATTER).state
    assert isinstance(state, BlindOverlapState)
    return state


def looks(cell: Cell, member: str = "SY", day: int = DAY_NUMBER) -> tuple[str, ...]:
    """Return which versions were counted."""
    state = cell.folded_matter(looks_id(member, day)).state
    return tuple(each.of for each in state.looks) if isinstance(state, LooksState) else ()


def test_without_the_clause_a_notice_to_the_supervisor_alone_is_void() -> None:
    """And one to everybody is as ever."""
    cell = Cell()
    assert cell.refusal(blind_notice(cell)) == ("deconfliction.blind_off", "BN-1")
    assert cell.refusal(notified(cell)) is None


@pytest.mark.parametrize("standing", ["proposed", "asserted", "contested"])
def test_a_clause_that_is_not_agreed_turns_nothing_on(standing: str) -> None:
    """Only what is agreed judges."""
    on = with_clause()
    assert on.blind_notices is not None
    provenance = replace(on.blind_notices.provenance, standing=standing, by=("US",))
    cell = Cell(charter=replace(on, blind_notices=replace(on.blind_notices, provenance=provenance)))
    assert cell.refusal(blind_notice(cell)) == ("deconfliction.blind_off", "BN-1")


def test_by_the_clause_it_is_taken_and_says_that_it_is_blind() -> None:
    """Its state says so, and nobody else's does."""
    cell = blind_cell()
    mine = blind_notice(cell)
    assert cell.refusal(mine) is None and cell.state(mine).is_blind
    assert cell.state(mine).as_json()["blind"] is True and not cell.state(notified(cell, "IL")).is_blind


def test_what_everybody_reads_and_what_a_supervisor_says_is_not_blind() -> None:
    """In a mechanism of a party and a supervisor nobody is left out."""
    paris = charter()
    assert is_blind(paris, member="SY", to=("SY", "US")) and not is_blind(paris, member="US", to=("SY", "US"))
    assert not is_blind(paris, member="SY", to=("IL", "SY")) and not is_blind(paris, member="SY", to=("SY",))
    two = replace(paris, members=tuple(each for each in paris.members if each.code != "IL"))
    assert not is_blind(two, member="SY", to=("SY", "US"))


def test_a_clause_withdrawn_leaves_what_was_given_and_takes_nothing_new() -> None:
    """It can be ended and cancelled and acknowledged, and is neither changed nor counted nor answered for."""
    cell = blind_cell()
    mine = blind_notice(cell)
    assert cell.refusal(counts(cell, "SY", mine)) is None
    told = tells(cell)
    on, off = cell.charter, charter()
    after = len(cell.entries)
    changed = cell.say("SY", "activity_changed", matter=mine, audience=("SY", "US"),
                       **plan(of=mine.id, why="Rain"))  # fmt: skip
    again = counts(cell, "SY", mine)
    other = tells(cell, hour_s=HOUR_S + HOUR)
    receipt = cell.say("US", "activity_acknowledged", matter=mine, audience=("SY", "US"), of=mine.id, how="received")
    known, over = about(cell, "IL", "blind_overlap_acknowledged", told), cell.say(
        "SY", "activity_cancelled", matter=mine, audience=("SY", "US"), why="EXERCISE. Given openly.")  # fmt: skip
    withdrawn = {entry.id for entry in cell.entries[after:]}
    cell.charter = off
    charters = {entry.id: off if entry.id in withdrawn else on for entry in cell.entries}

    def verdict(entry: Any) -> Any:
        folded, entries = EMPTY, [each for each in cell.entries if each.matter == entry.matter]
        for each in entries:
            folded = extend(folded, each, track_of=track_of, charter_at=lambda one: charters[one.id],
                            fold_of=cell.fold_of_entry)  # fmt: skip
        found = folded.verdicts[entry.id]
        return getattr(found, "code", None)

    off_code = "deconfliction.blind_off"
    assert [verdict(each) for each in (changed, again, other)] == [off_code] * 3
    assert [verdict(each) for each in (mine, receipt, known, over)] == [None] * 4


def test_each_version_is_a_look_and_more_than_the_charter_allows_are_void() -> None:
    """A new notice and a change count alike; the next day begins anew."""
    cell = blind_cell(looks=2)
    mine, other = blind_notice(cell), blind_notice(cell)
    change = cell.say("SY", "activity_changed", matter=mine, audience=("SY", "US"), **plan(of=mine.id, why="Rain"))
    cell.reads()
    assert cell.refusal(counts(cell, "SY", other)) is None
    assert cell.refusal(counts(cell, "SY", change)) is None
    assert looks(cell) == (other.id, change.id)
    third = blind_notice(cell)
    assert cell.refusal(counts(cell, "SY", third)) == ("deconfliction.blind_looks_used", "BN-3")
    cell.now_ms += DAY * 1000
    assert cell.refusal(counts(cell, "SY", third, day=DAY_NUMBER + 1)) is None
    assert looks(cell, day=DAY_NUMBER + 1) == (third.id,)


def test_a_look_is_its_authors_of_its_day_of_the_version_in_force_and_once() -> None:
    """Anything else is void: nobody counts for another, or out of another day."""
    cell = blind_cell()
    mine, open_one = blind_notice(cell), notified(cell)
    other_day = counts(cell, "SY", mine, day=DAY_NUMBER - 1)
    assert cell.refusal(other_day) == ("deconfliction.blind_look_other_day", "BN-2")
    assert cell.refusal(counts(cell, "SY", open_one)) == ("deconfliction.blind_look_of_another", "BN-2")
    foreign = cell.say("US", "blind_look_counted", audience=("SY", "US"), member="SY", day=DAY_NUMBER, version=mine.id)
    assert cell.refusal(foreign) == ("deconfliction.blind_look_of_another", "BN-2")
    assert cell.refusal(counts(cell, "SY", "SY/999")) == ("cited_unknown", "M-7")
    first = counts(cell, "SY", mine)
    assert cell.refusal(first) is None
    assert cell.refusal(counts(cell, "SY", mine)) == ("deconfliction.blind_look_counted_before", "BN-2")
    change = cell.say("SY", "activity_changed", matter=mine, audience=("SY", "US"), **plan(of=mine.id, why="Rain"))
    cell.reads()
    assert cell.refusal(counts(cell, "SY", mine)) == ("deconfliction.blind_look_older", "BN-2")
    assert cell.refusal(counts(cell, "SY", change)) is None


TOLD_WRONGLY: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "by a party": ({"member": "SY"}, ("deconfliction.blind_supervisor_only", "BN-4")),
    "to one of the two": ({"audience": ("SY", "US")}, ("deconfliction.blind_told_to_others", "BN-4")),
    "to the supervisor itself": ({"parties": ["SY", "US"]}, ("deconfliction.blind_told_to_others", "BN-4")),
    "of another grid": ({"cell": {"south_e7": 330_000_000, "west_e7": 358_000_000, "size_e7": 1_000_000}},
                        ("deconfliction.blind_other_grid", "BN-5")),
    "between two ticks": ({"tick_s": TICK_S + 60}, ("deconfliction.blind_off_tick", "BN-5")),
    "of an hour that is over": ({"hour_s": TICK_S // HOUR * HOUR - HOUR}, ("deconfliction.blind_hour_over", "BN-5")),
    "off the grid": ({"cell": {**CELL, "west_e7": CELL["west_e7"] + 1}}, ("content_faulty", "M-3")),
    "of an hour that ends beyond the calendar": ({"hour_s": 253_402_297_200}, ("content_faulty", "M-3")),
    "finer than an hour": ({"hour_s": HOUR_S + 60}, ("content_faulty", "M-3")),
    "with a notice": ({"notices": ["IL/0"]}, ("content_faulty", "M-3")),
    "out of order": ({"parties": ["SY", "IL"]}, ("content_faulty", "M-3")),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD_WRONGLY)
def test_an_answer_that_says_anything_else_is_void(name: str) -> None:
    """It has room for a cell of the grid, an hour and a tick, and for nothing finer."""
    changes, expected = TOLD_WRONGLY[name]
    cell = blind_cell()
    member = changes.get("member", "US")
    rest = {key: value for key, value in changes.items() if key != "member"}
    assert cell.refusal(tells(cell, member, **rest)) == expected


def test_what_was_told_is_not_told_again_until_it_is_settled() -> None:
    """So a second, smaller plan in the same cell and hour is told nothing of."""
    cell = blind_cell()
    first = tells(cell)
    assert cell.refusal(first) is None and answer(cell).name == "told"
    assert cell.refusal(tells(cell, tick_s=TICK_S + 900)) == ("deconfliction.blind_told_before", "BN-6")
    assert cell.refusal(about(cell, "US", "blind_overlap_settled", first)) is None
    assert answer(cell).name == "settled"
    again = tells(cell, tick_s=TICK_S + 1800)
    assert cell.refusal(again) is None
    assert answer(cell).name == "told" and answer(cell).telling.entry == again.id


def test_both_acknowledge_and_a_supervisor_settles() -> None:
    """Nobody else, nobody twice, and not what was never told."""
    cell = blind_cell()
    told = tells(cell)
    kind = "blind_overlap_acknowledged"
    assert cell.refusal(about(cell, "IL", kind, told)) is None and answer(cell).name == "known_by_one"
    assert cell.refusal(about(cell, "IL", kind, told)) == ("deconfliction.already_acknowledged", "BN-7")
    assert cell.refusal(about(cell, "US", kind, told)) == ("deconfliction.blind_not_told", "BN-7")
    assert cell.refusal(about(cell, "SY", kind, told, how="under_protest")) is None
    assert answer(cell).name == "known_by_both"
    unknown = about(cell, "SY", kind, told, of="US/99")
    assert cell.refusal(unknown) == ("deconfliction.blind_telling_unknown", "BN-7")
    settle = "blind_overlap_settled"
    assert cell.refusal(about(cell, "SY", settle, told)) == ("deconfliction.blind_supervisor_only", "BN-7")
    assert cell.refusal(about(cell, "US", settle, told)) is None
    assert cell.refusal(about(cell, "US", settle, told)) == ("deconfliction.blind_settled_before", "BN-7")
    narrow = cell.say("SY", kind, audience=("SY", "US"), parties=PARTIES, cell=CELL, hour_s=HOUR_S, of=told.id,
                      how="received")  # fmt: skip
    assert cell.refusal(narrow) is not None


def test_what_is_owed_runs_from_receipt_and_ends_with_the_hour() -> None:
    """Both acknowledge within the charter's handling time; the supervisor settles before the hour begins."""
    cell = blind_cell()
    told = tells(cell)

    def owed(at_s: int) -> dict[tuple[str, str], str]:
        found = blind_duties(answer(cell), charter=cell.charter, readings=cell, now_ms=at_s * 1000)
        return {(each.owed_by, each.what): each.state for each in found}

    know, settle = "acknowledge_blind_overlap", "settle_blind_overlap"
    waiting = {("IL", know): "waiting_for_receipt", ("SY", know): "waiting_for_receipt", ("US", settle): "running"}
    assert owed(TICK_S) == waiting
    about(cell, "IL", "blind_overlap_acknowledged", told)
    assert owed(TICK_S)["IL", know] == "done"
    assert owed(HOUR_S + 1)["US", settle] == "lapsed"
    assert set(owed(HOUR_S + HOUR).values()) <= {*OVER}
    about(cell, "US", "blind_overlap_settled", told)
    assert owed(HOUR_S - 60)["US", settle] == "done"


def test_two_acts_at_once_and_any_order_of_arrival_give_the_same_state() -> None:
    """Both acknowledge and the supervisor settles, none knowing of the others."""
    cell = blind_cell()
    told = tells(cell)
    for member, kind in (("IL", "blind_overlap_acknowledged"), ("SY", "blind_overlap_acknowledged"),
                         ("US", "blind_overlap_settled")):  # fmt: skip
        how = {"how": "received"} if member != "US" else {}
        cell.say(member, kind, parties=PARTIES, cell=CELL, hour_s=HOUR_S, of=told.id, **how)
    cell.reads()
    expected = folded_alike(cell, MATTER).state.as_json()
    assert expected["name"] == "settled" and set(expected["receipts"]) == {"IL", "SY"}


def test_no_content_about_an_answer_has_room_for_more() -> None:
    """What reaches the other side are these fields and no others, whatever a member's node would write."""
    cell = blind_cell()
    assert set(tells(cell).content) == {"parties", "cell", "hour_s", "tick_s"}
    for kind in ("blind_overlap_acknowledged", "blind_overlap_settled"):
        content = {"parties": PARTIES, "cell": CELL, "hour_s": HOUR_S, "of": "US/0", "role": "chief", "how": "received",
                   "text": "EXERCISE. Where it is."}  # fmt: skip
        faults = {fault.where for fault in BLIND_KINDS[kind].check(content)}
        assert "text" in faults


def test_a_receipt_of_a_blind_notice_stays_with_the_supervisor() -> None:
    """What continues it goes to whom it went, and to nobody else."""
    cell = blind_cell()
    mine = blind_notice(cell)
    wider = said(cell, "SY", "activity_ended", mine, audience=("IL", "SY", "US"))
    assert cell.refusal(wider) is not None
