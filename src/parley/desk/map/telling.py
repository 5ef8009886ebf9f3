"""Facts as the JSON that the map's modules read, and the place that a fact stands for."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from parley.charter.model import MapTerms
from parley.desk.map.adding import Layer, MapFact, position
from parley.geo.place import E7, Place, place_text

NAMES = tuple(each.name for each in fields(MapFact))


def told(layer: Layer, fact: MapFact) -> dict[str, Any]:
    """Return a fact with the name of its layer; what is empty is left out."""
    # Not `asdict`: it copies each corner of each outline, and thousands are told at once.
    said = {name: getattr(fact, name) for name in NAMES}
    if fact.heights is not None:
        said["heights"] = asdict(fact.heights)
    kept = {name: value for name, value in said.items() if value is not False and value not in ("", None, ())}
    return {"layer": layer.name, **kept}


def drawn_at_most(facts: list[tuple[Layer, MapFact]], *, most: int) -> list[tuple[Layer, MapFact]]:
    """Return the facts, those of matters beyond `most` without their geometry: they stand in the list alone.

    What is in force is drawn before what is not, an overlap before a notice, and the newer before the older. A
    standstill, and what no matter said, is always drawn.
    """
    of_matters = [fact for _, fact in facts if fact.matter and not fact.style.startswith("standstill")]
    if len(of_matters) <= most:
        return facts
    gone = {fact.id for fact in sorted(of_matters, key=_rank)[most:]}
    return [(layer, replace(fact, geometry=None) if fact.id in gone else fact) for layer, fact in facts]


def _rank(fact: MapFact) -> tuple[bool, bool, int, str]:
    return fact.until_ms is not None, not fact.style.startswith("overlap"), -fact.from_ms, fact.id


def told_box(terms: MapTerms | None) -> str:
    """Return the mechanism's box as "west,south,east,north" in degrees; "" where the charter has no map."""
    if terms is None:
        return ""
    corners = (terms.box.south_west, terms.box.north_east)
    return ",".join(f"{value:.7f}" for corner in corners for value in position(corner))


def place_of_fact(fact: MapFact | None) -> str:
    """Return the place of a fact as typed: a point's own, the end of a line; "" for an area and for no fact."""
    if fact is None or fact.geometry is None:
        return ""
    found = fact.geometry["coordinates"]
    while isinstance(found[0], list):
        found = found[-1]
    lon, lat = found[:2]
    return place_text(Place(round(lat * E7), round(lon * E7)))
