"""The detector finds exactly what comparing every pair finds, whatever the order, the sides and the place."""

from __future__ import annotations

import math
import random
import sqlite3
from dataclasses import replace
from itertools import combinations

import pytest

from parley.geo.area import Area
from parley.geo.band import Ground
from parley.geo.detect import Overlap, between
from parley.geo.geojson import Drawn
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.separation import Separation
from parley.geo.volume import Volume
from parley.node.overlaps.finding import Detector, overlaps_of
from parley.node.overlaps.index import Index, VolumeIndex
from tests.geo.drawing import DAY_S, GROUND, HOUR, square
from tests.node.overlaps.conftest import IndexOf
from tests.node.overlaps.scattering import CLASSES, scattered

FAR = Separation(1_500, 200, 45)


def apart(one: str, other: str) -> Separation:
    """Ask for room where something is fired, and for none elsewhere."""
    return FAR if "live_fire_exercise" in (one, other) else Separation()


def told(found: list[Overlap]) -> list[tuple[str, str, str]]:
    """Return who meets whom, and how."""
    return sorted((each.first, each.second, each.kind) for each in found)


def by_every_pair(drawn: list[Drawn]) -> list[tuple[str, str, str]]:
    """Compare each with each, without an index."""
    found = [between(one, other, ground=GROUND, apart=apart) for one, other in combinations(drawn, 2)]
    return told([each for each in found if each is not None])


@pytest.mark.parametrize("seed", range(4))
def test_the_index_finds_what_every_pair_finds(seed: int, index_of: IndexOf) -> None:
    """No collision is missed and none is invented, with touching ones and with separations among them."""
    drawn = scattered(250, seed=seed)
    expected = by_every_pair(drawn)
    assert told(found_among(drawn, index_of)) == expected
    assert {kind for _, _, kind in expected} == {"conflict", "near"}
    shuffled = random.Random(seed).sample(drawn, len(drawn))
    assert found_among(shuffled, index_of) == found_among(drawn, index_of)


def found_among(drawn: list[Drawn], index_of: IndexOf) -> list[Overlap]:
    """Return what an empty index of this kind helps to find."""
    return overlaps_of(drawn, ground=GROUND, apart=apart, widest=FAR, activities=index_of(GROUND))


def test_the_sides_may_be_swapped(index_of: IndexOf) -> None:
    """What one side is told the other would be told: members exchanged, the same pairs meet."""
    drawn = scattered(200, seed=9)
    swapped = [replace(each, members=({"IL": "SY", "SY": "IL"}[each.members[0]],)) for each in drawn]
    assert told(found_among(drawn, index_of)) == told(found_among(swapped, index_of))


def test_more_than_ten_thousand_overlaps_are_all_told(index_of: IndexOf) -> None:
    """Nothing is cut off: 150 of one side over 150 of the other are 22,500."""
    here = square()
    volume = Volume(here, Height(0, "m", "AMSL"), Height(9, "m", "AMSL"), ((DAY_S, DAY_S + HOUR),))
    drawn = [Drawn(f"{m}/{n}", False, volume, ("convoy",), (m,)) for m in ("IL", "SY") for n in range(150)]
    assert len(overlaps_of(drawn, ground=GROUND, activities=index_of(GROUND))) == 150 * 150


