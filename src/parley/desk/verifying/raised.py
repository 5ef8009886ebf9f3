"""How many sectors are raised, for the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parley.desk.reach import tracks_read
from parley.node.verifying.watched import sectors_of
from parley.tracks.incidents.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def raised_count(frame: Frame) -> int:
    """Return how many sectors are raised, for the rail; none where the role does not read incidents."""
    if TRACK.name not in tracks_read(frame.officer):
        return 0
    found = sectors_of(frame.node).outlook(now_ms=frame.now_ms)
    return sum(each.raising is not None for each in found.watched) if found is not None else 0
