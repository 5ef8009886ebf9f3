"""After hard work a node gives memory back: its database's pages, what Python collects, and what the C library keeps.

What is freed in pieces stays with the process where nobody asks for it back: a node that caught up with 90,000 entries
and then idled kept three times what it needs (docs/benchmarks.md, row 6).
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import sqlite3
from collections.abc import Callable
from functools import cache

from parley.node.running import Node

LOOK_EVERY_S = 10.0
# So many changes since the last rest are hard work; so few between two looks are none.
MUCH = 300
LITTLE = 30
# mallopt(3): M_ARENA_MAX. Threads that take turns anyhow need no heaps of their own.
ARENA_MAX, ARENAS = -8, 2
log = logging.getLogger(__name__)


async def rest_round(node: Node) -> None:
    """Give memory back whenever much was done since the last time and nothing much is being done now."""
    rested = seen = node.changes.seq
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = node.changes.seq
        if now - rested > MUCH and now - seen <= LITTLE:
            try:
                await asyncio.wrap_future(node.writer.call(lambda ledger: ledger.conn.execute("PRAGMA shrink_memory")))
            except (OSError, sqlite3.Error) as error:
                # A full disk refuses any transaction. Resting is no reason to end; what needs no database goes on.
                log.warning("the database gives no memory back: %s", error)
            await asyncio.to_thread(give_back)
            rested = now
        seen = now


def give_back() -> bool:
    """Collect, and hand what is free back to the system; False where the C library has no such call."""
    gc.collect()
    trim = _call("malloc_trim")
    return trim is not None and bool(trim(0) in (0, 1))


def share_heaps() -> bool:
    """Let the threads of this process share two heaps; called before the first is started. False where not offered."""
    choose = _call("mallopt")
    return choose is not None and choose(ARENA_MAX, ARENAS) == 1


@cache
def _call(name: str) -> Callable[..., int] | None:
    """Return a function of the C library; None where it has none: musl and macOS have neither of the two."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return None
    return found
