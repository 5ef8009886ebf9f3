"""KML: zones and lines as placemarks. A stranger's drawing says no rule, and no limits of height to trust. Pure.

What a charter exported stands whole in the placemark's ExtendedData and comes back from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from parley.geo.area import MOST_CORNERS
from parley.geo.exchange.ed318 import ring_of
from parley.geo.exchange.names import name_for, words_of
from parley.geo.exchange.own import as_values, is_own, line_of, take_line, take_zone, utc, zone_of
from parley.geo.exchange.rings import Corners, number_of, read_line, read_outline
from parley.geo.exchange.times import Times, read_instant
from parley.geo.exchange.told import MOST_ZONES, LineTold, Told, ZoneTold
from parley.geo.exchange.uas import numbered
from parley.geo.exchange.xmltree import Element, XmlRefused, read_xml
from parley.geo.height import Height
from parley.geo.place import E7
from parley.geo.said_json import read_json

CARRIED = "parley"
LEFT_OUT = ("NetworkLink", "GroundOverlay", "PhotoOverlay", "ScreenOverlay", "Model", "Track", "MultiTrack", "Tour")
SIDES = ("outerBoundaryIs", "innerBoundaryIs")
HOLDERS = ("Document", "Folder")
# What stands once in each, or nobody can tell which holds.
ONCE = {
    "Placemark": ("name", "TimeSpan", "TimeStamp"), "TimeSpan": ("begin", "end"), "LinearRing": ("coordinates",),
    "LineString": ("coordinates",), "outerBoundaryIs": ("LinearRing",), "innerBoundaryIs": ("LinearRing",),
}  # fmt: skip
MODES = {"AGL": "relativeToGround", "AMSL": "absolute"}
FOOT_M = 0.3048


def read_kml(raw: bytes, *, told: Told) -> None:
    """Read every placemark; a polygon is a zone, a line a line, a point nothing."""
    if raw[:4] == b"PK\x03\x04":
        told.fault("zones.kmz", "")
        return
    try:
        root = read_xml(raw)
    except XmlRefused as refused:
        told.fault(refused.code, f"line {refused.line}")
        return
    if root.name != "kml":
        told.fault("zones.no_kml", f"line {root.line}")
        return
    left = sorted({each.name for each in root.walk() if each.name in LEFT_OUT})
    if left:
        told.lost("zones.fields_left_out", "kml", fields=", ".join(left))
    placemarks = list(_placemarks(root, told=told))
    if len(placemarks) > MOST_ZONES:
        told.fault("zones.too_many", "kml", most=MOST_ZONES)
        return
    for each in placemarks:
        if told.is_at_end(f"line {each.line}"):
            return
        _placemark(each, told=told)


def _placemarks(root: Element, *, told: Told) -> Iterator[Element]:
    """Yield every placemark; one within another is none of KML, and would be read again and again."""
    rest = [root]
    while rest:
        found = rest.pop()
        if found.name == "Placemark":
            yield found
            continue
        times = [name for name in ("TimeSpan", "TimeStamp") if found.name in HOLDERS and found.child(name)]
        if times:
            # What a folder's times mean for what lies in it is not said in KML; they are not guessed.
            told.lost("zones.fields_left_out", f"line {found.line}", fields=", ".join(times))
        rest += reversed(found.children)


def _placemark(value: Element, *, told: Told) -> None:
    where, before = f"line {value.line}", len(told.faults)
    _tell_twice(value, told=told)
    carried = _carried(value, where=where, told=told)
    outlines, lines = _ground(value, carried=carried is not None, told=told)
    times = _times(value, where=where, told=told)
    if len(told.faults) > before:
        return
    if carried is not None:
        _add_own(carried, outlines, lines, times, value.text_of("name"), where=where, told=told)
        return
    if not outlines and not lines and all(each.name != "Point" for each in value.walk()):
        told.lost("zones.nothing_drawn", where)
    title = value.text_of("name")
    names = words_of(title, where=f"{where}.name", told=told) or {"en": "zone"}
    left = [name for name in ("description", "ExtendedData", "styleUrl", "Style", "Region") if value.child(name)]
    if left:
        told.lost("zones.fields_left_out", where, fields=", ".join(left))
    if outlines:
        told.lost("zones.without_rule", where)
    if len(outlines) > 1:
        told.repaired("zones.layers", where, count=len(outlines))
    if not told.has_room(where, len(outlines) + len(lines)):
        return
    for corners in outlines:
        name = name_for(title or "zone", taken={each.name for each in told.zones})
        zone = ZoneTold(name, names, corners, from_s=times.from_s, until_s=times.until_s)
        told.zones.append(numbered(zone) if len(outlines) > 1 else zone)
    for points in lines:
        name = name_for(title or "line", taken={each.name for each in told.lines})
        told.lines.append(LineTold(name, names, points, from_s=times.from_s, until_s=times.until_s))


def _tell_twice(placemark: Element, *, told: Told) -> None:
    for each in (placemark, *placemark.walk()):
        for name in ONCE.get(each.name, ()):
            if sum(child.name == name for child in each.children) > 1:
                told.fault("geo.said_twice", f"line {each.line}", name=name)


def _add_own(
    carried: Mapping[str, Any], outlines: list[Corners], lines: list[Corners], times: Times, title: str, *,
    where: str, told: Told,
) -> None:  # fmt: skip
    """Add a zone or line that a charter exported; what the other program changed beside it is refused, not guessed."""
    if carried.get("kind") == "line" and not outlines and len(lines) <= 1:
        line = line_of(carried, lines[0] if lines else (), where=where, told=told)
        is_unchanged = line is not None and _stands_beside(line, times, title)
        take_line(line, is_unchanged=is_unchanged, where=where, told=told)
    elif carried.get("kind") == "zone" and len(outlines) == 1 and not lines:
        zone = zone_of(carried, outlines[0], where=where, told=told)
        is_unchanged = zone is not None and _stands_beside(zone, times, title)
        take_zone(zone, is_unchanged=is_unchanged, where=where, told=told)
    else:
        told.fault("zones.differs", where)


def _stands_beside(found: ZoneTold | LineTold, times: Times, title: str) -> bool:
    """Return whether a placemark has the times and one of the names of what it carries; heights drawn are no limits."""
    names = {" ".join(words.split()) for words in (*found.names.values(), found.name)}
    return (found.from_s, found.until_s) == (times.from_s, times.until_s) and " ".join(title.split()) in names


def _carried(value: Element, *, where: str, told: Told) -> Mapping[str, Any] | None:
    """Return what a charter's own export carried along, or None."""
    for each in value.walk():
        if each.name == "Data" and each.attributes.get("name") == CARRIED:
            found = read_json(each.text_of("value").encode())
            if isinstance(found, tuple):
                told.fault("zones.differs", where)
                return None
            return found if is_own(found) else None
    return None


