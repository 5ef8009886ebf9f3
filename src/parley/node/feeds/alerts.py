"""What alerts tell: that a carried notice meets another one or a zone. More sources are named in `SOURCES`.

Where the other notice may not leave, the alert tells of the carried one alone: its own ground, its own times, and that
it meets something. How many others, whose and where stays on the desk. A protected site is never told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parley.charter.model import Charter
from parley.charter.zones import Zone
from parley.geo.detect import Overlap
from parley.node.feeds.carried import Carried, Window, carried
from parley.node.feeds.kept import Terms
from parley.node.overlaps.held import ZONE, Found, HeldOverlaps
from parley.node.running import Node

FORM = "alerts"
CONFLICT, NEAR, CONTACT = "conflict", "near", "contact"


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert: `code` names its sentences in texts/feeds.json, `figures` what is set into them in every language.

    `names` are figures that differ by language. `ground` are polygons as a notice has them.
    """

    id: str
    code: str
    figures: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    sent_ms: int
    windows: tuple[Window, ...]
    ground: tuple[Any, ...]
    severity: str
    certainty: str
    is_exercise: bool
    mechanism: str

    @property
    def begins_s(self) -> int:
        """Return when what it warns of begins."""
        return self.windows[0][0]

    @property
    def ends_s(self) -> int:
        """Return when what it warns of is over."""
        return max(end for _, end in self.windows)


Source = Callable[[Node, Terms, HeldOverlaps, list[Carried]], Iterable[Alert]]


def alerts(node: Node, terms: Terms, held: HeldOverlaps, *, now_s: int) -> list[Alert]:
    """Return every alert that a feed tells of now, the newest first."""
    told = [each for each in carried(node, terms, FORM, now_s=now_s) if not each.is_over]
    found = [alert for source in SOURCES for alert in source(node, terms, held, told) if alert.ends_s > now_s]
    return sorted(found, key=lambda each: (-each.sent_ms, each.id))


def _of_overlaps(node: Node, terms: Terms, held: HeldOverlaps, told: list[Carried]) -> Iterator[Alert]:
    del node, terms
    known = {each.id: each for each in told}
    withheld: dict[str, str] = {}
    for found in held.all():
        pair = [known[matter] for matter in found.matters if matter in known]
        if found.kind == CONTACT or not pair:
            continue
        if len(pair) == 2:
            yield _of_pair(pair[0], pair[1], found)
        else:
            kinds = (withheld.get(pair[0].id, NEAR), found.kind)
            withheld[pair[0].id] = CONFLICT if CONFLICT in kinds else NEAR
    for matter, kind in withheld.items():
        yield _alert(known[matter], f"feeds.{kind}", {}, told=kind, windows=known[matter].windows)


def _of_pair(one: Carried, other: Carried, found: Found) -> Alert:
    figures = {"other": other.id, "other_member": other.member}
    sent_ms = max(one.version_ms, other.version_ms)
    windows = found.overlap.meeting.windows
    told = f"{found.kind}:{other.version}"
    return _alert(one, f"feeds.{found.kind}_pair", figures, told=told, windows=windows, sent_ms=sent_ms)


def _of_zones(node: Node, terms: Terms, held: HeldOverlaps, told: list[Carried]) -> Iterator[Alert]:
    del terms
    for each in told:
        for met in held.zones_of(each.id):
            zone = node.charter().zones.get(met.second.removeprefix(ZONE))
            if zone is not None and not is_protected(zone):
                yield _of_zone(each, met, zone, node.charter())


def _of_zone(notice: Carried, met: Overlap, zone: Zone, charter: Charter) -> Alert:
    names = {code: {"zone": zone.names.get(code) or zone.name} for code in charter.languages}
    is_agreed = met.standing == "agreed"
    windows = met.meeting.windows
    code = "feeds.zone_agreed" if is_agreed else "feeds.zone_open"
    told = f"{met.second}:{met.kind}:{met.standing}"
    certainty = "Likely" if is_agreed else "Possible"
    return _alert(notice, code, {}, told=told, windows=windows, names=names, certainty=certainty)


def is_protected(zone: Zone) -> bool:
    """Return whether a zone is a protected site by any of its rules: then nothing of it leaves."""
    return any(rule.rule == "protected" for rule in zone.rules)


def _alert(
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
    # Of what is told alone: an id that depended on more would tell it.
    digest = sha256(f"{notice.version}:{code}:{told}".encode()).hexdigest()[:16]
    return Alert(
        id=f"{notice.mechanism}.{notice.id.replace('/', '-')}.{digest}",
        code=code,
        figures={"notice": notice.id, "member": notice.member, "subject": notice.title, **figures},
        names=names or {},
        sent_ms=notice.version_ms if sent_ms is None else sent_ms,
        windows=windows,
        ground=tuple(polygon for volume in notice.volumes for polygon in volume["area"]),
        severity="Severe" if code.startswith("feeds.conflict") or code == "feeds.zone_agreed" else "Moderate",
        certainty=certainty,
        is_exercise=notice.is_exercise,
        mechanism=notice.mechanism,
    )


SOURCES: tuple[Source, ...] = (_of_overlaps, _of_zones)
