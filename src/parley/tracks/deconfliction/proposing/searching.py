"""How one side alone may clear an overlap: the cheapest move in time, in height, aside, and by giving up ground. Pure.

Each is bounded by counts, never by time, so that every node that computes comes to the same. Each is tested as it
would stand before it is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from parley.geo.area import Area, area_as_lists
from parley.geo.detect import between, with_zone
from parley.geo.geojson import Drawn
from parley.geo.height import Height, height
from parley.geo.marching import FARTHEST_M, Aside, Obstacle, crosses, march, size_m
from parley.geo.moment import LATEST_S
from parley.geo.moving import area_aside, given_up_permille, trimmed, wider_in_height, wider_in_time, wider_on_ground
from parley.geo.separation import Separation
from parley.geo.sliding import DMM, Span, count_of_spans, height_span, merged, nearest, time_spans
from parley.geo.volume import Volume, shared_windows
from parley.tracks.deconfliction.proposing import moves as words
from parley.tracks.deconfliction.proposing.moves import Move, cost_of
from parley.tracks.deconfliction.proposing.sides import Setting, Side
from parley.tracks.deconfliction.proposing.testing import Trial

# Of one volume widened: with more around it, that way is not offered.
MOST_ROWS, MOST_SPANS = 400, 100_000
# How many candidates are tested before a way is given up.
MOST_TRIES = 8


def move_in_time(side: Side, other: Side, *, trial: Trial) -> Move | None:
    """Return the least shift that clears, in steps of five minutes within a day; the later of two that cost alike.

    An earlier beginning leaves the others the notice that the class asks for. A later one takes nobody's notice away,
    and must only not be over.
    """
    spans = time_spans_of(side, other, trial=trial)
    if spans is None:
        return None
    return _first_that_clears((
        time_move(side, seconds)
        for seconds in _by_distance(nearest(spans, step=words.TIME_STEP_S, until=words.FARTHEST_S),
                                    nearest(spans, step=words.TIME_STEP_S, until=-words.FARTHEST_S))
        if is_in_time(side, seconds, setting=trial.setting)
    ), trial=trial)  # fmt: skip


def time_spans_of(side: Side, other: Side | None, *, trial: Trial) -> tuple[Span, ...] | None:
    """Return the shifts in seconds at which a side meets the other or anything new; None where too much is around."""
    if side.notice not in trial.time_spans:
        trial.time_spans[side.notice] = _spans_around(side, trial=trial)
    around = trial.time_spans[side.notice]
    if around is None or other is None:
        return around
    found = [_spans_with(side, volume, other.drawn, trial=trial) for volume in side.volumes]
    return None if None in found else merged((*around, *(span for spans in found for span in spans or ())))


def _spans_around(side: Side, *, trial: Trial) -> tuple[Span, ...] | None:
    found: list[Span] = []
    for volume in side.volumes:
        around = _around(side, wider_in_time(volume, seconds=words.FARTHEST_S), trial=trial)
        spans = None if around is None else _spans_with(side, volume, around, trial=trial)
        if spans is None:
            return None
        found += spans
    return merged(found)


def _spans_with(side: Side, volume: Volume, others: Iterable[Drawn], *, trial: Trial) -> list[Span] | None:
    widened = wider_in_time(volume, seconds=words.FARTHEST_S)
    met = [each for each in others if _meets(side, widened, each, trial)]
    if sum(count_of_spans(volume.windows or (), each.volume.windows) for each in met) > MOST_SPANS:
        return None
    return [
        span for each in met for span in time_spans(
            volume.windows or (), each.volume.windows, within_s=words.FARTHEST_S,
            apart_s=60 * _apart(side, each, trial.setting).time_min,
        )
    ]  # fmt: skip


def is_in_time(side: Side, seconds: int, *, setting: Setting) -> bool:
    """Return whether a side may begin so much later, or earlier with the notice that its class asks for.

    No plan ends later than a calendar does: a time that cannot be written could be neither shown nor filed.
    """
    if side.ends_s + seconds > LATEST_S:
        return False
    return side.begins_s + seconds >= setting.now_s + (side.notice_s if seconds < 0 else 0)


def time_move(side: Side, seconds: int) -> Move:
    """Return the move of a side by so many seconds."""
    cost = cost_of(words.TIME, seconds, unit="s", slack=side.slack)
    return Move(side.notice, side.version, side.member, words.TIME, seconds, "s", cost)


def move_in_height(side: Side, other: Side, *, trial: Trial) -> Move | None:
    """Return the least change of height that clears, within 1,500 metres; the upper of two that cost alike.

    Nothing that stands on the ground is lifted off it, nothing is lowered onto it: heights above sea or ellipsoid stay
    above the highest ground of the mechanism. All limits must be written in one unit from one reference.
    """
    unit, floor = unit_of(side), lowest_shift(side, setting=trial.setting)
    if unit is None or floor is None:
        return None
    most, step = words.FARTHEST_UNITS[unit], words.HEIGHT_STEPS[unit]
    found: list[Span] = []
    for volume in side.volumes:
        widened = wider_in_height(volume, units=most)
        around = _around(side, widened, trial=trial)
        if around is None:
            return None
        found += [
            height_span(volume, each.volume, ground=trial.setting.ground,
                        apart_m=_apart(side, each, trial.setting).vertical_m)
            for each in (*other.drawn, *around) if _meets(side, widened, each, trial)
        ]  # fmt: skip
    spans, dmm = merged(found), DMM[unit]
    return _first_that_clears((
        height_move(side, shift // dmm, unit)
        for shift in _by_distance(nearest(spans, step=step * dmm, until=most * dmm),
                                  nearest(spans, step=step * dmm, until=-most * dmm))
        if shift // dmm >= floor and are_heights(side, shift // dmm)
    ), trial=trial)  # fmt: skip


def move_aside(side: Side, other: Side, *, trial: Trial) -> Move | None:
    """Return the least shift on the ground that clears, no further than ten kilometres or the notice's own size.

    It stays within the mechanism's box and goes over no border of a zone and no line.
    """
    until_m = min(FARTHEST_M, size_m([volume.area for volume in side.volumes]))
    parts: list[tuple[Area, Sequence[Obstacle]]] = []
    for volume in side.volumes:
        widened = wider_on_ground(volume, metres=until_m)
        around = _around(side, widened, trial=trial)
        if around is None:
            return None
        parts.append((volume.area, [
            Obstacle(each.volume.shape, _apart(side, each, trial.setting).lateral_m)
            for each in (*other.drawn, *around) if _is_at_once(side, volume, each, trial.setting)
        ]))  # fmt: skip
    shifts = (each for each in march(parts, until_m=until_m) if is_allowed(side, each, setting=trial.setting))
    return _first_that_clears((aside_move(side, each) for each in shifts), trial=trial)


def trim(side: Side, other: Side, *, trial: Trial) -> Move | None:
    """Return what is left of a side without the ground of the other, where that is at least half of it."""
    areas = []
    for volume in side.volumes:
        by = [
            (each.volume.area, _apart(side, each, trial.setting).lateral_m) for each in other.drawn
            if _meets(side, volume, each, trial)
        ]  # fmt: skip
        left = trimmed(volume.area, by=by) if by else volume.area
        if left is None:
            return None
        areas.append(left)
    lost = given_up_permille([volume.area for volume in side.volumes], after=areas)
    if not 0 < lost <= words.MOST_GIVEN_UP_PERMILLE:
        return None
    cost = cost_of(words.TRIM, lost, unit="permille", slack=side.slack)
    kept = tuple(_tuples(area_as_lists(area)) for area in areas)
    move = Move(side.notice, side.version, side.member, words.TRIM, lost, "permille", cost, areas=kept)
    return move if trial.clears(move) else None


def _first_that_clears(candidates: Iterable[Move], *, trial: Trial) -> Move | None:
    return next((move for move in islice(candidates, MOST_TRIES) if trial.clears(move)), None)


def _by_distance(up: Iterator[int], down: Iterator[int]) -> Iterator[int]:
    """Yield from two counts, up and down, whichever is nearer to nothing; of two alike the upper one."""
    above, below = next(up, None), next(down, None)
    while above is not None or below is not None:
        if below is None or (above is not None and above <= -below):
            assert above is not None
            yield above
            above = next(up, None)
        else:
            yield below
            below = next(down, None)


def _around(side: Side, widened: Volume, *, trial: Trial) -> list[Drawn] | None:
    """Return what this volume may meet besides the other side, and is not met already; None where it is too much.

    What is met already forbids nothing here: whether it is met in a graver way is tested at the end.
    """
    known = {name for name, _ in trial.before(side)}
    around = [
        each for each in trial.setting.reach(side.as_drawn(widened))
        if each.id not in trial.both and each.rule != "only_inside"
    ]  # fmt: skip
    return None if len(around) > MOST_ROWS else [each for each in around if each.id not in known]


def _meets(side: Side, volume: Volume, other: Drawn, trial: Trial) -> bool:
    activity, setting = side.as_drawn(volume), trial.setting
    if other.is_zone:
        found = with_zone(activity, other, ground=setting.ground)
    else:
        found = between(activity, other, ground=setting.ground, apart=setting.apart)
    return found is not None and found.kind != "contact"


def _is_at_once(side: Side, volume: Volume, other: Drawn, setting: Setting) -> bool:
    """Return whether something shares time and height with a volume, wherever on the ground it is."""
    if other.is_zone:
        return with_zone(side.as_drawn(Volume(other.volume.area, volume.lower, volume.upper, volume.windows)),
                         other, ground=setting.ground) is not None  # fmt: skip
    if other.members == (side.member,):
        return False
    apart = _apart(side, other, setting)
    low, high = height_span(volume, other.volume, ground=setting.ground, apart_m=apart.vertical_m)
    return low < 0 < high and bool(shared_windows(volume.windows, other.volume.windows, apart_s=60 * apart.time_min))


def _apart(side: Side, other: Drawn, setting: Setting) -> Separation:
    return Separation() if other.is_zone else setting.apart(*sorted((side.name, other.classes[0])))


def unit_of(side: Side) -> str | None:
    """Return the unit in which all limits are written, from one reference; None where they differ."""
    limits = {(each.unit, each.reference) for volume in side.volumes for each in (volume.lower, volume.upper) if each}
    return next(iter(limits))[0] if len(limits) == 1 else None


def lowest_shift(side: Side, *, setting: Setting) -> int | None:
    """Return by how many units a side may be lowered at most (0 or below); None where it stands on the ground."""
    lowest = min((volume.lower for volume in side.volumes if volume.lower), key=lambda each: each.value, default=None)
    if lowest is None:
        return None
    if lowest.reference == "AGL":
        return -lowest.value if lowest.value > 0 else None
    highest_ground = setting.ground.ground_m[1] + (setting.ground.geoid_m[1] if lowest.reference == "W84" else 0)
    floor = -(-highest_ground * DMM["m"] // DMM[lowest.unit])
    return min(0, floor - lowest.value)


def are_heights(side: Side, units: int) -> bool:
    """Return whether all limits, so much higher, are still heights that may be written."""
    limits = [limit for volume in side.volumes for limit in (volume.lower, volume.upper) if limit]
    return all(isinstance(height(e.value + units, unit=e.unit, reference=e.reference), Height) for e in limits)


def height_move(side: Side, units: int, unit: str) -> Move:
    """Return the move of a side by so many units of height."""
    cost = cost_of(words.HEIGHT, units, unit=unit, slack=side.slack)
    return Move(side.notice, side.version, side.member, words.HEIGHT, units, unit, cost)


def aside_move(side: Side, shift: Aside) -> Move:
    """Return the move of a side by a shift on the ground."""
    cost = cost_of(words.ASIDE, shift.metres, unit="m", slack=side.slack)
    return Move(
        side.notice, side.version, side.member, words.ASIDE, shift.metres, "m", cost, shift.east_e7, shift.north_e7
    )


def is_allowed(side: Side, shift: Aside, *, setting: Setting) -> bool:
    """Return whether a shift keeps a side within the mechanism's box and goes over no border."""
    if not is_in_box(side, shift.east_e7, shift.north_e7, setting=setting):
        return False
    return not any(
        crosses(volume.area, after=area_aside(volume.area, east_e7=shift.east_e7, north_e7=shift.north_e7),
                borders=setting.borders) for volume in side.volumes
    )  # fmt: skip


def is_in_box(side: Side, east_e7: int, north_e7: int, *, setting: Setting) -> bool:
    """Return whether a side so much further east and north lies within the mechanism's box."""
    if setting.box is None:
        return True
    boxes = [area_aside(volume.area, east_e7=east_e7, north_e7=north_e7).box for volume in side.volumes]
    west, south, east, north = setting.box
    return all(west <= each[0] and south <= each[1] and each[2] <= east and each[3] <= north for each in boxes)


def _tuples(value: object) -> object:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
