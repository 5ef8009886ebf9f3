"""Which sectors are raised, and how many, for the lists that stand beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parley.desk.reach import tracks_read
from parley.desk.verifying.telling import sector_said
from parley.node.verifying.watched import sectors_of
from parley.tracks.incidents.track import TRACK
from parley.tracks.incidents.warning.watch import Watched

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def sectors_raised(frame: Frame) -> list[tuple[str, str]]:
    """Return the sectors that are raised: name and corners; none where the role does not read incidents."""
    return [(each.sector.name, sector_said(each.sector.edges())) for each in _raised(frame)]


def raised_count(frame: Frame) -> int:
    """Return how many sectors are raised; none where the role does not read incidents."""
    return len(_raised(frame))


def _raised(frame: Frame) -> list[Watched]:
    if TRACK.name not in tracks_read(frame.officer):
        return []
    found = sectors_of(frame.node).outlook(now_ms=frame.now_ms)
    return [each for each in found.watched if each.raising is not None] if found is not None else []
