"""Line checks: both ends compute the same slots, the initiative alternates, and nothing cancels one (C-9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parley.charter.slots import Slot, line_check_slots
from tests.charter.making import FIVE, PARIS, charter_of

DAY = datetime(2026, 11, 23, tzinfo=UTC)
instants = st.integers(1_577_836_800, 1_893_456_000).map(lambda second: datetime.fromtimestamp(second, UTC))
spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2))


def slots(a: str, b: str, *, from_: datetime, to: datetime) -> tuple[Slot, ...]:
    """Return the slots of the default charter."""
    return line_check_slots(charter_of(PARIS), a, b, from_=from_, to=to)


def test_a_day_has_twenty_four_checks_by_nodes_and_two_by_officers() -> None:
    """The default charter: every hour by the nodes, 06:30 and 12:30 UTC by officers, between the two parties."""
    day = slots("SY", "IL", from_=DAY, to=DAY + timedelta(days=1))
    assert len([slot for slot in day if slot.schedule.answered_by == "node"]) == 24
    officers = [slot for slot in day if slot.schedule.answered_by == "officer"]
    assert [slot.at.strftime("%H:%M") for slot in officers] == ["06:30", "12:30"]
    assert {slot.begun_by for slot in officers} == {"SY", "IL"}


def test_the_supervisor_is_checked_hourly_by_nodes_alone() -> None:
    """With the supervisor no officers' check is scheduled, and the nodes' one is."""
    day = slots("SY", "US", from_=DAY, to=DAY + timedelta(days=1))
    assert [slot.schedule.answered_by for slot in day] == ["node"] * 24


@given(instants, spans)
def test_both_ends_compute_the_same_slots(at: datetime, span: timedelta) -> None:
    """Whichever member asks, in whichever order, the slots are the same."""
    assert slots("SY", "IL", from_=at, to=at + span) == slots("IL", "SY", from_=at, to=at + span)


@given(instants, spans, spans)
def test_two_windows_hold_what_their_union_holds(at: datetime, first: timedelta, second: timedelta) -> None:
    """No slot is lost or doubled where one window ends and the next begins."""
    middle, end = at + first, at + first + second
    parts = slots("SY", "IL", from_=at, to=middle) + slots("SY", "IL", from_=middle, to=end)
    assert parts == slots("SY", "IL", from_=at, to=end)


@given(instants)
def test_the_initiative_alternates_from_slot_to_slot(at: datetime) -> None:
    """In every schedule two consecutive slots are begun by different members and answered by the other."""
    window = slots("SY", "IL", from_=at, to=at + timedelta(days=3))
    for schedule in {slot.schedule for slot in window}:
        mine = [slot for slot in window if slot.schedule == schedule]
        assert all(a.begun_by != b.begun_by for a, b in zip(mine, mine[1:], strict=False))
        assert all(slot.answered_by_member != slot.begun_by for slot in mine)
        assert all(b.number == a.number + 1 for a, b in zip(mine, mine[1:], strict=False))


def test_a_slot_before_1970_or_at_the_very_edge_is_found() -> None:
    """The window takes its first instant in and leaves its last one out."""
    assert [slot.at for slot in slots("SY", "US", from_=DAY, to=DAY + timedelta(hours=1))] == [DAY]
    early = datetime(1969, 12, 31, 23, 0, tzinfo=UTC)
    assert [slot.number for slot in slots("SY", "US", from_=early, to=early + timedelta(hours=2))] == [-1, 0]


def test_an_answer_is_due_within_the_minutes_of_the_schedule() -> None:
    """The answer to a node's check is due five minutes after the slot."""
    (slot,) = slots("SY", "US", from_=DAY, to=DAY + timedelta(minutes=1))
    assert slot.answer_due_at == DAY + timedelta(minutes=5)


def test_a_schedule_that_is_only_asserted_is_shown_and_judges_nothing() -> None:
    """Norland's custom of the line has its slots; missing one is no lapse (C-0)."""
    day = line_check_slots(charter_of(FIVE), "NO", "KA", from_=DAY, to=DAY + timedelta(days=1))
    assert {(slot.schedule.answered_by, slot.judges) for slot in day} == {("node", True), ("officer", False)}


def test_a_charter_without_line_checks_has_no_slots() -> None:
    """No schedule, no slot."""
    silent = replace(charter_of(PARIS), line_checks=())
    assert line_check_slots(silent, "SY", "IL", from_=DAY, to=DAY + timedelta(days=9)) == ()
