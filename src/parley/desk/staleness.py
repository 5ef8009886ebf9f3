"""Says when a member falls silent or behind, and when it is heard again: the topic "stale".

The link bar moves with every checkpoint that comes; what marks the rows of the other panels is only whether a member is
heard at all. Without this each checkpoint would make every panel anew.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3

from parley.desk.linkbar import stale_codes
from parley.node.running import Node

TOPIC = "stale"
# A member falls silent without anything happening, so it is looked also where nothing is told.
LOOK_EVERY_S = 2.0
REST_S = 0.25
log = logging.getLogger(__name__)


async def tell_staleness(node: Node) -> None:
    """Publish the topic whenever the members of whom nothing current is held are others than before, for ever."""
    news = node.changes.subscribe()
    before: frozenset[str] | None = None
    while True:
        now = before
        try:
            now = await asyncio.to_thread(stale_codes, node, now_ms=node.clock.now_ms())
        except (sqlite3.Error, OSError):
            log.exception("whether the members are heard could not be read; it is read again in a moment")
        if now != before:
            before = now
            node.changes.publish(frozenset({TOPIC}))
        await asyncio.sleep(REST_S)
        until = asyncio.get_running_loop().time() + LOOK_EVERY_S
        while (left := until - asyncio.get_running_loop().time()) > 0:
            change = await news.next(timeout=left)
            if change is not None and not change.topics.isdisjoint({"links", "everything"}):
                break
