"""Incidents on the map: each standing account at its own place, with the circle in which it may have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.incidents.telling import in_line, place_parts, time_parts, type_word
from parley.desk.incidents.words import STATES, word
from parley.desk.map.adding import Layer, MapFact, Window, point
from parley.desk.naming import member_name
from parley.desk.notices.mapped import geometry_of
from parley.desk.reach import tracks_read
from parley.geo.area import Area, area_as_lists
from parley.geo.outline import circle
from parley.geo.place import Place, place_text
from parley.node import reading
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.incidents.incident_state import FORM
from parley.tracks.incidents.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer

# One more than the map draws, which tells what it does not; the list of incidents holds all.
MOST_DRAWN = 5_001
# A circle under this radius is a point on every map.
SMALLEST_CIRCLE_M = 20


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the standing accounts of the incidents, each from when it was told."""
    if TRACK.name not in tracks_read(officer):
        return
    rows = reading.of_form(node, FORM, from_ms=0, limit=MOST_DRAWN)
    for row in rows:
        if window.matters is None or row.id in window.matters:
            yield from _facts(node, row)


def _facts(node: Node, row: MatterRow) -> Iterator[MapFact]:
    language = get_language() or "en"
    for account in row.state["accounts"]:
        terms, place = account["terms"], account["terms"].get("place")
        if place is None or account["withdrawn"] is not None:
            continue
        at = Place(place["lat_e7"], place["lon_e7"])
        for number, geometry in enumerate(_geometries(place)):
            yield MapFact(
                f"{account['entry']}/incident/{number}",
                geometry,
                "incident-area" if number else "incident",
                gettext("Account of an incident"),
                str(terms["subject"]),
                where=place_text(at),
                measure=in_line((*time_parts(terms["time"]), *place_parts({**place, "name": None})[1:])),
                label="" if number else f"{row.id} {account['member']}",
                by=member_name(node, account["member"], language=language),
                state=f"{type_word(node.charter(), terms['type'])} · {word(STATES, row.state['name'])}",
                source=account["entry"],
                from_ms=account["at_ms"],
                said_at_ms=account["at_ms"],
                matter=row.id,
                address=address_of_form(FORM, row.id),
            )


def _geometries(place: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    at = Place(place["lat_e7"], place["lon_e7"])
    yield point(at)
    if place["radius_m"] >= SMALLEST_CIRCLE_M:
        made = circle(at, radius_m=place["radius_m"])
        if isinstance(made, Area):
            yield geometry_of(area_as_lists(made))


INCIDENTS = Layer("incidents", lambda: gettext("Incidents"), read, shape="incident", place=14)
