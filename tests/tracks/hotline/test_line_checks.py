"""Line checks: whose turn it is, who answers, what is missed, and that the schedule never stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parley.charter.rules import Slot, line_check_slots
from parley.matters.entry import Entry
from parley.tracks.hotline.duties import duties
from parley.tracks.hotline.line_schedule import attempts_due, line_check_audience, slot_duties
from parley.tracks.hotline.line_texts import LINE_TEXTS, line_text, text_number
from tests.tracks.hotline.cell import START_MS, Cell, charter

HOUR_MS = 3_600_000
MINUTE_MS = 60_000


def slots(*, begun_by: str, answered_by: str = "node") -> list[Slot]:
    """Return the slots of the day between SY and IL that this member begins."""
    from_ = datetime.fromtimestamp(START_MS / 1000, UTC)
    found = line_check_slots(charter(), "SY", "IL", from_=from_, to=from_ + timedelta(days=2))
    return [s for s in found if s.begun_by == begun_by and s.schedule.answered_by == answered_by]


def check(cell: Cell, member: str, slot: Slot | None, **changes: Any) -> Entry:
    """Let a member send the line check of a slot, one second after the slot, and everybody read it."""
    if slot is not None:
        cell.now_ms = int(slot.at.timestamp() * 1000)
        at_s, text_no = int(slot.at.timestamp()), text_number(slot.number)
        answered_by = slot.schedule.answered_by
        changes = {"slot_at_s": at_s, "text_no": text_no, "answered_by": answered_by, "attempt": 1, **changes}
    to = "IL" if member == "SY" else "SY"
    entry = cell.say(member, "line_check_sent", **{"to": to, **changes})
    cell.reads()
    return entry


@pytest.fixture
def cell() -> Cell:
    """A mechanism of three."""
    return Cell()


def test_a_line_check_is_answered_with_the_text_that_was_read(cell: Cell) -> None:
    """Sent, answered; another text number is a mismatch."""
    slot = slots(begun_by="SY")[0]
    sent = check(cell, "SY", slot)
    assert cell.state(sent).name == "sent"
    cell.say("IL", "line_check_answered", matter=sent, text_no=sent.content["text_no"])
    assert cell.state(sent).name == "answered"
    other = check(cell, "SY", slots(begun_by="SY")[1])
    cell.say("IL", "line_check_answered", matter=other, text_no=other.content["text_no"] % len(LINE_TEXTS) + 1)
    assert cell.state(other).name == "mismatch"


def test_a_check_out_of_turn_is_refused(cell: Cell) -> None:
    """In the other's slot nobody begins (H-14)."""
    sent = check(cell, "IL", slots(begun_by="SY")[0])
    assert cell.refusal(sent) == ("hotline.not_your_turn", "H-14")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"slot_at_s": 1_772_361_777}, ("hotline.no_such_slot", "H-14")),
        ({"slot_at_s": 253_402_300_799}, ("hotline.no_such_slot", "H-14")),
        ({"slot_at_s": 253_402_300_740}, ("hotline.no_such_slot", "H-14")),
        ({"answered_by": "officer"}, ("hotline.no_such_slot", "H-14")),
        ({"to": "SY"}, ("hotline.other_end_not_addressed", "H-14")),
    ],
)
def test_a_check_keeps_to_its_schedule(cell: Cell, changes: Any, expected: tuple[str, str]) -> None:
    """No slot at that second, none at the end of the calendar, none for such an answerer, no check with oneself."""
    assert cell.refusal(check(cell, "SY", slots(begun_by="SY")[0], **changes)) == expected


def test_a_check_carries_the_text_of_its_slot(cell: Cell) -> None:
    """Both ends know the text that must come, so another one is refused (H-14)."""
    slot = slots(begun_by="SY")[0]
    sent = check(cell, "SY", slot, text_no=text_number(slot.number) % len(LINE_TEXTS) + 1)
    assert cell.refusal(sent) == ("hotline.other_text", "H-14")


def test_a_check_outside_the_schedule_is_allowed_at_any_time(cell: Cell) -> None:
    """An officer who doubts the line does not wait for the slot."""
    assert cell.refusal(check(cell, "SY", None)) is None


@pytest.mark.parametrize(
    ("member", "kind", "expected"),
    [
        ("US", "line_check_answered", ("hotline.other_end_only", "H-14")),
        ("SY", "line_check_answered", ("hotline.other_end_only", "H-14")),
        ("IL", "message_acknowledged", ("hotline.other_matter", "H-1")),
        ("IL", "translation_attached", ("hotline.other_matter", "H-1")),
    ],
)
def test_the_other_end_alone_answers(cell: Cell, member: str, kind: str, expected: tuple[str, str]) -> None:
    """Neither the sender nor a third member answers a line check."""
    sent = check(cell, "SY", slots(begun_by="SY")[0])
    assert cell.refusal(cell.say(member, kind, matter=sent)) == expected


