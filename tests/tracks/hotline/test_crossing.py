"""Entries of which neither author knew: for every pair of kinds, whether they commute or cross (docs/hotline.md)."""

from __future__ import annotations

import re
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest

from parley.charter.verdict import Permit
from parley.matters.entry import Entry, Point
from parley.tracks.hotline.crossing import CROSSING_KINDS, Act, crosses
from parley.tracks.hotline.entries import KINDS
from parley.tracks.hotline.fold import fold
from tests.matters.simple_fold import beside_each
from tests.tracks.hotline.cell import ALL, CONTENTS, WRONG_ITEMS, Cell, message

PAGE = Path(__file__).parents[3] / "docs" / "hotline.md"
SENDER = ("message_corrected", "read_back_confirmed", "message_closed", "translation_attached", "lapse_cited")
READER = ("message_acknowledged", "read_back", "message_answered", "translation_attached", "lapse_cited")
CROSSED = {
    ("message_corrected", "message_answered"),
    ("read_back_confirmed", "read_back"),
    ("message_closed", "read_back"),
    ("message_closed", "message_answered"),
}
CHANGES: dict[str, dict[str, Any]] = {"read_back": {"items": WRONG_ITEMS}, "lapse_cited": {"level": 2}}


def prepared() -> tuple[Cell, Entry]:
    """Return a message that everybody has read, read back rightly by IL."""
    cell = Cell()
    opening = cell.say("SY", "message_sent", **message(asked=["IL", "US"]))
    cell.reads()
    cell.say("IL", "read_back", matter=opening)
    cell.reads()
    return cell, opening


def both_ways(cell: Cell, opening: Entry, one: Entry, other: Entry) -> list[Any]:
    """Return the states folded with `one` before `other` and after it."""
    before = [e for e in cell.entries if e not in (one, other)]
    beside = beside_each(cell.entries)
    states = []
    for order in ((one, other), (other, one)):
        state = None
        for entry in (*before, *order):
            state = fold(state, entry, charter=cell.charter, beside=beside[entry.id])
        states.append(state)
    assert opening in before
    return states


@pytest.mark.parametrize("reader_kind", READER)
@pytest.mark.parametrize("sender_kind", SENDER)
def test_sender_and_reader_commute_or_cross(sender_kind: str, reader_kind: str) -> None:
    """What both write unknown to each other gives one state in both orders, crossed where the table says."""
    cell, opening = prepared()
    one = cell.say("SY", sender_kind, matter=opening, **CHANGES.get(sender_kind, {}))
    other = cell.say("IL", reader_kind, matter=opening, **CHANGES.get(reader_kind, {}))
    assert cell.refusal(one) is None and cell.refusal(other) is None
    first, second = both_ways(cell, opening, one, other)
    assert first == second
    assert (first.name == "crossed") == ((sender_kind, reader_kind) in CROSSED)
    assert set(first.as_json()["crossed"]) == ({one.id, other.id} if (sender_kind, reader_kind) in CROSSED else set())


@pytest.mark.parametrize(("one_kind", "other_kind"), list(combinations_with_replacement(READER, 2)))
def test_two_readers_never_cross(one_kind: str, other_kind: str) -> None:
    """Two addressees speak each for themselves: whatever they write beside each other commutes."""
    cell, opening = prepared()
    one = cell.say("IL", one_kind, matter=opening, **CHANGES.get(one_kind, {}))
    other = cell.say("US", other_kind, matter=opening, **CHANGES.get(other_kind, {}))
    assert cell.refusal(one) is None and cell.refusal(other) is None
    first, second = both_ways(cell, opening, one, other)
    assert first == second
    assert first.name != "crossed"


def test_the_page_shows_the_table_that_is_tested() -> None:
    """docs/hotline.md lists sender against reader as here, cell by cell."""
    rows = re.findall(r"^\| `(\w+)` \|(.+)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    table = {
        name: [cell.strip() for cell in cells.split("|")] for name, cells in rows if name in SENDER and "com" in cells
    }
    expected = {
        sender: ["crossed" if (sender, reader) in CROSSED else "commute" for reader in READER] for sender in SENDER
    }
    assert table == expected


