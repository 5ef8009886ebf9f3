"""What may be done with a notice now, and what the form of its change begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.blind import blind_terms
from parley.desk.cell import node
from parley.desk.notices.blocks import written
from parley.desk.notices.times import windows_spelled
from parley.desk.notices.typed import MOST_PLACES, SIGNED
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
        "change": is_ours and not is_over and (not state.get("blind") or blind_terms(node().charter()) is not None),
        "deviate": is_ours and state["name"] in ("active", "deviating"),
        "end": is_ours and state["name"] in ("active", "deviating"),
        "cancel": is_ours and state["name"] == "planned",
    }


def begun_from(asked: Mapping[str, str], *, language: str) -> dict[str, Any]:
    """Return what the form holds at first: for a change the plan in force, as it was drawn; else what the map picked.

    One place of the map begins a circle around it, two begin a corridor.
    """
    row = _notice(asked.get("change", ""))
    if row is None:
        picked = [asked.get(name, "").strip()[:120] for name in ("place", "other") if asked.get(name, "").strip()]
        begun = {"way": "corridor", "width_m": "500"} if len(picked) == 2 else {"way": "circle", "radius_m": "500"}
        return {"lang": language, "lower": "0 m AGL", "upper": "100 m AGL", "places": "\n".join(picked), **begun}
    state = row.state
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
        **{name: slack.get(name) or "" for name in ("time_min", "lateral_m", "vertical_m")},
        **written(_all_spelled(state, "volumes"), _all_spelled(state, "contingency")),
    }


def plan_in_force(matter: str) -> Mapping[str, Any] | None:
    """Return the state of the notice that a form changes, with its volumes as signed; None where it changes none."""
    row = _notice(matter)
    return row.state if row is not None else None


def _notice(matter: str) -> MatterRow | None:
    row = reading.matter(node(), matter) if matter else None
    return row if row is not None and row.form == "notice" else None


def _all_spelled(state: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    return [_spelled(volume, f"{kind}.{number}") for number, volume in enumerate(state[kind])]


def _spelled(volume: Mapping[str, Any], named: str) -> dict[str, str]:
    """Return the fields of one block that spell this volume; an area that none can spell is named as it was signed."""
    drawn = volume.get("drawn") or {"form": "outline"}
    first, area = volume["area"][0][0], volume["area"]
    is_one_ring = len(area) == 1 and len(area[0]) == 1
    points = drawn.get("points") or [{"lon_e7": lon, "lat_e7": lat} for lon, lat in first]
    is_plain = (bool(drawn.get("points")) or is_one_ring) and len(points) <= MOST_PLACES
    return {
        "way": drawn["form"] if is_plain else SIGNED,
        "signed": "" if is_plain else named,
        "places": "\n".join(place_text(Place(each["lat_e7"], each["lon_e7"])) for each in points) if is_plain else "",
        "radius_m": str(drawn.get("radius_m", "")),
        "width_m": str(drawn.get("width_m", "")),
        "lower": height_text(Height(**volume["lower"])),
        "upper": height_text(Height(**volume["upper"])),
        **windows_spelled(volume["windows"]),
    }
