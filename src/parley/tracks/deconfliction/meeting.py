"""What two plans share, in whole numbers that can be signed, and what of it every node finds alike (O-3). Pure.

Whether ground is shared GEOS decides exactly, times are whole seconds, heights plain arithmetic. How wide a strip is
and how far apart two areas are may differ in the last figure between two builds of the library. So a finder tells what
its own build says, and whoever judges grants a metre of distance and a centimetre of width: an honest finding is
never void for a last figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from itertools import product
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.geo.area import Area, read_area
from parley.geo.band import Ground
from parley.geo.height import Height
from parley.geo.separation import Separation
from parley.geo.volume import Meeting, Volume, meet, shared_windows
from parley.record import strictjson

CONFLICT, NEAR = "conflict", "near"
LEAVE_M = 1
# A strip is a conflict from 2 cm on (`geo.area`); between these two another build may say otherwise.
DOUBTFUL_M, SURE_M = 0.01, 0.03

Plan = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two volumes that meet, by their numbers in the two plans: how, and from when until when."""

    volumes: tuple[int, int]
    kind: str
    from_s: int
    until_s: int

    def as_json(self) -> dict[str, Any]:
        """Return the pair as a content writes it."""
        return {"volumes": list(self.volumes), "kind": self.kind, "from_s": self.from_s, "until_s": self.until_s}


@dataclass(frozen=True, slots=True)
class Met:
    """What two plans share: `told` as this build finds it, `surely` what every build finds, `perhaps` what one may."""

    told: tuple[Pair, ...]
    surely: frozenset[Pair]
    perhaps: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class _Outlined:
    """A plan, known again by the digest of its volumes."""

    digest: bytes
    plan: Plan = field(compare=False)


def met(one: Plan, other: Plan, *, terms: ActivityTerms) -> Met:
    """Return what the volumes of two plans share, contingency volumes too; those of a plan are numbered in its order.

    Contacts are left out: a drawing's, and nobody's conflict.
    """
    separation = terms.apart(str(one["class"]), str(other["class"]))
    return _met(_outlined(one), _outlined(other), terms.ground, separation)


def surely_meet(one: Plan, other: Plan, *, terms: ActivityTerms) -> bool:
    """Return whether `met` finds anything that every build finds; nothing is compared after the first that is.

    Judges of what anybody may propose ask this: of two plans that meet everywhere, all of it costs seconds.
    """
    separation = terms.apart(str(one["class"]), str(other["class"]))
    return _surely_meet(_outlined(one), _outlined(other), terms.ground, separation)


def volumes_of(plan: Plan) -> tuple[Volume, ...]:
    """Return the volumes of a plan and then its contingency volumes."""
    return tuple(volume_of(each) for each in (*plan["volumes"], *plan.get("contingency", ())))


def volume_of(value: Mapping[str, Any]) -> Volume:
    """Return a volume of a plan whose form was checked before."""
    area = read_area(value["area"])
    assert isinstance(area, Area)  # the form of the content was checked before
    windows = tuple((int(start), int(end)) for start, end in value["windows"])
    return Volume(area, _height(value["lower"]), _height(value["upper"]), windows)


def _height(value: Mapping[str, Any]) -> Height:
    return Height(int(value["value"]), str(value["unit"]), str(value["reference"]))


def _outlined(plan: Plan) -> _Outlined:
    told = {name: list(plan.get(name, ())) for name in ("volumes", "contingency")}
    return _Outlined(sha256(strictjson.encode(told)).digest(), plan)


# It follows from its arguments alone and costs most of what a fold asks; a fold that is made again asks it again.
@lru_cache(maxsize=64)
def _met(one: _Outlined, other: _Outlined, ground: Ground, separation: Separation) -> Met:
    told: list[Pair] = []
    surely: set[Pair] = set()
    perhaps: set[Pair] = set()
    both = volumes_of(one.plan), volumes_of(other.plan)
    wider = _moved(separation, LEAVE_M)
    for (a, first), (b, second) in product(*map(enumerate, both)):
        found = [meet(first, second, ground=ground, separation=each) for each in (wider, separation)]
        widest, exact = (dict(_pairs((a, b), (first, second), each, separation)) for each in found)
        perhaps |= set(widest.values())
        told += [pair for kind, pair in exact.items() if found[1] is not None and kind == found[1].kind]
        surely |= _surely((a, b), (first, second), ground, separation)
    return Met(tuple(told), frozenset(surely), frozenset(perhaps))


@lru_cache(maxsize=64)
def _surely_meet(one: _Outlined, other: _Outlined, ground: Ground, separation: Separation) -> bool:
    both = volumes_of(one.plan), volumes_of(other.plan)
    return any(
        _surely((a, b), (first, second), ground, separation)
        for (a, first), (b, second) in product(*map(enumerate, both))
    )


def _surely(
    numbers: tuple[int, int], volumes: tuple[Volume, Volume], ground: Ground, separation: Separation
) -> set[Pair]:
    """Return how two volumes meet in every build, if they do."""
    found = meet(*volumes, ground=ground, separation=_moved(separation, -LEAVE_M))
    kinds = dict(_pairs(numbers, volumes, found, separation))
    return set(kinds.values()) if len(kinds) == 1 and found is not None and found.kind in kinds else set()


def _moved(separation: Separation, by_m: int) -> Separation:
    asked = separation.lateral_m
    return replace(separation, lateral_m=max(asked + by_m, 0)) if asked else separation


def _pairs(
    numbers: tuple[int, int], volumes: Sequence[Volume], found: Meeting | None, separation: Separation
) -> Iterator[tuple[str, Pair]]:
    """Yield each kind that a build may tell of two volumes, with when they meet; what is near, as wide as is asked."""
    for kind in sorted(_kinds(found)):
        apart_s = separation.time_min * 60 if kind == NEAR else 0
        windows = shared_windows(volumes[0].windows, volumes[1].windows, apart_s=apart_s)
        if windows:
            yield kind, Pair(numbers, kind, windows[0][0], windows[-1][1])


def _kinds(found: Meeting | None) -> set[str]:
    if found is None:
        return set()
    if DOUBTFUL_M <= found.width_m < SURE_M:
        return {CONFLICT} if found.kind == "contact" else {CONFLICT, NEAR}
    return {found.kind} - {"contact"}
