"""At the start: may this node sign? If not, it asks every member for its own log until all have answered.

Also where database and high-water mark agree, whoever is within reach is asked first: both may come
out of one old backup, and then only the others can know. A member whom nobody answers signs alone after
the time that `ask_first_s` of its settings gives: silence of the others must not silence it for good.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from parley.matters.verdict import Refusal
from parley.node import recovery
from parley.node.ledger import Ledger
from parley.node.link.own import OwnAnswer, known_of_ours_within, largest_known_of_ours
from parley.node.link.tls import TlsIdentity
from parley.node.running import Node
from parley.node.store import logs

ASK_EVERY_S = 2.0
AGAIN_S = 1.0
T = TypeVar("T")
log = logging.getLogger(__name__)


async def recover(node: Node) -> None:
    """Let the writer sign as soon as nothing of the own log can be missing; then wait for ever."""
    standing = await _done(node, lambda ledger: recovery.standing(ledger, node.highwater))
    if not standing.may_sign:
        log.warning(
            "the own log holds %d entries and its high-water mark says %d (%s): nothing is signed until every "
            "member has answered", standing.held, standing.marked, standing.word,
        )
        await _until_whole(node)
    elif await _others_know_more(node, held=standing.held):
        log.warning(
            "the own log holds %d entries, as its high-water mark says, and another member holds more: both are old; "
            "nothing is signed until every member has answered", standing.held,
        )
        await _until_whole(node)
    node.writer.known_whole.set()
    await _mark(node)
    for refusal in await _done(node, lambda ledger: _release(node)):
        log.warning("a draft that waited was refused: %s", refusal.code)
    await asyncio.Event().wait()


async def _done(node: Node, act: Callable[[Ledger], T]) -> T:
    """Have the writer do something, again and again while the disk fails for it: a full one must not end the node."""
    while True:
        try:
            return await asyncio.wrap_future(node.writer.call(act))
        except (OSError, sqlite3.OperationalError) as error:
            # What waited is filed first or not at all: nothing newer may overtake it.
            node.writer.may_sign.clear()
            log.error("the node cannot begin to sign, and tries again: %s", error)
        await asyncio.sleep(AGAIN_S)


async def _mark(node: Node) -> None:
    """Bring the mark up to the database before anything more is signed; wait where it cannot be written."""
    await _done(node, lambda ledger: None)
    while node.writer.mark_fault is not None:
        await asyncio.sleep(AGAIN_S)


async def _others_know_more(node: Node, *, held: int) -> bool:
    """Return whether anybody within reach holds more of our log than we do; who is away does not stop us for good."""
    clock = asyncio.get_running_loop().time
    until = clock() + node.settings.ask_first_s
    while True:
        answers = await known_of_ours_within(
            max(until - clock(), 0.0), charter=node.charter(), member=node.member, identity=_identity(node)
        )
        if any((_size(answer) or 0) > held for answer in answers):
            return True
        if any(_size(answer) is not None for answer in answers):
            return False
        if clock() + ASK_EVERY_S >= until:
            log.warning("no other member says how far it holds this node's log: it signs alone")
            return False
        await asyncio.sleep(ASK_EVERY_S)


def _identity(node: Node) -> TlsIdentity:
    return TlsIdentity(node.keys.tls_certificate, node.keys.tls_key)


async def _until_whole(node: Node) -> None:
    while True:
        answers = await largest_known_of_ours(node.charter(), member=node.member, identity=_identity(node))
        if await _is_whole(node, {answer.peer: _size(answer) for answer in answers}):
            return
        # What the others hold of it comes back over the ordinary links meanwhile, with the ordinary checks.
        await asyncio.sleep(ASK_EVERY_S)


async def _is_whole(node: Node, sizes: dict[str, int | None]) -> bool:
    return await _done(node, lambda ledger: recovery.whole(ledger, sizes))


def _size(answer: OwnAnswer) -> int | None:
    if answer.code is not None:
        return None
    return answer.checkpoint.size if answer.checkpoint else 0


def _release(node: Node) -> list[Refusal]:
    node.writer.may_sign.set()
    # Of what rests since the start the witness has signed nothing yet.
    node.ledger.topics.update(f"log:{origin}" for origin in logs.heads(node.ledger.conn))
    return recovery.release(node.ledger)
