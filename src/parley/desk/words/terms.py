"""The mechanism's own words in a text, each with what it is called in the other languages, on hover and on focus."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from parley.charter.glossary import Found, found_terms
from parley.charter.model import Charter
from parley.charter.rules import standing_in

NAMES = {"en": "English", "ar": "العربية", "he": "עברית"}


def with_terms(text: str, *, language: str, charter: Charter, in_force: bool) -> SafeString:
    """Return a text in which each agreed word carries its words in the other languages; nothing else changes."""
    shown, at = mark_safe(""), 0
    for found in found_terms(text, language=language, charter=charter):
        shown += format_html("{}{}", text[at : found.start], _term(text, found, language=language, in_force=in_force))
        at = found.end
    return shown + format_html("{}", text[at:])


def _term(text: str, found: Found, *, language: str, in_force: bool) -> SafeString:
    others = [(code, word) for code, word in found.term.words.items() if code != language]
    told = " · ".join(f"{NAMES.get(code, code)}: {word}" for code, word in others)
    standing = standing_in(found.term.provenance, in_force=in_force)
    label = gettext("Agreed words") if standing == "agreed" else gettext("Proposed words")
    return format_html(
        '<span class="term" tabindex="0" role="note" aria-label="{}. {}: {}" data-told="{}: {}">{}</span>',
        text[found.start : found.end], label, told, label, told, text[found.start : found.end],
    )  # fmt: skip
