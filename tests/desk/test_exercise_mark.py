"""The desk of an exercise says so on every page, and the desk of the real thing on none."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import get_resolver

from parley.desk.frame import Frame
from parley.desk.pages import failed
from tests.desk.cell import Cell, message
from tests.desk.visitor import Visitor

MARKS = {"en": "EXERCISE", "ar": "تمرين", "he": "תרגיל"}
# Beside the addresses that need nothing: one of each kind that names what it shows.
NAMED = ("/record/SY/0", "/hotline/{matter}", "/hotline/new?template=fire_near_the_line", "/help/desk", "/shelve?row=x")


def pages(visitor: Visitor, *, matter: str) -> dict[str, str]:
    """Return every address at which this officer is shown a whole page, with that page."""
    plain = [f"/{route}" for route in routes(get_resolver()) if "<" not in route]
    asked = [*plain, *(each.format(matter=matter) for each in NAMED)]
    found = {page: visitor.get(page) for page in asked if page not in ("/sign-out", "/stream")}
    shown = {page: answer.text for page, answer in found.items() if answer.status == HTTPStatus.OK}
    shown = {page: text for page, text in shown.items() if "<!doctype html>" in text}
    assert len(shown) > 25, shown.keys()
    return shown


def routes(resolver: Any) -> list[str]:
    """Return the addresses below a resolver, as they are written there."""
    found: list[str] = []
    for each in resolver.url_patterns:
        here = str(each.pattern)
        found += [here + more for more in routes(each)] if hasattr(each, "url_patterns") else [here]
    return found


def marked(text: str) -> bool:
    """Return whether a page bears the band of an exercise, in any language."""
    found = '<p class="exercise">' in text
    assert found == any(f"<b>{mark}</b>" in text for mark in MARKS.values())
    return found


@pytest.mark.parametrize("language", MARKS)
def test_every_page_of_an_exercise_is_marked(cell: Cell, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The band stands on the sign-in form and on every page behind it, in the reader's language, and on paper."""
    monkeypatch.setattr(Frame, "is_exercise", True)
    assert marked(Visitor(cell.port).get("/sign-in").text)
    visitor = cell.visitor()
    visitor.speak(language)
    for page, text in pages(visitor, matter=cell.says("IL", "message_sent", message())).items():
        assert marked(text), page
        assert f"<b>{MARKS[language]}</b>" in text and 'class="print-exercise"' in text, page


def test_what_says_no_is_marked_too(cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dead ends, stale forms, what is too much and what failed say that it is an exercise, to strangers as well."""
    monkeypatch.setattr(Frame, "is_exercise", True)
    stranger = Visitor(cell.port)
    for each in (visitor, stranger):
        too_much = each.post("/language", {"x": "x" * 3_000_000})
        answers = [each.get("/nowhere"), each.post("/language", token=False), too_much]
        assert [answer.status for answer in answers] == [404, 403, 413]
        assert all('<p class="exercise">' in answer.text for answer in answers)
    assert '<p class="exercise">' in failed(RequestFactory().get("/")).content.decode()


def test_the_mark_is_that_of_the_charter(cell: Cell, visitor: Visitor) -> None:
    """The charter of these tests is no exercise, and no page says that it is one."""
    assert not cell.mechanism.nodes["SY"].charter().mechanism.exercise
    matter = cell.says("IL", "message_sent", message())
    assert not [page for page, text in pages(visitor, matter=matter).items() if marked(text)]
    assert not marked(Visitor(cell.port).get("/sign-in").text)
