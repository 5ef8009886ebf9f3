"""What is owed in a message: from which receipt the clock runs, when it lapses, how far it rises, what ends it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from parley.matters.duty import Duty
from parley.matters.entry import Entry
from parley.tracks.hotline.duties import duties
from parley.tracks.hotline.track import TRACK, headline
from tests.tracks.hotline.cell import WRONG_ITEMS, Cell, message

MINUTE_MS = 60_000


def sent(cell: Cell, **changes: Any) -> Entry:
    """Let SY send a message."""
    return cell.say("SY", "message_sent", **{**message(), **changes})


def owed(cell: Cell, opening: Entry, *, after_minutes: float = 0) -> dict[tuple[str, str], Duty]:
    """Return the duties by what is owed and by whom, some minutes from now."""
    return {(duty.what, duty.owed_by): duty for duty in all_owed(cell, opening, after_minutes=after_minutes)}


def all_owed(cell: Cell, opening: Entry, *, after_minutes: float = 0) -> tuple[Duty, ...]:
    """Return the duties some minutes from now."""
    now_ms = cell.now_ms + int(after_minutes * MINUTE_MS)
    return duties(cell.state(opening), charter=cell.charter, readings=cell, now_ms=now_ms)


def receives(cell: Cell, member: str) -> Entry:
    """Let a member read everything and show it by an entry of another matter."""
    cell.reads(member)
    return cell.say(member, "message_sent")


def test_no_clock_runs_before_receipt() -> None:
    """A member that has shown nothing is silent since the message was sent; it is not late (D-1)."""
    cell = Cell()
    opening = sent(cell)
    duty = owed(cell, opening, after_minutes=10_000)["acknowledge", "IL"]
    assert (duty.state, duty.due_at_ms, duty.since_ms) == ("waiting_for_receipt", None, opening.point.at_ms)


def test_the_clock_runs_from_the_receivers_first_reading() -> None:
    """A FLASH is due ten minutes after the receiver's first entry that covers it, by the receiver's clock."""
    cell = Cell()
    opening = sent(cell)
    cell.now_ms += 3 * 3_600_000
    first = receives(cell, "IL")
    receives(cell, "IL")
    duty = owed(cell, opening)["acknowledge", "IL"]
    assert (duty.state, duty.due_at_ms) == ("running", first.point.at_ms + 10 * MINUTE_MS)


@pytest.mark.parametrize(
    ("precedence", "minutes"), [("flash", 10), ("immediate", 30), ("priority", 180), ("routine", 360)]
)
def test_each_precedence_has_its_minutes(precedence: str, minutes: int) -> None:
    """The handling time is the charter's, in time at the very last millisecond (C-8)."""
    cell = Cell()
    opening = sent(cell, precedence=precedence)
    receives(cell, "IL")
    assert owed(cell, opening, after_minutes=minutes)["acknowledge", "IL"].state == "running"
    assert owed(cell, opening, after_minutes=minutes + 0.001)["acknowledge", "IL"].state == "lapsed"


def test_a_lapse_rises_by_the_ladder() -> None:
    """At once to the own duty officer, after five minutes to the chief, after fifteen to the supervisor (C-10)."""
    cell = Cell()
    opening = sent(cell)
    receives(cell, "IL")
    found = [owed(cell, opening, after_minutes=m)["acknowledge", "IL"] for m in (9, 10.1, 15, 25)]
    assert [duty.level for duty in found] == [0, 1, 2, 3]
    assert [duty.told.role if duty.told else None for duty in found] == [
        None,
        "duty_officer",
        "chief",
        "supervisor_staff",
    ]
    assert found[1].rises_at_ms == (found[1].due_at_ms or 0) + 5 * MINUTE_MS
    assert found[3].rises_at_ms is None


def test_a_lapse_between_the_parties_does_not_rise_to_a_supervisor_who_cannot_read_it() -> None:
    """The audience is fixed: the ladder ends where nobody further may know."""
    cell = Cell()
    opening = cell.say("SY", "message_sent", audience=("IL", "SY"), **message())
    cell.reads("IL")
    cell.say("IL", "message_sent")
    assert owed(cell, opening, after_minutes=1000)["acknowledge", "IL"].level == 2


def test_what_is_not_agreed_makes_nobody_late() -> None:
    """A handling time that is only proposed is no deadline (C-0)."""
    cell = Cell()
    flash = cell.charter.precedences["flash"]
    proposed = replace(flash, provenance=replace(flash.provenance, standing="proposed", by=("SY",)))
    cell.charter = replace(cell.charter, precedences={**cell.charter.precedences, "flash": proposed})
    opening = sent(cell)
    receives(cell, "IL")
    duty = owed(cell, opening, after_minutes=10_000)["acknowledge", "IL"]
    assert (duty.state, duty.due_at_ms, duty.level) == ("running", None, 0)


