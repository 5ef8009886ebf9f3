"""What an officer typed into the form of a notice, turned into its content, or into its faults, each at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import instant_typed, read_item, text_typed
from parley.geo.area import Area, area_as_lists, read_area
from parley.geo.figures import Misread, plain
from parley.geo.height import Height, parse_height
from parley.geo.outline import circle, corridor
from parley.geo.place import Place
from parley.tracks.deconfliction.place_form import MOST_WINDOWS

WAYS = ("circle", "corridor", "outline")
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """The content that the form spells, where it spells one; `faults` names every field that could not be read."""

    content: dict[str, Any]
    faults: tuple[Fault, ...]


def plan_typed(form: Mapping[str, str]) -> Typed:
    """Read the whole form; the outline is made here, once, and is what will be signed."""
    faults: list[Fault] = []
    area, drawn = _area(form, faults)
    lower, upper = (_height(form, name, faults) for name in ("lower", "upper"))
    windows = _windows(form, faults)
    content: dict[str, Any] = {
        "class": form.get("class", ""),
        "subject": form.get("subject", "").strip(),
        "text": text_typed(form),
        "lang": form.get("lang", ""),
        "contact": form.get("contact", "").strip(),
        "volumes": [{"area": area, "drawn": drawn, "lower": lower, "upper": upper, "windows": windows}],
    }
    if form.get("strength", "").strip():
        content["strength"] = _count(form, "strength", faults)
    slack = {name: _count(form, name, faults) for name in ("time_min", "lateral_m", "vertical_m") if form.get(name)}
    if slack:
        content["slack"] = {"time_min": 0, "lateral_m": 0, "vertical_m": 0, **slack}
    return Typed(content, tuple(faults))


def area_typed(form: Mapping[str, str]) -> Area | Fault:
    """Return the outline that the fields of the area spell, as it would be signed, or the first of their faults."""
    faults: list[Fault] = []
    lists, _ = _area(form, faults)
    made = read_area(lists) if not faults else None
    if isinstance(made, Misread):
        return Fault("places", made.code, made.data)
    return faults[0] if made is None else made


def places_typed(form: Mapping[str, str]) -> list[tuple[str, Place | Misread]]:
    """Return every line of the field of places that is not empty, with the place it spells, or why it spells none."""
    lines = [line.strip() for line in form.get("places", "").splitlines() if line.strip()]
    return [(line, _place(line)) for line in lines[: MOST_PLACES + 1]]


def _count(form: Mapping[str, str], name: str, faults: list[Fault]) -> int:
    text = plain(form.get(name, ""))
    if text.isascii() and text.isdigit() and len(text) < 8:
        return int(text)
    faults.append(Fault(name, "geo.count_asked"))
    return 0


def _height(form: Mapping[str, str], name: str, faults: list[Fault]) -> dict[str, Any]:
    found = parse_height(form.get(name, ""))
    if isinstance(found, Height):
        return asdict(found)
    faults.append(Fault(name, found.code, found.data))
    return {}


def _windows(form: Mapping[str, str], faults: list[Fault]) -> list[list[int]]:
    """Read from and until; with `days`, the same hours of so many days in a row, told one by one."""
    ends = [instant_typed(form.get(name, ""), where=name) for name in ("begins", "ends")]
    wrong = [each for each in ends if isinstance(each, Fault)]
    days = _count(form, "days", faults) if form.get("days", "").strip() else 1
    if days > MOST_WINDOWS:
        faults.append(Fault("days", "geo.windows_count", {"least": 1, "most": MOST_WINDOWS}))
        days = 1
    if wrong:
        faults += wrong
        return []
    start, end = (each for each in ends if isinstance(each, int))
    if start >= end:
        faults.append(Fault("ends", "geo.window_ends_first"))
    return [[start + day * 86_400, end + day * 86_400] for day in range(max(1, days))]


def _area(form: Mapping[str, str], faults: list[Fault]) -> tuple[Any, dict[str, Any] | None]:
    way = form.get("way", "")
    places = _places(form, faults)
    if places is None:
        return [], None
    if way == "circle":
        made: Area | Misread = _circle(form, places, faults)
        drawn: dict[str, Any] | None = {"form": way, "points": _points(places), "radius_m": _size(form, "radius_m")}
    elif way == "corridor":
        made = corridor(places, width_m=_size(form, "width_m"))
        drawn = {"form": way, "points": _points(places), "width_m": _size(form, "width_m")}
    else:
        made, drawn = read_area([[[[each.lon_e7, each.lat_e7] for each in places]]]), None
    if isinstance(made, Misread):
        where = {"radius_m": "radius_m", "width_m": "width_m"}.get(made.field, "places")
        faults.append(Fault(where, made.code, made.data))
        return [], None
    return area_as_lists(made), drawn


def _circle(form: Mapping[str, str], places: list[Place], faults: list[Fault]) -> Area | Misread:
    if len(places) != 1:
        return Misread("geo.circle_has_one_place", "places")
    del faults
    return circle(places[0], radius_m=_size(form, "radius_m"))


def _size(form: Mapping[str, str], name: str) -> int:
    """Return a whole number of metres, and for anything else one that is out of every range."""
    text = plain(form.get(name, ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


def _points(places: list[Place]) -> list[dict[str, int]]:
    return [{"lat_e7": each.lat_e7, "lon_e7": each.lon_e7} for each in places]


def _places(form: Mapping[str, str], faults: list[Fault]) -> list[Place] | None:
    """Read one place a line, in degrees or in the military grid; the first that cannot be read is told by its line."""
    lines = [line for line in form.get("places", "").splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST_PLACES:
        faults.append(Fault("places", "geo.places_asked", {"most": MOST_PLACES}))
        return None
    places = []
    for number, line in enumerate(lines, start=1):
        found = _place(line)
        if isinstance(found, Misread):
            faults.append(replace(Fault("places", found.code, found.data), data={**found.data, "line": number}))
            return None
        places.append(found)
    return places


def _place(line: str) -> Place | Misread:
    found = read_item("place", line)
    return found if isinstance(found, Misread) else Place(found["lat_e7"], found["lon_e7"])
