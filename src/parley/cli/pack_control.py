"""What the control socket does about packs: counts one that may be issued, and compares one that was."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from parley.charter.supervision_terms import supervision_terms
from parley.charter.verdict import Refusal
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.node.supervision.packs.gathering import count_pack
from parley.node.supervision.packs.issued import comparison, span_of
from parley.node.supervision.packs.positions import positions_at
from parley.node.supervision.packs.spans import spans_until
from parley.tracks.supervision.packs import PackState


async def pack(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer with the content of the newest pack of a span ("day", "week") that is over, as this node counts it."""
    sort = {"day": "day", "week": "week"}[request["span"]]
    return await asyncio.to_thread(_counted, node, sort)


async def pack_compared(request: dict[str, Any], node: Node) -> dict[str, Any]:
    """Answer how this node counts a pack that was issued: its `name`, and `where`; "not_held" where it has no such."""
    return await asyncio.to_thread(_compared, node, str(request["pack"]))


def _counted(node: Node, sort: str) -> dict[str, Any]:
    terms, now_ms = supervision_terms(node.charter()), node.clock.now_ms()
    if terms is None:
        return {"outcome": "refused", "code": "supervision.no_supervision", "clause": "SU-12", "figures": {}}
    _, span = spans_until(sort, now_ms=now_ms, count=2, terms=terms)
    found = count_pack(node, span, positions_at(node, span.until_ms), now_ms=now_ms)
    return _refused(found) if isinstance(found, Refusal) else {"outcome": "counted", "content": found.content()}


def _compared(node: Node, matter: str) -> dict[str, Any]:
    row = matters.matter(node.reader(), matter)
    state = fold_now(node, row.id, version=row.locked).state if row is not None else None
    span = span_of(node, state) if isinstance(state, PackState) else None
    if not isinstance(state, PackState) or span is None:
        return {"outcome": "compared", "name": "not_held", "where": []}
    found = comparison(node, state, span=span, now_ms=node.clock.now_ms())
    return _refused(found) if isinstance(found, Refusal) else {"outcome": "compared", **asdict(found)}


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {"outcome": "refused", "code": refusal.code, "clause": refusal.clause, "figures": dict(refusal.data)}
