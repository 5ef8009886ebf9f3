"""The overlaps of this desk's node, found once and kept up to date by whoever asks."""

from __future__ import annotations

from parley.desk.cell import node
from parley.node.overlaps.held import HeldOverlaps
from parley.node.overlaps.kept import overlaps_of


def overlaps() -> HeldOverlaps:
    """Return the overlaps that the node of this desk holds."""
    return overlaps_of(node())
