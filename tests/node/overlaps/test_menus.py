"""Menus from the index: the same as with everything compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parley.geo.geojson import Drawn
from parley.geo.separation import Separation
from parley.node.overlaps.finding import overlaps_of
from parley.node.overlaps.menus import menus_of
from parley.tracks.deconfliction.proposing.menu import menu
from parley.tracks.deconfliction.proposing.moves import Slack
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from tests.geo.drawing import GROUND
from tests.node.overlaps.scattering import scattered
from tests.tracks.deconfliction.proposing.world import NOW_S

APART = Separation(200, 30, 10)


def side(drawn: Drawn) -> Side:
    """Return an activity as a side of its own."""
    name, member = drawn.classes[0], drawn.members[0]
    return Side(drawn.id, drawn.id, member, name, (drawn.volume,), slack=Slack(*drawn.slack), strength=drawn.strength)


def test_the_index_gives_the_same_menu_as_comparing_all() -> None:
    """Of scattered activities, each pair that meets: the same proposals, and some at all."""
    every = [replace(each, slack=(120, 1_000, 100)) for each in scattered(60, seed=3)]
    overlaps = overlaps_of(every, ground=GROUND, apart=lambda _one, _other: APART, widest=APART)
    found = list(menus_of(every, overlaps, ground=GROUND, now_s=NOW_S, apart=lambda _one, _other: APART, widest=APART))

    def all_of_them(_activity: Drawn) -> Sequence[Drawn]:
        return every

    setting = Setting(GROUND, all_of_them, NOW_S, apart=lambda _one, _other: APART)
    by_id = {each.id: each for each in every}
    assert found and any(each.proposals for each in found)
    for each in found[:12]:
        one, other = (side(by_id[of.notice]) for of in each.sides)
        assert each.proposals == menu(one, other, setting=setting)
