"""The feed of duties: a member's own, by clause and number alone, each under a UID that it keeps."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from parley.charter.verdict import Refusal
from parley.node.feeds import duties, kept
from parley.node.feeds.kept import Terms
from tests.feeds.reading import Reader, reader
from tests.feeds.saying import says
from tests.node.mechanism import Mechanism
from tests.tracks.information.exchanged import DAY_S, report

SECRET = "Quincewater"
# What a format says anew each time it is read.
ANEW = re.compile(r"DTSTAMP:\S+|<updated>[^<]*|\"timeStamp\": ?\"[^\"]*")


def said(**more: Any) -> dict[str, Any]:
    """Return a message whose words nothing else says."""
    plain = {"subject": f"{SECRET} subject", "text": f"{SECRET} text", "lang": "en", "items": []}
    return {**plain, "precedence": "flash", "asks_read_back": False, **more}


def a_message(paris: Mechanism, *, to: tuple[str, ...] = ("IL", "SY", "US"), **more: Any) -> str:
    """Let IL send a message that SY has read, and which it owes an acknowledgement."""
    matter = says(paris, "IL", "message_sent", said(**more), to=to)
    paris.receipts("SY")
    paris.carry_all(1)
    return matter


@pytest.fixture
def client(paris: Mechanism) -> Reader:
    """A client of a feed of SY's duties."""
    return reader(paris.nodes["SY"], formats=("duties",))


def todos(client: Reader, matter: str, *, query: str = "", kind: str = "VTODO") -> list[Any]:
    """Return what the calendar holds of a matter."""
    got = client.get(f"/feeds/duties.ics{query}")
    assert got.status == 200, got.text
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    return [each for each in Calendar.from_ical(got.body).walk(kind) if f"{matter} (" in str(each["SUMMARY"])]


def test_a_duty_is_a_todo_with_its_due_time_clause_and_reason(paris: Mechanism, client: Reader) -> None:
    """Ten minutes from the first reading, in UTC, confidential, with the clause and what it says."""
    matter = a_message(paris)
    (one,) = todos(client, matter)
    assert one["UID"] == f"{matter.replace('/', '-')}-acknowledge-SY@paris-2026"
    assert (one["STATUS"], one["CLASS"]) == ("NEEDS-ACTION", "CONFIDENTIAL")
    assert "(D-1)" in str(one["SUMMARY"])
    assert "from its first reading" in str(one["DESCRIPTION"])
    assert "Without prejudice" in str(one["DESCRIPTION"])
    assert one.decoded("DUE") - one.decoded("DTSTART") == timedelta(minutes=10)
    assert one.decoded("DUE").utcoffset() == timedelta(0)


def test_what_was_met_keeps_its_uid_and_says_when(paris: Mechanism, client: Reader) -> None:
    """The same to-do, its SEQUENCE grown, completed."""
    matter = a_message(paris)
    (before,) = todos(client, matter)
    says(paris, "SY", "message_acknowledged", {"how": "received"}, matter=matter)
    (after,) = todos(client, matter)
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["STATUS"] == "COMPLETED"
    assert after.decoded("COMPLETED") <= after.decoded("DUE")


def test_it_carries_no_word_of_the_hotline_and_no_duty_of_another(paris: Mechanism, client: Reader) -> None:
    """Neither subject nor text leave, nor what IL or US owe."""
    a_message(paris)
    theirs = says(paris, "SY", "message_sent", said())
    paris.receipts("IL")
    paris.carry_all(1)
    whole = client.get("/feeds/duties.ics").text
    assert SECRET not in whole
    assert todos(client, theirs) == []
    assert "-IL@" not in whole


def test_it_carries_what_its_audience_was_told_and_no_more(paris: Mechanism) -> None:
    """A feed for both parties has nothing of what went to one of them and the supervisor alone."""
    parties = reader(paris.nodes["SY"], formats=("duties",), audience="parties")
    own = reader(paris.nodes["SY"], formats=("duties",))
    common = a_message(paris)
    narrow = says(paris, "US", "message_sent", said(), to=("SY", "US"))
    paris.receipts("SY")
    paris.carry_all(1)
    assert todos(parties, common)
    assert todos(parties, narrow) == []
    assert todos(own, narrow)


