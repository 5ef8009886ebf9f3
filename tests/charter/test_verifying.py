"""What a charter says of verification: read, told before anybody signs, and its slots reckoned by the calendar."""

from __future__ import annotations

from dataclasses import replace

from parley.charter.amendment import changes_between
from parley.charter.verifying import DAY_MS, QUESTIONS, inspection_slots, verifying_faults
from parley.cli.charter_outline import outline
from tests.charter.making import FIVE, PARIS, charter_of

BEGINS_MS = 20_788 * DAY_MS  # 2026-12-01


def test_the_sections_are_read_and_told() -> None:
    """In the outline, and value by value where an amendment takes them out."""
    charter = charter_of(PARIS)
    assert charter.inspections is not None and charter.findings is not None and charter.early_warning is not None
    assert charter.inspections.request_hours == 48 and len(charter.inspections.calendar) == 7
    assert tuple(charter.findings.by) == QUESTIONS
    told = list(outline(charter, language="en"))
    assert "inspections: by US, within 48 hours of a request  [inspections_1974, agreed]" in told
    assert "  area_of_separation: every 15 days from 2026-12-01 by US  [inspections_1974, agreed]" in told
    assert "findings: fact by US, responsibility by US, compliance by US  [this_charter, agreed]" in told
    assert any(line.startswith("early warning: cells of 0.25 degrees, 14 days against 84") for line in told)
    without = replace(charter, inspections=None)
    gone = {change.where for change in changes_between(charter, without)}
    assert "inspections.request_hours" in gone and "inspections.calendar.1.every_days" in gone


def test_the_exercise_has_them_without_a_calendar() -> None:
    """The observer verifies facts there, and the chair finds on all three."""
    charter = charter_of(FIVE)
    assert charter.inspections is not None and charter.inspections.calendar == ()
    assert charter.findings is not None and charter.findings.by["fact"] == ("OBS", "CHAIR")
    assert list(inspection_slots(charter, from_ms=0, until_ms=BEGINS_MS, since_ms=0)) == []


def test_a_charter_without_the_track_cannot_verify() -> None:
    """Entries about it would have no place."""
    charter = charter_of(PARIS)
    alone = replace(charter, tracks={name: each for name, each in charter.tracks.items() if name != "incidents"})
    assert [fault.code for fault in verifying_faults(alone)] == ["charter.track_not_opened"] * 3
    assert list(verifying_faults(charter)) == []


def test_slots_are_counted_from_the_day_on_which_the_calendar_begins() -> None:
    """Fifteen days each, midnight to midnight, whoever asks when; none before the first."""
    charter = charter_of(PARIS)
    slots = [each for each in inspection_slots(charter, from_ms=0, until_ms=BEGINS_MS + 31 * DAY_MS, since_ms=0)
             if each.area.zone == "area_of_separation"]  # fmt: skip
    assert [(each.number, (each.begins_ms - BEGINS_MS) // DAY_MS, (each.due_ms - each.begins_ms) // DAY_MS)
            for each in slots] == [(0, 0, 15), (1, 15, 15), (2, 30, 15)]  # fmt: skip
    assert slots[0].id == "area_of_separation-US@0"


def test_a_slot_that_began_before_the_charter_is_owed_by_nobody() -> None:
    """The first that is owed begins after the last signature."""
    charter, since = charter_of(PARIS), BEGINS_MS + DAY_MS
    slots = list(inspection_slots(charter, from_ms=0, until_ms=BEGINS_MS + 16 * DAY_MS, since_ms=since))
    assert {each.number for each in slots} == {1}


def test_a_slot_that_began_earlier_and_runs_on_is_among_those_asked_for() -> None:
    """The one in which the asked time begins is told too."""
    charter = charter_of(PARIS)
    found = inspection_slots(charter, from_ms=BEGINS_MS + 16 * DAY_MS, until_ms=BEGINS_MS + 17 * DAY_MS, since_ms=0)
    assert {each.number for each in found} == {1}
