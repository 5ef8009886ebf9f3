"""The texts of the help, kept as data beside this module: one file a page, three languages each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

DEFAULT = "desk"


@dataclass(frozen=True, slots=True)
class Told:
    """A page in one language."""

    title: str
    lead: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the help: for which screens it is, by the names of their addresses, and which pages are near."""

    name: str
    place: int
    screens: tuple[str, ...]
    see: tuple[str, ...]
    text: Mapping[str, Told]

    def told(self, language: str) -> Told:
        """Return the page in a language, in English where there is no other."""
        return self.text.get(language) or self.text["en"]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary with its word and its meaning in each language, and the part that it belongs to."""

    part: str
    words: Mapping[str, str]
    meaning: Mapping[str, str]


@cache
def pages() -> Mapping[str, HelpPage]:
    """Return every page by its name, in their order; read once."""
    folder = resources.files("parley.desk.help") / "pages"
    found = [_page(json.loads(file.read_text(encoding="utf-8"))) for file in folder.iterdir()]
    return {page.name: page for page in sorted(found, key=lambda page: page.place)}


def _page(raw: Mapping[str, object]) -> HelpPage:
    told = raw["text"]
    assert isinstance(told, dict)
    text = {language: Told(each["title"], each["lead"], tuple(each["steps"])) for language, each in told.items()}
    return HelpPage(str(raw["name"]), int(str(raw["place"])), _names(raw["screens"]), _names(raw["see"]), text)


def _names(raw: object) -> tuple[str, ...]:
    assert isinstance(raw, list)
    return tuple(str(each) for each in raw)


@cache
def page_of_screens() -> Mapping[str, str]:
    """Return for each screen, by the name of its address, the page that helps with it."""
    return {screen: page.name for page in pages().values() for screen in page.screens}


@cache
def terms() -> tuple[Term, ...]:
    """Return the terms of docs/glossary.md, which a house test holds to be the same; read once."""
    raw = json.loads((resources.files("parley.desk.help") / "glossary.json").read_text(encoding="utf-8"))
    return tuple(Term(each["part"], each["words"], each["meaning"]) for each in raw)
