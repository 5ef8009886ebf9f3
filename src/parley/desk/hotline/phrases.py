"""The templates of fixed phrases as buttons: a key each, and the address of a form that is already filled in."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from parley.desk.hotline.wordings import precedence_word
from parley.tracks.hotline.templates import TEMPLATES


@dataclass(frozen=True, slots=True)
class PhraseShown:
    """One template: its title, its precedence, the figure key that opens it, and where it leads."""

    name: str
    title: str
    precedence: str
    word: str
    key: int
    address: str


def phrases_shown(language: str) -> list[PhraseShown]:
    """Return the templates in their fixed order, so that a key always means the same phrase."""
    return [
        PhraseShown(
            template.name,
            template.titles.get(language, template.titles["en"]),
            template.precedence,
            precedence_word(template.precedence),
            place,
            f"{reverse('new-message')}?template={template.name}",
        )
        for place, template in enumerate(TEMPLATES.values(), start=1)
    ]
