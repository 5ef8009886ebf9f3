"""Deadlines survive restarts and clocks that jump: nothing fires twice, and nothing is missed while a node was down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from parley.matters.duty import Duty
from parley.node import lining, nextdue, owed, reading
from parley.node.drafts import Draft
from parley.node.filing import Filed, file
from parley.node.rebuilding import rebuild
from parley.node.store import cursors, logs
from tests.node import owing
from tests.node.mechanism import Mechanism
from tests.node.test_line_checks import at, look
from tests.tracks.incidents.reports import account

ALL = ("IL", "SY", "US")
MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000


def said(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let a member file an entry and return its id; nothing is carried."""
    draft = Draft(kind, ALL, content, role="duty_officer", matter=matter)
    filed = file(draft, node=paris.nodes[member])
    assert isinstance(filed, Filed), filed
    return filed.id


def asked(paris: Mechanism) -> tuple[str, str]:
    """Let SY ask IL for an answer by a message, and for an explanation of an incident; everybody has read both."""
    message = {"subject": "EXERCISE", "text": "EXERCISE.", "lang": "en", "items": [], "asks_read_back": False}
    first = said(paris, "SY", "message_sent", {**message, "precedence": "immediate", "asks_answer": True})
    now_s = paris.clocks["SY"].at_ms // 1000
    when = {"from_s": now_s - 600, "until_s": now_s - 300, "precision": "minute"}
    told = {name: value for name, value in account(time=when).items() if name != "role"}
    second = said(paris, "SY", "incident_reported", told)
    content = {"of": second, "asked": "IL", "text": "EXERCISE?", "lang": "en"}
    said(paris, "SY", "explanation_requested", content, matter=second)
    carry(paris)
    return first, second


def carry(paris: Mechanism) -> None:
    """Carry everything everywhere, with receipts."""
    paris.carry_all(1)
    for code in paris.nodes:
        paris.receipts(code)
    paris.carry_all(1)


def shown(paris: Mechanism, code: str, *matters: str, now_ms: int) -> list[Duty]:
    """Return every duty of these matters as a node shows it at an instant."""
    return [duty for matter in matters for duty in reading.duties_of(paris.nodes[code], matter, now_ms=now_ms)]


def order(paris: Mechanism, code: str) -> list[tuple[Any, ...]]:
    """Return the order of what is due at a node, once nothing in it is a guess."""
    node = paris.nodes[code]
    while node.writer.call(nextdue.put_right).result():
        pass
    return node.reader().execute("SELECT matter, due_ms, ours_ms, flash_from FROM falls_due ORDER BY matter").fetchall()


def size(paris: Mechanism, code: str) -> int:
    """Return how many entries a member has in its own log."""
    node = paris.nodes[code]
    head = logs.head(node.reader(), node.ledger.origin)
    assert head is not None
    return head.size


def set_clock(paris: Mechanism, code: str, at_ms: int) -> None:
    """Set the clock of one node."""
    paris.clocks[code].at_ms = at_ms


def test_what_lapsed_while_a_node_was_down_lapsed_when_it_was_due(paris: Mechanism) -> None:
    """A node that was away for three days shows each lapse as of its instant, as the node that stayed shows it."""
    matters = asked(paris)
    start = paris.clocks["US"].at_ms
    before = {duty.id: duty for duty in shown(paris, "IL", *matters, now_ms=start) if duty.owed_by == "IL"}
    assert {duty.state for duty in before.values()} == {"running"} and len(before) >= 3
    paris.close("IL")
    later = start + 3 * DAY_MS
    set_clock(paris, "IL", later)
    paris.open("IL")
    after = {duty.id: duty for duty in shown(paris, "IL", *matters, now_ms=later) if duty.owed_by == "IL"}
    assert {key: duty.due_at_ms for key, duty in after.items()} == {key: duty.due_at_ms for key, duty in before.items()}
    assert {duty.state for duty in after.values()} == {"lapsed"}
    for code in ("SY", "US"):
        assert shown(paris, code, *matters, now_ms=later) == shown(paris, "IL", *matters, now_ms=later)


def test_a_clock_that_jumps_writes_nothing_and_changes_no_due_time(paris: Mechanism) -> None:
    """Ahead by a year, back by a year, and right again, with a restart each time: state, order and log stay."""
    matters = asked(paris)
    start = paris.clocks["IL"].at_ms
    held, said_before = order(paris, "IL"), size(paris, "IL")
    at_start = shown(paris, "IL", *matters, now_ms=start)
    for jump in (365 * DAY_MS, -365 * DAY_MS, 0):
        paris.close("IL")
        set_clock(paris, "IL", start + jump)
        node = paris.open("IL")
        assert order(paris, "IL") == held
        node.writer.call(rebuild).result()
        assert order(paris, "IL") == held
        assert size(paris, "IL") == said_before
    assert shown(paris, "IL", *matters, now_ms=start) == at_start


