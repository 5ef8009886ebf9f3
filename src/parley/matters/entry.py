"""What the kernel knows of an entry: its leaf, its place in the causal order, and its opened body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Point:
    """The place of an entry in the order of causes, known to everybody from leaves alone.

    `seen` maps the origin of each other log to the number of its entries that the author had
    read; the author's own earlier entries are always in its past. `depth` is one more than the
    greatest depth in that past (DESIGN, rule "Order").
    """

    log: str
    number: int
    at_ms: int
    depth: int
    seen: Mapping[str, int]

    def covers(self, other: Point) -> bool:
        """Return whether `other` lies in the causal past of this entry."""
        if other.log == self.log:
            return other.number < self.number
        return other.number < self.seen.get(other.log, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry whose body the reader holds and has opened.

    `id` is the member's code, a slash and the number in its log, "SY/1042". `matter` is the id of
    the entry that opened the matter; an entry that opens one carries its own id. `to` names the
    addressees by code, sorted, the author among them. `content` was checked against its kind's
    form unless the verdict says otherwise.
    """

    id: str
    member: str
    point: Point
    to: tuple[str, ...]
    kind: str
    matter: str
    content: Mapping[str, Any]

    def reaches(self, other: Entry) -> bool:
        """Return whether everybody who may read `other` may read this entry too."""
        return set(other.to) <= set(self.to)


def entry_number(entry_id: str) -> tuple[str, int]:
    """Return member code and number of "SY/1042", by which the entries of one log are sorted."""
    member, _, number = entry_id.rpartition("/")
    return member, int(number)
