"""Whether a move clears an overlap and makes none anew: asked of the ordinary detector, each time. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from parley.geo.area import Area, read_area
from parley.geo.detect import Overlap, between, outside_all, with_zone
from parley.geo.geojson import Drawn
from parley.geo.moving import aside, higher, later
from parley.geo.volume import Volume
from parley.tracks.deconfliction.proposing.moves import ASIDE, HEIGHT, TIME, Move
from parley.tracks.deconfliction.proposing.sides import Setting, Side

# How grave, for how many seconds, on how many square metres.
Grade = tuple[int, int, int]
# The id of what is met, and how a zone is: nothing of an activity, which is met in one way alone.
Met = tuple[str, str]
_GRAVE = {"contact": 0, "near": 1, "unstated": 1}


def moved_side(side: Side, move: Move) -> Side:
    """Return the side as it would stand after a move of it."""
    return replace(side, volumes=tuple(_moved(each, move, number=n) for n, each in enumerate(side.volumes)))


def are_apart(one: Side, other: Side, *, setting: Setting) -> bool:
    """Return whether two sides keep as far apart as is asked, but for a strip that drawing explains."""
    return next(overlaps_between(one, other, setting=setting), None) is None


def overlaps_between(one: Side, other: Side, *, setting: Setting) -> Iterator[Overlap]:
    """Yield each overlap of a volume of one side with one of the other, which may be zones that cannot move."""
    for mine, theirs in product(one.drawn, other.drawn):
        if theirs.is_zone:
            found = with_zone(mine, theirs, ground=setting.ground)
        else:
            found = between(mine, theirs, ground=setting.ground, apart=setting.apart)
        if found is not None and found.kind != "contact":
            yield found


def grades(side: Side, *, but: frozenset[str], setting: Setting) -> dict[Met, Grade]:
    """Return how a side overlaps with each other activity and each zone, `but` those named."""
    found: dict[Met, Grade] = {}
    for activity in side.drawn:
        for overlap in overlaps_around(activity, setting.reach(activity), but=but, setting=setting):
            grave = _GRAVE.get(overlap.kind, 2)
            if not grave:
                continue
            other = overlap.second if overlap.first == side.notice else overlap.first
            name = (other, "" if overlap.kind in ("conflict", "near") else overlap.kind)
            found[name] = _added(found.get(name, (0, 0, 0)), overlap, grave=grave)
    return found


def is_no_worse(after: Mapping[Met, Grade], *, before: Mapping[Met, Grade]) -> bool:
    """Return whether nothing is met that was not met before, and nothing in a graver way, for longer or on more."""
    return all(
        name in before and all(now <= then for now, then in zip(grade, before[name], strict=True))
        for name, grade in after.items()
    )


def overlaps_around(
    activity: Drawn, around: Iterable[Drawn], *, but: frozenset[str], setting: Setting
) -> Iterator[Overlap]:
    """Yield every overlap of an activity with these others and zones, as the detector finds them."""
    permitting = []
    for other in around:
        if other.is_zone:
            found = with_zone(activity, other, ground=setting.ground)
            permitting += [other] if other.rule == "only_inside" else []
        else:
            is_asked = other.id not in but
            found = between(activity, other, ground=setting.ground, apart=setting.apart) if is_asked else None
        if found is not None:
            yield found
    outside = outside_all(activity, permitting, ground=setting.ground)
    if outside is not None:
        yield outside


class Trial:
    """Two sides in one setting, and what each overlaps with besides the other, found once."""

    def __init__(self, one: Side, other: Side, *, setting: Setting) -> None:
        """Find nothing yet."""
        self.setting, self.sides = setting, (one, other)
        self.both = frozenset((one.notice, other.notice))
        self._before: dict[str, dict[Met, Grade]] = {}
        # What each must keep away from in time besides the other, found once; None where too much is around.
        self.time_spans: dict[str, tuple[tuple[int, int], ...] | None] = {}

    def before(self, side: Side) -> Mapping[Met, Grade]:
        """Return what a side overlaps with, as it stands, besides the other."""
        if side.notice not in self._before:
            self._before[side.notice] = grades(side, but=self.both, setting=self.setting)
        return self._before[side.notice]

    def clears(self, *moves: Move) -> bool:
        """Return whether these moves keep the two apart, and bring none of those that move into anything anew."""
        moving = {move.notice: move for move in moves}
        after = [moved_side(side, moving[side.notice]) if side.notice in moving else side for side in self.sides]
        if not are_apart(*after, setting=self.setting):
            return False
        return all(
            now is then or is_no_worse(grades(now, but=self.both, setting=self.setting), before=self.before(then))
            for then, now in zip(self.sides, after, strict=True)
        )


def _moved(volume: Volume, move: Move, *, number: int) -> Volume:
    if move.how == TIME:
        return later(volume, seconds=move.amount)
    if move.how == HEIGHT:
        return higher(volume, units=move.amount)
    if move.how == ASIDE:
        return aside(volume, east_e7=move.east_e7, north_e7=move.north_e7)
    area = read_area(move.areas[number])
    assert isinstance(area, Area)  # whoever carries a trim had its corners checked
    return replace(volume, area=area)


def _added(grade: Grade, overlap: Overlap, *, grave: int) -> Grade:
    seconds = sum(end - start for start, end in overlap.meeting.windows)
    return max(grade[0], grave), grade[1] + seconds, grade[2] + math.ceil(overlap.meeting.area_m2)