def _ground(value: Element, *, carried: bool, told: Told) -> tuple[list[Corners], list[Corners]]:
    outlines: list[Corners | None] = []
    lines: list[Corners | None] = []
    # The ring of a polygon is read with it; one that stands alone is a line.
    sides = {id(ring) for each in value.walk() if each.name in SIDES for ring in each.children}
    for each in value.walk():
        where = f"line {each.line}"
        if each.name == "Polygon":
            rings = [_ring(side) for name in SIDES
                     for side in each.children if side.name == name]  # fmt: skip
            outlines.append(read_outline(rings, where=where, told=told))
            _tell_heights(each, where=where, carried=carried, told=told)
        elif each.name == "LineString" or (each.name == "LinearRing" and id(each) not in sides):
            lines.append(read_line(_coordinates(each), where=where, told=told))
        elif each.name == "Point":
            told.lost("zones.point_left_out", where)
    return [each for each in outlines if each is not None], [each for each in lines if each is not None]


def _ring(side: Element) -> list[Any]:
    ring = side.child("LinearRing")
    return _coordinates(ring) if ring is not None else []


def _coordinates(value: Element) -> list[Any]:
    """Return the corners of `lon,lat[,height]` as numbers; a height on the ground says nothing and is not told."""
    found: list[Any] = []
    corners = value.text_of("coordinates").split()
    if len(corners) > MOST_CORNERS + 1:
        # Refused by their number: not one of them is read.
        return list(corners)
    for text in corners:
        parts: list[Any] = [number_of(each) for each in text.split(",")]
        found.append(parts[:2] if len(parts) == 3 and parts[2] is not None else parts)
    return found


