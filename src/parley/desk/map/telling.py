"""Facts as the JSON that the map's modules read, and the place that a fact stands for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from parley.charter.model import MapTerms
from parley.desk.map.adding import Layer, MapFact, position
from parley.geo.place import E7, Place, place_text


def told(layer: Layer, fact: MapFact) -> dict[str, Any]:
    """Return a fact with the name of its layer; what is empty is left out."""
    return {"layer": layer.name, **{key: value for key, value in asdict(fact).items() if value not in ("", None)}}


def told_box(terms: MapTerms | None) -> str:
    """Return the mechanism's box as "west,south,east,north" in degrees; "" where the charter has no map."""
    if terms is None:
        return ""
    corners = (terms.box.south_west, terms.box.north_east)
    return ",".join(f"{value:.7f}" for corner in corners for value in position(corner))


def place_of_fact(fact: MapFact | None) -> str:
    """Return the place of a fact as typed: a point's own, the end of a line; "" for an area and for no fact."""
    if fact is None:
        return ""
    found = fact.geometry["coordinates"]
    while isinstance(found[0], list):
        found = found[-1]
    lon, lat = found[:2]
    return place_text(Place(round(lat * E7), round(lon * E7)))