def test_what_was_removed_is_met_no_more(index_of: IndexOf) -> None:
    """A cancelled activity leaves the index whole, with all its windows."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    index = index_of(GROUND)
    detector = Detector(conn, ground=GROUND, activities=index)
    one, other = scattered(2, seed=1)
    one = replace(one, members=("IL",), id="IL/0")
    detector.add(one)
    again = replace(other, volume=one.volume, members=("SY",), id="SY/1")
    assert [each.kind for each in detector.check(again)] == ["conflict"]
    detector.remove("IL/0")
    assert detector.check(again) == []
    if index is None:
        assert conn.execute("SELECT count(*) FROM activity_box").fetchone() == (0,)
    else:
        assert index.hits(one.volume) == []


def zone(rule: str, area: Area, *, members: tuple[str, ...] = (), limit: int | None = None,
         lower: int | None = None, upper: int | None = None, hours: tuple[int, int] | None = None,
         number: int = 0) -> Drawn:  # fmt: skip
    """Return a zone with a rule; without heights and hours it holds always."""
    limits = [None if each is None else Height(each, "m", "W84") for each in (lower, upper)]
    windows = None if hours is None else ((DAY_S + hours[0] * HOUR, DAY_S + hours[1] * HOUR),)
    return Drawn(f"Z{number}", True, Volume(area, *limits, windows), (), members, rule=rule, limit=limit)


def activity(area: Area, *, member: str = "SY", strength: int = 10, hours: tuple[int, int] = (0, 4)) -> Drawn:
    """Return an activity from 100 to 300 m above the ellipsoid."""
    windows = ((DAY_S + hours[0] * HOUR, DAY_S + hours[1] * HOUR),)
    volume = Volume(area, Height(100, "m", "W84"), Height(300, "m", "W84"), windows)
    return Drawn(f"{member}/1", False, volume, ("convoy",), (member,), strength)


HERE = square()
WEST, EAST = square(35.8, 33.1, side=0.05), square(35.85, 33.1, side=0.1)
CASES: dict[str, tuple[Drawn, list[Drawn], list[str]]] = {
    "forbidden to all": (activity(HERE), [zone("forbidden", HERE)], ["forbidden"]),
    "forbidden to others": (activity(HERE), [zone("forbidden", HERE, members=("IL",))], []),
    "forbidden beside": (activity(HERE), [zone("forbidden", square(35.9, 33.1))], []),
    "forbidden above": (activity(HERE), [zone("forbidden", HERE, lower=300, upper=900)], []),
    "forbidden later": (activity(HERE), [zone("forbidden", HERE, hours=(4, 9))], []),
    "within the limit": (activity(HERE), [zone("limit", HERE, limit=10)], []),
    "limited, and no number said": (
        replace(activity(HERE), strength=None), [zone("limit", HERE, limit=10)], ["unstated"]),
    "over the limit": (activity(HERE, strength=11), [zone("limit", HERE, limit=10)], ["over_limit"]),
    "at a protected site": (activity(HERE), [zone("protected", square(35.85, 33.15, side=0.01))], ["protected"]),
    "during a standstill": (activity(HERE), [zone("standstill", HERE, hours=(3, 9))], ["standstill"]),
    "inside the one that permits": (activity(HERE), [zone("only_inside", square(35.7, 33.0, side=0.5))], []),
    "partly outside": (activity(HERE), [zone("only_inside", WEST)], ["outside"]),
    "inside of two together": (
        activity(square(35.82, 33.11, side=0.03)),
        [zone("only_inside", WEST), zone("only_inside", EAST, number=1)], []),
    "inside of two, across their border": (
        activity(square(35.83, 33.11, side=0.03)),
        [zone("only_inside", square(35.8, 33.1, side=0.05)), zone("only_inside", EAST, number=1)], []),
    "two that permit one after the other": (
        activity(HERE), [zone("only_inside", HERE, hours=(0, 2)), zone("only_inside", HERE, hours=(2, 4), number=1)],
        []),
    "an hour between two that permit": (
        activity(HERE), [zone("only_inside", HERE, hours=(0, 2)), zone("only_inside", HERE, hours=(3, 4), number=1)],
        ["outside"]),
    "two that permit on top of each other": (
        activity(HERE),
        [zone("only_inside", HERE, lower=0, upper=200), zone("only_inside", HERE, lower=200, upper=400, number=1)], []),
    "a gap in height": (
        activity(HERE),
        [zone("only_inside", HERE, lower=0, upper=200), zone("only_inside", HERE, lower=201, upper=400, number=1)],
        ["outside"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_activity_is_held_against_the_rules_of_zones(name: str) -> None:
    """Forbidden, over a limit, outside of what alone is permitted: in its place, at its height, in its time."""
    drawn, zones, expected = CASES[name]
    assert [each.kind for each in overlaps_of([drawn, *zones], ground=GROUND)] == expected


def test_what_is_only_asserted_is_told_as_asserted() -> None:
    """An overlap with a zone says how the zone stands: only what is agreed can be broken."""
    contested = replace(zone("forbidden", HERE), standing="contested")
    assert [each.standing for each in overlaps_of([activity(HERE), contested], ground=GROUND)] == ["contested"]


def test_what_is_only_proposed_opens_nothing() -> None:
    """Outside of what alone is agreed to permit it, though a proposed zone would cover it."""
    agreed, proposed = zone("only_inside", WEST), replace(zone("only_inside", HERE, number=1), standing="proposed")
    found = overlaps_of([activity(HERE), agreed, proposed], ground=GROUND)
    assert [(each.kind, each.standing, each.second) for each in found] == [("outside", "agreed", "Z0")]
    assert overlaps_of([activity(HERE), proposed], ground=GROUND) == []


def test_two_of_one_id_are_held_apart() -> None:
    """In a file two sides, or an activity and a zone, may bear the same id: nothing is missed for it."""
    one, other = activity(HERE), replace(activity(HERE, member="IL"), id="SY/1")
    named = replace(zone("forbidden", HERE), id="SY/1")
    assert [each.kind for each in overlaps_of([one, other, named], ground=GROUND)] == [
        "conflict", "forbidden", "forbidden"]  # fmt: skip


def index_for(ground: Ground, index_of: IndexOf) -> Index:
    """Return an empty index, in SQLite where that is meant."""
    made = index_of(ground)
    if made is None:
        made = VolumeIndex(sqlite3.connect(":memory:", isolation_level=None), "activity", ground=ground)
        made.make()
    return made


def test_a_bound_that_is_no_number_is_refused(index_of: IndexOf) -> None:
    """SQLite would store it as 0, and what lies there would be missed."""
    index = index_for(replace(GROUND, geoid_m=(0, math.nan)), index_of)  # type: ignore[arg-type]
    volume = Volume(HERE, Height(0, "m", "AMSL"), Height(9, "m", "AMSL"), None)
    with pytest.raises(ValueError, match="no number"):
        index.add("SY/1", 0, volume)


def test_the_boxes_hold_what_they_stand_for(index_of: IndexOf) -> None:
    """Rounded to 32 bits outwards: each volume is a candidate of itself, far from the epoch and at odd places."""
    chance, index = random.Random(5), index_for(GROUND, index_of)
    for number in range(500):
        west, south = chance.randrange(-180 * E7, 179 * E7), chance.randrange(-84 * E7, 84 * E7)
        ring = ((west, south), (west + chance.randrange(1, 99), south), (west, south + chance.randrange(1, 99)))
        start = chance.randrange(0, 4_000_000_000)
        windows = ((start, start + chance.randrange(1, 99)),)
        lower = chance.randrange(-400, 9_000)
        volume = Volume(Area(((ring,),)), Height(lower, "m", "W84"), Height(lower + 1, "m", "W84"), windows)
        index.add(str(number), 0, volume)
        assert (str(number), 0) in index.hits(volume)


def test_classes_that_ask_for_no_room_get_none(index_of: IndexOf) -> None:
    """The separation belongs to the pair of classes, not to the one who asks the index."""
    drawn = [each for each in scattered(150, seed=3) if each.classes[0] != CLASSES[2]]
    assert {kind for _, _, kind in told(found_among(drawn, index_of))} == {"conflict"}
