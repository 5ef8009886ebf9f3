"""Leaves as they were parsed a moment ago: one that comes in is read for its body's name, then for its place."""

from __future__ import annotations

from functools import lru_cache

from parley.record.leaf import Leaf, parse_leaf

REMEMBERED = 2_048


@lru_cache(maxsize=REMEMBERED)
def parsed(raw: bytes) -> Leaf:
    """Return the leaf that these bytes spell; LeafError where they spell none."""
    return parse_leaf(raw)
