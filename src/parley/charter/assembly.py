"""Puts the members' key cards into a charter's template: the same bytes for every member that does it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from parley.charter.card import KeyCard, keys_block, quoted
from parley.charter.form import Form, Notes
from parley.charter.members import FROM_CARD
from parley.charter.model import NO_KEYS, Charter, Member
from parley.charter.problem import CharterError, Mark, Problem
from parley.charter.reading import read_charter, read_template
from parley.charter.source import read_source


def assemble(template: bytes, *, cards: Sequence[KeyCard]) -> bytes:
    """Return the template with keys and addresses in the place of every `from_card`, and not a byte changed besides.

    The order of the cards changes nothing. CharterError with every problem at once: a member
    without a card, a card that is no member's, two of one member, another mechanism or origin.
    """
    charter = read_template(template)
    marks = _marks_of_members(template)
    problems = [*_problems_of_cards(charter, cards, marks), *_problems_of_places(template, charter, marks)]
    if problems:
        raise CharterError(problems)
    by_code = {card.code: card for card in cards}
    lines = template.decode().split("\n")
    for member in reversed(charter.members):
        if member.keys == NO_KEYS:
            _put(lines, marks[member.code], card=by_code[member.code])
    assembled = "\n".join(lines).encode()
    read_charter(assembled)
    return assembled


Places = dict[str, Mark]


def _marks_of_members(template: bytes) -> dict[str, Places]:
    """Return where `address` and `keys` of each member stand, by its code."""
    root, _ = read_source(template)
    form = Form(root, where="", notes=Notes())
    found: dict[str, Places] = {}
    for item in form.forms("members", required=()):
        found[item.text("code")] = {name: item.notes.marks[item.path(name)] for name in ("address", "keys", "code")}
    return found


def _problems_of_cards(charter: Charter, cards: Sequence[KeyCard], marks: dict[str, Places]) -> list[Problem]:
    problems = []
    for code in charter.unkeyed:
        given = len([card for card in cards if card.code == code])
        if given != 1:
            what = "charter.card_missing" if given == 0 else "charter.card_twice"
            problems.append(Problem(what, marks[code]["code"], data={"code": code}))
    for card in cards:
        if card.code not in charter.unkeyed:
            problems.append(Problem("charter.card_of_stranger", Mark(1, 1), data={"code": card.code}))
            continue
        member = charter.member(card.code)
        if (card.mechanism, card.origin) != (charter.mechanism.id, member.origin):
            data = {"code": card.code, "card": f"{card.mechanism} {card.origin}", "charter": _name(charter, member)}
            problems.append(Problem("charter.card_of_other_log", marks[card.code]["code"], data=data))
    return problems


def _name(charter: Charter, member: Member) -> str:
    return f"{charter.mechanism.id} {member.origin}"


def _problems_of_places(template: bytes, charter: Charter, marks: dict[str, Places]) -> list[Problem]:
    """Note a `from_card` in quotes: what stands there could not be replaced without guessing."""
    lines = template.decode().split("\n")
    return [
        Problem("charter.from_card_quoted", mark)
        for code in charter.unkeyed
        for mark in (marks[code]["address"], marks[code]["keys"])
        if not lines[mark.line - 1][mark.column - 1 :].startswith(FROM_CARD)
    ]


def _put(lines: list[str], places: Places, *, card: KeyCard) -> None:
    """Replace the later place first, so that the earlier one stays where its mark says."""
    line = lines[places["keys"].line - 1]
    indent = len(line) - len(line.lstrip(" -")) + 2
    texts = {"address": quoted(card.address), "keys": keys_block(card.keys, indent=indent)}
    for name in sorted(texts, key=lambda name: places[name], reverse=True):
        mark = places[name]
        line = lines[mark.line - 1]
        before, after = line[: mark.column - 1], line[mark.column - 1 + len(FROM_CARD) :]
        lines[mark.line - 1] = before + texts[name] + after
