"""A full disk: the officer is told that nothing was kept, nothing half is left, and work goes on once there is room."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from parley.charter.verdict import Refusal
from parley.node import recovering
from parley.node.drafts import Draft, Queued
from parley.node.filing import Filed, file
from parley.node.highwater import HighWater
from parley.node.running import Node
from tests.link.cell import until
from tests.node import comparing
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import CONTENTS

TO, PLENTY = ("IL", "US"), 1 << 30


def message(text: str) -> Draft:
    """Return the draft of a message."""
    return Draft("message_sent", TO, {**CONTENTS["message_sent"], "role": "duty_officer", "text": text})


def room(node: Node, *, pages: int) -> None:
    """Let the database grow to so many pages; to fewer than it has means not at all."""
    node.writer.call(lambda ledger: ledger.conn.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()


def fill(node: Node) -> Refusal:
    """File until the disk is full, and return what the officer is told then."""
    room(node, pages=1)
    for number in range(2000):
        done = file(message(f"EXERCISE {number} " * 30), node=node)
        if isinstance(done, Refusal):
            return done
    raise AssertionError("the disk never filled")


def test_a_full_disk_is_told_and_nothing_half_is_kept(paris: Mechanism) -> None:
    """The filing is refused with its clause, log and high-water mark stay where they were, and live equals rebuilt."""
    node = paris.nodes["SY"]
    refusal = fill(node)
    assert (refusal.code, refusal.clause) == ("storage_failed", "F-4")
    held = node.ledger.cursor(node.ledger.own)
    mark = HighWater(node.home.highwater)
    assert (mark.size, mark.root) == (held.processed, held.edge.root)
    room(node, pages=PLENTY)
    done = file(message("EXERCISE there is room again"), node=node)
    assert isinstance(done, Filed)
    assert done.id == f"SY/{held.processed}"
    paris.carry_all()
    assert all(done.id in comparing.states(each) for each in paris.nodes.values())
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(node)


def test_a_mirror_with_a_full_disk_takes_nothing_half_and_catches_up(paris: Mechanism) -> None:
    """What could not be stored is not cosigned; once there is room the rest comes, and all show the same."""
    node = paris.nodes["IL"]
    fill(node)
    done = file(message("EXERCISE: IL cannot store this. " * 20), node=paris.nodes["SY"])
    assert isinstance(done, Filed)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        paris.carry("SY", "IL")
    room(node, pages=PLENTY)
    paris.carry_all()
    assert done.id in comparing.states(node)
    comparing.assert_alike(list(paris.nodes.values()))
    comparing.assert_live_is_rebuilt(node)


def test_a_disk_that_is_full_at_the_start_does_not_end_the_node(
    paris: Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drafts that waited stay queued while there is no room, nothing is signed, and they are filed when there is."""
    monkeypatch.setattr(recovering, "AGAIN_S", 0.01)
    monkeypatch.setattr(recovering, "_others_know_more", _nobody_knows_more)
    paris.close("SY")
    node = paris.open("SY", signing=False)
    first = file(message("EXERCISE waits"), node=node)
    assert isinstance(first, Queued)
    fill(node)

    async def story() -> None:
        failed = asyncio.Event()
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(recovering.log, "error", lambda *_: loop.call_soon_threadsafe(failed.set))
        task = asyncio.create_task(recovering.recover(node))
        told = asyncio.create_task(failed.wait())
        await asyncio.wait({task, told}, return_when=asyncio.FIRST_COMPLETED)
        assert not task.done() and not node.writer.may_sign.is_set()
        assert node.reader().execute("SELECT count(*) FROM queued").fetchone()[0] > 0
        await asyncio.to_thread(room, node, pages=PLENTY)
        await until(lambda: node.reader().execute("SELECT count(*) FROM queued").fetchone()[0] == 0)
        assert node.writer.may_sign.is_set() and not task.done()
        task.cancel()

    asyncio.run(story())
    states = comparing.states(node)
    assert any("EXERCISE waits" in str(state.get("text")) for state in states.values())


async def _nobody_knows_more(node: Node, *, held: int) -> bool:
    return False
