"""Figures are read aloud one by one, in each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.geo.spelling import spelled

PLACE = "33.1256 N, 35.8246 E"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "three three decimal one two five six north, three five decimal eight two four six east"),
        ("ar", "ثلاثة ثلاثة فاصلة واحد اثنان خمسة ستة شمال, ثلاثة خمسة فاصلة ثمانية اثنان أربعة ستة شرق"),
        ("he", "שלוש שלוש נקודה אחת שתיים חמש שש צפון, שלוש חמש נקודה שמונה שתיים ארבע שש מזרח"),
        ("fr", "three three decimal one two five six north, three five decimal eight two four six east"),
    ],
)
def test_a_place_is_said_figure_by_figure(language: str, said: str) -> None:
    """Each figure is a word, the point is named, and the hemisphere is a word; an unknown language is English."""
    assert spelled(PLACE, language=language) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1500 ft AMSL", "one five zero zero ft AMSL"),
        ("6 vehicles", "six vehicles"),
        ("2026-11-25 10:42Z", "two zero two six dash one one dash two five one zero colon four two zulu"),
        ("36S YC 3", "three six south YC three"),
        ("A7b", "A seven b"),
        ("", ""),
    ],
)
def test_letters_and_units_stay_as_they_are(text: str, said: str) -> None:
    """What is no figure stands between the figures as it is written."""
    assert spelled(text, language="en") == said


@given(st.text("0123456789", min_size=1, max_size=30), st.sampled_from(["en", "ar", "he"]))
def test_no_figure_is_lost(figures: str, language: str) -> None:
    """As many words are said as there are figures, and other figures give other words."""
    words = spelled(figures, language=language).split()
    assert len(words) == len(figures)
    assert len(set(words)) == len(set(figures))
