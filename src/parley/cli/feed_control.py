"""What the control socket does about feeds: adds one and tells its token this once, lists them, revokes one."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from parley.charter.verdict import Refusal
from parley.node.feeds import kept
from parley.node.feeds.kept import Feed, Push, Terms
from parley.node.ledger import Ledger
from parley.node.running import Node

# Whoever sends feeds looks at them anew when this changed.
TOPIC = "feeds"


async def feed_add(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with the token of a new feed, or with why there is none."""
    told = request["terms"]
    push = Push(**told["push"]) if told.get("push") else None
    terms = Terms(**{**told, "formats": tuple(told["formats"]), "push": push})
    charter, random, at_ms = node.charter(), node.random(32), node.clock.now_ms()

    def add(ledger: Ledger) -> str | Refusal:
        ledger.topics.add(TOPIC)
        name = str(request["name"])
        return kept.add(ledger.conn, name, terms, charter=charter, random=random, at_ms=at_ms)

    made = await asyncio.wrap_future(node.writer.call(add))
    return _refused(made) if isinstance(made, Refusal) else {"outcome": "added", "token": made}


async def feed_revoke(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer that a feed was revoked, or that there is none."""
    at_ms = node.clock.now_ms()

    def revoke(ledger: Ledger) -> Refusal | None:
        ledger.topics.add(TOPIC)
        return kept.revoke(ledger.conn, str(request.get("name")), at_ms=at_ms)

    refusal = await asyncio.wrap_future(node.writer.call(revoke))
    return _refused(refusal) if refusal is not None else {"outcome": "revoked"}


async def feed_list(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with every feed, its use, and in which formats it would carry others' notices and may not."""
    del request
    found = await asyncio.to_thread(lambda: kept.listed(node.reader()))
    return {"feeds": [_told(each, node) for each in found]}


def _told(feed: Feed, node: Node) -> dict[str, Any]:
    unsigned = kept.unsigned_formats(node.charter(), feed.terms.formats) if feed.terms.carries != kept.OWN else []
    return {**asdict(feed), "unsigned": unsigned, "to": feed.terms.push.address if feed.terms.push else ""}


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"outcome": "refused", "code": refusal.code, "clause": refusal.clause, "data": dict(refusal.data)}
