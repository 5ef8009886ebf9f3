"""A message from sending to closing: what each entry makes of it, and what each member may say when."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracks.hotline.cell import ALL, PLACE, TIME, WRONG_ITEMS, Cell, said, sent


def test_a_message_goes_through_its_states() -> None:
    """Sent, acknowledged, read back, confirmed, answered, closed: each by the entry that brings it about."""
    cell = Cell()
    opening = sent(cell)
    names = [cell.state(opening).name]
    said(cell, "IL", "message_acknowledged", opening)
    names.append(cell.state(opening).name)
    read = said(cell, "IL", "read_back", opening)
    names.append(cell.state(opening).name)
    said(cell, "SY", "read_back_confirmed", opening, of=read.id)
    names.append(cell.state(opening).name)
    said(cell, "IL", "message_answered", opening)
    names.append(cell.state(opening).name)
    said(cell, "SY", "message_closed", opening)
    names.append(cell.state(opening).name)
    assert names == ["sent", "acknowledged", "read_back", "confirmed", "answered", "closed"]
    assert all(cell.refusal(entry) is None for entry in cell.entries)


def test_a_read_back_that_differs_is_a_mismatch_and_names_each_field() -> None:
    """The machine names item, field, what was sent and what was read."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    state = cell.state(opening).as_json()
    assert state["name"] == "mismatch"
    assert state["read_backs"]["IL"]["state"] == "mismatch"
    assert state["read_backs"]["IL"]["differences"] == [
        {"n": 1, "field": "latitude", "sent": "33.1256 N", "read": "33.1265 N"}
    ]


def test_a_mismatch_stops_confirmation_and_answer() -> None:
    """After a wrong read-back the sender cannot confirm and the reader cannot answer (H-7)."""
    cell = Cell()
    opening = sent(cell)
    read = said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    confirmed = said(cell, "SY", "read_back_confirmed", opening, of=read.id)
    answered = said(cell, "IL", "message_answered", opening)
    assert cell.refusal(confirmed) == ("hotline.read_back_differs", "H-7")
    assert cell.refusal(answered) == ("hotline.stopped_by_mismatch", "H-7")


def test_a_mismatch_of_one_reader_does_not_stop_another() -> None:
    """Who reads back wrongly on purpose cannot silence the third member."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    assert cell.refusal(said(cell, "US", "message_answered", opening)) is None


@pytest.mark.parametrize("mended_by", ["read_back", "message_corrected"])
def test_a_mismatch_is_mended_by_reading_rightly_or_by_a_correction(mended_by: str) -> None:
    """Both ways lift the stop."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    said(cell, "IL" if mended_by == "read_back" else "SY", mended_by, opening)
    assert cell.state(opening).name != "mismatch"
    assert cell.refusal(said(cell, "IL", "message_answered", opening)) is None


def test_a_correction_asks_for_everything_anew() -> None:
    """What was acknowledged, read back and answered before a correction was the older text."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "message_acknowledged", opening)
    read = said(cell, "IL", "read_back", opening)
    said(cell, "SY", "read_back_confirmed", opening, of=read.id)
    said(cell, "IL", "message_answered", opening)
    said(cell, "SY", "message_corrected", opening)
    state = cell.state(opening).as_json()
    assert state["name"] == "sent"
    assert state["text"] == "Four vehicles."
    assert state["acknowledgements"]["IL"]["of_older_text"]
    assert state["read_backs"]["IL"]["state"] == "of_older_text"
    assert state["answers"][0]["of_older_text"]


def test_a_supervisor_with_a_copy_is_not_waited_for() -> None:
    """Between two parties the state follows the party addressed; a supervisor who reads along holds nothing up."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "message_acknowledged", opening)
    assert cell.state(opening).asked == ("IL",)
    assert cell.state(opening).name == "acknowledged"


def test_whoever_is_named_is_waited_for() -> None:
    """`asked` names who is to act; the state is that of the slowest of them."""
    cell = Cell()
    opening = sent(cell, asked=["IL", "US"])
    said(cell, "IL", "message_acknowledged", opening)
    assert cell.state(opening).name == "sent"
    assert cell.state(opening).as_json()["stages"] == {"IL": "acknowledged", "US": "sent"}


@pytest.mark.parametrize("how", ["received", "under_protest", "referred_upward"])
def test_each_end_of_a_message_is_shown_as_said(how: str) -> None:
    """Received, received under protest and referred upward stay apart."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "message_acknowledged", opening, how=how)
    assert cell.state(opening).as_json()["acknowledgements"]["IL"]["how"] == how


def test_a_protest_may_follow_a_plain_receipt_but_not_itself() -> None:
    """A second acknowledgement says something new or is refused (H-18)."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "message_acknowledged", opening)
    assert cell.refusal(said(cell, "IL", "message_acknowledged", opening)) == ("hotline.already_acknowledged", "H-18")
    assert cell.refusal(said(cell, "IL", "message_acknowledged", opening, how="under_protest")) is None


def test_words_longer_than_flash_allows_are_refused() -> None:
    """A FLASH of more than its words is void, with the clause; the same text as PRIORITY is not (H-9)."""
    cell = Cell()
    long_text = "word " * 201
    flash = sent(cell, text=long_text)
    priority = sent(cell, text=long_text, precedence="priority")
    assert cell.refusal(flash) == ("hotline.too_many_words", "H-9")
    assert cell.refusal(priority) is None
    correction = said(cell, "SY", "message_corrected", sent(cell), text=long_text)
    assert cell.refusal(correction) == ("hotline.too_many_words", "H-9")


def test_a_missing_item_and_one_too_many_are_differences() -> None:
    """Leaving an item out is no agreement, nor is adding one."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "read_back", opening, items=[PLACE, {**TIME, "n": 3}])
    found = cell.state(opening).as_json()["read_backs"]["IL"]["differences"]
    assert [(d["n"], d["field"], d["sent"], d["read"]) for d in found] == [
        (2, "item", "2026-03-01 10:42Z", ""),
        (3, "item", "", "2026-03-01 10:42Z"),
    ]


def test_a_translation_is_never_authentic_and_moves_nothing() -> None:
    """A translation hangs beside the text, by the translator's role, and the state stays what it was."""
    cell = Cell()
    opening = sent(cell)
    before = cell.state(opening).name
    said(cell, "IL", "translation_attached", opening, role="translator")
    shown = cell.state(opening).as_json()["translations"][0]
    assert (shown["authentic"], shown["by_role"], shown["of"]) == (False, "translator", opening.id)
    assert cell.state(opening).name == before


def test_a_role_that_may_not_file_is_refused_by_the_charter() -> None:
    """The charter's guard stands before the track's: an analyst sends no hotline message (C-3)."""
    cell = Cell()
    assert cell.refusal(sent(cell, role="analyst")) == ("charter.role_not_on_track", "C-3")


def test_the_state_is_plain_json() -> None:
    """What the desk is given holds dicts, lists, texts, whole numbers, truth values and null alone."""
    cell = Cell()
    opening = sent(
        cell, attachments=[{"name": "map.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0" * 64}]
    )
    said(cell, "IL", "message_acknowledged", opening)
    said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    said(cell, "SY", "message_corrected", opening)
    assert _is_plain(cell.state(opening).as_json())


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(each) for key, each in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | int)


def test_everybody_addressed_sees_the_same() -> None:
    """The audience in the state is that of the opening."""
    cell = Cell()
    assert cell.state(sent(cell)).opening.to == ALL
