"""What is refused in a message, by code and clause: to whom, about what, twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracks.hotline.cell import WRONG_ITEMS, Cell, message, said, sent

OWN = ("hotline.own_message", "H-3")
SENDER = ("hotline.sender_only", "H-5")


@pytest.mark.parametrize(
    ("member", "kind", "expected"),
    [
        ("SY", "message_acknowledged", OWN),
        ("SY", "read_back", OWN),
        ("SY", "message_answered", OWN),
        ("IL", "message_corrected", SENDER),
        ("IL", "read_back_confirmed", SENDER),
        ("IL", "message_closed", SENDER),
        ("IL", "call_confirmed", ("hotline.other_matter", "H-1")),
        ("IL", "line_check_answered", ("hotline.other_matter", "H-1")),
        ("SY", "watch_handed_over", ("hotline.other_matter", "H-1")),
    ],
)
def test_each_side_says_only_what_is_its_to_say(member: str, kind: str, expected: tuple[str, str]) -> None:
    """Nobody answers himself, only the sender mends and closes, and no matter takes another form's entries."""
    cell = Cell()
    opening = sent(cell)
    assert cell.refusal(said(cell, member, kind, opening)) == expected


def test_a_stranger_to_the_matter_is_refused() -> None:
    """Who was not addressed cannot read back, even if he claims the others' audience (H-2, C-5)."""
    cell = Cell()
    opening = cell.say("SY", "message_sent", audience=("IL", "SY"), **message())
    cell.reads()
    assert cell.refusal(cell.say("US", "read_back", matter=opening, audience=("IL", "SY"))) == (
        "charter.author_not_addressed",
        "C-5",
    )


def test_the_audience_of_a_matter_does_not_change() -> None:
    """A narrower entry is refused: it would be unseen by one who follows the matter (H-2)."""
    cell = Cell()
    opening = sent(cell)
    entry = cell.say("IL", "message_acknowledged", matter=opening, audience=("IL", "SY"))
    assert cell.refusal(entry) == ("hotline.audience_changed", "H-2")


def test_a_matter_that_its_author_had_not_read_is_unknown() -> None:
    """An acknowledgement by one who cannot have read the message is void, and stays so."""
    cell = Cell()
    opening = cell.say("SY", "message_sent", **message())
    blind = cell.say("IL", "message_acknowledged", matter=opening)
    assert cell.refusal(blind) == ("matter_unknown", "M-5")
    cell.reads()
    assert cell.refusal(blind) == ("matter_unknown", "M-5")


def test_a_mismatch_is_not_closed_away() -> None:
    """While a read-back differs the message is not closed as settled; mended, or withdrawn, it is (H-7)."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    refused = ("hotline.closed_over_mismatch", "H-7")
    assert cell.refusal(said(cell, "SY", "message_closed", opening)) == refused
    assert cell.state(opening).name == "mismatch"
    said(cell, "SY", "message_corrected", opening)
    assert cell.refusal(said(cell, "SY", "message_closed", opening)) is None
    other = sent(cell)
    said(cell, "US", "read_back", other, items=WRONG_ITEMS)
    assert cell.refusal(said(cell, "SY", "message_closed", other)) == refused
    assert cell.refusal(said(cell, "SY", "message_closed", other, reason="withdrawn")) is None


def test_a_message_cannot_be_sent_into_a_matter() -> None:
    """A kind that opens does not continue (M-4)."""
    cell = Cell()
    opening = sent(cell)
    assert cell.refusal(cell.say("SY", "message_sent", matter=opening)) == ("matter_opened_already", "M-4")


def test_nothing_is_sent_to_oneself() -> None:
    """A message has another addressee (H-1)."""
    cell = Cell()
    assert cell.refusal(cell.say("SY", "message_sent", audience=("SY",))) == ("hotline.nobody_addressed", "H-1")


def test_who_is_asked_is_addressed() -> None:
    """A member outside the audience, or the author, cannot be asked to act."""
    cell = Cell()
    assert cell.refusal(sent(cell, asked=["SY"])) == ("hotline.asked_not_addressed", "H-1")


def test_a_language_outside_the_mechanism_is_refused() -> None:
    """Messages and answers are in a language of the charter (H-12)."""
    cell = Cell()
    assert cell.refusal(sent(cell, lang="fr")) == ("hotline.language_not_agreed", "H-12")


def test_a_reply_that_names_older_words_is_refused() -> None:
    """Once the correction was read, nothing may be said of the older words (H-4)."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "SY", "message_corrected", opening)
    for kind in ("message_acknowledged", "read_back", "message_answered"):
        assert cell.refusal(said(cell, "IL", kind, opening, of=opening.id)) == ("hotline.older_words", "H-4")
    assert cell.refusal(said(cell, "SY", "message_corrected", opening, of=opening.id)) == ("hotline.older_words", "H-4")


