"""How a notice alone gets out of what it meets and what cannot move: a zone, a standstill, a protected site. Pure.

The moves are those of a menu, each tested as it would stand; there is no other side, so nothing is split and nothing
has to be the same for two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from parley.geo.geojson import Drawn
from parley.tracks.deconfliction.proposing.moves import HOWS, Proposal
from parley.tracks.deconfliction.proposing.searching import move_aside, move_in_height, move_in_time, trim
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from parley.tracks.deconfliction.proposing.testing import Trial, are_apart


@dataclass(frozen=True)
class Closed(Side):
    """What cannot move, as the other side of a trial."""

    zones: tuple[Drawn, ...] = ()

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """Return each of its zones as the detector takes it."""
        return self.zones


def ways_to_leave(side: Side, zones: Sequence[Drawn], *, setting: Setting) -> tuple[Proposal, ...]:
    """Return the cheapest move in time, in height, aside and by giving up ground, the cheapest first; none too.

    `zones` are closed to it: what forbids, limits, protects or halts. Who keeps its right, or is under way, is not
    asked to move. How it gets into where alone it may be is `entering`'s.
    """
    closed = Closed(zones[0].id, "", "", "", (), stays=True, zones=tuple(zones)) if zones else None
    if closed is None or side.stays or are_apart(side, closed, setting=setting):
        return ()
    trial = Trial(side, closed, setting=setting)
    moves = (way(side, closed, trial=trial) for way in (move_in_time, move_in_height, move_aside, trim))
    found = [Proposal((move,)) for move in moves if move is not None]
    return tuple(sorted(found, key=lambda each: (each.greatest, HOWS.index(each.moves[0].how), each.digest)))