def test_a_check_is_answered_once(cell: Cell) -> None:
    """The second answer is refused (H-18)."""
    sent = check(cell, "SY", slots(begun_by="SY")[0])
    cell.say("IL", "line_check_answered", matter=sent)
    repeated = cell.say("IL", "line_check_answered", matter=sent)
    assert cell.refusal(repeated) == ("hotline.line_check_already_answered", "H-18")


def test_an_officers_check_is_answered_by_an_officer(cell: Cell) -> None:
    """Where the schedule asks for a person, a node's answer is refused (H-14)."""
    sent = check(cell, "SY", slots(begun_by="SY", answered_by="officer")[0])
    assert cell.refusal(cell.say("IL", "line_check_answered", matter=sent)) == ("hotline.officer_answers", "H-14")
    assert cell.refusal(cell.say("IL", "line_check_answered", matter=sent, role="duty_officer")) is None


def test_an_unanswered_check_lapses_received_or_not(cell: Cell) -> None:
    """Silence is what a line check is for: its clock waits for no receipt, and rises by the ladder (D-8, C-10)."""
    sent = check(cell, "SY", slots(begun_by="SY")[0])
    (duty,) = duties(cell.state(sent), charter=cell.charter, readings=cell, now_ms=cell.now_ms + 6 * MINUTE_MS)
    assert (duty.what, duty.owed_by, duty.state, duty.level) == ("answer_line_check", "IL", "lapsed", 1)


def test_a_lapsed_check_ceases_when_the_next_slot_has_come(cell: Cell) -> None:
    """A month of silence is one alarm that goes on, not seven hundred."""
    sent = check(cell, "SY", slots(begun_by="SY")[0])
    (duty,) = duties(cell.state(sent), charter=cell.charter, readings=cell, now_ms=cell.now_ms + HOUR_MS)
    assert duty.state == "ceased"


def test_whose_turn_it_is_sends_at_once_and_tries_again(cell: Cell) -> None:
    """In its slot a member sends; without an answer it tries again after the answer time; with one it does not."""
    slot = slots(begun_by="SY")[0]
    at_ms = int(slot.at.timestamp() * 1000)

    def due(now_ms: int) -> list[tuple[str, int]]:
        checks = [cell.state(e) for e in cell.entries if e.kind == "line_check_sent"]
        attempts = attempts_due(checks, charter=cell.charter, member="SY", from_ms=at_ms, now_ms=now_ms)
        return [(a.to, a.attempt) for a in attempts if a.slot == slot]

    assert due(at_ms) == [("IL", 1)]
    sent = check(cell, "SY", slot)
    assert due(sent.point.at_ms + 4 * MINUTE_MS) == []
    assert due(sent.point.at_ms + 5 * MINUTE_MS) == [("IL", 2)]
    cell.say("IL", "line_check_answered", matter=sent)
    assert due(sent.point.at_ms + 6 * MINUTE_MS) == []


