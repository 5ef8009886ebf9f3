"""Which matters were touched since a position in the logs: exact, whatever the clocks of the authors said."""

from __future__ import annotations

from collections.abc import Mapping

from parley.node.running import Node
from parley.node.store import logs


def position(node: Node) -> dict[int, int]:
    """Return how many entries of each log were judged, by the log's row id."""
    rows = node.reader().execute("SELECT log, processed FROM cursor")
    return {int(log): int(processed) for log, processed in rows}


def matters_since(node: Node, before: Mapping[int, int], *, limit: int) -> frozenset[str] | None:
    """Return the matters with an entry judged after `before`; None where there are more than `limit`."""
    found: set[str] = set()
    for head in logs.heads(node.reader()).values():
        rows = node.reader().execute(
            "SELECT DISTINCT matter FROM point WHERE log = ? AND number >= ? AND matter IS NOT NULL LIMIT ?",
            (head.id, before.get(head.id, 0), limit + 1),
        )
        found |= {row[0] for row in rows}
    return frozenset(found) if len(found) <= limit else None
