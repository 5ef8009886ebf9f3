"""Words as they are searched for: in Arabic, Hebrew and Latin letters, whatever their marks and spelling. Pure.

A word has several forms; a word that is asked for is met where one of its forms is one of the forms found. All:
case, accents, vowel marks, hidden characters and apostrophes fall away; figures of every kind are Western ones.
Arabic: forms of hamza on their carrier, alef maqsura as ya, ta marbuta as ha, no tatweel; also without the article
and the letters written onto a word. Hebrew: final letters as plain ones; also without the letters written onto a word,
and as a skeleton without vav and yod inside, so that full and defective spelling meet. Latin: also without a plural s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 64
MOST_WORDS = 20
BEGINNING = 4

_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u08d3-\u08ff\ufe20-\ufe2f"
)
_SILENT = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_WORD = re.compile(
    rf"[^\W_](?:[^\W_{_MARKS}{_SILENT}]|[{_MARKS}{_SILENT}]"
    "|['\u2018\u2019\u02bc\u02be\u02bf\u05f3`](?=[^\\W_])|(?<=[\u05d0-\u05ea])[\"\u05f4\u201d](?=[\u05d0-\u05ea]))*"
)
_OTHERS = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ە": "ه", "ۀ": "ه", "ہ": "ه", "ک": "ك", "ڪ": "ك",
        "ـ": "", "ء": "", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "װ": "ו", "ױ": "וי", "ײ": "י",
        "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip
_ARABIC, _HEBREW = re.compile("[\u0620-\u064a\u0671-\u06d3]"), re.compile("[\u05d0-\u05ea]")
_ARTICLES = ("وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_ONTO_ARABIC = ("وب", "ول", "وك", "وس", "فب", "فل", "و", "ف", "ب", "ك", "ل", "س")
_ONTO_HEBREW = frozenset("ושהבלמכ")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text, with its forms."""

    start: int
    end: int
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A word that is asked for: one of `forms`, or with `begins` any word that begins so."""

    forms: frozenset[str]
    begins: str = ""

    def meets(self, word: Word) -> bool:
        """Return whether this word of a text is one that is asked for."""
        if self.begins:
            return any(form.startswith(self.begins) for form in word.forms)
        return not self.forms.isdisjoint(word.forms)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: phrases, all of which must be met; a plain word is a phrase of one.

    `short` are beginnings of fewer than four letters, which cannot be asked for; `is_cut` says that there are more
    phrases than are asked for at once.
    """

    phrases: tuple[tuple[Asked, ...], ...]
    short: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def words(self) -> Iterator[Asked]:
        """All words that are asked for."""
        return (asked for phrase in self.phrases for asked in phrase)


def words_of(text: str) -> Iterator[Word]:
    """Yield the words of a text in their order."""
    for found in _WORD.finditer(text):
        if forms := forms_of(found[0][:LONGEST]):
            yield Word(found.start(), found.end(), forms)


def read_question(text: str) -> Question:
    """Return what was typed as a question: words, "several in a row" in quotes, and beginn* with a star."""
    phrases: list[tuple[Asked, ...]] = []
    short: list[str] = []
    for quoted, plain in re.findall(r'(?<!\S)"([^"]*)"|(\S+)', text):
        if quoted:
            phrases.append(tuple(Asked(asked_forms(quoted[w.start : w.end])) for w in words_of(quoted)))
            continue
        words = list(words_of(plain))
        phrases += [(Asked(asked_forms(plain[w.start : w.end])),) for w in words]
        if plain.endswith("*") and words:
            begins = fold(plain[words[-1].start : words[-1].end])
            if len(begins) < BEGINNING:
                short.append(plain)
            else:
                phrases[-1] = (Asked(frozenset(), begins),)
    found = tuple(phrase for phrase in phrases if phrase)
    return Question(found[:MOST_WORDS], tuple(short), len(found) > MOST_WORDS)


def spans(question: Question, text: str) -> list[tuple[int, int]]:
    """Return where the words that are asked for stand in a text."""
    asked = tuple(question.words)
    return [(word.start, word.end) for word in words_of(text) if any(each.meets(word) for each in asked)]


def is_met(question: Question, texts: Sequence[str]) -> bool:
    """Return whether every phrase stands in one of the texts, its words in a row."""
    read = [list(words_of(text)) for text in texts]
    return all(any(_stands_in(phrase, words) for words in read) for phrase in question.phrases)


def _stands_in(phrase: tuple[Asked, ...], words: list[Word]) -> bool:
    places = range(len(words) - len(phrase) + 1)
    return any(all(asked.meets(words[at + n]) for n, asked in enumerate(phrase)) for at in places)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word without case, marks, hidden characters and apostrophes; one letter stands for all of its like."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", word).casefold().translate(_OTHERS)
    return "".join(_letter(c) for c in unicodedata.normalize("NFKD", plain) if c.isalnum())


@lru_cache(maxsize=65_536)
def forms_of(word: str) -> frozenset[str]:
    """Return every form under which a word of a text is found; empty where nothing of it can be asked for."""
    folded = fold(word)
    if not folded:
        return frozenset()
    if _ARABIC.match(folded):
        return frozenset((folded, *_without(folded, _ARTICLES, least=2), *_without(folded, _ONTO_ARABIC, least=3)))
    if _HEBREW.match(folded):
        plain = (folded, *_without_onto(folded))
        return frozenset((*plain, *(form for each in plain for form in _skeleton(each))))
    return frozenset((folded, *_singular(folded)))


@lru_cache(maxsize=4096)
def asked_forms(word: str) -> frozenset[str]:
    """Return the forms of a word that is asked for, fewer than those under which it is found: no letter but its article
    is taken off."""
    folded = fold(word)
    if _ARABIC.match(folded):
        return frozenset((folded, *_without(folded, _ARTICLES, least=2)))
    if _HEBREW.match(folded):
        plain = (folded, *((folded[1:],) if folded[0] == "ה" and len(folded) > 3 else ()))
        return frozenset((*plain, *(form for each in plain for form in _skeleton(each))))
    return frozenset((folded, *_singular(folded)))


def _letter(c: str) -> str:
    return str(unicodedata.decimal(c)) if c.isdecimal() else c


def _without(word: str, beginnings: tuple[str, ...], *, least: int) -> Iterator[str]:
    """Yield the word without each beginning that leaves at least so many letters."""
    return (word[len(b) :] for b in beginnings if word.startswith(b) and len(word) - len(b) >= least)


def _without_onto(word: str) -> Iterator[str]:
    """Yield a Hebrew word without one or two letters written onto it, or three where the first is "and"."""
    for count in range(1, 4 if word[0] == "ו" else 3):
        if word[count - 1 : count] not in _ONTO_HEBREW or len(word) - count < 3:
            return
        yield word[count:]


def _skeleton(word: str) -> Iterator[str]:
    """Yield a Hebrew word without vav and yod inside, where three letters are left."""
    bare = word[0] + re.sub("[וי]", "", word[1:-1]) + word[-1]
    if len(bare) >= 3:
        yield f"~{bare}"


def _singular(word: str) -> Iterator[str]:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        yield word[:-1]
        if word.endswith("ies"):
            yield f"{word[:-3]}y"
        elif word.endswith(("ches", "shes", "xes", "ses", "zes")):
            yield word[:-2]
