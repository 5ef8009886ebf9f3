"""The disputes of this desk's node."""

from __future__ import annotations

from parley.desk.cell import node
from parley.node.disputes.held import Disputes, disputes_of


def disputes() -> Disputes:
    """Return the disputes that the node of this desk holds."""
    return disputes_of(node())