@pytest.mark.parametrize("kind", ["message_acknowledged", "read_back", "message_answered"])
def test_any_reply_acknowledges(kind: str) -> None:
    """Who reads back or answers has acknowledged (D-1)."""
    cell = Cell()
    opening = sent(cell)
    cell.reads()
    cell.say("IL", kind, matter=opening)
    assert owed(cell, opening)["acknowledge", "IL"].state == "done"


def test_a_late_acknowledgement_is_late_for_ever() -> None:
    """Done after the due time stays "done_late", whatever time passes."""
    cell = Cell()
    opening = sent(cell)
    receives(cell, "IL")
    cell.now_ms += 11 * MINUTE_MS
    cell.say("IL", "message_acknowledged", matter=opening)
    for minutes in (0, 10_000):
        assert owed(cell, opening, after_minutes=minutes)["acknowledge", "IL"].state == "done_late"


def test_a_mismatch_is_the_senders_to_mend_and_a_match_the_senders_to_confirm() -> None:
    """The clock of both runs from the sender's first reading of the read-back (D-3, D-4)."""
    cell = Cell()
    opening = sent(cell)
    cell.reads()
    cell.say("IL", "read_back", matter=opening, items=WRONG_ITEMS)
    assert owed(cell, opening)["correct_mismatch", "SY"].state == "waiting_for_receipt"
    receives(cell, "SY")
    assert owed(cell, opening, after_minutes=11)["correct_mismatch", "SY"].state == "lapsed"
    cell.say("IL", "read_back", matter=opening)
    found = owed(cell, opening)
    assert found["correct_mismatch", "SY"].state == "done"
    assert found["confirm_read_back", "SY"].state == "waiting_for_receipt"
    cell.reads()
    cell.say("SY", "read_back_confirmed", matter=opening, of=cell.state(opening).read_back("IL").entry)
    assert owed(cell, opening)["confirm_read_back", "SY"].state == "done"


def test_nothing_is_owed_that_was_not_asked() -> None:
    """Without a request there is no duty to read back or to answer."""
    cell = Cell()
    opening = sent(cell, asks_read_back=False)
    cell.reads()
    assert set(owed(cell, opening)) == {("acknowledge", "IL")}


def test_an_answer_to_older_words_leaves_the_newer_ones_to_be_answered() -> None:
    """After a correction the clock of the answer runs anew, from the reading of the newer words (D-5)."""
    cell = Cell()
    opening = sent(cell, asks_answer=True)
    cell.reads()
    cell.say("IL", "message_answered", matter=opening)
    cell.reads()
    corrected = cell.say("SY", "message_corrected", matter=opening)
    read = receives(cell, "IL")
    found = [d for d in all_owed(cell, opening, after_minutes=11) if d.what == "answer" and d.owed_by == "IL"]
    assert {d.entry: (d.state, d.due_at_ms) for d in found} == {
        opening.id: ("done", found[0].due_at_ms),
        corrected.id: ("lapsed", read.point.at_ms + 10 * MINUTE_MS),
    }
    assert TRACK.glance(cell.state(opening), charter=cell.charter).owing
    cell.say("IL", "message_answered", matter=opening, text="They may pass, all four.")
    found = [d for d in all_owed(cell, opening) if d.what == "answer" and d.owed_by == "IL"]
    assert [d.state for d in found] == ["done", "done"]


def test_a_correction_before_any_answer_is_one_clock() -> None:
    """Who has read the newer words owes an answer to them alone, by the time named where that is later."""
    cell = Cell()
    timed = sent(cell, asks_answer=True, answer_by_s=1_772_400_000)
    receives(cell, "IL")
    corrected = cell.say("SY", "message_corrected", matter=timed)
    receives(cell, "IL")
    found = [d for d in all_owed(cell, timed) if d.what == "answer" and d.owed_by == "IL"]
    assert [(d.entry, d.due_at_ms) for d in found] == [(corrected.id, 1_772_400_000_000)]


