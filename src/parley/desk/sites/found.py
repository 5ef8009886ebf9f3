"""The protected sites and movements of this desk's node."""

from __future__ import annotations

from parley.desk.cell import node
from parley.node.overlaps.protecting import Protecting, protecting_of


def protecting() -> Protecting:
    """Return the notified sites that the node of this desk may read."""
    return protecting_of(node())
