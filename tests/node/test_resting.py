"""After hard work a node gives memory back, once, when it has come to rest; a node that idles does nothing."""

from __future__ import annotations

import asyncio
import platform
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from parley.node import resting
from parley.node.running import Node
from tests.node.mechanism import Mechanism


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Look a hundred times as often, and note when memory was given back."""
    noted: list[int] = []

    def give() -> bool:
        noted.append(len(noted))
        return give_back()

    give_back = resting.give_back
    monkeypatch.setattr(resting, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(resting, "give_back", give)
    return noted


def rests(node: Node, work: Callable[[], None]) -> None:
    """Run the round while the work is done, and some looks longer."""

    async def story() -> None:
        round_ = asyncio.create_task(resting.rest_round(node))
        await asyncio.sleep(0.01)
        await asyncio.to_thread(work)
        await asyncio.sleep(0.6)
        assert not round_.done()
        round_.cancel()
        await asyncio.gather(round_, return_exceptions=True)

    asyncio.run(story())


def test_after_hard_work_memory_is_given_back_once(paris: Mechanism, given: list[int]) -> None:
    """However long it rests afterwards; the database goes on as before."""
    node = paris.nodes["SY"]
    rests(node, lambda: [node.changes.publish({"duties"}) for _ in range(resting.MUCH + 1)] and None)
    assert given == [0]
    assert node.writer.call(lambda ledger: ledger.conn.execute("PRAGMA page_count").fetchone()[0]).result()


def test_a_full_disk_does_not_end_the_round(
    paris: Mechanism, given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What needs no database is given back all the same, and the node goes on."""
    node = paris.nodes["SY"]

    def full(act: object) -> Future[None]:
        refused: Future[None] = Future()
        refused.set_exception(sqlite3.OperationalError("database or disk is full"))
        return refused

    monkeypatch.setattr(node.writer, "call", full)
    rests(node, lambda: [node.changes.publish({"duties"}) for _ in range(resting.MUCH + 1)] and None)
    monkeypatch.undo()
    assert given == [0]


def test_a_node_that_does_little_collects_nothing(paris: Mechanism, given: list[int]) -> None:
    """The hum of receipts is no hard work."""
    node = paris.nodes["SY"]
    rests(node, lambda: [node.changes.publish({"receipts"}) for _ in range(resting.LITTLE)] and None)
    assert given == []


def test_the_calls_are_used_where_the_system_offers_them() -> None:
    """glibc has both; elsewhere nothing happens and nothing fails."""
    is_glibc = platform.libc_ver()[0] == "glibc"
    assert resting.give_back() is is_glibc
    assert resting.share_heaps() is is_glibc


def test_where_the_c_library_has_no_such_call_nothing_fails() -> None:
    """Another C library answers that it has none."""
    assert resting._call("no_such_call_in_any_library") is None
