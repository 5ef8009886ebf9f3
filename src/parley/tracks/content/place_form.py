"""The form of places in contents: areas, heights, windows, volumes as they are signed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from parley.charter.verdict import Fault
from parley.geo.figures import Misread
from parley.geo.height import Height
from parley.geo.items import value_faults
from parley.geo.moment import LATEST_S
from parley.tracks.content.form import empty_or, fields, one_of, several, whole

MOST_WINDOWS = 400


def height(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a height as it is written: whole units, the unit, what it is measured from."""
    return tuple(Fault(f"{where}.{f.field}".rstrip("."), f.code, f.data) for f in value_faults("height", value))


def window(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a beginning and a later end, in whole seconds."""
    found = several(whole(0, LATEST_S), most=2, least=2)(value, where)
    return found or ((Fault(where, "geo.window_ends_first"),) if value[0] >= value[1] else ())


def windows(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for windows in their order, apart from each other."""
    found = several(window, most=MOST_WINDOWS, least=1)(value, where)
    if found:
        return found
    is_sorted = all(later[0] >= earlier[1] for earlier, later in zip(value, value[1:], strict=False))
    return () if is_sorted else (Fault(where, "geo.windows_unsorted"),)


def area(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for an outline that is sound as it stands."""
    # Here, because GEOS is loaded where there is an area, and on no other node.
    from parley.geo.area import read_area  # noqa: PLC0415

    found = read_area(value)
    return (Fault(where, found.code, found.data),) if isinstance(found, Misread) else ()


_degrees = whole(-1_800_000_000, 1_800_000_000)
_corner = fields({"lat_e7": _degrees, "lon_e7": _degrees}, optional={})
drawn = fields(
    {"form": one_of("circle", "corridor")},
    optional={"points": several(_corner, most=201, least=1), "radius_m": whole(1), "width_m": whole(1)},
)


_bare_volume = fields(
    {"area": area, "lower": height, "upper": height, "windows": windows}, optional={"drawn": empty_or(drawn)}
)


def volume(value: Any, where: str) -> tuple[Fault, ...]:
    """Ask for a volume the right way up: one unit and reference here, others where the charter's ground is known."""
    found = _bare_volume(value, where)
    if found:
        return found
    lower, upper = value["lower"], value["upper"]
    is_alike = (lower["unit"], lower["reference"]) == (upper["unit"], upper["reference"])
    is_upside_down = is_alike and lower["value"] >= upper["value"]
    return (Fault(f"{where}.upper", "geo.band_upside_down"),) if is_upside_down else ()


def few_pieces(volumes: Iterable[Mapping[str, Any]], *, most: int, corners: int) -> tuple[Fault, ...]:
    """Bound what every node has to compare: polygons by windows, and corners, over all volumes together."""
    known = tuple(volumes)
    pieces = sum(len(each["area"]) * len(each["windows"]) for each in known)
    if pieces <= most and corners_of(known) <= corners:
        return ()
    return (Fault("volumes", "deconfliction.too_many_pieces", {"most": most, "corners": corners}),)


def corners_of(places: Iterable[Mapping[str, Any]]) -> int:
    """Return how many corners the areas of volumes or other places have."""
    return sum(len(ring) for each in places for polygon in each["area"] for ring in polygon)


def height_of(value: Mapping[str, Any] | None) -> Height | None:
    """Return a height as a content writes it; None where it has no limit."""
    return None if value is None else Height(int(value["value"]), str(value["unit"]), str(value["reference"]))
