"""Names of zones between a charter, where they are words, and forms that allow seven characters. Pure."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from hashlib import sha256
from typing import Any

from parley.geo.exchange.told import Told

LONGEST_NAME, LONGEST_WORDS, IDENTIFIER = 64, 200, 7
LANGUAGES = ("en", "ar", "he")
CHARTER_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def name_for(text: str, *, taken: Container[str]) -> str:
    """Return a name as a charter writes one, near the text and not taken yet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_NAME - 10] or "zone"
    word = word if word[0].isalpha() else f"zone_{word}"
    found, number = word, 1
    while found in taken:
        number += 1
        found = f"{word}_{number}"
    return found


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """Return seven characters for each name: the same for the same names, whatever their order, and no two alike.

    They are no abbreviation that could be read: Z and six characters of the name's SHA-256. The table goes along.
    """
    found: dict[str, str] = {}
    for name in sorted(set(names)):
        number, short = 0, ""
        while not short or short in found.values():
            digest = sha256(f"{name}#{number}".encode()).digest()
            short, number = "Z" + base64.b32encode(digest).decode()[: IDENTIFIER - 1], number + 1
        found[name] = short
    return found


def words_of(value: Any, *, where: str, told: Told) -> dict[str, str]:
    """Return a name by language: from a text (English), from {language: text}, or from [{text, lang}]."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(value, str):
        pairs = [("en", value)]
    elif isinstance(value, Mapping):
        pairs = [(str(key), text) for key, text in value.items()]
    elif isinstance(value, list):
        pairs = [(str(each.get("lang", "en")), each.get("text")) for each in value if isinstance(each, Mapping)]
    found: dict[str, str] = {}
    for tag, text in pairs[:64]:
        language = tag.lower().partition("-")[0]
        if isinstance(text, str) and language in LANGUAGES and language not in found:
            found[language] = shown(text, where=where, told=told)
        elif isinstance(text, str):
            told.lost("zones.other_language", where, language=tag[:20])
    is_unread = value not in (None, "", [], {}) and not pairs
    if is_unread or any(text is not None and not isinstance(text, str) for _, text in pairs):
        told.lost("zones.fields_left_out", where, fields="name")
    return {language: words for language, words in found.items() if words}


def shown(text: str, *, where: str, told: Told) -> str:
    """Return a text in one line of normal form, without characters that hide themselves or turn the direction."""
    kept = "".join(" " if each in "\n\r\t" else each for each in text if each in "\n\r\t" or not _hides(each))
    plain = " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_WORDS].strip()
    if plain != text:
        told.repaired("zones.text_cleaned", where)
    return plain


def _hides(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and character != "\u200c"