def test_a_dead_line_is_tried_often_at_first_and_then_each_hour(cell: Cell) -> None:
    """The officers' daily check: twelve tries a quarter of an hour apart, then one an hour (H-14)."""
    slot = slots(begun_by="SY", answered_by="officer")[0]
    at_ms = int(slot.at.timestamp() * 1000)
    tries: list[int] = []
    for now_ms in range(at_ms, at_ms + 10 * HOUR_MS, MINUTE_MS):
        checks = [cell.state(e) for e in cell.entries]
        for attempt in attempts_due(checks, charter=cell.charter, member="SY", from_ms=at_ms, now_ms=now_ms):
            if attempt.slot == slot:
                cell.now_ms = now_ms - 1000
                cell.say("SY", "line_check_sent", **attempt.content)
                tries.append((now_ms - at_ms) // MINUTE_MS)
    assert tries[:12] == list(range(0, 180, 15))
    assert [later - before for before, later in zip(tries[11:], tries[12:], strict=False)] == [60] * (len(tries) - 12)


def test_a_route_that_is_missing_is_tried_again_each_hour(cell: Cell) -> None:
    """Answered over the direct line alone: both ends owe the mending, and the officers' check goes out again (D-13)."""
    slot = slots(begun_by="SY", answered_by="officer")[0]
    at_ms = int(slot.at.timestamp() * 1000)
    sent = check(cell, "SY", slot, routes=["direct", "relay"])
    cell.say("IL", "line_check_answered", matter=sent, role="duty_officer", text_no=sent.content["text_no"])
    state = cell.state(sent)
    assert (state.name, state.silent_routes) == ("route_missing", ("relay",))
    assert state.as_json()["silent_routes"] == ["relay"]
    late = at_ms + 20 * MINUTE_MS
    owed = [d for d in duties(state, charter=cell.charter, readings=cell, now_ms=late) if d.clause == "D-13"]
    assert {(d.owed_by, d.state, d.level) for d in owed} == {("SY", "lapsed", 1), ("IL", "lapsed", 1)}

    def again(now_ms: int) -> bool:
        attempts = attempts_due([state], charter=cell.charter, member="SY", from_ms=at_ms, now_ms=now_ms)
        return any(attempt.slot == slot for attempt in attempts)

    sent_ms = sent.point.at_ms
    assert not again(sent_ms + 59 * MINUTE_MS) and again(sent_ms + 60 * MINUTE_MS)


def test_no_check_goes_out_for_a_slot_before_the_charter_was_in_force(cell: Cell) -> None:
    """A slot that runs when the charter comes into force is left to pass; the next of one's own is the first."""
    at_ms = int(slots(begun_by="SY")[0].at.timestamp() * 1000)

    def sent(from_ms: int) -> bool:
        now_ms = at_ms + MINUTE_MS
        return bool(attempts_due([], charter=cell.charter, member="SY", from_ms=from_ms, now_ms=now_ms))

    assert sent(at_ms) and not sent(at_ms + 1)


def test_the_content_of_an_attempt_is_sound_and_permitted(cell: Cell) -> None:
    """What the schedule proposes can be filed as it is."""
    at_ms = int(slots(begun_by="SY")[0].at.timestamp() * 1000)
    for attempt in attempts_due([], charter=cell.charter, member="SY", from_ms=at_ms, now_ms=at_ms):
        entry = cell.say("SY", "line_check_sent", **attempt.content)
        assert cell.refusal(entry) is None


def test_a_slot_in_which_nothing_was_sent_alarms_both_ends_alike(cell: Cell) -> None:
    """The duty to send lapses the same at both ends, since both reckon it from the charter and the clock (D-9)."""
    slot = slots(begun_by="IL")[0]
    at_ms = int(slot.at.timestamp() * 1000)
    found = slot_duties([], charter=cell.charter, from_ms=at_ms, now_ms=at_ms + 6 * MINUTE_MS)
    missed = [d for d in found if d.owed_by == "IL" and d.owed_to == ("SY",)]
    assert [(d.what, d.state) for d in missed] == [("send_line_check", "lapsed")]


def test_the_schedule_goes_on_after_any_silence(cell: Cell) -> None:
    """Every slot of two silent days is there, and each of them lapsed."""
    from_ms = int(slots(begun_by="SY")[0].at.timestamp() * 1000)
    found = slot_duties([], charter=cell.charter, from_ms=from_ms, now_ms=from_ms + 48 * HOUR_MS + 1)
    hourly = [d for d in found if {d.owed_by, *d.owed_to} == {"SY", "IL"} and d.entry.endswith("-node")]
    assert len(hourly) == 49
    assert {d.state for d in hourly[:-1]} <= {"ceased", "running"}
    assert sum(d.state == "ceased" for d in hourly) == 48


def test_a_slot_that_was_used_is_no_lapse(cell: Cell) -> None:
    """A check sent in its slot does its duty."""
    slot = slots(begun_by="SY")[0]
    sent = check(cell, "SY", slot)
    at_ms = int(slot.at.timestamp() * 1000)
    found = slot_duties([cell.state(sent)], charter=cell.charter, from_ms=at_ms, now_ms=at_ms + 10 * MINUTE_MS)
    assert [d.state for d in found if d.owed_by == "SY" and d.owed_to == ("IL",)] == ["done"]


def test_test_texts_stand_in_three_languages() -> None:
    """Every numbered text has an English, an Arabic and a Hebrew wording; other languages get the English one."""
    assert all(set(texts) == {"en", "ar", "he"} and all(texts.values()) for texts in LINE_TEXTS)
    assert line_text(1, language="fr") == LINE_TEXTS[0]["en"]
    assert {text_number(slot) for slot in range(100)} == set(range(1, len(LINE_TEXTS) + 1))


def test_checks_of_the_line_go_to_who_supervises_too() -> None:
    """Of the audiences of the hotline the smallest with both ends and the supervisor, else with both ends alone."""
    paris = charter()
    assert set(line_check_audience(paris, "SY", "IL")) == {"SY", "IL", "US"}
    assert set(line_check_audience(paris, "US", "IL")) == {"IL", "US"}
    hotline = replace(paris.tracks["hotline"], audiences=("parties", "syria_and_supervisor"))
    narrow = replace(paris, tracks={**paris.tracks, "hotline": hotline})
    assert set(line_check_audience(narrow, "SY", "IL")) == {"SY", "IL"}
