"""The desk of an exercise says so on every page, and the desk of the real thing on none."""

from __future__ import annotations

import pytest

from parley.desk.frame import Frame
from tests.desk.cell import Cell
from tests.desk.visitor import Visitor

MARKS = {"en": "EXERCISE", "ar": "تمرين", "he": "תרגיל"}
PAGES = ("/", "/hotline", "/hotline/new", "/hotline/call", "/shift", "/record", "/record/SY/0")


def marked(visitor: Visitor, page: str) -> bool:
    """Return whether a page bears the band of an exercise, in any language."""
    answer = visitor.get(page)
    assert answer.status == 200, page
    found = '<p class="exercise">' in answer.text
    assert found == any(f"<b>{mark}</b>" in answer.text for mark in MARKS.values())
    return found


@pytest.mark.parametrize("language", MARKS)
def test_every_page_of_an_exercise_is_marked(cell: Cell, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The band stands on the sign-in form and on every page behind it, in the reader's language."""
    monkeypatch.setattr(Frame, "is_exercise", True)
    assert marked(Visitor(cell.port), "/sign-in")
    visitor = cell.visitor()
    visitor.post("/language", {"language": language, "next": "/"})
    for page in PAGES:
        assert marked(visitor, page), page
        assert f"<b>{MARKS[language]}</b>" in visitor.get(page).text


def test_the_mark_is_that_of_the_charter(cell: Cell, visitor: Visitor) -> None:
    """The charter of these tests is no exercise, and no page says that it is one."""
    assert not cell.mechanism.nodes["SY"].charter().mechanism.exercise
    assert not [page for page in ("/sign-in", *PAGES) if page != "/sign-in" and marked(visitor, page)]
    assert not marked(Visitor(cell.port), "/sign-in")