def test_only_the_newest_read_back_is_confirmed_and_once() -> None:
    """An older, an unknown and a confirmed read-back are refused (H-8, H-18)."""
    cell = Cell()
    opening = sent(cell)
    older = said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    newer = said(cell, "IL", "read_back", opening)
    confirm = [
        said(cell, "SY", "read_back_confirmed", opening, of=of) for of in (older.id, "IL/99", newer.id, newer.id)
    ]
    assert [cell.refusal(entry) for entry in confirm] == [
        ("hotline.read_back_superseded", "H-8"),
        ("hotline.read_back_unknown", "H-8"),
        None,
        ("hotline.already_confirmed", "H-18"),
    ]


def test_a_confirmed_read_back_stands() -> None:
    """After the confirmation the reader reads back no more (H-6)."""
    cell = Cell()
    opening = sent(cell)
    read = said(cell, "IL", "read_back", opening)
    repeated = said(cell, "IL", "read_back", opening)
    said(cell, "SY", "read_back_confirmed", opening, of=read.id)
    after = said(cell, "IL", "read_back", opening, items=WRONG_ITEMS)
    assert cell.refusal(repeated) == ("hotline.already_read_back", "H-18")
    assert cell.refusal(after) == ("hotline.already_confirmed", "H-6")


def test_a_message_without_items_has_nothing_to_read_back() -> None:
    """A read-back of free words cannot be compared and is refused (H-6)."""
    cell = Cell()
    opening = sent(cell, items=[], asks_read_back=False)
    assert cell.refusal(said(cell, "IL", "read_back", opening)) == ("hotline.nothing_to_read_back", "H-6")


def test_a_correction_of_what_is_to_be_read_back_keeps_an_item() -> None:
    """The last item cannot be corrected away under a read-back that was asked for (H-6)."""
    cell = Cell()
    opening = sent(cell)
    assert cell.refusal(said(cell, "SY", "message_corrected", opening, items=[])) == ("hotline.items_dropped", "H-6")


def test_the_same_answer_is_not_given_twice_but_another_may_follow() -> None:
    """An answer may be added to, not repeated (H-18)."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "message_answered", opening)
    assert cell.refusal(said(cell, "IL", "message_answered", opening)) == ("hotline.already_answered", "H-18")
    assert cell.refusal(said(cell, "IL", "message_answered", opening, text="By the north road.")) is None


def test_a_closed_message_takes_receipts_and_translations_only() -> None:
    """After closing, receipt and translation are still worth having; all else is a new message (H-11)."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "SY", "message_closed", opening, reason="withdrawn")
    closed = ("hotline.message_is_closed", "H-11")
    replies = {
        ("IL", "message_acknowledged"): None,
        ("US", "translation_attached"): None,
        ("IL", "read_back"): closed,
        ("IL", "message_answered"): closed,
        ("SY", "message_corrected"): closed,
        ("SY", "message_closed"): closed,
    }
    assert {key: cell.refusal(said(cell, *key, opening)) for key in replies} == replies


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"of": "SY/99"}, ("hotline.nothing_to_translate", "H-12")),
        ({"lang": "en"}, ("hotline.already_in_language", "H-12")),
        ({"lang": "fr"}, ("hotline.language_not_agreed", "H-12")),
        ({"lang": "he", "by_role": "king_of_nowhere"}, ("hotline.translator_role_unknown", "H-12")),
        ({"text": "قافلة إسعاف."}, ("hotline.already_translated", "H-18")),
        ({"lang": "he"}, None),
    ],
)
def test_a_translation_names_a_text_and_another_language(changes: dict[str, Any], expected: Any) -> None:
    """Refused: no such text, its own language, a foreign language, no such role, the same again."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "IL", "translation_attached", opening)
    assert cell.refusal(said(cell, "IL", "translation_attached", opening, **changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"duty": "SY/99:acknowledge:IL"}, ("hotline.duty_unknown", "H-17")),
        ({"duty": "SY/0:dance:IL"}, ("hotline.duty_unknown", "H-17")),
        ({"duty": "SY/0:acknowledge:XX"}, ("hotline.duty_unknown", "H-17")),
        ({"due_at_ms": 2**50}, ("hotline.not_lapsed_yet", "H-17")),
    ],
)
def test_a_lapse_is_cited_with_its_duty(changes: dict[str, Any], expected: Any) -> None:
    """A citation names a duty of the matter that was due before its author wrote (H-17)."""
    cell = Cell()
    opening = sent(cell)
    assert cell.refusal(said(cell, "SY", "lapse_cited", opening, **changes)) == expected


def test_the_same_lapse_is_cited_once_a_level() -> None:
    """Going up a level is a new citation; the same level again is not (H-18)."""
    cell = Cell()
    opening = sent(cell)
    said(cell, "SY", "lapse_cited", opening)
    assert cell.refusal(said(cell, "SY", "lapse_cited", opening)) == ("hotline.lapse_already_cited", "H-18")
    assert cell.refusal(said(cell, "SY", "lapse_cited", opening, level=2)) is None
