"""What of a plan meets a zone's rules, a standstill or a site, in whole numbers, and what every node finds alike. Pure.

Times are whole seconds. How wide a strip is may differ in its last figure between two builds of the library, so each
is asked three times: by the width that counts, by one that counts in every build, and by one that may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.charter.activities import ActivityTerms
from parley.charter.model import Charter
from parley.charter.zones import Zone, ZoneRule
from parley.geo.area import NARROWEST_M, Area, read_area
from parley.geo.band import Ground
from parley.geo.detect import outside_all, with_zone
from parley.geo.geojson import Drawn
from parley.geo.volume import Volume, meet
from parley.tracks.deconfliction.encounters.entries import OUTSIDE, OVER_LIMIT, PROTECTED, STANDSTILL
from parley.tracks.deconfliction.encounters.places import Place
from parley.tracks.deconfliction.holding import left_by
from parley.tracks.deconfliction.meeting import DOUBTFUL_M, SURE_M, volumes_of
from parley.tracks.deconfliction.notice_state import NoticeState
from parley.tracks.deconfliction.site_state import SiteState
from parley.tracks.deconfliction.standstill_state import StandstillState

PREFIX = "zone:"


@dataclass(frozen=True, slots=True)
class Touch:
    """One volume of a plan and one place of what it meets, by their numbers: how, how that stands, from when to when.

    Places are a zone's rules, a standstill's areas, a site's volumes.
    """

    volume: int
    place: int
    kind: str
    standing: str
    from_s: int
    until_s: int

    @property
    def key(self) -> tuple[int, int, str, str]:
        """Return what tells it from others: all but its times."""
        return self.volume, self.place, self.kind, self.standing

    def as_json(self) -> dict[str, Any]:
        """Return it as a content writes it."""
        return {
            "volume": self.volume, "place": self.place, "kind": self.kind, "standing": self.standing,
            "from_s": self.from_s, "until_s": self.until_s,
        }  # fmt: skip


def read_touch(value: Mapping[str, Any]) -> Touch:
    """Return what `as_json` wrote; its form was checked before."""
    return Touch(**{name: value[name] for name in ("volume", "place", "kind", "standing", "from_s", "until_s")})


@dataclass(frozen=True, slots=True)
class Touched:
    """What a plan meets: `told` as this build finds it, `surely` what every build finds, `perhaps` what one may."""

    told: tuple[Touch, ...]
    surely: tuple[Touch, ...]
    perhaps: tuple[Touch, ...]

    def holds(self, named: Sequence[Touch]) -> bool:
        """Return whether some build finds just this: nothing sure is left out or cut short, nothing is made up."""
        by_key = {each.key: each for each in named}
        widest = {each.key: each for each in self.perhaps}
        if len(by_key) != len(named) or list(named) != sorted(named, key=lambda each: each.key):
            return False
        return all(each.key in by_key and _covers(by_key[each.key], each) for each in self.surely) and all(
            key in widest and _covers(widest[key], each) for key, each in by_key.items()
        )


def touched(notice: NoticeState, place: Place, *, charter: Charter, terms: ActivityTerms) -> Touched:
    """Return how the version in force of a notice meets a place; nothing where it is over, or the place does not hold.

    Contacts are left out, a drawing's and nobody's; and so is a limit of which the plan says no number.
    """
    if notice.is_over:
        return Touched((), (), ())
    # Compared once, whatever width counts: only what is taken away from something depends on it.
    compared = list(_compared(notice, place, charter, terms.ground))
    told, surely, perhaps = (
        _sorted([
            *(touch for touch, wide in compared if wide >= width),
            *_left(notice, place, charter, terms.ground, width),
        ])
        for width in (NARROWEST_M, SURE_M, DOUBTFUL_M)
    )  # fmt: skip
    return Touched(told, surely, perhaps)


def zones_drawn(charter: Charter) -> Iterator[Drawn]:
    """Yield each rule of each zone of a charter as the detector takes it, for the times in which both hold."""
    for zone in charter.zones.values():
        for _, drawn in rules_drawn(zone):
            yield drawn


def rules_drawn(zone: Zone) -> Iterator[tuple[int, Drawn]]:
    """Yield each rule of a zone as the detector takes it, with its number in the zone."""
    area = read_area([[[[each.lon_e7, each.lat_e7] for each in zone.corners]]])
    assert isinstance(area, Area)  # the charter was refused otherwise
    for number, rule in enumerate(zone.rules):
        if times := zone.times_of(rule):
            yield number, _drawn(zone, rule, Volume(area, zone.lower, zone.upper, times))


def _drawn(zone: Zone, rule: ZoneRule, volume: Volume) -> Drawn:
    return Drawn(
        f"{PREFIX}{zone.name}", True, volume, rule.classes, rule.members,
        rule=rule.rule, standing=zone.standing_of(rule), limit=rule.limit,
    )  # fmt: skip


def _covers(wide: Touch, narrow: Touch) -> bool:
    return wide.from_s <= narrow.from_s and narrow.until_s <= wide.until_s


def _sorted(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    return tuple(sorted(touches, key=lambda each: each.key))


def _compared(
    notice: NoticeState, place: Place, charter: Charter, ground: Ground
) -> Iterator[tuple[Touch, float]]:
    """Yield what shares ground, time and height with a site or a zone's rule, and how wide it is."""
    if isinstance(place.state, SiteState):
        yield from _of_site(notice, place.state, ground)
    elif place.state is None:
        yield from _of_rules(notice, place.met["name"], charter, ground)


