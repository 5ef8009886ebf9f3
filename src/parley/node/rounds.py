"""What a node does by itself: cosign, give receipts, say its position, ask for keys and announce its own, rest."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from concurrent.futures import Future
from typing import Any

from parley.node import noting, receipting, retiring, rotating
from parley.node.blind.rounds import run_blind
from parley.node.commerce.booking import run_booking
from parley.node.commerce.matching import run_matching
from parley.node.disputes.rising import run_rising
from parley.node.hits.telling import run_hits
from parley.node.lining import run_line_checks
from parley.node.neighbours import neighbours
from parley.node.nextdue import put_right
from parley.node.overlaps.telling import run_index, run_overlaps
from parley.node.resting import rest_round
from parley.node.running import Node, cosign
from parley.node.statements.releasing import run_releases
from parley.node.store import due

COSIGN_EVERY_S = 0.2
RECEIPT_AFTER_S = 0.15
POSITION_AFTER_S = 3.0
ANNOUNCE_AFTER_S = 1.0
RETIRE_EVERY_S = 600.0
DUE_AFTER_S = 0.25
# So many times as long as a bite took the writer rests from them.
DUE_REST = 4
log = logging.getLogger(__name__)


async def run_rounds(node: Node) -> None:
    """Run all rounds until cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_cosign_round(node))
        group.create_task(_receipt_round(node))
        group.create_task(_position_round(node))
        group.create_task(run_line_checks(node))
        group.create_task(_announce_key(node))
        group.create_task(_retire_keys(node))
        group.create_task(_due_round(node))
        group.create_task(rest_round(node))
        group.create_task(run_overlaps(node))
        group.create_task(run_index(node))
        group.create_task(run_blind(node))
        group.create_task(run_rising(node))
        group.create_task(run_hits(node))
        group.create_task(run_booking(node))
        group.create_task(run_releases(node))
        group.create_task(run_matching(node))


async def _cosign_round(node: Node) -> None:
    """Cosign each log that moved, at most five times a second: signing, and reading what others signed, is the cost."""
    news = node.changes.subscribe()
    moved = set(_origins(node))
    while True:
        # All at once, so that they share a commit.
        for asked in [cosign(origin, node=node) for origin in moved]:
            await _asked(asked)
        await asyncio.sleep(COSIGN_EVERY_S)
        change = await news.next()
        topics = change.topics if change else frozenset()
        moved = set(_origins(node)) if "everything" in topics else {t[4:] for t in topics if t.startswith("log:")}
        moved.discard(node.ledger.origin)


async def _receipt_round(node: Node) -> None:
    """Give receipts a moment after something was read, so that one entry covers many."""
    news = node.changes.subscribe()
    while True:
        await _asked(node.writer.call(lambda ledger: _receipts(node)))
        await news.next(timeout=10)
        await asyncio.sleep(RECEIPT_AFTER_S)


async def _position_round(node: Node) -> None:
    """Say how far this node has read where nothing else of ours says so for a while."""
    news = node.changes.subscribe()
    while True:
        await news.next(timeout=30)
        await asyncio.sleep(POSITION_AFTER_S)
        await _asked(node.writer.call(lambda ledger: _position(node)))


async def _due_round(node: Node) -> None:
    """Put right in what order things are due where many entries came at once; make way for whoever files meanwhile.

    Where that fails it is logged and left: the order of a list, near right as it is, must not end the node.
    """
    news, loop = node.changes.subscribe(), asyncio.get_running_loop()
    while True:
        while due.guesses(node.reader(), limit=1):
            began_s = loop.time()
            asked = asyncio.wrap_future(node.writer.call(put_right))
            await asyncio.wait([asked])
            if (fault := asked.exception()) is not None:
                log.error("the order of what is owed cannot be put right", exc_info=fault)
                return
            await asyncio.sleep(DUE_REST * (loop.time() - began_s))
        await news.next(timeout=10)
        await asyncio.sleep(DUE_AFTER_S)


async def _announce_key(node: Node) -> None:
    """Announce a sealing key that was made since the last start, once this node may say anything at all."""
    while not (node.in_force() and node.writer.may_sign.is_set()):
        await asyncio.sleep(ANNOUNCE_AFTER_S)
    announce = rotating.announce_newest_key
    await _asked(node.writer.call(lambda ledger: announce(ledger, at_ms=node.clock.now_ms())))


async def _retire_keys(node: Node) -> None:
    """Destroy the old sealing keys whose time is over, by the setting `old_sealing_keys_days`."""
    while not (node.in_force() and node.writer.may_sign.is_set()):
        await asyncio.sleep(ANNOUNCE_AFTER_S)
    while True:
        # The entry is on disk before the file goes; both in the writer, whose thread opens bodies with these keys.
        await _asked(node.writer.call(lambda ledger: retire(node)))
        await _asked(node.writer.call(lambda ledger: retiring.end_keys(ledger, node.keys.sealing_files)))
        await asyncio.sleep(RETIRE_EVERY_S)


def retire(node: Node) -> list[str]:
    """Say in an entry which old sealing keys are destroyed now; return their recipients."""
    days = node.settings.old_sealing_keys_days
    return retiring.retire(node.ledger, at_ms=node.clock.now_ms(), days=days)


def _receipts(node: Node) -> None:
    if not node.writer.may_sign.is_set():
        return
    at_ms = node.clock.now_ms()
    receipting.give_receipts(node.ledger, at_ms=at_ms)
    noting.note_charter(node.ledger, at_ms=at_ms)
    receipting.ask_and_answer(node.ledger, at_ms=at_ms)


def _position(node: Node) -> None:
    if node.writer.may_sign.is_set():
        receipting.say_position(node.ledger, at_ms=node.clock.now_ms())


def _origins(node: Node) -> list[str]:
    return [member.origin for member in neighbours(node).members]


async def _asked(future: Future[Any]) -> None:
    """Wait for a job of the writer; a disk that fails for it is logged, and the round goes on."""
    try:
        await asyncio.wrap_future(future)
    except (OSError, sqlite3.OperationalError) as error:
        log.error("a round of the node failed: %s", error)
