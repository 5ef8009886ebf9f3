"""Overlaps on the map, where they are: shared ground, what of a zone is entered, or how near two activities come."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shapely
from django.utils.translation import get_language, gettext

from parley.charter.zones import Zone
from parley.desk.addresses import address_of_form
from parley.desk.encounters.showing import opened_with
from parley.desk.map.adding import Heights, Layer, MapFact, Window
from parley.desk.map.heights import finite
from parley.desk.naming import member_name
from parley.desk.notices.found import overlaps
from parley.desk.notices.pages import opened_between
from parley.desk.notices.showing import OverlapShown, overlaps_shown, zones_shown
from parley.desk.reach import tracks_read
from parley.geo.area import Area, flattened, read_area, scale_at, shape_of
from parley.geo.detect import Overlap
from parley.geo.distance import length_text, way
from parley.geo.place import E7, Place, place_text
from parley.node import reading
from parley.node.overlaps.held import ZONE, Found
from parley.node.reading import MatterRow
from parley.node.running import Node
from parley.tracks.deconfliction.track import TRACK

if TYPE_CHECKING:
    from parley.desk.models import Officer

# Each kind has a form of its own on the map; with zones it is the word that tells the rule.
STYLES = {"conflict": "overlap-conflict", "near": "overlap-near", "contact": "overlap-contact"}


def read(node: Node, officer: Officer, window: Window) -> Iterator[MapFact]:
    """Yield the overlaps of now: among notices, and of notices with the charter's zones."""
    if TRACK.name not in tracks_read(officer):
        return
    for found in overlaps().all():
        if window.matters is None or window.matters & set(found.matters):
            yield from _between(node, found)
    for matter, met in overlaps().with_zones():
        row = reading.matter(node, matter) if window.matters is None or matter in window.matters else None
        if row is not None:
            yield from _with_zones(node, row, met)


def _between(node: Node, found: Found) -> Iterator[MapFact]:
    rows = {matter: row for matter in found.matters if (row := reading.matter(node, matter)) is not None}
    if len(rows) != 2:
        return
    (shown,) = overlaps_shown(
        [found], matter=found.matters[0], rows=rows, names=_name(node), opened=opened_between
    )
    one, other = (_ground(row) for row in rows.values())
    shape = _nearest(one, other) if found.kind == "near" else shapely.intersection(one, other)
    distance = _length(shape) if found.kind == "near" else ""
    yield _fact(
        f"overlap:{found.matters[0]}:{found.matters[1]}", shown, shape, rows[found.matters[0]],
        name=" · ".join(found.matters), style=STYLES.get(found.kind, "overlap-conflict"), distance=distance,
        by=gettext(", ").join(_name(node)(row.opened_by) for row in rows.values()), overlap=found.overlap,
        also=found.matters[1],
    )  # fmt: skip


def _with_zones(node: Node, row: MatterRow, found: list[Overlap]) -> Iterator[MapFact]:
    charter, ground = node.charter(), _ground(row)
    shown = zones_shown(found, charter=charter, in_force=node.in_force(), names=_name(node))
    for number, (met, told) in enumerate(zip(found, shown, strict=True)):
        zone = charter.zones.get(met.second.removeprefix(ZONE))
        shape = _entered(ground, zone, kind=met.kind) if zone is not None else None
        told = replace(told, opened=opened_with(told, row.id, node=node))
        yield _fact(
            f"overlap:{row.id}:{met.second}:{number}", told, shape, row,
            name=told.other, style="overlap-zone", by=_name(node)(row.opened_by), overlap=met, state=told.knew,
        )  # fmt: skip


def _entered(ground: Any, zone: Zone, *, kind: str) -> Any:
    """Return the ground of a notice in a zone; where it may be only there, what of it is not."""
    outline = shapely.Polygon([(each.lon_e7 / E7, each.lat_e7 / E7) for each in zone.corners])
    return shapely.difference(ground, outline) if kind == "outside" else shapely.intersection(ground, outline)


def _fact(
    id_: str, shown: OverlapShown, shape: Any, row: MatterRow, *, name: str, style: str, by: str, overlap: Overlap,
    distance: str = "", also: str = "", state: str = "",
) -> MapFact:  # fmt: skip
    times = ", ".join(f"{start} – {end}" for start, end in shown.windows)
    return MapFact(
        id_,
        None if shape is None or shape.is_empty else shapely.geometry.mapping(shape),
        style,
        shown.word,
        name,
        where=_where(shape),
        measure=" · ".join(filter(None, (distance or _ground_shared(overlap), _band(overlap, row), times))),
        label="\n".join(filter(None, (shown.word, f"\u2066{distance}\u2069" if distance else ""))),
        by=by,
        state=state,
        matter=row.id,
        also=also,
        address=shown.opened or address_of_form("notice", row.id),
        heights=_heights(overlap),
        windows=tuple((start * 1000, end * 1000) for start, end in overlap.meeting.windows),
    )


def _ground_shared(overlap: Overlap) -> str:
    return f"{overlap.meeting.area_m2 / 1e6:,.2f} km²" if overlap.meeting.area_m2 else ""


def _band(overlap: Overlap, row: MatterRow) -> str:
    """Return the shared heights in figures: of the reference in which they were compared."""
    band = overlap.meeting.band
    named = row.state["volumes"][0]["lower"]["reference"] if overlap.meeting.is_as_written else "W84"
    low, high = (f"{value:.0f}" if math.isfinite(value) else "…" for value in (band.lower, band.upper))
    return f"{low} – {high} m {named}"


def _ground(row: MatterRow) -> Any:
    areas = [read_area(volume["area"]) for volume in (*row.state["volumes"], *row.state["contingency"])]
    return shapely.union_all([shape_of(area) for area in areas if isinstance(area, Area)])


def _nearest(one: Any, other: Any) -> Any:
    """Return the way from one to the other where they are nearest, found in metres: degrees are not equally long."""
    scale = scale_at((one.centroid.y + other.centroid.y) / 2)
    line = shapely.shortest_line(flattened(one, scale=scale), flattened(other, scale=scale))
    return shapely.transform(line, lambda points: points / (scale.lon_m, scale.lat_m))


def _where(shape: Any) -> str:
    """Return a place of what is shared, no finer than ten metres: it is there to find it by."""
    if shape is None or shape.is_empty:
        return ""
    middle = shapely.point_on_surface(shape)
    return place_text(Place(round(middle.y * 10_000) * 1_000, round(middle.x * 10_000) * 1_000))


def _length(line: Any) -> str:
    ends = [Place(round(lat * E7), round(lon * E7)) for lon, lat in shapely.get_coordinates(line)]
    return length_text(way(ends[0], to=ends[-1]).metres) if len(ends) > 1 else ""


def _heights(overlap: Overlap) -> Heights | None:
    # Where both wrote the same reference the band is of that one: the notices themselves are filtered by it.
    band = overlap.meeting.band
    return None if overlap.meeting.is_as_written else Heights(finite(band.lower), finite(band.upper))


def _name(node: Node) -> Any:
    return lambda code: member_name(node, code, language=get_language() or "en")


OVERLAPS = Layer("overlaps", lambda: gettext("Overlaps"), read, shape="bad", place=12)
