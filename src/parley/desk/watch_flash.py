"""The FLASH bar: every FLASH that waits here is counted and named; shown are the first that are due, of each member."""

from __future__ import annotations

from dataclasses import dataclass

from parley.desk.watch_list import Viewer, rows_of
from parley.desk.watching import Flash, flashes_of
from parley.node import pressing, reading
from parley.node.owed import duties_in
from parley.node.running import Node
from parley.tracks.hotline.track import TRACK as HOTLINE

# Shown in full: one of each member in any case, so that no member's FLASH hides another's.
LEAST_SHOWN = 2
# Named to the browser, which sounds and notifies for each: the newest so many of each member.
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class FlashBar:
    """The bar: what is shown of it, the ids of the newest, how many wait in all, and how many are not shown."""

    shown: tuple[Flash, ...]
    named: tuple[str, ...]
    count: int

    @property
    def rest(self) -> int:
        """How many wait that are not shown."""
        return self.count - len(self.shown)


def flash_bar(node: Node, *, viewer: Viewer) -> FlashBar:
    """Return the FLASH messages that wait for this member's acknowledgement, however much else is owed.

    None for a role that does not read the hotline.
    """
    if HOTLINE.name not in viewer.tracks:
        return FlashBar((), (), 0)
    found = pressing.flashes(node, least_shown=LEAST_SHOWN, most_named=MOST_NAMED)
    duties = duties_in(node, found.shown, now_ms=viewer.now_ms)
    rows = rows_of(node, duties, matters=reading.shown(node, found.shown), viewer=viewer)
    return FlashBar(tuple(flashes_of(rows, now_ms=viewer.now_ms)), found.newest, found.count)
