"""What the form of a site begins with: what is usual, or for a change the version in force as drawn."""

from __future__ import annotations

from typing import Any

from parley.desk.cell import node
from parley.desk.hotline.saying import instant
from parley.geo.height import Height, height_text
from parley.geo.place import Place, place_text
from parley.node import reading
from parley.tracks.deconfliction.site_state import FORM


def begun_from(matter: str, *, language: str) -> dict[str, Any]:
    """Return what the form holds at first."""
    row = reading.matter(node(), matter) if matter else None
    if row is None or row.form != FORM:
        begun = {"lang": language, "way": "circle", "radius_m": "200", "lower": "0 m AGL", "upper": "50 m AGL"}
        return {**begun, "confirm_days": "14"}
    state, volume = row.state, row.state["volumes"][0]
    drawn = volume.get("drawn") or {"form": "outline"}
    points = drawn.get("points") or [{"lon_e7": lon, "lat_e7": lat} for lon, lat in volume["area"][0][0]]
    kept = ("subject", "text", "lang", "contact", "category", "organisation", "confirm_days")
    return {
        "change": row.id,
        "of": state["version"],
        "to": ",".join(state["to"]),
        "way": drawn["form"],
        "places": "\n".join(place_text(Place(each["lat_e7"], each["lon_e7"])) for each in points),
        "radius_m": drawn.get("radius_m", ""),
        "width_m": drawn.get("width_m", ""),
        "lower": height_text(Height(**volume["lower"])),
        "upper": height_text(Height(**volume["upper"])),
        "begins": instant(volume["windows"][0][0]),
        "ends": instant(volume["windows"][0][1]),
        "is_whole": len(state["volumes"]) == 1 and len(volume["windows"]) == 1,
        **{name: state[name] for name in kept},
        **{f"use_{code}": use for code, use in state["consent"].items()},
    }
