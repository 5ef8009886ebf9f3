"""What every public page is made of: a whole document, words in a language with its direction, the mark of an exercise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from parley.charter.model import Charter
from parley.texts import LANGUAGES, sentence

RTL = frozenset({"ar", "he", "fa", "ur", "yi"})


def said(lang: str, code: str, **figures: str) -> str:
    """Say a sentence in a language; in English where there are no words in that one."""
    return sentence(code, language=lang if lang in LANGUAGES else "en", data=figures)


def direction(lang: str) -> str:
    """Return how a language is written: "rtl" or "ltr"."""
    return "rtl" if lang.partition("-")[0] in RTL else "ltr"


def tagged(lang: str, tag: str, inner: str) -> str:
    """Return an element whose words are in a language; `inner` is markup."""
    return f'<{tag} lang="{escape(lang)}" dir="{direction(lang)}">{inner}</{tag}>'


def document(lang: str, title: str, body: str, *, style: str) -> str:
    """Return a whole page; `style` is where its style sheet stands."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(lang)}" dir="{direction(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{style}"></head>\n<body>{body}</body></html>\n'
    )


def instant_said(at_ms: int) -> str:
    """Return an instant in UTC, to the minute; isolated, or Arabic would turn day and year round."""
    return f"\u2066{datetime.fromtimestamp(at_ms / 1000, tz=UTC):%Y-%m-%d %H:%M}Z\u2069"


def exercise_mark(charter: Charter, langs: Iterable[str]) -> str:
    """Return the mark of an exercise in these languages; nothing where it is none."""
    if not charter.mechanism.exercise:
        return ""
    return "".join(tagged(lang, "p", escape(said(lang, "public.exercise"))).replace("<p ", '<p class="exercise" ')
                   for lang in langs)  # fmt: skip


def footer(langs: Iterable[str]) -> str:
    """Return what stands below every page: without prejudice to anything."""
    words = "".join(tagged(lang, "p", escape(said(lang, "record.without_prejudice"))) for lang in langs)
    return f"<footer>{words}</footer>"


def name_in(charter: Charter, code: str, lang: str) -> str:
    """Return what a member is called; its code where it has left the mechanism since."""
    found = next((each.names for each in charter.members if each.code == code), {})
    return found.get(lang, code)
