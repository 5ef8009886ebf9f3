"""The round in which a node counts its blind notices at once, and the supervisor's answers at each tick."""

from __future__ import annotations

import asyncio

from parley.charter.blind import blind_terms
from parley.node.blind.counting import Counter
from parley.node.running import Node

LOOK_EVERY_S = 1.0
SETTLE_S = 0.1


async def run_blind(node: Node) -> None:
    """Look each second, and whenever something changed, for what to count and whether a tick has come."""
    news = node.changes.subscribe()
    while blind_terms(node.charter()) is None:
        # GEOS is loaded where the clause is in force, and on no other node.
        await news.next(timeout=LOOK_EVERY_S)
        await asyncio.sleep(SETTLE_S)
    from parley.node.blind.answering import Answerer  # noqa: PLC0415

    counter, answerer = Counter(node), Answerer(node)
    while True:
        if node.in_force() and node.writer.may_sign.is_set():
            for key, waiting in await asyncio.to_thread(counter.count):
                counter.note(key, await asyncio.wrap_future(waiting))
            for waiting in await asyncio.to_thread(answerer.answer):
                await asyncio.wrap_future(waiting)
        await news.next(timeout=LOOK_EVERY_S)
        await asyncio.sleep(SETTLE_S)
