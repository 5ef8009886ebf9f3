"""What would mislead a reader is marked, and nothing of a text is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.texts.oddities import ODDITIES, cut, is_odd, plainly, runs

HOSTILE = {
    "\u202eevitca": "hidden",
    "a\u2066b\u2069": "hidden",
    "zero\u200bwidth": "hidden",
    "soft\u00adhyphen": "hidden",
    "byte\ufefforder": "hidden",
    "left\u200emark": "hidden",
    "\u061cعربي": "hidden",
    "filler\u3164": "hidden",
    "tag\U000e0041": "hidden",
    "joiner\u200cbetween": "hidden",
    "nul\x00": "control",
    "escape\x1b[31m": "control",
    "alone\rreturn": "control",
    "line\u2028separator": "control",
    "own\ue000": "unknown",
    "non\ufffe": "unknown",
    "z" + "\u0301" * 12: "heap",
    "p\u0430ypal": "alike",
    "\u0421\u041e\u0421": "alike",
    "\U0001d405\U0001d40b": "alike",
    "\uff26\uff2c\uff21": "alike",
    "K\u03b1vria": "alike",
    "12\u0660\u0665": "figures",
    "\u0661\u06f1": "figures",
}
SOUND = [
    "Road works at kilometre 14.",
    "two\r\nlines\nand a\ttab",
    "جسر القنيطرة ١٢:٣٠",
    "الجِسْرُ الكَبِيرُ",
    "גֶּשֶׁר בְּנוֹת יַעֲקֹב",
    'צה"ל ב-UNDOF',
    "העברתUNDOF",
    "می\u200cخواهم",
    "Ärger, naïve, Øresund",
    "Привет, мир",
    "33.1256 N, 35.8246 E",
    "👨\u200d👩\u200d👧 ✔\ufe0f",
    "",
]


@pytest.mark.parametrize(("text", "odd"), HOSTILE.items())
def test_what_misleads_is_marked(text: str, odd: str) -> None:
    """Each kind of misleading writing is found and named."""
    assert [run.odd for run in runs(text) if run.odd][0] == odd


@pytest.mark.parametrize("text", SOUND)
def test_honest_writing_in_any_language_is_not_marked(text: str) -> None:
    """Pointed Arabic and Hebrew, Persian, other alphabets and small pictures pass."""
    assert not is_odd(text)


@given(st.text(alphabet=st.characters() | st.sampled_from("\u202e\u200b\u0430a\u0301٣3\r\n")))
def test_nothing_of_a_text_is_lost(text: str) -> None:
    """The runs joined are the text as it was written, and each odd one is of a known sort."""
    found = list(runs(text))
    assert "".join(run.text for run in found) == text
    assert {run.odd for run in found} <= {"", *ODDITIES}


@given(st.text(alphabet="ab \n\u202e\u2066\u200b\x00\u200f\ue000"))
def test_the_plain_form_holds_no_hidden_character(text: str) -> None:
    """What a window's title gets can turn nothing around."""
    assert not any(run.sign for run in runs(plainly(text)))


def test_a_run_of_hidden_characters_is_one_mark_with_its_count() -> None:
    """Five hundred characters of no width are one sign."""
    (run,) = [run for run in runs("a" + "\u200b" * 500 + "b") if run.odd]
    assert (run.sign, run.name) == ("U+200B ×500", "ZERO WIDTH SPACE")


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_cut_text_loses_nothing(text: str, most: int) -> None:
    """The two pieces are the text, and the first is no longer than was asked."""
    first, rest = cut(text, most=most)
    assert first + rest == text
    assert len(first) <= most


@pytest.mark.parametrize("piece", ["a", "\u202e", "\u0430a", "a\u0301", "٣3", "x" * 99 + "\u0430 "])
def test_a_line_of_a_million_characters_is_split_at_once(piece: str) -> None:
    """No text takes more than a few seconds, whatever it repeats."""
    begun = time.perf_counter()
    assert sum(len(run.text) for run in runs(piece * (1_000_000 // len(piece)))) >= 999_000
    assert time.perf_counter() - begun < 5
