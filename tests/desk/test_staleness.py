"""When a member falls silent or is heard again every panel that marks it is told; its checkpoints alone tell nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from parley.desk import staleness
from parley.desk.linkbar import stale_codes
from parley.desk.staleness import tell_staleness
from parley.node.changes import Changes
from parley.node.clock import SystemClock
from tests.desk.cell import Cell


def alone() -> Any:
    """What is asked of a node here: its changes, which nothing else publishes, and its clock."""
    return SimpleNamespace(changes=Changes(), clock=SystemClock())


async def told(node: Any, act: Callable[[], None]) -> int:
    """Return how often the topic was told after the first time, until nothing came for a while."""
    news, telling = node.changes.subscribe(), asyncio.create_task(tell_staleness(node))
    count = -1
    for _ in range(12):
        change = await news.next(timeout=0.25)
        if change is not None and staleness.TOPIC in change.topics:
            count += 1
            if count == 0:
                act()
    telling.cancel()
    await asyncio.gather(telling, return_exceptions=True)
    return count


def test_a_member_that_is_heard_again_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else moves on the links meanwhile."""
    node, silent = alone(), [frozenset({"IL", "US"})]
    monkeypatch.setattr(staleness, "stale_codes", lambda node, *, now_ms: silent[0])

    def heard() -> None:
        silent[0] = frozenset({"US"})
        for _ in range(20):
            node.changes.publish(frozenset({"links"}))

    assert asyncio.run(told(node, heard)) == 1


def test_checkpoints_alone_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member that was heard and is heard is no news to a row."""
    node = alone()
    monkeypatch.setattr(staleness, "stale_codes", lambda node, *, now_ms: frozenset())
    publish = node.changes.publish
    assert asyncio.run(told(node, lambda: [publish(frozenset({"links"})) for _ in range(20)] and None)) == 0


def test_a_member_without_a_link_is_stale(cell: Cell) -> None:
    """The nodes of this cell are carried by hand: no line is up."""
    node = cell.mechanism.nodes["SY"]
    assert stale_codes(node, now_ms=node.clock.now_ms()) == {"IL", "US"}
