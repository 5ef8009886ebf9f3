"""One concept, one word: what the glossary gives in Arabic and Hebrew is not said in English beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tests.house.tree import PACKAGE, shown, translations

ENGLISH = re.compile(r"\bFLASH\b")


def translated() -> Iterator[tuple[str, str]]:
    """Yield every text in Arabic or Hebrew with the file that it stands in."""
    for path in sorted(PACKAGE.rglob("*.po")):
        yield from ((shown(path), entry.msgstr) for entry in translations(path))
    for path in (*sorted((PACKAGE / "texts").glob("*.json")), *sorted((PACKAGE / "desk" / "help").rglob("*.json"))):
        yield from ((shown(path), text) for text in _said(json.loads(path.read_text(encoding="utf-8")), language=""))


def _said(value: object, *, language: str) -> Iterator[str]:
    if isinstance(value, str) and language in ("ar", "he"):
        yield value
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _said(each, language=name if name in ("en", "ar", "he") else language)
    if isinstance(value, list):
        for each in value:
            yield from _said(each, language=language)


def test_the_highest_precedence_has_one_word_in_each_language() -> None:
    """The bar, the list, the shift and the help say the word of the glossary."""
    assert [(place, text) for place, text in translated() if ENGLISH.search(text)] == []


def test_texts_are_read_from_every_kind_of_file() -> None:
    """Catalogues, sentences and help pages are among what is looked at."""
    places = {place.rpartition("/")[0] for place, _ in translated()}
    assert {"src/parley/texts", "src/parley/desk/help/pages"} <= places
    assert any("LC_MESSAGES" in place for place in places)
