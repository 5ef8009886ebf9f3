"""Splits words of people into runs that are shown as they are and runs that would mislead a reader. Pure.

The record keeps the exact bytes; only what is shown is split. Marked are characters that show nothing or turn what
stands beside them around, control characters, characters without a meaning of their own, heaps of accents, words
that mix the letters of scripts that look alike, and numbers that mix two kinds of figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

ODDITIES = ("hidden", "control", "unknown", "heap", "alike", "figures")
MOST_ACCENTS = 6


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text. `odd` is "" where it may be shown as it is, else one of `ODDITIES`.

    `text` is the piece as written; of "hidden", "control" and "unknown" only `sign` may be shown, "U+202E" or
    "U+200B ×40": its code points, the same ones counted. `name` is what the character is called, where it has a name.
    """

    text: str
    odd: str = ""
    sign: str = ""
    name: str = ""


# Zero-width joiners are how Persian and some Arabic words are written, and how small pictures are joined: only there
# do they pass.
_JOINED = "[\u0620-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"
_PICTURE = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_HIDDEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    rf"|(?<!{_JOINED})\u200c|\u200c(?!{_JOINED})"
    rf"|\u200d(?!{_JOINED}|{_PICTURE})|(?<!{_JOINED})(?<!{_PICTURE})\u200d"
    r"|(?<=\w)\ufe0f"
)
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|\r(?!\n)"
_UNKNOWN = "[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
_ACCENTS = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_ODD = re.compile(
    f"(?P<hidden>(?:{_HIDDEN})+)|(?P<control>(?:{_CONTROL})+)|(?P<unknown>(?:{_UNKNOWN})+)"
    f"|(?P<heap>{_ACCENTS}{{{MOST_ACCENTS + 1},}})"
)
_PLAIN = re.compile(r"[\n\r\t\x20-\x7e]*")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = re.compile("[\u0370-\u052f\u0530-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1f00-\u1fff\u2c80-\u2cff\uab70-\uabbf]")
# Letters of these are Latin ones in another dress: whoever writes so wants to look like somebody else.
_DRESSED = re.compile("[\uff21-\uff3a\uff41-\uff5a\u24b6-\u24e9\U0001d400-\U0001d7ff\U0001f130-\U0001f189]")
_AS_LATIN = re.compile(
    "[\u0405\u0406\u0408\u0410\u0412\u0415\u0417\u041a\u041c-\u041e\u0420-\u0423\u0425\u0430\u0435\u043e\u0440\u0441"
    "\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f"
    "\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03c1\u03c5\u0261]+"
)
_FIGURES = (re.compile("[0-9]"), re.compile("[\u0660-\u0669]"), re.compile("[\u06f0-\u06f9]"))
_OTHER_FIGURES = re.compile("[\u0660-\u0669\u06f0-\u06f9]")


def runs(text: str) -> Iterator[Run]:
    """Yield the pieces of `text` in their order; joined they are the text. A plain text is one run."""
    if _PLAIN.fullmatch(text) and "\r" not in text:
        if text:
            yield Run(text)
        return
    at = 0
    for found in _ODD.finditer(text):
        yield from _words(text[at : found.start()])
        yield _marked(found[0], odd=found.lastgroup or "hidden")
        at = found.end()
    yield from _words(text[at:])


def is_odd(text: str) -> bool:
    """Return whether anything in `text` would be marked."""
    return any(run.odd for run in runs(text))


def plainly(text: str) -> str:
    """Return `text` for a place that takes no marks (a window's title): signs in brackets for what shows nothing."""
    return "".join(f"[{run.sign}]" if run.sign else run.text for run in runs(text))


def cut(text: str, *, most: int) -> tuple[str, str]:
    """Return `text` in two pieces, the first of at most `most` characters, cut between words where there are any.

    A letter is never cut from its accents.
    """
    if len(text) <= most:
        return text, ""
    at = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most)) + 1
    if at < most // 2:
        at = most
        while at > 1 and unicodedata.combining(text[at]):
            at -= 1
    return text[:at], text[at:]


def _marked(text: str, *, odd: str) -> Run:
    if odd == "heap":
        return Run(text, odd, "", "")
    codes = [f"U+{ord(c):04X}" for c in dict.fromkeys(text)][:4]
    sign = " ".join(codes) + (f" ×{len(text)}" if len(text) > 1 else "")
    return Run(text, odd, sign, unicodedata.name(text[0], "") if len(codes) == 1 else "")


def _words(text: str) -> Iterator[Run]:
    """Yield the pieces of a text without hidden characters; words that look like others are runs of their own."""
    if not text:
        return
    if not (_ALIKE.search(text) or _DRESSED.search(text) or _OTHER_FIGURES.search(text)):
        yield Run(text)
        return
    at = 0
    for found in _WORD.finditer(text):
        odd = _odd_word(found[0])
        if odd:
            if text[at : found.start()]:
                yield Run(text[at : found.start()])
            yield Run(found[0], odd)
            at = found.end()
    if text[at:]:
        yield Run(text[at:])


def _odd_word(word: str) -> str:
    if word.isascii():
        return ""
    if _DRESSED.search(word) or _AS_LATIN.fullmatch(word):
        return "alike"
    if _ALIKE.search(word) and len(_scripts(word)) > 1:
        return "alike"
    return "figures" if sum(bool(kind.search(word)) for kind in _FIGURES) > 1 else ""


def _scripts(word: str) -> set[str]:
    """Return the scripts of a word's letters, as the first word of each letter's name: LATIN, CYRILLIC, GREEK."""
    return {unicodedata.name(c, "?").split(" ")[0] for c in word if c.isalpha()}
