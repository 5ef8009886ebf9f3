"""The calendar of notices, read by another library and line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from parley.feeds.calendar import calendar, escaped, folded
from parley.node.feeds.carried import Carried
from tests.feeds.reading import Reader, reader
from tests.feeds.saying import day, notice, says
from tests.node.mechanism import Mechanism
from tests.tracks.deconfliction.plans import HOUR, plan, volume


def events(client: Reader, matter: str) -> dict[str, Any]:
    """Return the events of a notice by their UID."""
    got = client.get("/feeds/calendar.ics")
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    return {
        str(each["UID"]): each
        for each in Calendar.from_ical(got.body).walk("VEVENT")
        if f"({matter})" in str(each["SUMMARY"])
    }


def test_each_window_is_an_event_that_ends_where_the_window_ends(paris: Mechanism, client: Reader) -> None:
    """Two windows back to back are two events that touch and do not overlap; times are UTC."""
    begins_s = day()
    windows = [[begins_s, begins_s + HOUR], [begins_s + HOUR, begins_s + 3 * HOUR]]
    mine = notice(paris, "SY", volumes=(volume(windows=windows), volume(windows=windows[1:])))
    found = events(client, mine)
    number = mine.replace("/", "-")
    assert list(found) == [f"{number}-0@paris-2026", f"{number}-1@paris-2026"]
    times = [(each.decoded("DTSTART"), each.decoded("DTEND")) for each in found.values()]
    assert times == [tuple(datetime.fromtimestamp(each, UTC) for each in window) for window in windows]
    for each in found.values():
        assert (each["STATUS"], each["CLASS"], int(each["SEQUENCE"])) == ("CONFIRMED", "CONFIDENTIAL", 0)
        assert "Without prejudice" in str(each["DESCRIPTION"]) and "0 m AGL" in str(each["DESCRIPTION"])


def test_a_later_version_moves_the_same_event_and_cancels_what_it_dropped(paris: Mechanism, client: Reader) -> None:
    """The UID stays, SEQUENCE grows; the window that is no more says so with its last times."""
    begins_s = day()
    mine = notice(paris, "SY", volumes=(volume(windows=[[begins_s, begins_s + HOUR],
                                                        [begins_s + 2 * HOUR, begins_s + 3 * HOUR]]),))  # fmt: skip
    before = events(client, mine)
    later = plan(volume(begins_s=begins_s + 5 * HOUR), of=mine, why="Rain")
    says(paris, "SY", "activity_changed", later, matter=mine)
    after = events(client, mine)
    assert list(after) == list(before)
    first, second = after.values()
    assert (int(first["SEQUENCE"]), int(second["SEQUENCE"])) == (1, 1)
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert first.decoded("DTSTART") == datetime.fromtimestamp(begins_s + 5 * HOUR, UTC)
    assert second.decoded("DTSTART") == datetime.fromtimestamp(begins_s + 2 * HOUR, UTC)
    assert first.decoded("LAST-MODIFIED") >= next(iter(before.values())).decoded("LAST-MODIFIED")


def test_a_cancelled_notice_cancels_all_its_events(paris: Mechanism, client: Reader) -> None:
    """With a SEQUENCE above that of its last version, or a calendar would not take it."""
    mine = notice(paris, "SY")
    (before,) = events(client, mine).values()
    says(paris, "SY", "activity_cancelled", {"why": "Rain"}, matter=mine)
    (after,) = events(client, mine).values()
    assert after["STATUS"] == "CANCELLED" and int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_a_calendar_speaks_the_language_it_was_added_in(paris: Mechanism) -> None:
    """Class, name and caution; the author's words stay as they are."""
    mine = notice(paris, "SY", text="Water; bread, and\nsalt \\ six vehicles. " + "سيارات " * 30)
    (event,) = events(reader(paris.nodes["SY"], language="he"), mine).values()
    described = str(event["DESCRIPTION"])
    assert "שיירה" in described and "בלי לפגוע" in described
    assert "Water; bread, and\nsalt \\ six vehicles." in described and "سيارات " * 29 in described


def test_no_line_is_longer_than_may_be_and_every_line_ends_as_it_must(paris: Mechanism, client: Reader) -> None:
    """At most 75 octets, CRLF, and no character cut in two."""
    notice(paris, "SY", subject="EXERCISE " + "قافلة مياه " * 8, text="شاحنات " * 100)
    raw = client.get("/feeds/calendar.ics").body
    assert raw.endswith(b"END:VCALENDAR\r\n") and raw.count(b"\n") == raw.count(b"\r\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75 and line.decode("utf-8") is not None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_folded_line_unfolds_to_itself(text: str) -> None:
    """Whatever its characters are."""
    pieces = list(folded(text))
    assert all(len(each.encode()) <= 75 for each in pieces)
    assert pieces[0] + "".join(each[1:] for each in pieces[1:]) == text


@pytest.mark.parametrize("text", ["a\r\nBEGIN:VALARM\r\nX:1", "a;b,c\\d\ne", "a\x00b\x1b"])
def test_words_never_become_lines_of_their_own(text: str) -> None:
    """What would end a value or begin another property is escaped, or is not there."""
    found = escaped(text)
    assert "\n" not in found and "\r" not in found and "\x00" not in found and "\x1b" not in found


NOTICE = Carried(
    "SY/7", "SY", "Syria", "exercise-paris", True, "convoy", "Convoy", "Water", "Six vehicles", "en", "planned",
    "SY/7", 0, 0, 0, 6, (volume(),), (), 0, 0,
)  # fmt: skip


def test_an_exercise_is_marked_as_one() -> None:
    """In the summary of every event, once."""
    told = calendar([NOTICE, replace(NOTICE, subject="EXERCISE more")], before={}, title="EXERCISE t", caution="c")
    found = [str(each["SUMMARY"]) for each in Calendar.from_ical(told).walk("VEVENT")]
    assert found == ["EXERCISE Water (SY/7)", "EXERCISE more (SY/7)"]
