"""Alerts about carried notices that meet other notices or zones.

Where the other notice may not leave, the alert tells of the carried one alone: its own ground, its own times, and that
it meets something. How many others, whose and where stays on the desk. A protected site is never told of, and of what
a blind notice meets nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parley.charter.model import Charter
from parley.charter.zones import Zone
from parley.geo.detect import Overlap
from parley.node.feeds.alert import Alert, Look, alert_id
from parley.node.feeds.carried import Carried, Window
from parley.node.overlaps.held import ZONE, Found

CONFLICT, NEAR, CONTACT = "conflict", "near", "contact"
SEVERE = ("feeds.conflict", "feeds.zone_agreed", "feeds.standstill")


def of_overlaps(look: Look) -> Iterator[Alert]:
    """Yield an alert for each carried notice that meets another one: by name where that one may leave too."""
    known = {each.id: each for each in look.notices}
    withheld: dict[str, str] = {}
    blind = {each.opening.id for each in look.watched.overlaps.blind()}
    for found in look.watched.overlaps.all():
        pair = [known[matter] for matter in found.matters if matter in known]
        if found.kind == CONTACT or not pair or not blind.isdisjoint(found.matters):
            continue
        if len(pair) == 2:
            yield _of_pair(pair[0], pair[1], found)
        else:
            kinds = (withheld.get(pair[0].id, NEAR), found.kind)
            withheld[pair[0].id] = CONFLICT if CONFLICT in kinds else NEAR
    for matter, kind in withheld.items():
        yield alert_of(known[matter], f"feeds.{kind}", {}, told=kind, windows=known[matter].windows)


def _of_pair(one: Carried, other: Carried, found: Found) -> Alert:
    figures = {"other": other.id, "other_member": other.member}
    sent_ms = max(one.version_ms, other.version_ms)
    windows = found.overlap.meeting.windows
    told = f"{found.kind}:{other.version}"
    return alert_of(one, f"feeds.{found.kind}_pair", figures, told=told, windows=windows, sent_ms=sent_ms)


def of_zones(look: Look) -> Iterator[Alert]:
    """Yield an alert for each zone that a carried notice meets, with how its rule stands; for no protected site."""
    for each in look.notices:
        for met in look.watched.overlaps.zones_of(each.id):
            zone = look.node.charter().zones.get(met.second.removeprefix(ZONE))
            if zone is not None and not is_protected(zone):
                yield _of_zone(each, met, zone, look.node.charter())


def _of_zone(notice: Carried, met: Overlap, zone: Zone, charter: Charter) -> Alert:
    names = {code: {"zone": zone.names.get(code) or zone.name} for code in charter.languages}
    is_agreed = met.standing == "agreed"
    windows = met.meeting.windows
    code = "feeds.zone_agreed" if is_agreed else "feeds.zone_open"
    told = f"{met.second}:{met.kind}:{met.standing}"
    certainty = "Likely" if is_agreed else "Possible"
    return alert_of(notice, code, {}, told=told, windows=windows, names=names, certainty=certainty)


def is_protected(zone: Zone) -> bool:
    """Return whether a zone is a protected site by any of its rules: then nothing of it leaves."""
    return any(rule.rule == "protected" for rule in zone.rules)


def alert_of(
    notice: Carried,
    code: str,
    figures: Mapping[str, str],
    *,
    told: str,
    windows: tuple[Window, ...],
    sent_ms: int | None = None,
    names: Mapping[str, Mapping[str, str]] | None = None,
    certainty: str = "Likely",
) -> Alert:
    """Return an alert about a carried notice, of its own ground; `told` is what else its words depend on."""
    return Alert(
        id=alert_id(notice.mechanism, notice.id, notice.version, code, told),
        code=code,
        figures={"notice": notice.id, "member": notice.member, "subject": notice.title, **figures},
        names=names or {},
        sent_ms=notice.version_ms if sent_ms is None else sent_ms,
        windows=windows,
        ground=tuple(polygon for volume in notice.volumes for polygon in volume["area"]),
        severity="Severe" if code.startswith(SEVERE) else "Moderate",
        certainty=certainty,
        is_exercise=notice.is_exercise,
        mechanism=notice.mechanism,
    )
