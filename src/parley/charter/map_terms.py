"""Reads what a charter says about the map: box, places with their names or labels, lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parley.charter.dated import read_span
from parley.charter.form import Form, Notes
from parley.charter.model import DRAWINGS, NOT_DRAWN, PLACE_KINDS, Box, MapTerms, NamedLine, NamedPlace
from parley.charter.terms import Bases, read_names, words_of
from parley.geo.place import E7, LAT_LIMIT_E7, Place, parse_place, place_text

NOWHERE = Place(0, 0)
# The number of an item of Wikidata, by which the base map's names are known.
BASE_NAME = re.compile(r"Q[1-9][0-9]{0,11}")
WIDEST = 40
MOST_POINTS = 500


def read_map(form: Form, *, languages: tuple[str, ...], codes: tuple[str, ...], bases: Bases) -> MapTerms | None:
    """Return the map's section; None where the charter has none."""
    if not form.has("map"):
        return None
    item = form.form("map", required=("box", "basis"), optional=("places", "lines"))
    places = _places(item, languages=languages, codes=codes, bases=bases)
    lines = _lines(item, languages=languages, codes=codes, bases=bases)
    terms = MapTerms(_box(item), places, lines, bases.of(item))
    _check_box(terms, notes=form.notes)
    _check_base_names(places, notes=form.notes)
    return terms


def _box(form: Form) -> Box:
    item = form.form("box", required=("south_west", "north_east"))
    box = Box(place_of(item, "south_west"), place_of(item, "north_east"))
    if not item.is_sound("south_west", "north_east"):
        return box
    wide, high = box.north_east.lon_e7 - box.south_west.lon_e7, box.north_east.lat_e7 - box.south_west.lat_e7
    if not (0 < wide <= WIDEST * E7 and 0 < high <= WIDEST * E7):
        item.note("charter.map_box", "north_east", widest=WIDEST)
    return box


def place_of(form: Form, name: str) -> Place:
    """Return a place that is written in one line; one that cannot be read, or is a pole, is a problem."""
    text = form.text(name, longest=120)
    found = parse_place(text) if text else NOWHERE
    # The poles have no place on this map, and a line that ends there could not be drawn.
    if not isinstance(found, Place) or abs(found.lat_e7) == LAT_LIMIT_E7:
        form.note("charter.map_place", name, value=text[:80])
        return NOWHERE
    return found


def _places(
    form: Form, *, languages: tuple[str, ...], codes: tuple[str, ...], bases: Bases
) -> dict[str, NamedPlace]:
    places = {}
    optional = ("names", "labels", "instead_of")
    for name, item in form.named_forms("places", required=("kind", "at", "basis"), optional=optional):
        if item.has("names") == item.has("labels"):
            item.note("charter.map_names_or_labels", "labels" if item.has("labels") else "kind")
        places[name] = NamedPlace(
            name=name,
            kind=item.word("kind", among=PLACE_KINDS),
            at=place_of(item, "at"),
            names=read_names(item, languages=languages),
            labels=read_labels(item, languages=languages, codes=codes),
            instead_of=item.texts("instead_of", like=BASE_NAME),
            provenance=bases.of(item),
        )
    return places


def read_labels(form: Form, *, languages: tuple[str, ...], codes: tuple[str, ...]) -> Mapping[str, Mapping[str, str]]:
    """Return each member's own word for a place, a zone or a line, in charter order."""
    if not form.has("labels"):
        return {}
    item = form.form("labels")
    for code in item.names_written:
        if code not in codes:
            item.note("charter.unknown_member", code, code=code[:80])
    return {code: words_of(item.form(code), languages=languages) for code in codes if item.has(code)}


def _lines(
    form: Form, *, languages: tuple[str, ...], codes: tuple[str, ...], bases: Bases
) -> dict[str, NamedLine]:
    lines = {}
    required, optional = ("names", "drawing", "basis"), ("points", "from", "until", "labels")
    for name, item in form.named_forms("lines", required=required, optional=optional):
        drawing = item.word("drawing", among=(*DRAWINGS, NOT_DRAWN))
        if (drawing == NOT_DRAWN) == item.has("points"):
            item.note("charter.line_not_drawn", "drawing", absent=NOT_DRAWN)
        lines[name] = NamedLine(
            name=name,
            names=read_names(item, languages=languages),
            points=_points(item),
            drawing=drawing,
            provenance=bases.of(item),
            span=read_span(item),
            labels=read_labels(item, languages=languages, codes=codes),
        )
    return lines


def _points(form: Form) -> tuple[Place, ...]:
    """Return the corners of a line; the same corner twice in a row is a problem, a closed line is none."""
    texts = form.listed("points")
    points: list[Place] = []
    for item in texts:
        point = place_of(item, item.key)
        if points and point == points[-1] and item.is_sound(item.key):
            item.note("charter.map_point_twice", item.key, value=place_text(point))
        points.append(point)
    if form.has("points") and not 2 <= len(points) <= MOST_POINTS:
        form.note("charter.map_line", "points", most=MOST_POINTS)
    return tuple(points)


def _check_box(terms: MapTerms, *, notes: Notes) -> None:
    """Note each place and each corner of a line outside of the box; what could not be read was noted before."""
    if any(problem.where.startswith("map.box") for problem in notes.problems):
        return
    faulty = {problem.where for problem in notes.problems}
    written = [(f"map.places.{name}.at", place.at) for name, place in terms.places.items()]
    for name, line in terms.lines.items():
        written += [(f"map.lines.{name}.points.{number}", point) for number, point in enumerate(line.points)]
    for where, place in written:
        if where not in faulty and where in notes.marks and not terms.box.holds(place):
            notes.note("charter.map_outside", where, value=place_text(place))


def _check_base_names(places: Mapping[str, NamedPlace], *, notes: Notes) -> None:
    """Note each name of the base map that two places stand for: one of them would never be seen."""
    first: dict[str, str] = {}
    for name, place in places.items():
        for number, base_name in enumerate(place.instead_of):
            if first.setdefault(base_name, name) != name:
                where = f"map.places.{name}.instead_of.{number}"
                notes.note("charter.map_base_name_twice", where, value=base_name, name=first[base_name])
