"""The table of limits by zone, from what this node holds of declarations, variances and inspections of other tracks."""

from __future__ import annotations

from collections.abc import Iterator

from parley.matters.verdict import Permit
from parley.node.commitments.counted import COUNTED, counts_of
from parley.node.commitments.held import declarations, instruments
from parley.node.owed import fold_now
from parley.node.running import Node
from parley.node.store import matters
from parley.tracks.commitments.limits import Count, LimitRow, limit_rows

# Of another track: the form of its matters.
INSPECTION = "inspection"


def limits_at(node: Node, *, at_s: int) -> tuple[LimitRow, ...]:
    """Return the limits of the charter in force that hold at an instant, with what was known by then."""
    return limit_rows(
        node.charter(),
        declarations=declarations(node),
        variances=instruments(node),
        counts=counts(node),
        at_s=at_s,
    )


def counts(node: Node) -> Iterator[Count]:
    """Yield what every inspection found of each limit."""
    for row in matters.of_form(node.reader(), INSPECTION, from_ms=0):
        folded = fold_now(node, row.id, version=row.locked)
        for entry in folded.entries:
            if entry.kind == COUNTED and isinstance(folded.verdicts[entry.id], Permit):
                yield from counts_of(entry)
