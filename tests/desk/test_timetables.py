"""The page of a timetable: steps with their states in words, as of any day, and a slip that files nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from parley.node import reading
from tests.desk.cell import Cell
from tests.desk.committing import agreement, done, obligation
from tests.desk.in_role import delegate_at
from tests.desk.visitor import Visitor


@pytest.fixture(scope="module")
def matter(cell: Cell) -> str:
    """An agreement in force: one step certified, one partly, one that waits for both."""
    made = agreement(
        cell, obligation("leave", by="D+7"), obligation("enter", by="leave+3d", who="IL", to=["SY"], after=["leave"]),
        obligation("clear", by="D+30"), obligation("open_road", by="clear+10d", after=["clear", "enter"]),
    )  # fmt: skip
    done(cell, made, "leave")
    done(cell, made, "clear", percent=40)
    return made


@pytest.fixture
def delegate(cell: Cell, matter: str) -> Iterator[Visitor]:
    """An officer whose role reads commitments."""
    with delegate_at(cell) as visitor:
        yield visitor


def row(page: str, name: str) -> str:
    """Return the row of a step."""
    found = re.search(rf'<tr id="step-{name}".*?</tr>', page, re.DOTALL)
    assert found is not None, name
    return found[0]


def test_each_step_says_how_it_stands_and_what_waits_for_it(delegate: Visitor, matter: str) -> None:
    """State, percent, what it waits for and what waits for it, in words beside the drawing."""
    page = delegate.get(f"/timetables/{matter}").text
    assert 'data-state="met_early"' in row(page, "leave")
    assert 'data-state="partial"' in row(page, "clear")
    assert '40</bdi> %' in row(page, "clear")
    assert 'data-state="pending"' in row(page, "open_road")
    assert 'href="#step-clear"' in row(page, "open_road")
    assert 'href="#step-open_road"' in row(page, "clear")
    assert "tt-share" in row(page, "clear")


def test_a_slip_says_what_moves_and_files_nothing(cell: Cell, delegate: Visitor, matter: str) -> None:
    """Ten days later what waits for it moves by ten; the record is as long as before."""
    node = cell.mechanism.nodes["SY"]
    before = node.reader().execute("SELECT sum(size) FROM log").fetchone()
    page = delegate.get(f"/timetables/{matter}?step=clear&days=10").text
    moves = re.search(r'<section class="card-block tt-slipped">.*?</section>', page, re.DOTALL)
    assert moves is not None
    assert '<tr data-moves="yes"><th scope="row"><a href="#step-open_road">' in moves[0]
    assert '<tr data-moves="no"><th scope="row"><a href="#step-enter">' in moves[0]
    assert "+10 d" in row(page, "open_road")
    assert node.reader().execute("SELECT sum(size) FROM log").fetchone() == before


def test_a_step_that_waits_stands_on_the_calendar_where_it_is_expected(delegate: Visitor, matter: str) -> None:
    """Not as a duty, which it is not yet, but as what is expected; a duty of the same instrument stands as one."""
    told = json.loads(delegate.get(f"/timetables/{matter}/json").body)
    expected_s = next(each["expected_s"] for each in told["steps"] if each["step"] == "open_road")
    day = datetime.fromtimestamp(expected_s, UTC).date().isoformat()
    page = delegate.get(f"/calendar?from={day}&days=1").text
    assert "Step open_road is expected" in page
    assert f'href="/timetables/{matter}"' in page


def test_a_step_that_is_certified_slips_no_more(delegate: Visitor, matter: str) -> None:
    """It is not offered, and asked for all the same it says so."""
    page = delegate.get(f"/timetables/{matter}?step=leave&days=3").text
    assert "certified in full" in page
    assert '<option value="leave"' not in page


def test_before_it_was_proposed_there_is_nothing_and_later_it_is_late(delegate: Visitor, matter: str) -> None:
    """A day of the past shows none; a year on, with nothing more said, the open step is missed."""
    assert "not proposed yet" in delegate.get(f"/timetables/{matter}?as_of=2020-01-01").text
    later = delegate.get(f"/timetables/{matter}?as_of=2200-01-01").text
    assert 'data-state="missed"' in row(later, "clear")
    assert 'data-state="met_early"' in row(later, "leave")


def test_what_is_typed_wrongly_is_refused_with_its_clause(delegate: Visitor, matter: str) -> None:
    """422, the sentence, the clause, and what was typed still in the form."""
    answer = delegate.get(f"/timetables/{matter}?step=clear&days=many")
    assert answer.status == 422
    assert "TT-1" in answer.text
    assert 'value="many"' in answer.text


def test_who_is_not_on_the_track_reads_none_of_it(visitor: Visitor, matter: str) -> None:
    """A duty officer's role is not on commitments: refused with the clause; what is no instrument is not there."""
    for tail in ("", "/table", "/json"):
        answer = visitor.get(f"/timetables/{matter}{tail}")
        assert answer.status == 403
        assert "C-3" in answer.text


def test_table_and_json_hold_every_step(cell: Cell, delegate: Visitor, matter: str) -> None:
    """The JSON is that of the state; the table has a row a step and no formula."""
    told = json.loads(delegate.get(f"/timetables/{matter}/json").body)
    assert (told["format"], told["standing"]) == ("parley-timetable-v1", "agreed")
    assert [each["step"] for each in told["steps"]] == ["leave", "enter", "clear", "open_road"]
    rows = list(csv.reader(io.StringIO(delegate.get(f"/timetables/{matter}/table").body.decode("utf-8-sig"))))
    assert [each[0] for each in rows[1:]] == ["leave", "enter", "clear", "open_road"]
    assert reading.matter(cell.mechanism.nodes["SY"], matter) is not None


@pytest.mark.parametrize(("language", "word"), [("ar", "الجدول الزمني"), ("he", "לוח הזמנים")])
def test_it_speaks_the_readers_language(delegate: Visitor, matter: str, language: str, word: str) -> None:
    """Headings, states and reasons are in the reader's language."""
    delegate.speak(language)
    page = delegate.get(f"/timetables/{matter}?step=clear&days=-3").text
    assert word in page
    assert "How it stands" not in page
    assert "It waits for" not in page
