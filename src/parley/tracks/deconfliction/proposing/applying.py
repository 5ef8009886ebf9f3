"""A plan as it would read after a move: whole numbers added to what was signed, nothing built anew. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.tracks.deconfliction.proposing.moves import ASIDE, HEIGHT, TIME, Move


def moved(plan: Mapping[str, Any], move: Move) -> dict[str, Any]:
    """Return the plan with every volume moved, its contingency too; everything else stays as it was."""
    volumes = list(plan["volumes"])
    every = [*volumes, *plan.get("contingency", ())]
    made = [_moved(volume, move, number=number) for number, volume in enumerate(every)]
    changed = {**plan, "volumes": made[: len(volumes)]}
    return {**changed, "contingency": made[len(volumes) :]} if "contingency" in plan else changed


def _moved(volume: Mapping[str, Any], move: Move, *, number: int) -> dict[str, Any]:
    if move.how == TIME:
        return {**volume, "windows": [[start + move.amount, end + move.amount] for start, end in volume["windows"]]}
    if move.how == HEIGHT:
        return {**volume, "lower": _raised(volume["lower"], move), "upper": _raised(volume["upper"], move)}
    if move.how == ASIDE:
        return _aside(volume, move)
    # What is left of a circle or a corridor is drawn as neither.
    kept = {key: value for key, value in volume.items() if key != "drawn"}
    return {**kept, "area": [[[list(corner) for corner in ring] for ring in part] for part in move.areas[number]]}


def _raised(height: Mapping[str, Any], move: Move) -> dict[str, Any]:
    return {**height, "value": height["value"] + move.amount}


def _aside(volume: Mapping[str, Any], move: Move) -> dict[str, Any]:
    east, north = move.east_e7, move.north_e7
    area = [[[[lon + east, lat + north] for lon, lat in ring] for ring in part] for part in volume["area"]]
    drawn = volume.get("drawn")
    if not drawn or not drawn.get("points"):
        return {**volume, "area": area}
    points = [{"lat_e7": each["lat_e7"] + north, "lon_e7": each["lon_e7"] + east} for each in drawn["points"]]
    return {**volume, "area": area, "drawn": {**drawn, "points": points}}
