"""The one order in which the entries of a matter are folded (DESIGN, rule "Order").

Never by time: clocks lie, and two nodes would disagree. First the causal depth, which no author
can lower below what it claims to have read; then a hash that neither side can steer to come first
in every matter; then the number in the log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from parley.matters.entry import Entry

Place = tuple[int, bytes, int]


@lru_cache(maxsize=65_536)
def lot(matter: str, log: str) -> bytes:
    """Return H(matter || origin), which decides between entries of equal depth."""
    return hashlib.sha256(matter.encode() + log.encode()).digest()


def place(entry: Entry) -> Place:
    """Return the key by which entries of one matter are sorted: depth, H(matter || origin), number."""
    return entry.point.depth, lot(entry.matter, entry.point.log), entry.point.number


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one matter in their canonical order, whatever order they came in."""
    return sorted(entries, key=place)
