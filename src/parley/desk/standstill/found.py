"""The standstills of this desk's node."""

from __future__ import annotations

from parley.desk.cell import node
from parley.node.overlaps.standing import Standing, standing_of


def standing() -> Standing:
    """Return the standstills that the node of this desk holds."""
    return standing_of(node())
