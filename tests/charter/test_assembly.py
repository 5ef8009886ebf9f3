"""Assembling: every member gets the same bytes, nothing else changes, and a wrong card stops it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from parley.charter.assembly import assemble
from parley.charter.card import KeyCard, is_card, read_card, write_card
from parley.charter.problem import CharterError
from parley.charter.reading import read_charter
from tests.charter.making import FIVE, PARIS, assembled, cards_for, changed, keys_of


def test_every_member_gets_the_same_bytes_whatever_the_order_of_the_cards() -> None:
    """All orders of three cards give one charter."""
    made = {assemble(PARIS, cards=cards) for cards in permutations(cards_for(PARIS))}
    assert made == {assembled(PARIS)}


def test_a_card_that_was_written_otherwise_gives_the_same_bytes() -> None:
    """Comments and line breaks of a card do not reach the charter."""
    cards = [
        read_card(b"# by courier\n" + write_card(card).replace(b"\ncode:", b"\n\ncode:")) for card in cards_for(PARIS)
    ]
    assert assemble(PARIS, cards=cards) == assembled(PARIS)


@pytest.mark.parametrize("template", [PARIS, FIVE], ids=["paris", "five"])
def test_nothing_but_the_waiting_places_changes(template: bytes) -> None:
    """With the keys cut out again, the assembled charter is the template byte for byte."""
    text = assembled(template).decode()
    for card in cards_for(template):
        start = text.index("keys: {\n      log") + len("keys: ")
        end = text.index("}", start) + 1
        text = text[:start] + "from_card" + text[end:]
        text = text.replace(f'"{card.address}"', "from_card", 1)
    assert text.encode() == template


def test_the_keys_that_come_out_are_those_that_went_in() -> None:
    """Every member of the charter has the keys and the address of its card."""
    charter = read_charter(assembled(FIVE))
    assert [(m.code, m.keys, m.address) for m in charter.members] == [
        (c.code, c.keys, c.address) for c in cards_for(FIVE)
    ]


def test_a_member_in_brackets_is_assembled_too() -> None:
    """A template may write a member in one line: the keys are put in where the word stands."""
    text = PARIS.decode()
    start, end = text.index("  - code: US"), text.index("\n# level 1")
    names = "{en: United States, ar: الولايات المتحدة, he: ארצות הברית}"
    line = (
        f"  - {{keys: from_card, address: from_card, code: US, kind: supervisor, names: {names},"
        " origin: paris-2026.parley.example/us, basis: paris_statement}\n"
    )
    template = (text[:start] + line + text[end:]).encode()
    charter = read_charter(assemble(template, cards=cards_for(PARIS)))
    assert charter.member("US").keys == keys_of("paris-2026.parley.example/us")


SY, IL, US = cards_for(PARIS)
STRANGER = KeyCard(
    "paris-2026", "FR", "paris-2026.parley.example/fr", "fr.example:1", keys_of("paris-2026.parley.example/fr")
)
WRONG = [
    ((SY, IL), "charter.card_missing"),
    ((SY, IL, US, US), "charter.card_twice"),
    ((SY, IL, US, STRANGER), "charter.card_of_stranger"),
    ((SY, IL, replace(US, mechanism="other")), "charter.card_of_other_log"),
    ((SY, IL, replace(STRANGER, code="US")), "charter.card_of_other_log"),
    ((SY, IL, replace(US, address=SY.address)), "charter.duplicate_address"),
    ((SY, IL, replace(US, keys=replace(US.keys, tls=SY.keys.tls))), "charter.duplicate_key_value"),
]


@pytest.mark.parametrize(("cards", "code"), WRONG, ids=[f"{w[1]}-{n}" for n, w in enumerate(WRONG)])
def test_a_wrong_card_stops_the_assembly(cards: tuple[KeyCard, ...], code: str) -> None:
    """A card that is missing, doubled, a stranger's, another log's or a copy is refused, and no charter is made."""
    with pytest.raises(CharterError) as refused:
        assemble(PARIS, cards=cards)
    assert code in [problem.code for problem in refused.value.problems]


def test_all_wrong_cards_are_told_at_once() -> None:
    """No card for two members and one of a stranger are three problems."""
    with pytest.raises(CharterError) as refused:
        assemble(PARIS, cards=[SY, STRANGER])
    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["charter.card_of_stranger", "charter.card_missing", "charter.card_missing"]


def test_a_quoted_place_is_not_guessed_at() -> None:
    """The word from_card in quotes is refused, because what stands around it could be lost."""
    text = PARIS.decode().replace("address: from_card", 'address: "from_card"', 1)
    with pytest.raises(CharterError) as refused:
        assemble(text.encode(), cards=cards_for(PARIS))
    assert [problem.code for problem in refused.value.problems] == ["charter.from_card_quoted"]


def test_a_charter_that_has_its_keys_takes_no_card() -> None:
    """Assembling twice is refused: the cards are no longer waited for."""
    with pytest.raises(CharterError):
        assemble(assembled(PARIS), cards=cards_for(PARIS))


def test_a_card_is_read_back_as_it_was_written() -> None:
    """Writing and reading a card loses nothing, and a charter is no card."""
    assert [read_card(write_card(card)) for card in cards_for(PARIS)] == list(cards_for(PARIS))
    assert is_card(write_card(SY))
    assert not is_card(PARIS)
    assert not is_card(b"[1]")


def test_a_card_with_another_members_keys_is_refused() -> None:
    """Keys carry the name of their log: they cannot be passed off on a card of another."""
    forged = write_card(replace(SY, keys=IL.keys))
    with pytest.raises(CharterError) as refused:
        read_card(forged)
    assert {problem.code for problem in refused.value.problems} == {"charter.key_name"}


def test_every_problem_of_a_card_is_told_at_once() -> None:
    """A wrong format, a wrong code and a wrong port are three problems."""
    raw = changed(write_card(SY), ("key-card-v1", "key-card-v9"), ("code: SY", "code: sy"), (":7443", ":99999"))
    with pytest.raises(CharterError) as refused:
        read_card(raw)
    assert [p.where for p in refused.value.problems] == ["format", "code", "address"]
