"""Reports on the map: each that stands and has not expired, at its coarse place, with the circle in which it may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from parley.desk.addresses import address_of_form
from parley.desk.information.facts import place_said
from parley.desk.information.found import REPORT, state_name
from parley.desk.information.showing import grade_said
from parley.desk.information.words import STATES, tlp_label, word
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
from parley.tracks.information.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer

# One more than the map draws, which tells what it does not; the list of reports holds all.
MOST_DRAWN = 5_001


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the reports that stand, each from when it was given until it expires."""
    if TRACK.name not in tracks_read(officer):
        return
    for row in reading.of_form(node, REPORT, from_ms=0, limit=MOST_DRAWN):
        is_asked = window.matters is None or row.id in window.matters
        if is_asked and row.state["retraction"] is None and row.state["terms"].get("place"):
            yield from _facts(node, row)


def _facts(node: Node, row: MatterRow) -> Iterator[MapFact]:
    terms = row.state["terms"]
    place, name = terms["place"], state_name(row.state, now_ms=node.clock.now_ms())
    at = Place(place["lat_e7"], place["lon_e7"])
    made = circle(at, radius_m=place["radius_m"])
    outlines = [point(at), *([geometry_of(area_as_lists(made))] if isinstance(made, Area) else [])]
    for number, geometry in enumerate(outlines):
        yield MapFact(
            f"{row.id}/report/{number}",
            geometry,
            "incident-area" if number else "incident",
            gettext("Information report"),
            str(row.state["subject"]),
            where=place_text(at),
            measure=place_said({**place, "name": None}),
            label="" if number else f"{row.id} {tlp_label(terms['tlp'])}",
            by=member_name(node, row.opened_by, language=get_language() or "en"),
            state=f"{tlp_label(terms['tlp'])} · {grade_said(terms)} · {word(STATES, name)}",
            source=row.id,
            from_ms=row.at_ms,
            until_ms=terms["expires_s"] * 1000,
            said_at_ms=row.at_ms,
            matter=row.id,
            address=address_of_form(REPORT, row.id),
        )


REPORTS = Layer("reports", lambda: gettext("Information reports"), read, shape="lens", place=15)
