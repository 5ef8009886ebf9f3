"""Telephone calls: logged by one end, confirmed or disputed by the other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracks.hotline.cell import Cell


def logged(cell: Cell, **changes: Any) -> Any:
    """Let SY log a call with IL that everybody reads."""
    entry = cell.say("SY", "call_logged", **changes)
    cell.reads()
    return entry


@pytest.mark.parametrize(("kind", "name"), [("call_confirmed", "confirmed"), ("call_disputed", "mismatch")])
def test_the_other_end_confirms_or_disputes(kind: str, name: str) -> None:
    """The state follows what the other end says of the summary."""
    cell = Cell()
    call = logged(cell)
    entry = cell.say("IL", kind, matter=call)
    assert cell.refusal(entry) is None
    assert cell.state(call).name == name
    assert cell.state(call).as_json()["confirmations"]["IL"]["entry"] == entry.id


def test_a_disputed_summary_may_be_confirmed_later() -> None:
    """The newest word of the other end stands."""
    cell = Cell()
    call = logged(cell)
    cell.say("IL", "call_disputed", matter=call)
    cell.say("IL", "call_confirmed", matter=call)
    assert cell.state(call).name == "confirmed"


@pytest.mark.parametrize(
    ("member", "kind", "expected"),
    [
        ("SY", "call_confirmed", ("hotline.other_end_only", "H-13")),
        ("US", "call_disputed", ("hotline.other_end_only", "H-13")),
        ("IL", "read_back", ("hotline.other_matter", "H-1")),
        ("IL", "call_logged", ("hotline.other_matter", "H-1")),
    ],
)
def test_nobody_else_decides_over_a_summary(member: str, kind: str, expected: tuple[str, str]) -> None:
    """Neither who logged the call nor a third member confirms it."""
    cell = Cell()
    assert cell.refusal(cell.say(member, kind, matter=logged(cell))) == expected


@pytest.mark.parametrize(
    ("released_by", "expected"),
    [
        ("chief", None),
        ("duty_officer", None),
        ("supervisor_staff", ("charter.not_released", "C-11")),
        ("translator", ("charter.not_released", "C-11")),
        ("", ("content_faulty", "M-3")),
        (7, ("content_faulty", "M-3")),
    ],
)
def test_a_summary_is_disputed_only_with_a_second_officer(released_by: Any, expected: Any) -> None:
    """By the Paris charter a second officer of the member releases it, in a role that the member may hold (C-11)."""
    cell = Cell()
    assert cell.refusal(cell.say("IL", "call_disputed", matter=logged(cell), released_by=released_by)) == expected


def test_a_dispute_that_names_nobody_who_released_it_is_refused() -> None:
    """Without the second officer the entry is void on every node (C-11)."""
    cell = Cell()
    entry = cell.say("IL", "call_disputed", matter=logged(cell), without=("released_by",))
    assert cell.refusal(entry) == ("charter.not_released", "C-11")


def test_the_same_word_twice_is_refused() -> None:
    """A confirmation is not repeated (H-18)."""
    cell = Cell()
    call = logged(cell)
    cell.say("IL", "call_confirmed", matter=call)
    repeated = cell.say("IL", "call_confirmed", matter=call)
    assert cell.refusal(repeated) == ("hotline.summary_already_decided", "H-18")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"from": "US", "to": "IL"}, ("hotline.not_on_the_line", "H-13")),
        ({"lang": "fr"}, ("hotline.language_not_agreed", "H-12")),
    ],
)
def test_a_call_is_logged_by_an_end_in_a_language_of_the_mechanism(changes: Any, expected: tuple[str, str]) -> None:
    """A third member logs no call of others (H-13), nor in a language that nobody agreed on (H-12)."""
    cell = Cell()
    assert cell.refusal(logged(cell, **changes)) == expected


def test_a_call_is_logged_to_its_other_end() -> None:
    """A call that the other end cannot read is refused (H-13)."""
    cell = Cell()
    assert cell.refusal(cell.say("SY", "call_logged", audience=("SY", "US"))) == (
        "hotline.other_end_not_addressed",
        "H-13",
    )
    assert cell.refusal(cell.say("SY", "call_logged", audience=("SY",))) == ("hotline.nobody_addressed", "H-1")


def test_a_summary_can_be_translated_and_its_lapse_cited() -> None:
    """Annexes hang on a call as on a message, and do not move it."""
    cell = Cell()
    call = logged(cell)
    entries = [
        cell.say("IL", "translation_attached", matter=call, of=call.id),
        cell.say("SY", "lapse_cited", matter=call, duty=f"{call.id}:confirm_call:IL"),
    ]
    assert [cell.refusal(entry) for entry in entries] == [None, None]
    shown = cell.state(call).as_json()
    assert (len(shown["translations"]), len(shown["lapses"]), shown["name"]) == (1, 1, "sent")
