"""The ways out of overlaps between activities, asked of one detector: the menu for each pair that meets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from parley.geo.band import Ground
from parley.geo.detect import Apart, Overlap
from parley.geo.geojson import Drawn
from parley.geo.separation import NONE, Separation
from parley.node.overlaps.finding import Detector
from parley.tracks.deconfliction.proposing.menu import menu
from parley.tracks.deconfliction.proposing.moves import Proposal, Slack
from parley.tracks.deconfliction.proposing.sides import Setting, Side


@dataclass(frozen=True, slots=True)
class PairMenu:
    """The ways out of one overlap, best first; none is an answer too."""

    sides: tuple[Side, Side]
    proposals: tuple[Proposal, ...]


def menus_of(
    drawn: Sequence[Drawn], overlaps: Iterable[Overlap], *, ground: Ground, now_s: int,
    apart: Apart = lambda _one, _other: NONE, widest: Separation = NONE,
) -> Iterator[PairMenu]:  # fmt: skip
    """Yield the menu for every two activities of a file that overlap, each pair once and in the order of their ids.

    Features of one id are one activity.
    """
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        detector = Detector(conn, ground=ground, apart=apart, widest=widest)
        for number, each in enumerate(drawn):
            if each.is_zone:
                detector.add_zone(each, number=number)
            else:
                detector.hold(each, number=number)
        borders = tuple(each.volume.shape.boundary for each in drawn if each.is_zone)
        setting = Setting(ground, detector.reached, now_s, apart=apart, borders=borders)
        known = {each.id for each in drawn if not each.is_zone}
        met = [(each.first, each.second) for each in overlaps if each.kind in ("conflict", "near")]
        pairs = {pair for pair in met if set(pair) <= known}
        for first, second in sorted(pairs):
            sides = _side(drawn, first), _side(drawn, second)
            yield PairMenu(sides, menu(*sides, setting=setting))
    finally:
        conn.close()


def _side(drawn: Sequence[Drawn], own_id: str) -> Side:
    volumes = [each for each in drawn if each.id == own_id and not each.is_zone]
    one = volumes[0]
    return Side(
        own_id, own_id, one.members[0], one.classes[0], tuple(each.volume for each in volumes), slack=Slack(*one.slack),
        stays=any(each.stays for each in volumes), strength=one.strength,
    )  # fmt: skip