def _left(
    notice: NoticeState, place: Place, charter: Charter, ground: Ground, width: float
) -> Iterator[Touch]:
    """Yield what is left of a plan once something is taken away: variances, or the places where alone it may be."""
    if isinstance(place.state, StandstillState):
        yield from _of_standstill(notice, place.state, ground, width)
    elif place.state is None:
        yield from _outside(notice, place.met["name"], charter, ground, width)


def _of_site(notice: NoticeState, site: SiteState, ground: Ground) -> Iterator[tuple[Touch, float]]:
    if site.withdrawn is not None:
        return
    places = volumes_of({"volumes": site.version.plan["volumes"]})
    for number, volume in enumerate(volumes_of(notice.version.plan)):
        for other, its in enumerate(places):
            found = meet(volume, its, ground=ground)
            if found is not None:
                windows = found.windows
                yield Touch(number, other, PROTECTED, "agreed", windows[0][0], windows[-1][1]), found.width_m


def _of_standstill(notice: NoticeState, standstill: StandstillState, ground: Ground, width: float) -> Iterator[Touch]:
    if standstill.from_s is None or not standstill.may_hold:
        return
    found = left_by(
        notice.version.plan, standstill, member=notice.opening.member, version=notice.version.entry, ground=ground,
        narrowest_m=width,
    )  # fmt: skip
    for (volume, area), left in found.items():
        yield Touch(volume, area, STANDSTILL, "agreed", left.windows[0][0], left.windows[-1][1])


def _of_rules(
    notice: NoticeState, name: str, charter: Charter, ground: Ground
) -> Iterator[tuple[Touch, float]]:
    zone = charter.zones.get(name)
    rules = list(rules_drawn(zone)) if zone is not None else []
    for number, activity in enumerate(_drawn_of(notice)):
        for rule, drawn in rules:
            if drawn.rule == "limit" and activity.strength is None:
                continue
            met = with_zone(activity, drawn, ground=ground)
            if met is not None:
                kind, windows = OVER_LIMIT if drawn.rule == "limit" else drawn.rule, met.meeting.windows
                touch = Touch(number, rule, kind, drawn.standing, windows[0][0], windows[-1][1])
                yield touch, met.meeting.width_m


def _outside(notice: NoticeState, name: str, charter: Charter, ground: Ground, width: float) -> Iterator[Touch]:
    zone = charter.zones.get(name)
    own = [number for number, drawn in rules_drawn(zone) if drawn.rule == "only_inside"] if zone is not None else []
    permitting = [drawn for drawn in zones_drawn(charter) if drawn.rule == "only_inside"] if own else []
    for number, activity in enumerate(_drawn_of(notice) if permitting else ()):
        left, windows = outside_all(activity, permitting, ground=ground, narrowest_m=width), activity.volume.windows
        if left is not None and left.second == f"{PREFIX}{name}" and windows:
            # When it is outside hangs on the width of what is left; that it is, in some piece of its times, does not.
            yield Touch(number, own[0], OUTSIDE, left.standing, windows[0][0], windows[-1][1])


def _drawn_of(notice: NoticeState) -> Iterator[Drawn]:
    """Yield the volumes of a notice as the detector takes them, in the order of their numbers."""
    plan = notice.version.plan
    for volume in volumes_of(plan):
        yield Drawn(
            notice.opening.id, False, volume, (str(plan["class"]),), (notice.opening.member,),
            strength=plan.get("strength"),
        )  # fmt: skip
