"""All that is owed at a node, however much it is."""

from __future__ import annotations

from parley.matters.duty import Duty
from parley.node import owed, pressing
from parley.node.running import Node


def duties(node: Node, *, now_ms: int) -> list[Duty]:
    """Return the duties of every matter in which something may be owed, and the line checks that were to be sent."""
    rows = pressing.part(node, now_ms=now_ms, limit=100_000).rows
    return [*owed.duties_in(node, rows, now_ms=now_ms), *owed.slots_owed(node, now_ms=now_ms)]
