"""What officers type, made readable for a machine: digits, signs, spaces; and the misreading of it. Pure."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_INPUT = 120

# Marks and isolates come along when a coordinate is copied from a right-to-left screen; they carry no figure.
_DROPPED = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"))
_REPLACED = {
    ord("\u2212"): "-", ord("\u2010"): "-", ord("\u2011"): "-", ord("\u2013"): "-",
    ord("\u066b"): ".", ord("\u060c"): ",", ord("\u061b"): ";",
    ord("\u2032"): "'", ord("\u2019"): "'", ord("\u00b4"): "'", ord("\u05f3"): "'",
    ord("\u2033"): '"', ord("\u201d"): '"', ord("\u201c"): '"', ord("\u05f4"): '"',
    ord("\u00ba"): "\u00b0", ord("\u02da"): "\u00b0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misread:
    """Why an input was not understood: a code of texts/hotline.json, the field it concerns, figures for the text."""

    code: str
    field: str = ""
    data: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


def plain(text: str) -> str:
    """Return `text` with Western digits, plain signs and quotes, single spaces, and no direction marks.

    Digits of any script are read by their value, so that an Arabic keyboard types the same place.
    """
    replaced = text.translate(_DROPPED).translate(_REPLACED).replace("''", '"')
    western = "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in replaced)
    return " ".join(western.split())


def too_long(text: str) -> Misread | None:
    """Refuse an input that no officer would type, before any pattern is tried on it."""
    return Misread("geo.input_too_long", data={"limit": LONGEST_INPUT}) if len(text) > LONGEST_INPUT else None


def same_words(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, spaces and the way accents are stored."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