def test_there_is_none_unless_it_was_added_and_never_others(paris: Mechanism) -> None:
    """A feed of other formats answers 403; one that would carry others' duties is refused (FEED-4)."""
    other = reader(paris.nodes["SY"], formats=("calendar",))
    assert other.get("/feeds/duties.ics").status == 403
    node = paris.nodes["SY"]
    terms, charter = Terms(("duties",), carries="others"), node.charter()
    refusal = node.writer.call(
        lambda ledger: kept.add(ledger.conn, "greedy", terms, charter=charter, random=bytes(32), at_ms=1)
    ).result()
    assert isinstance(refusal, Refusal)
    assert refusal.clause == "FEED-4"


def test_a_calendar_that_shows_no_todos_gets_events(paris: Mechanism, client: Reader) -> None:
    """The same as events that end when the duty is due; another word for the form is refused."""
    matter = a_message(paris)
    (todo,), (event,) = todos(client, matter), todos(client, matter, query="?as=events", kind="VEVENT")
    assert event["UID"] == todo["UID"]
    assert event.decoded("DTEND") == todo.decoded("DUE")
    assert client.get("/feeds/duties.ics?as=tea").status == 400


def test_what_is_over_the_limit_is_said(paris: Mechanism, client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three the first two stand there, and one more to-do says that there is more."""
    for _ in range(3):
        a_message(paris)
    monkeypatch.setattr(duties, "MOST", 2)
    found = Calendar.from_ical(client.get("/feeds/duties.ics").body).walk("VTODO")
    told = [str(each["SUMMARY"]) for each in found if str(each["UID"]).startswith("more-duties-SY")]
    assert len(told) == 1
    assert "more matters" in told[0]
    assert len(found) == 3


@pytest.mark.parametrize(("language", "word"), [("ar", "مستحق"), ("he", "חובה")])
def test_it_speaks_the_language_it_was_added_for(paris: Mechanism, language: str, word: str) -> None:
    """Words and the sentence of the clause are in the feed's language."""
    client = reader(paris.nodes["SY"], formats=("duties",), language=language)
    (one,) = todos(client, a_message(paris))
    assert word in str(one["SUMMARY"])
    assert "first reading" not in str(one["DESCRIPTION"])


def test_a_report_to_others_changes_no_feed_and_ones_own_duty_tells_nothing_of_it(paris: Mechanism) -> None:
    """Every format reads as before it was given and retracted; to SY it is a to-do with number and clause alone."""
    node = paris.nodes["SY"]
    every = reader(node, formats=("map", "calendar", "alerts", "duties", "table"))
    addresses = ("calendar.ics", "duties.ics", "duties.ics?as=events", "notices.geojson", "notices.csv", "alerts",
                 "ogc/collections/notices/items", "ogc/collections/standstills/items")  # fmt: skip

    def read() -> list[str]:
        found = [every.get(f"/feeds/{each}") for each in addresses]
        assert {each.status for each in found} == {200}
        return [ANEW.sub("ANEW", each.text) for each in found]

    def gone(to: tuple[str, ...]) -> str:
        expires_s = node.clock.now_ms() // 1000 + DAY_S
        said = report(to, subject=SECRET, text=SECRET, seen=None, cover=None, place=None, expires_s=expires_s)
        matter = says(paris, "IL", "report_given", said | {"released_by": "chief"}, to=to, role="analyst")
        says(paris, "IL", "report_retracted", {"of": matter, "why": SECRET}, matter=matter, to=to, role="analyst")
        paris.receipts("SY")
        return matter

    # IL's log grows alike before and after.
    for _ in range(2):
        says(paris, "IL", "message_sent", said(precedence="routine"), to=("IL", "US"))
    paris.receipts("SY")
    before = read()
    gone(("IL", "US"))
    assert read() == before
    matter = gone(("IL", "SY", "US"))
    (one,) = todos(every, matter)
    assert "(IRD-1)" in str(one["SUMMARY"]) and SECRET not in "".join(read())
