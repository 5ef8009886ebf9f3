"""Inspections and the sectors of early warning on the map: zones and places asked for and visited; what is raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.map.adding import Layer, MapFact, Window, point, position
from parley.desk.naming import member_name
from parley.desk.reach import tracks_read
from parley.desk.verifying import telling, words
from parley.geo.place import E7, Place, place_text
from parley.node.running import Node
from parley.node.verifying.inspected import inspections
from parley.node.verifying.watched import sectors_of
from parley.tracks.incidents.inspection_state import FORM, InspectionState
from parley.tracks.incidents.track import TRACK
from parley.tracks.incidents.warning.sectors import Sector
from parley.tracks.incidents.warning.watch import DAY_MS, Watched

if TYPE_CHECKING:
    from parley.desk.models import Officer


def read_inspections(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield where verification was asked for, made, or kept from, each from when it was told."""
    if TRACK.name not in tracks_read(officer):
        return
    for state in inspections(node):
        if window.matters is None or state.opening.id in window.matters:
            yield from _of_inspection(node, state)


def _of_inspection(node: Node, state: InspectionState) -> Iterator[MapFact]:
    said = [(each, gettext("Verification asked for")) for each in state.requests]
    said += [(each, gettext("Inspection made")) for each in state.visits]  # type: ignore[misc]
    said += [(each, gettext("Restriction of movement")) for each in state.restrictions]  # type: ignore[misc]
    for each, what in said:
        for number, (geometry, where) in enumerate(_geometries(node, each.terms)):
            yield MapFact(
                f"{each.entry}/inspection/{number}",
                geometry,
                "inspection" if geometry["type"] == "Point" else "inspection-area",
                what,
                state.subject,
                where=where,
                label=state.opening.id,
                by=member_name(node, each.member, language=get_language() or "en"),
                state=words.word(words.STATES, state.name),
                source=each.entry,
                from_ms=each.at_ms,
                said_at_ms=each.at_ms,
                matter=state.opening.id,
                address=address_of_form(FORM, state.opening.id),
            )


def _geometries(node: Node, terms: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for name in terms["zones"]:
        zone = node.charter().zones.get(name)
        if zone is not None:
            ring = [position(each) for each in (*zone.corners, zone.corners[0])]
            yield {"type": "Polygon", "coordinates": [ring]}, telling.zone_said(node.charter(), name)
    place = terms.get("place")
    if place is not None:
        at = Place(place["lat_e7"], place["lon_e7"])
        yield point(at), place_text(at)


def read_sectors(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the sectors watched as of now, raised ones otherwise drawn; none of a past that is looked back at."""
    if TRACK.name not in tracks_read(officer) or window.matters is not None:
        return
    found = sectors_of(node).outlook(now_ms=window.now_ms)
    for each in found.watched if found is not None else ():
        fact = _of_sector(each)
        if fact.from_ms <= window.until_ms:
            yield fact


def _of_sector(each: Watched) -> MapFact:
    raising, chart = each.raising, each.chart
    since = raising.first_day if raising is not None else each.day
    counted, past = sum(chart.counts), chart.expected
    return MapFact(
        f"sector:{each.sector.name}",
        {"type": "Polygon", "coordinates": [_ring(each.sector)]},
        "sector-raised" if raising is not None else "sector",
        gettext("Early warning"),
        gettext("Raised") if raising is not None else gettext("Quiet"),
        where=telling.sector_said(each.sector.edges()),
        measure=gettext("%(counted)s incidents in %(run)s days; %(expected)s in the %(past)s days before.")
        % {"counted": counted, "run": len(chart.counts), "expected": past.total, "past": past.days},
        label=gettext("Raised") if raising is not None else "",
        state=telling.day_said(since) if raising is not None else "",
        source=raising.by if raising is not None else "",
        from_ms=since * DAY_MS,
        address=f"{reverse('sectors')}#{each.sector.name}",
    )


def _ring(sector: Sector) -> list[list[float]]:
    south, west = sector.south_e7 / E7, sector.west_e7 / E7
    north, east = (sector.south_e7 + sector.size_e7) / E7, (sector.west_e7 + sector.size_e7) / E7
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


INSPECTIONS = Layer("inspections", lambda: gettext("Inspections"), read_inspections, shape="lens", place=15)
SECTORS = Layer("sectors", lambda: gettext("Early warning"), read_sectors, shape="rise", place=16)
