"""A word is found whatever its marks, its spelling and what is written onto it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.texts.finding import asked_forms, fold, forms_of, is_met, read_question, spans, words_of

MET = [
    ("bridge", "BRIDGE"),
    ("bridge", "bridges"),
    ("convoys", "convoy"),
    ("city", "cities"),
    ("Orsted", "Ørsted"),
    ("naive", "naïve"),
    ("hidden", "hid\u200bden"),
    ("Quneitra", "Qunei'tra"),
    ("1042", "١٠٤٢"),
    ("1042", "۱۰۴۲"),
    ("جسر", "الجِسْرُ"),
    ("الجسر", "بالجسر"),
    ("جسر", "والجسر"),
    ("الجسر", "للجسر"),
    ("احمد", "أحمد"),
    ("إدلب", "ادلب"),
    ("مستشفي", "مستشفى"),
    ("القنيطره", "القنيطرة"),
    ("قنيطرة", "بالقنيطره"),
    ("سلام", "ســـلام"),
    ("مسؤول", "مسوول"),
    ("قافلة", "وقافلة"),
    ("كابل", "کابل"),
    ("ﻻ", "لا"),
    ("גשר", "הגשר"),
    ("הגשר", "לגשר"),
    ("גשר", "גֶּשֶׁר"),
    ("גשר", "ובגשר"),
    ("תיאום", "תאום"),
    ("תוכנית", "תכנית"),
    ("קוניטרה", "קונייטרה"),
    ("שלום", "שלומ"),
    ("צהל", 'צה"ל'),
    ("צהל", "צה״ל"),
    ("יעקב", "ליעקוב"),
]
NOT_MET = [
    ("bridge", "bridle"),
    ("جسر", "كسر"),
    ("גשר", "קשר"),
    ("class", "clas"),
    ("104", "1042"),
    ("وجد", "جد"),
    ("קול", "קל"),
]


@pytest.mark.parametrize(("asked", "written"), MET)
def test_a_word_is_met_in_another_writing(asked: str, written: str) -> None:
    """What an officer types meets what another wrote."""
    assert is_met(read_question(asked), [f"x {written}, y"])


@pytest.mark.parametrize(("asked", "written"), NOT_MET)
def test_another_word_is_not_met(asked: str, written: str) -> None:
    """Near is not the same."""
    assert not is_met(read_question(asked), [written])


def test_a_row_of_words_is_met_only_in_a_row() -> None:
    """Quotes ask for words that stand together."""
    question = read_question('"road works" km')
    assert is_met(question, ["Road works at km 14"])
    assert not is_met(question, ["Works on the road at km 14"])


def test_a_beginning_with_a_star_meets_longer_words() -> None:
    """Four letters at least; a shorter beginning is told and not asked for."""
    assert is_met(read_question("quneit*"), ["near Quneitra"])
    assert read_question("qu*").short == ("qu*",)


def test_where_the_words_stand_is_told_in_the_text_as_written() -> None:
    """The marks fall on the letters as they were written, vowel marks included."""
    text = "قرب الجِسْرِ الكبير"
    ((start, end),) = spans(read_question("جسر"), text)
    assert text[start:end] == "الجِسْرِ"


@given(st.text())
def test_folding_twice_changes_nothing(word: str) -> None:
    """A folded word is its own folded form."""
    assert fold(fold(word)) == fold(word)


@given(st.text())
def test_every_word_of_a_text_is_met_when_it_is_asked_for(text: str) -> None:
    """Whatever stands in a text can be found by typing it, and words lie in the text in their order."""
    at = 0
    for word in words_of(text):
        assert at <= word.start < word.end
        at = word.end
        assert not asked_forms(text[word.start : word.end][:64]).isdisjoint(word.forms)


@given(st.sampled_from(["جسر", "قافله", "مدرسه"]), st.sampled_from(["", "و", "ب", "ل", "ال", "وال", "بال", "لل"]))
def test_letters_written_onto_an_arabic_word_do_not_hide_it(stem: str, onto: str) -> None:
    """With the article, "and", "in" and "to" the word is the same."""
    assert not asked_forms(stem).isdisjoint(forms_of(onto + stem))


@given(st.sampled_from(["גשר", "כביש", "מעבר"]), st.sampled_from(["", "ה", "ב", "ל", "וה", "שב", "מה", "ול"]))
def test_letters_written_onto_a_hebrew_word_do_not_hide_it(stem: str, onto: str) -> None:
    """With the article, "and", "in", "from" and "that" the word is the same."""
    assert not asked_forms(stem).isdisjoint(forms_of(onto + stem))


def test_more_words_than_are_asked_for_at_once_are_told() -> None:
    """Twenty are asked for; what would be left out is no silent part of the question."""
    assert not read_question("word " * 20).is_cut
    assert read_question("word " * 21).is_cut and len(read_question("word " * 21).phrases) == 20
