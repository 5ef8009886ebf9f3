"""Notices when a dispute rose by itself: the lists of what is owed are put in order anew, and the screens are told.

Nothing is filed, and nothing here makes it rise: on which level a dispute stands follows from its entries and the hour
(`parley.tracks.disputes.ladder`). So a node that was away, or whose clock jumped, notices late and misses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from parley.node.disputes.held import disputes_of
from parley.node.ledger import Ledger
from parley.node.running import Node
from parley.node.store import due

# No longer than this is slept, since a clock may be set forwards meanwhile.
LONGEST_S, SHORTEST_S = 10.0, 0.05
# By dispute the number of the level on which it stood when it was last looked at.
Levels = Mapping[str, int]


async def run_rising(node: Node) -> None:
    """Look whenever something may have risen, until cancelled."""
    news, known = node.changes.subscribe(), levels_at(node, now_ms=0)
    while True:
        known = await asyncio.to_thread(look, node, known)
        await news.next(timeout=_wait_s(node))
        # Many entries may come at once; what rose meanwhile is noticed with them.
        await asyncio.sleep(SHORTEST_S)


def look(node: Node, known: Levels) -> Levels:
    """Have put right what stands on another level than it was known to, and return on which each stands now."""
    now = levels_at(node, now_ms=node.clock.now_ms())
    risen = sorted(matter for matter, level in now.items() if level != known.get(matter, 0))
    if risen:
        node.writer.call(lambda ledger: _put_right(ledger, risen)).result()
    return now


def levels_at(node: Node, *, now_ms: int) -> Levels:
    """Return by dispute the number of the level on which it stands at an instant."""
    states = disputes_of(node).all()
    return {each.opening.id: each.rungs(now_ms=now_ms)[-1].level.number for each in states}


def next_rise_ms(node: Node, *, now_ms: int) -> int | None:
    """Return when the next dispute rises by itself if nothing is said; None where none does."""
    last = (each.rungs(now_ms=now_ms)[-1] for each in disputes_of(node).all() if each.ending is None)
    # The last level has no end; one whose time is over has risen from there already.
    return min((rung.due_ms for rung in last if rung.due_ms is not None and rung.due_ms >= now_ms), default=None)


def _wait_s(node: Node) -> float:
    now_ms = node.clock.now_ms()
    rise_ms = next_rise_ms(node, now_ms=now_ms)
    return LONGEST_S if rise_ms is None else min(LONGEST_S, max(SHORTEST_S, (rise_ms + 1 - now_ms) / 1000))


def _put_right(ledger: Ledger, risen: list[str]) -> None:
    due.doubt(ledger.conn, risen)
    ledger.moved |= set(risen)
    ledger.topics |= {"duties", "form:dispute", *(f"matter:{matter}" for matter in risen)}
