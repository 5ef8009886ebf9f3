"""Brackets in a negotiating text: which words are not agreed, and by whom they were proposed. Pure.

They are written in the text itself, as negotiators write them: `The parties [SY: shall] [IL: should] withdraw.` So they
are signed, carried and compared with the words, and stand at the same place in every language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

CODE = r"[A-Z][A-Z0-9-]{0,15}"
_BRACKET = re.compile(rf"\[({CODE}(?:, ?{CODE})*): ?([^\[\]]+?) ?\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a paragraph; `by` names who proposed them, nobody where they stand outside of brackets."""

    words: str
    by: tuple[str, ...] = ()

    @property
    def codes(self) -> str:
        """Return the codes of who proposed them, as they are read."""
        return ", ".join(self.by)


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text cut at its brackets; ValueError where one is not closed, or names nobody."""
    found, at = [], 0
    for each in _BRACKET.finditer(text):
        found.append(Piece(text[at : each.start()]))
        found.append(Piece(each[2], tuple(sorted({code.strip() for code in each[1].split(",")}))))
        at = each.end()
    found.append(Piece(text[at:]))
    if any(not each.by and ("[" in each.words or "]" in each.words) for each in found):
        raise ValueError("a bracket is not closed, or does not begin with the code of a member and a colon")
    return tuple(each for each in found if each.words)


def bracketed(text: str) -> tuple[Piece, ...]:
    """Return the words in brackets."""
    return tuple(each for each in pieces(text) if each.by)


def is_even(texts: Mapping[str, str]) -> bool:
    """Return whether the texts of all languages have as many brackets of each member."""
    counts = [Counter(code for each in bracketed(text) for code in each.by) for text in texts.values()]
    return all(each == counts[0] for each in counts)


def has_said(member: str, words: str, *, text: str, author: str) -> bool:
    """Return whether a text shows that a member said these words: in a bracket of its own, or outside of any as author.

    White space counts as one space, so that a line broken elsewhere is not another word.
    """
    wanted = _plain(words)
    for each in pieces(text):
        if member in each.by and wanted == _plain(each.words):
            return True
        if not each.by and member == author and wanted in _plain(each.words):
            return True
    return False


def _plain(words: str) -> str:
    return " ".join(words.split())
