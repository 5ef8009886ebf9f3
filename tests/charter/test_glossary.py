"""The mechanism's own words are found in a text, whole and in its own language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.charter.glossary import found_terms
from tests.charter.making import FIVE, PARIS, charter_of


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The area of separation and the cease-fire line.", ["area_of_separation", "ceasefire_line"]),
        ("en", "Two NOTICES, one withdrawal.", ["notice", "withdrawal"]),
        ("en", "Lineage and unnoticed are other words.", []),
        ("ar", "قرب منطقة الفصل وانسحاب", ["area_of_separation", "withdrawal"]),
        ("ar", "والانسحاب من المنطقة العازلة", ["withdrawal"]),
        ("he", "באזור ההפרדה ובנסיגה", ["area_of_separation", "withdrawal"]),
        ("fr", "area of separation", []),
        ("ar", "area of separation", []),
    ],
)
def test_terms_are_found_whole_and_in_the_language_of_the_text(language: str, text: str, found: list[str]) -> None:
    """Prefix letters belong to the word, a part of a longer word is none, the longest of several is found."""
    terms = found_terms(text, language=language, charter=charter_of(PARIS))
    assert [each.term.name for each in terms] == found


def test_every_term_is_found_in_each_of_its_languages() -> None:
    """What the charter lists can be found as it is written there."""
    charter = charter_of(PARIS)
    for term in charter.glossary.values():
        for language, word in term.words.items():
            (found,) = found_terms(word, language=language, charter=charter)
            assert found.term.words[language].casefold() == word.casefold()


def test_a_charter_without_a_glossary_finds_nothing() -> None:
    """The section is not asked for."""
    assert found_terms("area of separation", language="en", charter=charter_of(FIVE)) == ()


@given(st.text(max_size=200), st.sampled_from(["en", "ar", "he"]))
def test_what_is_found_lies_apart_and_in_order(text: str, language: str) -> None:
    """No two overlap, whatever the text."""
    found = found_terms(text, language=language, charter=charter_of(PARIS))
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