def test_a_duty_that_ran_out_by_a_clock_ahead_runs_again_once_the_clock_is_right(paris: Mechanism) -> None:
    """A lapse is reckoned at each look: what a wrong clock made late is not late for good."""
    matters = asked(paris)
    start = paris.clocks["IL"].at_ms
    ours = [duty.id for duty in shown(paris, "IL", *matters, now_ms=start) if duty.owed_by == "IL"]

    def states(now_ms: int) -> set[str]:
        found = owing.duties(paris.nodes["IL"], now_ms=now_ms)
        return {duty.state for duty in found if duty.id in ours}

    assert [states(start), states(start + 30 * DAY_MS), states(start)] == [{"running"}, {"lapsed"}, {"running"}]


def test_a_clock_set_back_between_receipt_and_answer_is_told_alike_everywhere(paris: Mechanism) -> None:
    """An answer stamped before the question was read is in time, by the stamps of the record alone, on every node."""
    message, _ = asked(paris)
    set_clock(paris, "IL", paris.clocks["IL"].at_ms - DAY_MS)
    said(paris, "IL", "message_answered", {"text": "EXERCISE.", "lang": "en"}, matter=message)
    carry(paris)
    later = paris.clocks["US"].at_ms + DAY_MS
    found = [shown(paris, code, message, now_ms=later) for code in ALL]
    assert found[0] == found[1] == found[2]
    assert {duty.what: duty.state for duty in found[0] if duty.owed_by == "IL"}["answer"] == "done"


def test_an_answer_that_came_while_the_asker_was_down_counts_from_its_own_instant(paris: Mechanism) -> None:
    """Filed in time and carried days later: it is in time, whenever it comes; filed too late it is late."""
    message, _ = asked(paris)
    due = next(
        duty for duty in shown(paris, "SY", message, now_ms=0) if (duty.what, duty.owed_by) == ("answer", "IL")
    )
    assert due.due_at_ms is not None
    paris.close("SY")
    set_clock(paris, "IL", due.due_at_ms - MINUTE_MS)
    said(paris, "IL", "message_answered", {"text": "EXERCISE.", "lang": "en"}, matter=message)
    set_clock(paris, "SY", due.due_at_ms + 3 * DAY_MS)
    paris.open("SY")
    lapsed = shown(paris, "SY", message, now_ms=paris.clocks["SY"].at_ms)
    assert next(duty for duty in lapsed if duty.id == due.id).state == "lapsed"
    carry(paris)
    told = shown(paris, "SY", message, now_ms=paris.clocks["SY"].at_ms)
    assert replace(next(duty for duty in told if duty.id == due.id), course=None).state == "done"


def test_no_check_is_sent_twice_for_one_slot_whatever_the_clock_does(paris: Mechanism) -> None:
    """Started again within the slot, set back before it and ahead into it again: one check goes out."""
    at(paris, hour=0)
    first = look(paris, "SY", "IL")
    assert first >= 1
    for jump in (0, -10 * MINUTE_MS, 0, -DAY_MS, 0):
        at(paris, hour=0)
        for code in ("SY", "IL"):
            paris.close(code)
            set_clock(paris, code, paris.clocks[code].at_ms + jump)
            paris.open(code)
        assert sum(len(lining._send_due(paris.nodes[code])) for code in ("SY", "IL")) == 0


def test_slots_that_passed_while_a_node_was_down_are_told_and_not_made_up_for(paris: Mechanism) -> None:
    """For the past nothing is filed, and the running slot once; each missed slot was owed from its own hour, alike."""
    at(paris, hour=0)
    look(paris, "SY", "IL")
    carry(paris)
    at(paris, hour=6, minutes=30)
    now_ms = paris.clocks["US"].at_ms
    missed = {}
    for code in ("SY", "IL"):
        paris.close(code)
        paris.open(code)
        found = [duty for duty in owing.duties(paris.nodes[code], now_ms=now_ms) if duty.clause == "D-9"]
        missed[code] = {(d.id, d.due_at_ms, d.state) for d in found if {d.owed_by, *d.owed_to} >= {"SY", "IL"}}
    assert missed["SY"] == missed["IL"] and {state for _, _, state in missed["SY"]} >= {"lapsed"}
    assert all(due_ms is not None and due_ms < now_ms for _, due_ms, state in missed["SY"] if state == "lapsed")
    assert look(paris, "SY", "IL") > 0
    checks = [each for code in ("SY", "IL") for each in owed.line_checks(paris.nodes[code], from_ms=now_ms - MINUTE_MS)]
    hourly = {each.slot_at_s for each in checks if each.answered_by == "node"}
    assert hourly == {now_ms // HOUR_MS * HOUR_MS // 1000}
    assert look(paris, "SY", "IL") == 0


def test_readings_are_kept_over_a_restart(paris: Mechanism) -> None:
    """The receipt from which a clock runs is in the record: a start does not begin it anew."""
    message, _ = asked(paris)
    before = {d.id: d.since_ms for d in shown(paris, "US", message, now_ms=0)}
    paris.close("US")
    set_clock(paris, "US", paris.clocks["US"].at_ms + HOUR_MS)
    node = paris.open("US")
    carry(paris)
    assert {d.id: d.since_ms for d in shown(paris, "US", message, now_ms=0)} == before
    head = logs.head(node.reader(), node.ledger.origin)
    assert head is not None and cursors.cursor(node.reader(), head.id).processed == head.size
