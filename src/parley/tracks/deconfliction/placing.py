"""Whether areas lie where the mechanism is, and their limits of height the right way up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.tracks.content.place_form import height_of
from parley.tracks.deconfliction.refusing import refuse


def refuse_outside(places: Iterable[Mapping[str, Any]], *, charter: Charter, clause: str) -> Refusal | None:
    """Refuse an area that leaves the charter's box, and limits that are upside down however they are meant."""
    for place in places:
        refusal = _refuse_box(place, charter=charter, clause=clause) or _refuse_limits(
            place, charter=charter, clause=clause
        )
        if refusal is not None:
            return refusal
    return None


def _refuse_box(place: Mapping[str, Any], *, charter: Charter, clause: str) -> Refusal | None:
    if charter.map is None:
        return None
    corners = [corner for polygon in place["area"] for ring in polygon for corner in ring]
    box = charter.map.box
    is_inside = all(
        box.south_west.lon_e7 <= lon <= box.north_east.lon_e7 and box.south_west.lat_e7 <= lat <= box.north_east.lat_e7
        for lon, lat in corners
    )
    return None if is_inside else refuse("outside_the_box", clause)


def _refuse_limits(place: Mapping[str, Any], *, charter: Charter, clause: str) -> Refusal | None:
    lower, upper = height_of(place.get("lower")), height_of(place.get("upper"))
    if charter.activities is None or lower is None or upper is None:
        return None
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.geo.volume import read_limits  # noqa: PLC0415

    upside_down = read_limits(lower, upper, ground=charter.activities.ground)
    return refuse("band_upside_down", clause) if upside_down else None