def _tell_heights(value: Element, *, where: str, carried: bool, told: Told) -> None:
    mode = value.text_of("altitudeMode") or "clampToGround"
    if not carried and mode != "clampToGround":
        told.lost("zones.drawn_heights", where, value=mode[:40])


def _times(value: Element, *, where: str, told: Told) -> Times:
    span = value.child("TimeSpan")
    if span is None:
        if value.child("TimeStamp") is not None:
            told.lost("zones.fields_left_out", where, fields="TimeStamp")
        return Times()
    begin, end = (
        read_instant(text, where=f"{where}.{name}", told=told) if (text := span.text_of(name)) else None
        for name in ("begin", "end")
    )
    if begin is not None and end is not None and begin >= end:
        told.fault("geo.window_ends_first", f"{where}.end")
    return Times(begin, end)


def write_kml(found: Told, *, language: str) -> str:
    """Return the document; names stand in `language` where a zone has it."""
    placemarks = [_zone(each, language=language, told=found) for each in found.zones]
    placemarks += [_line(each, language=language) for each in found.lines]
    body = "\n".join(placemarks)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<description>Without prejudice to legality, sovereignty or claims.</description>
{body}
</Document>
</kml>
"""


def _zone(zone: ZoneTold, *, language: str, told: Told) -> str:
    ring = ring_of(zone.corners, where=zone.name, told=told)
    if zone.windows is not None:
        told.lost("zones.windows_left_out", zone.name)
    height, mode = _top(zone.upper)
    if height is None and (zone.lower is not None or zone.upper is not None):
        told.lost("zones.heights_not_drawn", zone.name)
    top = f",{height:g}" if height is not None else ""
    corners = " ".join(f"{_figure(lon)},{_figure(lat)}{top}" for lon, lat in ring)
    drawn = f"<altitudeMode>{mode}</altitudeMode>" if height is not None else ""
    polygon = (
        f"<Polygon>{drawn}<outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing>"
        "</outerBoundaryIs></Polygon>"
    )
    return _placemark_text(zone, polygon, language=language)


def _line(line: LineTold, *, language: str) -> str:
    points = " ".join(f"{_figure(each.lon_e7 / E7)},{_figure(each.lat_e7 / E7)}" for each in line.points)
    ground = f"<LineString><coordinates>{points}</coordinates></LineString>" if points else ""
    return _placemark_text(line, ground, language=language)


def _placemark_text(found: ZoneTold | LineTold, ground: str, *, language: str) -> str:
    ends = (("begin", found.from_s), ("end", found.until_s))
    times = "".join(f"<{name}>{utc(at_s)}</{name}>" for name, at_s in ends if at_s is not None)
    span = f"<TimeSpan>{times}</TimeSpan>" if times else ""
    words = found.names.get(language) or next(iter(found.names.values()), found.name)
    whole = escape(json.dumps(as_values(found), ensure_ascii=False))
    data = f"<ExtendedData><Data name={quoteattr(CARRIED)}><value>{whole}</value></Data></ExtendedData>"
    stands = ""
    if found.basis is not None:
        by = f" by {', '.join(found.basis.by)}" if found.basis.by else ""
        stands = f"<description>{escape(f'{found.basis.standing}{by}: {found.basis.source}')}</description>"
    return f"<Placemark id={quoteattr(found.name)}><name>{escape(words)}</name>{stands}{span}{data}{ground}</Placemark>"


def _top(upper: Height | None) -> tuple[float | None, str]:
    """Return the height at which a zone is drawn, in metres, and from what it is measured, where KML has it."""
    if upper is None or upper.reference not in MODES:
        return None, ""
    return upper.value * (FOOT_M if upper.unit == "ft" else 1), MODES[upper.reference]


def _figure(degrees: float) -> str:
    return f"{degrees:.7f}".rstrip("0").rstrip(".")
