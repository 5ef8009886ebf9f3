"""The order of what is owed: by what is due next, however much is open, and the same when it is made again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from parley.node import nextdue, owed, pressing, rounds
from parley.node.drafts import Draft
from parley.node.filing import Filed, file, file_soon
from parley.node.ledger import Ledger
from parley.node.nextdue import FEW, put_right
from parley.node.projecting import note_in_force
from parley.node.rebuilding import rebuild
from parley.node.running import Node
from parley.node.store import due
from tests.node.mechanism import Mechanism

ALL = ("IL", "SY", "US")
MINUTE_MS = 60_000


def message(**more: Any) -> dict[str, Any]:
    """Return the content of a message that asks for an answer."""
    plain = {"subject": "EXERCISE", "text": "EXERCISE.", "lang": "en", "items": [], "asks_read_back": False}
    return {**plain, "precedence": "routine", "asks_answer": True, **more}


def says(paris: Mechanism, member: str, *, count: int = 1, **more: Any) -> list[str]:
    """Let a member send so many messages at once and return their ids; nothing is carried yet."""
    node = paris.nodes[member]
    draft = Draft("message_sent", ALL, message(**more), role="duty_officer")
    found = [each.result() for each in [file_soon(draft, node=node) for _ in range(count)]]
    assert all(isinstance(each, Filed) for each in found), found
    return [each.id for each in found if isinstance(each, Filed)]


def carry(paris: Mechanism) -> None:
    """Carry all that was said everywhere, with receipts."""
    paris.carry_all(1)
    for code in paris.nodes:
        paris.receipts(code)
    paris.carry_all(1)


def settled(node: Node) -> list[tuple[Any, ...]]:
    """Return the whole order once nothing in it is a guess any more."""
    while node.writer.call(put_right).result():
        pass
    rows = node.reader().execute("SELECT matter, due_ms, ours_ms, flash_from, is_guess FROM falls_due ORDER BY matter")
    return rows.fetchall()


def first(node: Node, *, limit: int, now_ms: int, ours: bool = False) -> list[str]:
    """Return the matters of the first part."""
    return [row.id for row in pressing.part(node, now_ms=now_ms, limit=limit, ours=ours).rows]


def test_what_is_due_next_stands_in_the_first_part_of_many(paris: Mechanism) -> None:
    """Behind a hundred routine messages a later one of higher precedence is due first, and stands first."""
    routine = says(paris, "IL", count=40)
    urgent = says(paris, "IL", precedence="immediate")
    carry(paris)
    settled(paris.nodes["SY"])
    now_ms = paris.clocks["SY"].at_ms
    assert set(first(paris.nodes["SY"], limit=2, now_ms=now_ms)) & set(urgent)
    assert not set(first(paris.nodes["SY"], limit=1, now_ms=now_ms, ours=True)) & set(routine)


def test_what_lapsed_long_ago_does_not_hide_what_is_due_now(paris: Mechanism) -> None:
    """With more lapsed than a part holds, it shows the newest lapse and what comes next all the same."""
    old = says(paris, "IL", count=20)
    carry(paris)
    for clock in paris.clocks.values():
        clock.at_ms += 72 * 60 * MINUTE_MS
    newer = says(paris, "IL", precedence="immediate")
    carry(paris)
    for clock in paris.clocks.values():
        clock.at_ms += 90 * MINUTE_MS
    coming = says(paris, "IL")
    carry(paris)
    settled(paris.nodes["SY"])
    shown = set(first(paris.nodes["SY"], limit=4, now_ms=paris.clocks["SY"].at_ms))
    assert shown >= {*newer, *coming} and shown & set(old)


def test_the_parts_meet_every_matter_once_also_while_one_of_them_lapses(paris: Mechanism) -> None:
    """What was to come when the first part was read stays among that, whatever the hour of the next part."""
    sent = says(paris, "IL", count=12) + says(paris, "US", count=5, precedence="immediate")
    carry(paris)
    node, now_ms = paris.nodes["SY"], paris.clocks["SY"].at_ms
    settled(node)
    seen: list[str] = []
    place = None
    while True:
        part = pressing.part(node, now_ms=now_ms, limit=4, after=place)
        seen += [row.id for row in part.rows]
        now_ms += 60 * MINUTE_MS
        if part.further is None:
            break
        place = pressing.place_of(str(part.further))
        assert place == part.further
    assert set(sent) <= set(seen) and max(Counter(seen).values()) == 1


def test_what_another_member_gave_no_sign_of_having_received_stands_last_and_moves_up_when_it_did(
    paris: Mechanism,
) -> None:
    """A member out of reach pushes nothing aside; with its first reading its clock runs, and its duty has its place."""
    node = paris.nodes["SY"]
    (unread,) = says(paris, "SY", precedence="flash")
    rows = {row[0]: row for row in settled(node)}
    assert rows[unread][1] >= due.NO_CLOCK and rows[unread][2] is None
    carry(paris)
    rows = {row[0]: row for row in settled(node)}
    duties = [each for each in owed.matter_duties(node, unread, now_ms=0) if each.due_at_ms is not None]
    assert rows[unread][1] == min(each.due_at_ms for each in duties if each.due_at_ms is not None)


def test_the_order_made_again_is_the_order_as_it_was(paris: Mechanism) -> None:
    """Live and after a rebuild every matter is due at the same time, for the same member."""
    says(paris, "IL", count=5, precedence="flash")
    sent = says(paris, "SY", count=2) + says(paris, "US", precedence="immediate")
    carry(paris)
    draft = Draft("message_acknowledged", ALL, {"how": "received"}, sent[-1], role="duty_officer")
    assert isinstance(file(draft, node=paris.nodes["SY"]), Filed)
    carry(paris)
    for node in paris.nodes.values():
        live = settled(node)
        node.writer.call(rebuild).result()
        assert settled(node) == live


def test_little_is_put_right_at_once_and_much_in_bites(paris: Mechanism) -> None:
    """What one officer files stands right when it is answered; of a flood the guesses are near, and put right after."""
    node = paris.nodes["SY"]
    settled(node)
    says(paris, "SY")
    assert due.guesses(node.reader(), limit=1) == []
    flood = says(paris, "IL", count=3 * FEW)
    paris.carry_all(1)
    waiting = set(due.guesses(node.reader(), limit=1000))
    assert waiting & set(flood)
    assert set(first(node, limit=1000, now_ms=paris.clocks["SY"].at_ms)) >= set(flood)
    settled(node)
    assert due.guesses(node.reader(), limit=1) == []


def test_a_node_puts_the_order_right_by_itself(paris: Mechanism) -> None:
    """After a flood its round goes on until nothing is a guess."""
    node = paris.nodes["SY"]
    says(paris, "IL", count=3 * FEW)
    paris.carry_all(1)
    assert due.guesses(node.reader(), limit=1)

    async def until_right() -> None:
        news = node.changes.subscribe()
        running = asyncio.create_task(rounds._due_round(node))
        while due.guesses(node.reader(), limit=1):
            await news.next(timeout=1)
        running.cancel()

    asyncio.run(asyncio.wait_for(until_right(), timeout=60))
    assert settled(node)


def test_what_cannot_be_put_in_order_ends_no_node(paris: Mechanism, monkeypatch: pytest.MonkeyPatch) -> None:
    """The round tells the log and stops; entries are filed and read as before."""
    node = paris.nodes["SY"]
    says(paris, "IL", count=3 * FEW)
    paris.carry_all(1)

    def fails(*args: Any, **more: Any) -> Any:
        raise LookupError("EXERCISE")

    monkeypatch.setattr(nextdue, "_row", fails)
    asyncio.run(asyncio.wait_for(rounds._due_round(node), timeout=60))
    monkeypatch.undo()
    assert says(paris, "SY") and due.guesses(node.reader(), limit=1)


def test_a_database_of_an_older_program_has_the_order_made_for_it(paris: Mechanism) -> None:
    """A node that opens one without the table finds all that is owed in it."""
    says(paris, "IL", count=3)
    carry(paris)
    before = settled(paris.nodes["SY"])
    paris.close("SY")
    with closing(sqlite3.connect(paris.home("SY").database)) as conn:
        conn.execute("DROP TABLE falls_due")
    assert settled(paris.open("SY")) == before


def test_another_charter_in_force_puts_every_due_time_in_doubt(paris: Mechanism) -> None:
    """The handling times may be others."""
    says(paris, "IL", count=FEW + 2)
    carry(paris)
    node = paris.nodes["SY"]
    count = len(settled(node))

    def amend(ledger: Ledger) -> None:
        assert ledger.current is not None
        ledger.current = replace(ledger.current, digest="0" * 64)
        note_in_force(ledger)

    node.writer.call(amend).result()
    assert len(due.guesses(node.reader(), limit=1000)) == count > FEW


def test_no_members_flash_hides_that_of_another(paris: Mechanism) -> None:
    """A hundred from one member and then one from another: all are counted, and the one is shown and named."""
    node = paris.nodes["SY"]
    many = says(paris, "IL", count=30, precedence="flash")
    (one,) = says(paris, "US", precedence="flash")
    paris.carry_all(1)
    found = pressing.flashes(node, least_shown=2, most_named=10)
    assert found.count == 31 and one in found.newest and many[-1] in found.newest and len(found.newest) == 11
    assert {row.opened_by for row in found.shown} == {"IL", "US"}
    draft = Draft("message_acknowledged", ALL, {"how": "received"}, one, role="duty_officer")
    assert isinstance(file(draft, node=node), Filed)
    found = pressing.flashes(node, least_shown=2, most_named=10)
    assert found.count == 30 and one not in found.newest and [row.id for row in found.shown] == many[:2]


def test_a_flash_that_was_corrected_waits_again_and_a_closed_one_no_more(paris: Mechanism) -> None:
    """Other words ask for another acknowledgement."""
    node = paris.nodes["SY"]
    (sent,) = says(paris, "IL", precedence="flash", asks_answer=False)
    paris.carry_all(1)
    received = Draft("message_acknowledged", ALL, {"how": "received"}, sent, role="duty_officer")
    assert isinstance(file(received, node=node), Filed)
    assert pressing.flashes(node, least_shown=2, most_named=10).count == 0
    paris.carry_all(1)
    words = {"subject": "EXERCISE", "text": "Other words.", "lang": "en", "items": [], "of": sent}
    corrected = file(Draft("message_corrected", ALL, words, sent, role="duty_officer"), node=paris.nodes["IL"])
    assert isinstance(corrected, Filed), corrected
    paris.carry_all(1)
    assert pressing.flashes(node, least_shown=2, most_named=10).newest == (sent,)


def test_the_watch_list_is_touched_by_what_is_owed_and_by_nothing_else(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message and its answer change what is owed; a note of the shift and a receipt that starts no clock do not."""
    node = paris.nodes["SY"]
    carry(paris)
    settled(node)
    topics: set[str] = set()
    monkeypatch.setattr(node.changes, "publish", topics.update)

    def touches(kind: str, content: dict[str, Any], *, matter: str | None = None) -> str | None:
        topics.clear()
        to = ("SY",) if kind == "shift_noted" else ALL
        outcome = file(Draft(kind, to, content, matter, role="duty_officer"), node=node)
        assert isinstance(outcome, Filed), outcome
        return outcome.id if "duties" in topics else None

    assert touches("shift_noted", {"text": "EXERCISE. Quiet.", "lang": "en"}) is None
    asked = touches("message_sent", message())
    assert asked is not None
    assert touches("message_closed", {"reason": "withdrawn"}, matter=asked) is not None
    topics.clear()
    paris.receipts("SY")
    assert "duties" not in topics

