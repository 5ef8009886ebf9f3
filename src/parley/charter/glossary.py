"""Finds the mechanism's own words in a text, so that a reader sees what they are in the other languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from parley.charter.model import Charter, Term

# Letters that Arabic and Hebrew write together with the word behind them: and, so, with, like, for, the, from, that.
# Tried last: a word that begins with the article itself is found with it.
_BEFORE = {"ar": "(?:[وف]?(?:ال|[بكل](?:ال)?|لل)?)??", "he": "(?:[ושהבלמכ]{1,2})??"}
_AFTER = {"en": "s?"}


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the mechanism in a text: from `start` to `end`, in characters."""

    start: int
    end: int
    term: Term


def found_terms(text: str, *, language: str, charter: Charter) -> tuple[Found, ...]:
    """Return the terms of `language` that stand in `text`, whole words only, the longest where several begin at once.

    Letters that a language writes together with the next word are part of what is found. Grammar is not undone: a
    word in another form than the charter's is not found.
    """
    pattern, terms = _matcher(charter.digest, language, _words(charter, language))
    if pattern is None:
        return ()
    return tuple(
        Found(match.start(), match.end(), charter.glossary[terms[match["term"].casefold()]])
        for match in pattern.finditer(text)
    )


def _words(charter: Charter, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((term.words[language], name) for name, term in charter.glossary.items() if language in term.words)


@lru_cache(maxsize=32)
def _matcher(
    digest: str, language: str, words: tuple[tuple[str, str], ...]
) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    """Return one expression for all words of a language, the longest first; made once a charter."""
    if not words:
        return None, {}
    names = {word.casefold(): name for word, name in reversed(words)}
    longest = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    before, after = _BEFORE.get(language, ""), _AFTER.get(language, "")
    return re.compile(rf"(?<!\w){before}(?P<term>{longest}){after}(?!\w)", re.IGNORECASE), names