def test_the_crossing_kinds_are_those_of_the_table_and_those_of_one_log() -> None:
    """Besides the table, only kinds that one log alone can write stand among the crossing kinds."""
    owners = {"read_back": "reader", "message_answered": "reader", "message_acknowledged": "reader"}
    of_two_logs = {pair for pair in CROSSING_KINDS if len({owners.get(kind, "opener") for kind in pair}) == 2}
    assert of_two_logs == {frozenset(pair) for pair in CROSSED}
    assert {kind for pair in CROSSING_KINDS for kind in pair} <= set(KINDS)


def test_a_confirmation_crosses_the_read_back_of_the_same_reader_alone() -> None:
    """Confirming what IL read back says nothing against what US reads back meanwhile."""
    confirmed = Act("SY/5", "read_back_confirmed", "SY", "IL")
    assert crosses(confirmed, Act("IL/5", "read_back", "IL", "IL"))
    assert not crosses(confirmed, Act("US/5", "read_back", "US", "US"))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("message_corrected", "read_back_confirmed"), True),
        (("watch_handed_over", "watch_handed_over"), True),
        (("watch_taken", "watch_handed_over"), True),
        (("call_confirmed", "call_disputed"), False),
        (("line_check_answered", "line_check_answered"), False),
        (("message_acknowledged", "message_acknowledged"), False),
    ],
)
def test_pairs_of_one_log_have_an_answer_too(kinds: tuple[str, str], expected: bool) -> None:
    """Two handovers, or a correction and a confirmation, would cross if a log could ever not know itself."""
    assert crosses(Act("SY/5", kinds[0], "SY", "IL"), Act("IL/5", kinds[1], "IL", "IL")) is expected


def test_two_handovers_beside_each_other_cross_in_the_fold() -> None:
    """The fold of a watch shows two handovers that did not know of each other as crossed."""
    cell = Cell()
    opening = cell.say("SY", "watch_taken")
    state = fold(None, opening, charter=cell.charter, beside=frozenset())
    for number, role in ((1, "chief"), (2, "delegate")):
        point = Point("a-log", number, 1, 2, {})
        content = {**CONTENTS["watch_handed_over"], "role": "duty_officer", "to_role": role}
        entry = Entry(f"SY/{number}", "SY", point, ALL, "watch_handed_over", opening.id, content)
        state = fold(state, entry, charter=cell.charter, beside=frozenset({"SY/1", "SY/2"}) - {entry.id})
    assert state.name == "crossed"


def test_a_correction_beside_a_read_back_makes_it_one_of_the_older_text() -> None:
    """The reader could not know of the correction: his read-back matches, but the older words."""
    cell, opening = prepared()
    cell.say("SY", "message_corrected", matter=opening)
    cell.say("US", "read_back", matter=opening)
    state = cell.state(opening).as_json()
    assert state["read_backs"]["US"]["differences"] == []
    assert state["read_backs"]["US"]["state"] == "of_older_text"


def test_an_answer_that_crossed_has_no_effect_until_given_again() -> None:
    """The crossing is settled by the answer that its author gives knowing the correction."""
    cell, opening = prepared()
    cell.say("SY", "message_corrected", matter=opening)
    cell.say("IL", "message_answered", matter=opening)
    assert cell.state(opening).as_json()["answers"][0]["crossed"]
    cell.reads()
    again = cell.say("IL", "message_answered", matter=opening)
    assert isinstance(cell.verdict(again), Permit)
    state = cell.state(opening).as_json()
    assert state["crossed"] == []
    assert state["crossings"][0]["settled_by"] == [again.id]
    assert state["stages"]["IL"] == "answered"


def test_a_closing_that_crossed_does_not_close() -> None:
    """An answer on its way when the sender withdrew leaves the message open until the sender has read it."""
    cell, opening = prepared()
    cell.say("SY", "message_closed", matter=opening, reason="withdrawn")
    cell.say("IL", "message_answered", matter=opening)
    cell.reads()
    assert cell.state(opening).name == "crossed"
    cell.say("SY", "message_closed", matter=opening, reason="settled")
    assert cell.state(opening).name == "closed"


def test_a_crossing_is_not_settled_by_one_who_had_not_read_both() -> None:
    """An author who knows only his own half settles nothing."""
    cell, opening = prepared()
    cell.say("SY", "message_corrected", matter=opening)
    cell.say("IL", "message_answered", matter=opening)
    cell.say("IL", "message_answered", matter=opening, text="They may pass at noon.")
    assert cell.state(opening).name == "crossed"
    assert all(not crossing.settled_by for crossing in cell.state(opening).crossings)
