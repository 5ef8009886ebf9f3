"""What may be done with a notice now, and what the form of its change begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.desk.cell import node
from parley.desk.hotline.facts import instant
from parley.geo.height import Height, height_text
from parley.geo.place import Place, place_text
from parley.node import reading
from parley.node.reading import MatterRow


def acts_of(row: MatterRow, *, own: str) -> dict[str, bool]:
    """Return which acts are offered: the others acknowledge, the author begins, changes, ends or cancels."""
    state, is_ours = row.state, row.opened_by == own
    is_over = state["name"] in ("ended", "cancelled")
    receipt = state["receipts"].get(own)
    has_received = receipt is not None and receipt["of"] == state["version"]
    return {
        "acknowledge": not is_ours and not has_received and own in state["to"],
        "begin": is_ours and state["name"] in ("planned", "deviating"),
        "change": is_ours and not is_over,
        "deviate": is_ours and state["name"] in ("active", "deviating"),
        "end": is_ours and state["name"] in ("active", "deviating"),
        "cancel": is_ours and state["name"] == "planned",
    }


def begun_from(asked: Mapping[str, str], *, language: str) -> dict[str, Any]:
    """Return what the form holds at first: for a change the plan in force, as it was drawn; else what the map picked.

    One place of the map begins a circle around it, two begin a corridor.
    """
    matter = asked.get("change", "")
    row = reading.matter(node(), matter) if matter else None
    if row is None or row.form != "notice":
        picked = [asked.get(name, "").strip()[:120] for name in ("place", "other") if asked.get(name, "").strip()]
        begun = {"way": "corridor", "width_m": "500"} if len(picked) == 2 else {"way": "circle", "radius_m": "500"}
        return {"lang": language, "lower": "0 m AGL", "upper": "100 m AGL", "places": "\n".join(picked), **begun}
    state, volume = row.state, row.state["volumes"][0]
    drawn = volume.get("drawn") or {"form": "outline"}
    points = drawn.get("points") or [{"lon_e7": lon, "lat_e7": lat} for lon, lat in volume["area"][0][0]]
    slack = state["slack"] or {}
    return {
        "change": row.id,
        "of": state["version"],
        "class": state["class"],
        "to": ",".join(state["to"]),
        "subject": state["subject"],
        "text": state["text"],
        "lang": state["lang"],
        "contact": state["contact"],
        "strength": "" if state["strength"] is None else state["strength"],
        "way": drawn["form"],
        "places": "\n".join(place_text(Place(each["lat_e7"], each["lon_e7"])) for each in points),
        "radius_m": drawn.get("radius_m", ""),
        "width_m": drawn.get("width_m", ""),
        "lower": height_text(Height(**volume["lower"])),
        "upper": height_text(Height(**volume["upper"])),
        "begins": instant(volume["windows"][0][0]),
        "ends": instant(volume["windows"][0][1]),
        "days": len(volume["windows"]) if len(volume["windows"]) > 1 else "",
        "is_whole": len(state["volumes"]) == 1,
        **{name: slack.get(name) or "" for name in ("time_min", "lateral_m", "vertical_m")},
    }
