"""A line of figures as it is read aloud, figure by figure, in three languages. Pure.

A voice that says "thirty-three" or "fifteen" is misheard; "three three" and "one five" are not (ICAO Doc 9432, 2.4.1:
figures are said one by one). Letters and units stay as they are written.
"""

from __future__ import annotations

from collections.abc import Mapping

_FIGURES: Mapping[str, tuple[str, ...]] = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "ar": ("صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"),
    "he": ("אפס", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע"),
}
_SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {".": "decimal", ":": "colon", "-": "dash", "−": "minus"},
    "ar": {".": "فاصلة", ":": "نقطتان", "-": "شرطة", "−": "ناقص"},
    "he": {".": "נקודה", ":": "נקודתיים", "-": "מקף", "−": "מינוס"},
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"N": "north", "S": "south", "E": "east", "W": "west", "Z": "zulu"},
    "ar": {"N": "شمال", "S": "جنوب", "E": "شرق", "W": "غرب", "Z": "بالتوقيت العالمي"},
    "he": {"N": "צפון", "S": "דרום", "E": "מזרח", "W": "מערב", "Z": "שעון עולמי"},
}


def spelled(text: str, *, language: str) -> str:
    """Return `text` with each figure as a word of its own; an unknown language is spelled in English.

    A comma ends a group and stays; other letters and words stand between the figures as they are.
    """
    spoken = language if language in _FIGURES else "en"
    figures, signs, words = _FIGURES[spoken], _SIGNS[spoken], _WORDS[spoken]
    said = []
    for part in text.replace(",", " , ").split():
        said += _part(part, figures=figures, signs=signs, words=words)
    return " ".join(said).replace(" ,", ",")


def _part(part: str, *, figures: tuple[str, ...], signs: Mapping[str, str], words: Mapping[str, str]) -> list[str]:
    if part in words:
        return [words[part]]
    found, letters = [], ""
    for place, sign in enumerate(part):
        if sign.isascii() and sign.isdigit():
            said = figures[int(sign)]
        elif sign in signs:
            said = signs[sign]
        elif sign in words and place == len(part) - 1 and not letters:
            said = words[sign]
        else:
            letters += sign
            continue
        found += [letters, said] if letters else [said]
        letters = ""
    return [*found, letters] if letters else found
