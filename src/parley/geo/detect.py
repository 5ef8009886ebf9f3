"""What collides with what: activities with each other and with the rules of zones. The same for every order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shapely

from parley.geo.area import flattened, scale_at
from parley.geo.band import Band, Ground
from parley.geo.geojson import Drawn
from parley.geo.place import E7
from parley.geo.separation import NONE, Separation
from parley.geo.volume import Meeting, Window, meet, shared_windows

# The shortest side of what is left outside of all permitting zones before it counts: a drawing's, not an activity's.
OUTSIDE_M = 0.02

Apart = Callable[[str, str], Separation]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two that collide, ids in their order: how, whether anybody may call it a breach, and what they share.

    `kind` is that of `Meeting` between activities, and with a zone "forbidden", "over_limit", "unstated" (limited, and
    no number is said), "outside", "protected" or "standstill". `standing` is the zone's: only what is agreed can be
    broken.
    """

    first: str
    second: str
    kind: str
    standing: str
    meeting: Meeting


def between(one: Drawn, other: Drawn, *, ground: Ground, apart: Apart = lambda _one, _other: NONE) -> Overlap | None:
    """Return how two activities collide; None where they keep apart, or are one member's own."""
    if one.members == other.members:
        return None
    classes = sorted((one.classes[0], other.classes[0]))
    found = meet(*_ordered(one, other), ground=ground, separation=apart(*classes))
    if found is None:
        return None
    first, second = sorted((one.id, other.id))
    return Overlap(first, second, found.kind, "agreed", found)


def with_zone(activity: Drawn, zone: Drawn, *, ground: Ground) -> Overlap | None:
    """Return how an activity collides with a zone that forbids, limits, protects or halts; None where it does not."""
    if not is_about(zone, activity) or zone.rule == "only_inside":
        return None
    if zone.rule == "limit" and activity.strength is not None and activity.strength <= (zone.limit or 0):
        return None
    found = meet(activity.volume, zone.volume, ground=ground)
    if found is None:
        return None
    # Who says no number is not within the limit, and not over it either: that is told.
    limited = "unstated" if activity.strength is None else "over_limit"
    kind = "contact" if found.kind == "contact" else {"limit": limited}.get(zone.rule, zone.rule)
    return Overlap(activity.id, zone.id, kind, zone.standing, found)


def outside_all(
    activity: Drawn, zones: Sequence[Drawn], *, ground: Ground, narrowest_m: float = OUTSIDE_M
) -> Overlap | None:
    """Return what of an activity is not covered by the zones that alone permit it; None where all of it is.

    It must be covered at each time and at each height: what one zone leaves open another may fill. Every piece of time
    between two edges of windows is looked at, and in it every piece of height between two limits. What is left counts
    from `narrowest_m` on.
    """
    permitting = [zone for zone in zones if zone.rule == "only_inside" and is_about(zone, activity)]
    # What is only proposed opens nothing: first what is agreed is asked alone.
    agreed = [zone for zone in permitting if zone.standing == "agreed"]
    for group in (agreed, permitting):
        found = _outside(activity, group, ground=ground, narrowest_m=narrowest_m) if group else None
        if found is not None:
            standing = "agreed" if group is agreed else permitting[0].standing
            return Overlap(activity.id, min(zone.id for zone in group), "outside", standing, found)
        if group:
            return None
    return None


def _outside(activity: Drawn, zones: Sequence[Drawn], *, ground: Ground, narrowest_m: float) -> Meeting | None:
    for window in _pieces_of_time(activity, zones):
        there = [zone for zone in zones if shared_windows((window,), zone.volume.windows)]
        for band in _pieces_of_height(activity, there, ground=ground):
            covering = [zone.volume.shape for zone in there if _holds(zone.volume.band(ground), band)]
            left = shapely.difference(activity.volume.shape, shapely.union_all(covering))
            found = _meeting_of(activity, left, window=window, band=band)
            if found is not None and found.width_m >= narrowest_m:
                return found
    return None


def is_about(zone: Drawn, activity: Drawn) -> bool:
    """Return whether a zone's rule is about an activity of this class and this member."""
    is_class = not zone.classes or activity.classes[0] in zone.classes
    return is_class and (not zone.members or activity.members[0] in zone.members)


def _ordered(one: Drawn, other: Drawn) -> tuple:  # type: ignore[type-arg]
    """Return the two volumes in the order of their ids, so that both nodes compute in the same order."""
    return (one.volume, other.volume) if one.id <= other.id else (other.volume, one.volume)


def _pieces_of_time(activity: Drawn, zones: Iterable[Drawn]) -> list[Window]:
    edges = {edge for zone in zones for window in zone.volume.windows or () for edge in window}
    pieces: list[Window] = []
    for start, end in activity.volume.windows or ():
        inside = sorted({start, end, *(edge for edge in edges if start < edge < end)})
        pieces += list(zip(inside, inside[1:], strict=False))
    return pieces


def _pieces_of_height(activity: Drawn, zones: Iterable[Drawn], *, ground: Ground) -> list[Band]:
    whole = activity.volume.band(ground)
    limits = {limit for zone in zones for limit in _limits(zone.volume.band(ground))}
    inside = sorted({whole.lower, whole.upper, *(limit for limit in limits if whole.lower < limit < whole.upper)})
    return [Band(low, high) for low, high in zip(inside, inside[1:], strict=False)]


def _limits(band: Band) -> tuple[float, float]:
    return band.lower, band.upper


def _holds(outer: Band, inner: Band) -> bool:
    return outer.lower <= inner.lower and inner.upper <= outer.upper


def _meeting_of(activity: Drawn, left: shapely.Geometry, *, window: Window, band: Band) -> Meeting | None:
    parts = [each for each in shapely.get_parts(left) if isinstance(each, shapely.Polygon) and each.area > 0]
    if not parts:
        return None
    _, south, _, north = activity.volume.area.box
    flat = flattened(shapely.MultiPolygon(parts), scale=scale_at((south + north) / 2 / E7))
    wide = 2 * float(shapely.area(flat)) / float(shapely.length(flat))
    return Meeting("conflict", float(shapely.area(flat)), wide, (window,), band, False)
