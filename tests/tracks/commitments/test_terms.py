"""When something is to be done: what a term says, and by which instant it is due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from parley.tracks.commitments.timetable.plan import plan_of
from parley.tracks.commitments.timetable.reckoning import Facts, occurrences, reckon
from parley.tracks.commitments.timetable.term import TermMisread, parse_deadline, parse_length
from tests.tracks.commitments.instruments import step


def at(text: str) -> int:
    """Return the second of an instant."""
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())


D = at("2024-11-27T04:00+02:00")
DUE: list[tuple[str, int, str]] = [
    ("2025-02-18", 0, "2025-02-19T00:00Z"),
    ("2025-02-18", 120, "2025-02-18T22:00Z"),
    ("2025-02-18T12:30+02:00", 0, "2025-02-18T10:30Z"),
    ("D", 0, "2024-11-27T02:00Z"),
    ("D+24h", 0, "2024-11-28T02:00Z"),
    ("D+90min", 0, "2024-11-27T03:30Z"),
    ("D+60", 0, "2025-01-27T00:00Z"),
    ("D+60d", 120, "2025-01-26T22:00Z"),
    ("D+2w", 0, "2024-12-12T00:00Z"),
    ("D+2mo", 0, "2025-01-28T00:00Z"),
    ("D+3mo", 0, "2025-02-28T00:00Z"),
    ("D+1y", 0, "2025-11-28T00:00Z"),
    ("D+10..D+60", 0, "2025-01-27T00:00Z"),
    ("D+48h and D+1d at the latest", 0, "2024-11-29T00:00Z"),
]


@pytest.mark.parametrize(("text", "offset", "due"), DUE)
def test_a_term_is_due_at_one_instant(text: str, offset: int, due: str) -> None:
    """Hours are exact; days and longer last until the end of the day, in the offset of the instrument."""
    plan = plan_of({"obligations": [step("a", by=text)], "offset_minutes": offset}, entry="")
    assert reckon(plan, Facts(D))["a"].due_s == at(due)


MONTHS: list[tuple[str, str, str]] = [
    ("2024-01-31", "D+1mo", "2024-03-01T00:00Z"),
    ("2023-01-31", "D+1mo", "2023-03-01T00:00Z"),
    ("2024-02-29", "D+1y", "2025-03-01T00:00Z"),
    ("1979-04-25", "D+3y", "1982-04-26T00:00Z"),
    ("2024-03-31", "D-1mo", "2024-03-01T00:00Z"),
]


@pytest.mark.parametrize(("day", "text", "due"), MONTHS)
def test_a_month_later_is_the_same_day_or_the_last(day: str, text: str, due: str) -> None:
    """Where a month has no such day its last one counts; what is named D counts, and not the signature."""
    plan = plan_of({"events": [{"id": "D", "what": "x", "on": day}], "obligations": [step("a", by=text)]}, entry="")
    assert reckon(plan, Facts(0))["a"].due_s == at(due)


def test_hours_from_a_day_of_which_no_hour_is_known_run_from_its_end() -> None:
    """Nobody is late by a clock that may not have begun."""
    events = [{"id": "D", "what": "x", "on": "1974-05-31"}]
    plan = plan_of({"events": events, "obligations": [step("a", by="D+24h")]}, entry="")
    assert reckon(plan, Facts(0))["a"].due_s == at("1974-06-02T00:00Z")


WRONG: list[tuple[str, str]] = [
    ("", "term_unread"), ("D+", "term_unread"), ("D+5x", "term_unread"), ("2025-02-30", "term_no_such_day"),
    ("2025-13-01", "term_no_such_day"), ("D+99999", "term_too_far"), ("D+101y", "term_too_far"),
    ("2300-01-01", "term_too_far"), ("..D", "term_unread"), ("D+1..", "term_unread"), ("D + 5", "term_unread"),
    ("2025-02-18T12:30", "term_unread"), ("x" * 200, "term_unread"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_a_text_that_says_no_moment_is_told(text: str, code: str) -> None:
    """With why: unread, no such day, or too far."""
    with pytest.raises(TermMisread) as told:
        parse_deadline(text)
    assert told.value.code == code


@pytest.mark.parametrize("text", ["", "0d", "-5d", "d", "15 days", "D+15"])
def test_a_length_is_more_than_nothing(text: str) -> None:
    """A figure and a unit, and nothing else."""
    with pytest.raises(TermMisread):
        parse_length(text)


def turns(**recurring: Any) -> list[int]:
    """Return when each turn of a recurring step is due, from D."""
    plan = plan_of({"obligations": [step("a", recurring=recurring)]}, entry="")
    return [each.due_s for each in occurrences(plan, plan.steps["a"], Facts(D))]


def test_what_recurs_is_counted_from_its_first_day() -> None:
    """Every 15 days until a day and not beyond; months keep the day of the first, whatever month was short."""
    assert turns(**{"every": "15d", "from": "D", "until": "D+45d"}) == [
        at("2024-12-13T00:00Z"), at("2024-12-28T00:00Z"), at("2025-01-12T00:00Z"),
    ]  # fmt: skip
    months = turns(**{"every": "1mo", "from": "2024-01-31", "until": "2024-04-30"})
    assert months == [at("2024-03-01T00:00Z"), at("2024-04-01T00:00Z"), at("2024-05-01T00:00Z")]


def test_a_century_of_centuries_stays_within_the_calendar() -> None:
    """A chain of terms, each a century after the last, ends where calendars do and fails nowhere."""
    names = [f"s{n}" for n in range(150)]
    steps = [step(name, by=f"{before}+100y") for before, name in zip(["D", *names], names, strict=False)]
    found = reckon(plan_of({"obligations": steps}, entry=""), Facts(D))
    assert found["s149"].due_s is None and found["s149"].expected_s is not None