def test_words_corrected_after_the_named_time_have_their_handling_time() -> None:
    """The message asked for an answer by noon and is corrected after noon: nobody is late at once (D-5)."""
    cell = Cell()
    timed = sent(cell, asks_answer=True, answer_by_s=cell.now_ms // 1000 + 60)
    cell.now_ms += 5 * MINUTE_MS
    corrected = cell.say("SY", "message_corrected", matter=timed)
    before = next(d for d in all_owed(cell, timed) if d.entry == corrected.id and d.what == "answer")
    assert (before.state, before.due_at_ms) == ("waiting_for_receipt", None)
    read = receives(cell, "IL")
    found = [d for d in all_owed(cell, timed) if d.entry == corrected.id and d.what == "answer" and d.owed_by == "IL"]
    assert [d.due_at_ms for d in found] == [read.point.at_ms + 10 * MINUTE_MS]


def test_an_answer_is_due_by_the_time_that_the_message_names() -> None:
    """Without one the handling time holds (D-5)."""
    cell = Cell()
    plain, timed = sent(cell, asks_answer=True), sent(cell, asks_answer=True, answer_by_s=1_772_400_000)
    receipt = receives(cell, "IL")
    assert owed(cell, plain)["answer", "IL"].due_at_ms == receipt.point.at_ms + 10 * MINUTE_MS
    assert owed(cell, timed)["answer", "IL"].due_at_ms == 1_772_400_000_000


def test_closing_ends_what_was_not_yet_due_and_keeps_what_had_lapsed() -> None:
    """A lapse is not wiped out by closing: it has ceased, and figures count it."""
    cell = Cell()
    early, late = sent(cell), sent(cell)
    receives(cell, "IL")
    cell.say("SY", "message_closed", matter=early, reason="withdrawn")
    cell.now_ms += 20 * MINUTE_MS
    cell.say("SY", "message_closed", matter=late, reason="withdrawn")
    assert owed(cell, early, after_minutes=1000) == {}
    assert {duty.state for duty in owed(cell, late).values()} == {"ceased"}


def test_a_correction_received_in_time_takes_the_older_duties_over() -> None:
    """The older words ask for nothing any more, the newer for everything."""
    cell = Cell()
    opening = sent(cell)
    receives(cell, "IL")
    correction = cell.say("SY", "message_corrected", matter=opening)
    receives(cell, "IL")
    found = duties(cell.state(opening), charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert {(duty.what, duty.entry) for duty in found} == {
        ("acknowledge", correction.id),
        ("read_back", correction.id),
    }


def test_a_crossing_is_both_authors_to_settle() -> None:
    """Each has the handling time from its first reading of the other's entry (D-6)."""
    cell = Cell()
    opening = sent(cell)
    cell.reads()
    cell.say("SY", "message_corrected", matter=opening)
    answer = cell.say("IL", "message_answered", matter=opening)
    cell.reads()
    receives(cell, "SY")
    found = owed(cell, opening, after_minutes=11)
    assert (found["settle_crossing", "SY"].state, found["settle_crossing", "SY"].entry) == ("lapsed", answer.id)
    assert found["settle_crossing", "IL"].state == "waiting_for_receipt"


def test_a_calls_summary_is_owed_a_word_by_the_other_end() -> None:
    """The other end confirms or disputes within the handling time of the call's precedence (D-7)."""
    cell = Cell()
    call = cell.say("SY", "call_logged", precedence="immediate")
    receipt = receives(cell, "IL")
    duty = owed(cell, call)["confirm_call", "IL"]
    assert duty.due_at_ms == receipt.point.at_ms + 30 * MINUTE_MS
    cell.say("IL", "call_disputed", matter=call)
    assert owed(cell, call)["confirm_call", "IL"].state == "done"


@pytest.mark.parametrize("kind", ["message_sent", "call_logged", "watch_taken", "shift_noted", "line_check_sent"])
def test_the_glance_owes_where_a_duty_is_open(kind: str) -> None:
    """Lists may skip a matter only when no duty of it can be open; each has a headline."""
    cell = Cell()
    audience = ("SY",) if kind == "shift_noted" else ("IL", "SY", "US")
    opening = cell.say("SY", kind, audience=audience)
    state = cell.state(opening)
    found = duties(state, charter=cell.charter, readings=cell, now_ms=cell.now_ms)
    assert TRACK.glance(state, charter=cell.charter).owing == bool(found)
    assert headline(state)["opened_by"] == "SY"


def test_the_glance_of_a_message_follows_its_duties_to_the_end() -> None:
    """At every step of a message the glance owes exactly when a duty is open."""
    cell = Cell()
    opening = sent(cell, asks_answer=True)
    cell.reads()
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("IL", "message_acknowledged", {}),
        ("IL", "read_back", {"items": WRONG_ITEMS}),
        ("IL", "read_back", {}),
        ("SY", "read_back_confirmed", {"of": "IL/2"}),
        ("SY", "message_corrected", {}),
        ("IL", "read_back", {}),
        ("SY", "read_back_confirmed", {"of": "IL/3"}),
        ("IL", "message_answered", {}),
        ("SY", "message_closed", {}),
    ]
    for member, kind, changes in steps:
        entry = cell.say(member, kind, matter=opening, **changes)
        assert cell.refusal(entry) is None
        cell.reads()
        still_open = any(d.state in ("running", "waiting_for_receipt", "lapsed") for d in owed(cell, opening).values())
        assert TRACK.glance(cell.state(opening), charter=cell.charter).owing == still_open, kind
