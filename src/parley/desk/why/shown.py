"""The values of a charter as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Value:
    """One value: the anchor by which explanations name it, its name, what it says, and how it stands."""

    anchor: str
    name: str
    says: tuple[str | SafeString, ...]
    standing: str
    standing_word: str
    by: tuple[str, ...]
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    """Values of one sort."""

    anchor: str
    title: str
    values: tuple[Value, ...]


def figure_said(label: str, value: object) -> SafeString:
    """Return a label with its figure, which keeps its direction."""
    return format_html('{} <bdi dir="ltr">{}</bdi>', label, value)
