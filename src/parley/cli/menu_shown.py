"""The ways out of overlaps as plain JSON: who would move, by how much, and how it would then stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from parley.geo.height import height_text
from parley.geo.place import E7
from parley.geo.volume import Volume
from parley.node.overlaps.menus import PairMenu
from parley.tracks.deconfliction.proposing.moves import ASIDE, HEIGHT, TIME, TRIM, Move
from parley.tracks.deconfliction.proposing.sides import Side
from parley.tracks.deconfliction.proposing.testing import moved_side


def menu_as_json(found: PairMenu) -> dict[str, Any]:
    """Return a menu in plain values: each proposal with its moves and what they make of the volumes."""
    sides = {side.notice: side for side in found.sides}
    return {
        "first": found.sides[0].notice,
        "second": found.sides[1].notice,
        "menu": [
            {
                "digest": proposal.digest,
                "cost_permille": proposal.greatest,
                "moves": [_move(move, sides[move.notice]) for move in proposal.moves],
            }
            for proposal in found.proposals
        ],
    }


def _move(move: Move, side: Side) -> dict[str, Any]:
    told = {key: value for key, value in move.as_json().items() if key not in ("version", "areas")}
    return {**told, "becomes": [_volume(volume, move.how) for volume in moved_side(side, move).volumes]}


def _volume(volume: Volume, how: str) -> dict[str, Any]:
    if how == TIME:
        return {"windows": [[_utc(start), _utc(end)] for start, end in volume.windows or ()]}
    if how == HEIGHT:
        limits = {"lower": volume.lower, "upper": volume.upper}
        return {name: height_text(limit) for name, limit in limits.items() if limit is not None}
    assert how in (ASIDE, TRIM)
    rings = [
        [[[lon / E7, lat / E7] for lon, lat in (*ring, ring[0])] for ring in part] for part in volume.area.polygons
    ]
    return {"geometry": {"type": "MultiPolygon", "coordinates": rings}}


def _utc(at_s: int) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
