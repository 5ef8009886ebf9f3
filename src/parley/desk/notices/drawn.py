"""The area of a plan while it is drawn: each corner read out, the outline as it would be signed, and its measures.

What the map shows while somebody draws is made here, by what makes the signed outline: it cannot differ from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from parley.charter.verdict import Fault
from parley.desk.map.notations import notations_of
from parley.desk.notices.offering import plan_in_force
from parley.desk.notices.typed import SIGNED, area_typed, places_typed
from parley.geo.area import Area, area_km2
from parley.geo.distance import bearing_text, length_text, way
from parley.geo.figures import Misread
from parley.geo.outline import bow_m
from parley.geo.place import E7, Place

# A side that is straight on the map lies beside the shortest way: of one as long as this it is said how far.
LONG_SIDE_M = 10_000


@dataclass(frozen=True, slots=True)
class CornerShown:
    """A line of the field of places: its notations, or why it was not understood; and the way to the next corner."""

    typed: str
    degrees: str = ""
    notations: tuple[tuple[str, str], ...] = ()
    fault: Misread | None = None
    length: str = ""
    bearing: str = ""
    beside: str = ""


@never_cache
@require_POST
def outline(request: HttpRequest) -> HttpResponse:
    """Read out what the fields of the area say. Nothing is kept, filed or told."""
    standing = plan_in_force(request.POST.get("change", ""))
    return render(request, "desk/notices/drawn.html", drawn_shown(request.POST, standing=standing))


def drawn_shown(form: Mapping[str, str], *, standing: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return corners, outline and measures for a template; with a fault in place of what could not be made."""
    way_drawn, lines = form.get("way", ""), places_typed(form)
    places = [found for _, found in lines if isinstance(found, Place)]
    sides = _sides(places, way_drawn=way_drawn) if len(places) == len(lines) else []
    made = area_typed(form, standing=standing) if lines or way_drawn == SIGNED else None
    area = made if isinstance(made, Area) else None
    # A line that was not understood says so beside itself.
    is_told = any(isinstance(found, Misread) for _, found in lines)
    return {
        "way": way_drawn,
        "corners": _corners(lines, sides=sides, is_straight=way_drawn == "outline"),
        "fault": made if isinstance(made, Fault) and not is_told else None,
        "outline": json.dumps(_geometry(area), separators=(",", ":")) if area else "",
        "extent": _extent(area) if area else "",
        "around": length_text(sum(metres for metres, _ in sides)) if sides else "",
    }


def _sides(places: list[Place], *, way_drawn: str) -> list[tuple[float, str]]:
    """Return length and bearing of each side: of an outline back to its first corner too, of a circle none."""
    if way_drawn == "circle" or len(places) < 2:
        return []
    is_closed = way_drawn == "outline" and len(places) > 2
    pairs = zip(places, [*places[1:], *(places[:1] if is_closed else ())], strict=False)
    found = [way(one, to=other) for one, other in pairs]
    return [(each.metres, bearing_text(each)) for each in found]


def _corners(
    lines: list[tuple[str, Place | Misread]], *, sides: list[tuple[float, str]], is_straight: bool
) -> list[CornerShown]:
    shown = []
    for number, (typed, found) in enumerate(lines):
        if isinstance(found, Misread):
            shown.append(CornerShown(typed, fault=found))
            continue
        each = CornerShown(typed, f"{found.lon_e7 / E7:.7f},{found.lat_e7 / E7:.7f}", notations_of(found))
        if number < len(sides):
            metres, bearing = sides[number]
            beside = length_text(bow_m(found, metres)) if is_straight and metres >= LONG_SIDE_M else ""
            each = replace(each, length=length_text(metres), bearing=bearing, beside=beside)
        shown.append(each)
    return shown


def _geometry(area: Area) -> dict[str, Any]:
    polygons = [
        [[[lon / E7, lat / E7] for lon, lat in (*ring, ring[0])] for ring in polygon] for polygon in area.polygons
    ]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _extent(area: Area) -> str:
    km2 = area_km2(area)
    return f"{km2:,.2f} km²" if km2 < 100 else f"{km2:,.0f} km²"
