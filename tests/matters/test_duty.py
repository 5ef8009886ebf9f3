"""The course of a duty: waiting for receipt, running, lapsed, done, done late, ceased, and how far a lapse rises."""

from __future__ import annotations

import pytest

from parley.charter.model import Level
from parley.matters.duty import LATEST_MS, OVER, STATES, Course, ReadAt, due_after, duty, state_of

READ = ReadAt(1_000, "IL/7")
LEVELS = (Level("chief", "own", 0), Level("supervisor_staff", "supervisor", 10))


@pytest.mark.parametrize(
    ("course", "now_ms", "expected"),
    [
        (Course(500, None, None), 10**12, "waiting_for_receipt"),
        (Course(500, READ, None), 10**12, "running"),
        (Course(500, READ, 2_000), 2_000, "running"),
        (Course(500, READ, 2_000), 2_001, "lapsed"),
        (Course(500, None, 2_000), 2_001, "lapsed"),
        (Course(500, READ, 2_000, done_ms=2_000), 10**12, "done"),
        (Course(500, READ, 2_000, done_ms=2_001), 10**12, "done_late"),
        (Course(500, READ, None, done_ms=9_999), 10**12, "done"),
        (Course(500, READ, 2_000, ended_ms=2_000), 10**12, None),
        (Course(500, READ, 2_000, ended_ms=2_001), 10**12, "ceased"),
        (Course(500, None, None, ended_ms=2_001), 10**12, None),
        (Course(500, READ, 2_000, done_ms=2_001, ended_ms=1_500), 10**12, "done_late"),
    ],
)
def test_the_state_of_a_duty_follows_from_its_course(course: Course, now_ms: int, expected: str | None) -> None:
    """In time at the very instant it is due; never late before receipt; what ended before it was due is gone."""
    assert state_of(course, now_ms=now_ms) == expected
    assert expected is None or expected in STATES


def test_the_handling_time_runs_from_receipt() -> None:
    """Without a receipt or an agreed time nothing is due."""
    assert due_after(READ, minutes=10) == 601_000
    assert due_after(None, minutes=10) is None
    assert due_after(READ, minutes=None) is None


@pytest.mark.parametrize(
    ("late_minutes", "level", "told", "rises_in_minutes"),
    [(-1, 0, None, 0), (1, 1, "chief", 10), (10, 2, "supervisor_staff", None)],
)
def test_a_lapse_rises_level_by_level(
    late_minutes: int, level: int, told: str | None, rises_in_minutes: int | None
) -> None:
    """The level counts what was reached, `told` names the last, `rises_at_ms` the next."""
    due_ms = 100 * 60_000
    found = duty(
        Course(0, READ, due_ms),
        entry="SY/1",
        matter="SY/1",
        owed_by="IL",
        owed_to=("SY", "US"),
        what="acknowledge",
        clause="D-1",
        levels=LEVELS,
        now_ms=due_ms + late_minutes * 60_000,
    )
    assert found is not None
    assert (found.id, found.level, found.told.role if found.told else None) == ("SY/1:acknowledge:IL", level, told)
    expected = None if rises_in_minutes is None else due_ms + rises_in_minutes * 60_000
    assert found.rises_at_ms == expected


def test_what_would_be_due_beyond_the_calendar_is_due_at_its_end() -> None:
    """A date names when it is due and when it rises."""
    course = Course(500, READ, LATEST_MS + 60_000)
    found = duty(
        course, entry="SY/1", matter="SY/1", owed_by="IL", owed_to=["SY"], what="answer", clause="D-5",
        levels=LEVELS[1:], now_ms=2_000,
    )  # fmt: skip
    assert found is not None and (found.due_at_ms, found.rises_at_ms) == (LATEST_MS, LATEST_MS)


def test_what_is_over_alarms_nobody() -> None:
    """The states that watch lists leave out are states."""
    assert set(OVER) < set(STATES)
