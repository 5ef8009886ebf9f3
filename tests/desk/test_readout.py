"""What is typed as an item is read out at once, in the reader's language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.texts import sentence
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor


def test_a_place_is_read_out_in_its_notations_and_figure_by_figure(visitor: Visitor) -> None:
    """The decimal line that is compared, degrees and minutes, the grid, and every figure as a word."""
    page = visitor.post("/read-out", {"type": "place", "text": "33.1256N 35.8246E"}).text
    notations = ("33.1256 N, 35.8246 E", "33°07&#x27;32.16&quot;N", "36S YB 63531")
    for said in (*notations, "three three decimal one two five six north"):
        assert said in page, page


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_what_cannot_be_understood_is_told_in_the_readers_language(visitor: Visitor, language: str) -> None:
    """A place without its hemispheres is told in a whole sentence."""
    visitor.speak(language)
    page = visitor.post("/read-out", {"type": "place", "text": "33.1256, 35.8246"}).text
    assert sentence("geo.hemisphere_missing", language=language, data={}) in page
    # Of what is too long no part is read as if it were all.
    page = visitor.post("/read-out", {"type": "place", "text": "33.1256N 35.8246E" + " " * 190 + "x"}).text
    told = sentence("geo.input_too_long", language=language, data={"limit": 120}).partition("120")[0]
    assert told in page and "120" in page


@pytest.mark.parametrize("form", [{}, {"type": "place", "text": ""}, {"type": "", "text": ""}])
def test_nothing_typed_reads_out_nothing(visitor: Visitor, form: dict[str, str]) -> None:
    """An empty field has no read-out."""
    assert visitor.post("/read-out", form).text.strip() == ""


def test_a_stranger_is_read_nothing(visitor: Visitor) -> None:
    """Without a session the sign-in answers."""
    form = {"type": "place", "text": "1 N, 1 E"}
    assert Visitor(visitor.port).post("/read-out", form, token=False).status in (302, 403)


@given(st.text(max_size=40), st.text(max_size=40))
def test_differences_join_to_what_they_were(sent: str, read: str) -> None:
    """The runs of each side are its text, and only equal texts have no run that differs."""
    from parley.desk.hotline.differing import runs_of

    ours, theirs = runs_of(sent, read=read)
    assert "".join(run.text for run in ours) == sent and "".join(run.text for run in theirs) == read
    assert any(run.differs for run in (*ours, *theirs)) == (sent != read)


def test_the_words_of_the_mechanism_carry_their_translations(cell: Cell, visitor: Visitor) -> None:
    """A word of the charter's glossary shows its words in the other languages; markup beside it stays harmless."""
    text = "Shots near the area of separation <b>!"
    page = visitor.get(f"/hotline/{cell.says('IL', 'message_sent', message(text=text))}").text
    assert 'class="term"' in page and "منطقة الفصل" in page and "אזור ההפרדה" in page
    assert "&lt;b&gt;!" in page
