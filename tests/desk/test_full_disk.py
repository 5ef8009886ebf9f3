"""What is noted beside an entry fails alone where the disk is full: the entry stands, and the page leads to it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import OperationalError

from tests.desk.cell import Cell
from tests.desk.informing import analyst, form, gives, report
from tests.desk.test_hotline_forms import WRITTEN, matter_of
from tests.desk.visitor import Visitor

WATCH = {"authority": "The cell", "call_back": "+963 11 5550100", "until": "2031-03-01 18:00Z", "hears": "no"}


def full(*_: Any, **__: Any) -> None:
    """Fail as the database does on a full disk."""
    raise OperationalError("database or disk is full")


def test_a_watch_that_was_taken_is_not_told_as_failed(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sound test is not noted; the watch was filed, and the officer is led on."""
    from parley.desk.attention.models import Hearing

    monkeypatch.setattr(Hearing.objects, "create", full)
    answer = visitor.post("/shift/take", WATCH)
    assert (answer.status, answer.location) == (303, "/shift")


def test_a_first_step_that_cannot_be_noted_fails_no_act(
    cell: Cell, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that was filed leads to its conversation."""
    from parley.desk.help import steps

    monkeypatch.setattr(steps, "_note", full)
    assert matter_of(visitor.post("/hotline/new", {**WRITTEN, "subject": "On a full disk"}))


def test_a_note_that_cannot_be_kept_is_told_and_stays_typed(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report was filed whatever becomes of the note beside it; a note by itself is refused, and nothing is lost."""
    from parley.desk.information import home

    visitor = analyst(cell)
    theirs = gives(cell, "IL", "report_given", report("EXERCISE on a full disk"))
    monkeypatch.setattr(home, "_was_just_kept", full)
    kept = visitor.post(f"/information/reports/{theirs}/keep", {"note": "EXERCISE typed"})
    assert kept.status == 422 and "F-4" in kept.text and "EXERCISE typed" in kept.text
    assert visitor.post("/information/new-report", form("EXERCISE and its source")).status == 303


def test_any_other_fault_is_left_to_crash() -> None:
    """Only a full disk is passed over."""
    from parley.desk.full_disk import unless_full

    with pytest.raises(OperationalError), unless_full("a note"):
        raise OperationalError("no such table")


def test_the_page_of_a_failure_does_not_say_that_nothing_was_sent(cell: Cell) -> None:
    """It cannot know, and says so."""
    from django.template.loader import render_to_string

    text = re.sub(r"<[^>]+>", "", render_to_string("desk/failed.html"))
    assert "not known whether anything was sent" in text and "Nothing was sent" not in text


def test_the_lock_leads_back_to_the_whole_address(cell: Cell, visitor: Visitor) -> None:
    """A query with several fields comes through the lock; a panel that is fetched meanwhile stays as it is."""
    visitor.post("/lock")
    assert visitor.get("/search?q=a&member=IL").location == "/locked?next=%2Fsearch%3Fq%3Da%26member%3DIL"
    answer = visitor.get("/emergency/alarm", **{"HX-Request": "true"})
    assert (answer.status, answer.headers.get("hx-reswap")) == (423, "none")
