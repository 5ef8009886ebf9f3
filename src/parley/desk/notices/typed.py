"""What an officer typed into the form of a notice, turned into its content, or into its faults, each at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from parley.charter.verdict import Fault
from parley.desk.hotline.typed import Typed, read_item, text_typed
from parley.desk.notices.blocks import Block, blocks_of
from parley.desk.notices.times import windows_typed
from parley.geo.area import Area, area_as_lists, read_area
from parley.geo.figures import Misread, plain
from parley.geo.height import Height, parse_height
from parley.geo.outline import circle, corridor
from parley.geo.place import Place

WAYS = ("circle", "corridor", "outline")
# The area of the plan in force, taken over as it stands: of several pieces, with holes, or of many corners.
SIGNED = "signed"
MOST_PLACES = 200


def plan_typed(form: Mapping[str, str], *, standing: Mapping[str, Any] | None = None) -> Typed:
    """Read the whole form with all of its volumes; the outlines are made here, once, and are what will be signed.

    `standing` is the plan that is changed: an area of it that no field can spell is taken over as it was signed.
    """
    faults: list[Fault] = []
    blocks = blocks_of(form)
    volumes = [(block, _volume(block, faults, standing=standing)) for block in blocks]
    content: dict[str, Any] = {
        "class": form.get("class", ""),
        "subject": form.get("subject", "").strip(),
        "text": text_typed(form),
        "lang": form.get("lang", ""),
        "contact": form.get("contact", "").strip(),
        "volumes": [volume for block, volume in volumes if not block.is_need],
    }
    if needs := [volume for block, volume in volumes if block.is_need]:
        content["contingency"] = needs
    if form.get("strength", "").strip():
        content["strength"] = _count(form, "strength", faults)
    slack = {name: _count(form, name, faults) for name in ("time_min", "lateral_m", "vertical_m") if form.get(name)}
    if slack:
        content["slack"] = {"time_min": 0, "lateral_m": 0, "vertical_m": 0, **slack}
    return Typed(content, tuple(faults))


def _volume(block: Block, faults: list[Fault], *, standing: Mapping[str, Any] | None) -> dict[str, Any]:
    """Read one volume; each fault names its field with the prefix of its block."""
    told: list[Fault] = []
    area, drawn = _area(block.fields, told, standing=standing)
    lower, upper = (_height(block.fields, name, told) for name in ("lower", "upper"))
    windows = windows_typed(block.fields, told)
    faults += [replace(each, where=block.prefix + each.where) for each in told]
    return {"area": area, "drawn": drawn, "lower": lower, "upper": upper, "windows": windows}


def area_typed(form: Mapping[str, str], *, standing: Mapping[str, Any] | None = None) -> Area | Fault:
    """Return the outline that the fields of the area spell, as it would be signed, or the first of their faults."""
    faults: list[Fault] = []
    lists, _ = _area(form, faults, standing=standing)
    made = read_area(lists) if not faults else None
    if isinstance(made, Misread):
        return Fault("places", made.code, made.data)
    return faults[0] if made is None else made


def signed_volume(standing: Mapping[str, Any] | None, named: str) -> Any:
    """Return the volume of the plan in force that a block names, as `volumes.0` or `contingency.0`; None for others."""
    kind, _, number = named.partition(".")
    volumes = (standing or {}).get(kind, ()) if kind in ("volumes", "contingency") else ()
    is_there = number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(volumes)
    return volumes[int(number)] if is_there else None


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


def _area(
    form: Mapping[str, str], faults: list[Fault], *, standing: Mapping[str, Any] | None = None
) -> tuple[Any, dict[str, Any] | None]:
    way = form.get("way", "")
    if way == SIGNED and (kept := signed_volume(standing, form.get("signed", ""))) is not None:
        return kept["area"], kept.get("drawn")
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
