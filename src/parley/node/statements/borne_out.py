"""Which instant has come, as the clock of another member bears out: a clock that ran ahead alone releases nothing.

Two things show it. An entry of another member says when it was written. And the link asks a peer for its clock, again
and again; from then on a clock of this machine that nobody sets counts on (`time.monotonic`). So a release comes at its
minute over a link that was cut meanwhile; after a restart without any link it waits for the first word of another.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from parley.node.running import Node
from parley.node.store import logs
from parley.record.leaf import LeafError, parse_leaf

Monotonic = Callable[[], float]


def borne_out_ms(node: Node, *, monotonic: Monotonic = time.monotonic) -> int | None:
    """Return the latest instant that some other member's clock has shown to have come; None where none has."""
    told = [
        link.clock_ms + max(0, round((monotonic() - link.clock_read_at_s) * 1000))
        for link in node.board.peers()
        if link.clock_ms is not None and link.clock_read_at_s is not None
    ]
    return max([*told, *_written_ms(node)], default=None)


def _written_ms(node: Node) -> list[int]:
    """Return when the last entry of each other member was written, by its author's clock."""
    conn, found = node.reader(), []
    for origin, head in logs.heads(conn).items():
        if origin == node.ledger.origin or not head.size:
            continue
        try:
            found.append(parse_leaf(logs.raw_leaves(conn, head.id, head.size - 1, head.size)[0]).at_ms)
        except LeafError:
            continue
    return found
