"""Hostile words are shown harmlessly and marked on every page that shows them; the record keeps the exact bytes."""

from __future__ import annotations

import re

import pytest

from parley.node import reading
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor

TURNED = "To \u2066gnirts\u2069 and p\u0430ss at 12\u066030\u200b\u200f <script>alert(1)</script> {{ 7 }} &lt;b&gt;"
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\x00-\x08]")
# What stands in a field is shown for changing and must stay as it was written.
FIELD = re.compile(r"<textarea[^>]*>.*?</textarea>|value=\"[^\"]*\"", re.DOTALL)


@pytest.fixture
def hostile(cell: Cell) -> str:
    """A message of the other side with hostile subject, text, labels and names."""
    line = {"key": None, "name": "\u0410\u0412 line"}
    place = {"n": 1, "type": "line", "label": "Line\u200b \u043ene", "value": line}
    words = message(subject=f"S {TURNED[:40]}", text=TURNED, items=[place])
    return cell.says("IL", "message_sent", words)


@pytest.mark.parametrize("path", ["/hotline/{}", "/hotline", "/", "/record/{}", "/hotline/rows", "/part/watch"])
@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_no_page_passes_a_hidden_character_on(hostile: str, visitor: Visitor, path: str, language: str) -> None:
    """Every page that shows the words shows signs in place of what would turn them around."""
    visitor.speak(language)
    answer = visitor.get(path.format(hostile))
    assert answer.status == 200
    assert [line for line in FIELD.sub("", answer.text).splitlines() if INVISIBLE.search(line)] == []
    assert "<script>alert" not in answer.text


def test_what_misleads_is_marked_with_its_reason(hostile: str, visitor: Visitor) -> None:
    """The sign names the character; a word of two scripts and a number of two kinds of figures are framed."""
    page = visitor.get(f"/hotline/{hostile}").text
    assert 'title="A hidden character stood here: U+2066 LEFT-TO-RIGHT ISOLATE">U+2066</bdi>' in page
    assert 'class="odd is-alike"' in page
    assert 'class="odd is-figures"' in page


def test_the_record_keeps_the_words_as_they_were_written(hostile: str, cell: Cell) -> None:
    """Marking is for the screen alone."""
    view = reading.conversation(cell.mechanism.nodes["SY"], hostile)
    assert view is not None
    assert view.entries[0].content["text"] == TURNED


def test_a_very_long_line_is_folded_with_its_count(cell: Cell, visitor: Visitor) -> None:
    """The page shows its beginning, and says how long it is."""
    said = cell.says("IL", "message_sent", message(text="x" * 15_000))
    page = visitor.get(f"/hotline/{said}").text
    assert '<details class="fold"><summary>Show all: 15,000 characters</summary>' in page
    assert page.count("x" * 2_400) >= 1
