"""The calendar of the desk: what is due on which day, by whom and by which clause, and what is planned."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from parley.desk.calendar.asked import BOTH, EVERYBODY, FIRST, LAST, calendar_asked
from parley.node.verifying.inspected import OWED_AHEAD_MS, inspections_owed
from tests.desk.cell import Cell, message
from tests.desk.in_role import delegate_at
from tests.desk.planning import BEGINS_S, START, filed, form
from tests.desk.visitor import Visitor

CODES = ("SY", "IL", "US")
NOW_MS = 1_764_000_000_000


def day_of(page: str, day: str) -> str:
    """Return the part of the page that shows a day."""
    found = re.search(rf'id="day-{day}".*?</section>', page, re.DOTALL)
    assert found is not None, day
    return found[0]


def line_of(part: str, matter: str) -> str:
    """Return the first line of a matter, empty where there is none."""
    found = re.search(rf'<li class="cal-line[^>]*data-matter="{matter}".*?</li>', part, re.DOTALL)
    return found[0] if found else ""


def test_a_duty_stands_on_its_day_with_member_reason_and_clause(cell: Cell, visitor: Visitor) -> None:
    """A message of priority stands on the day of its due time: who owes it, why, the clause, and its explanation."""
    matter = cell.says("IL", "message_sent", message(precedence="priority"))
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    page = visitor.get(f"/calendar?from={today}&days=7&whose=SY&what=duties").text
    line = line_of(page, matter)
    assert "D-1" in line
    assert "Syria" in line
    assert f"{matter}:acknowledge:SY" in line
    assert "counted from its first reading" in line
    assert line_of(visitor.get(f"/calendar?from={today}&whose=IL&what=duties").text, matter) == ""


def test_the_hours_of_a_plan_stand_on_their_day(visitor: Visitor) -> None:
    """A notice stands on the day of its window, with the class and how long; not among duties alone."""
    matter = filed(visitor, form(33.41))
    day = f"{START:%Y-%m-%d}"
    page = visitor.get(f"/calendar?from={day}&days=1").text
    line = line_of(day_of(page, day), matter)
    assert "Convoy" in line
    assert f"{datetime.fromtimestamp(BEGINS_S, UTC):%H:%MZ}" in line
    assert "cal-line is-plan" not in visitor.get(f"/calendar?from={day}&days=1&what=duties").text


def test_the_slots_of_officers_to_come_stand_there(visitor: Visitor) -> None:
    """Half past six of a day to come: the officers of both sides check the line, by the schedule."""
    day = f"{START:%Y-%m-%d}"
    part = day_of(visitor.get(f"/calendar?from={day}&days=1&what=planned").text, day)
    assert "Line check between officers" in part
    assert "06:30Z" in part
    assert "12:30Z" in part


def test_a_role_sees_nothing_of_a_track_that_it_does_not_read(cell: Cell, visitor: Visitor) -> None:
    """A delegate sees the messages of the calendar and no notice."""
    matter, owed = filed(visitor, form(33.44)), cell.says("IL", "message_sent", message(precedence="flash"))
    with delegate_at(cell) as delegate:
        days = (f"{day:%Y-%m-%d}" for day in (datetime.now(UTC), START))
        pages = "".join(delegate.get(f"/calendar?from={day}&days=31").text for day in days)
    assert line_of(pages, owed)
    assert not line_of(pages, matter)


@pytest.mark.parametrize("language", ["ar", "he"])
def test_it_speaks_the_readers_language(visitor: Visitor, language: str) -> None:
    """Weekdays and headings are in the reader's language, days in figures that no text turns round."""
    visitor.speak(language)
    page = visitor.get("/calendar?days=7").text
    assert {"ar": "التقويم", "he": "לוח שנה"}[language] in page
    assert "Monday" not in page
    assert re.search(r'<h2><bdi dir="ltr">\d{4}-\d\d-\d\d</bdi>', page)


def test_what_an_address_says_wrongly_is_as_if_it_said_nothing() -> None:
    """No day, no such length, no such member: today, seven days, everybody."""
    asked = calendar_asked({"from": "soon", "days": "9", "whose": "XX", "what": "?"}, now_ms=NOW_MS, codes=CODES)
    assert (asked.first.isoformat(), asked.days, asked.whose, asked.what) == ("2025-11-24", 7, EVERYBODY, BOTH)


def test_days_at_the_edge_of_what_a_date_can_name_are_shown() -> None:
    """Neither the first nor the last day breaks the links to the days beside."""
    for day, edge in (("0001-01-01", FIRST), ("9999-12-31", LAST)):
        asked = calendar_asked({"from": day, "days": "31"}, now_ms=NOW_MS, codes=CODES)
        assert asked.first == edge
        assert FIRST <= asked.moved(-31) <= asked.moved(31) <= LAST
        assert asked.from_ms < asked.until_ms


def test_table_and_json_hold_what_the_days_show(cell: Cell, visitor: Visitor) -> None:
    """Both name the matter and the clause; words of people begin no formula."""
    matter = cell.says("IL", "message_sent", message(subject="=1+1", precedence="priority"))
    told = json.loads(visitor.get("/calendar/json?days=7&whose=SY&what=duties").body)
    assert told["format"] == "parley-calendar-v1"
    line = next(each for each in told["lines"] if each["matter"] == matter)
    assert (line["clause"], line["duty"]) == ("D-1", f"{matter}:acknowledge:SY")
    rows = list(csv.reader(io.StringIO(visitor.get("/calendar/table?days=7&whose=SY").body.decode("utf-8-sig"))))
    found = next(row for row in rows if matter in row)
    assert "'=1+1" in found
    assert all(len(row) == len(rows[0]) for row in rows)


def test_every_duty_on_it_explains_itself(visitor: Visitor) -> None:
    """Whatever is due within a month, inspections of slots to come among it, tells how its due time came about."""
    page = visitor.get("/calendar?days=31&what=duties").text
    whys = {unescape(each) for each in re.findall(r'href="(/why/duty/[^"]+)"', page)}
    assert any("inspect_area" in each for each in whys)
    assert {each: visitor.get(each).status for each in whys if visitor.get(each).status != 200} == {}


def test_a_far_day_is_told_without_the_slots_of_all_years_before(cell: Cell, visitor: Visitor) -> None:
    """Slots of inspections are reckoned some four hundred days ahead, whatever day is asked for."""
    node = cell.mechanism.nodes["SY"]
    now_ms = node.clock.now_ms()
    near = inspections_owed(node, now_ms=now_ms, until_ms=now_ms + OWED_AHEAD_MS)
    far = inspections_owed(node, now_ms=now_ms, until_ms=now_ms + 20 * OWED_AHEAD_MS)
    assert near and [each.id for each in far] == [each.id for each in near]
    for address in ("/calendar?from=9999-12-31", "/calendar/table?from=9999-12-31", "/calendar/json?from=9999-12-31"):
        assert visitor.get(address).status == 200
