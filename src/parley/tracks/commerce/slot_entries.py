"""The kinds of entry of the slots of a crossing point on one day, and the form of each content. Pure.

All who ask for a slot of one point on one day speak in one matter, whose id follows from both: who comes first, and
whether a slot is full, is a fold over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.charter.commerce import DAY_S
from parley.geo.moment import LATEST_S
from parley.matters.track import Kind
from parley.tracks.content.form import content, entry_id, fields, whole, word, yes_or_no
from parley.tracks.content.usual import INSTANT

TAKEN, LEFT = "slot_taken", "slot_left"

_code = word(64)


def slots_id(point: str, slot_s: int) -> str:
    """Return the id of the matter of a point's slots on a day: "quneitra.slots/20421", which no entry's id is like."""
    return f"{point}.slots/{slot_s // DAY_S}"


def slots_key(value: Mapping[str, Any]) -> str | None:
    """Return the id of the matter to which any content belongs; None where it names no point and time."""
    point, slot_s = value.get("point"), value.get("slot_s")
    is_named = isinstance(point, str) and point.replace("_", "").isalnum() and point.isascii()
    is_timed = isinstance(slot_s, int) and not isinstance(slot_s, bool) and 0 <= slot_s <= LATEST_S
    return slots_id(str(point), int(slot_s or 0)) if is_named and is_timed else None


def crossing_named(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the asking, or its change, for which a slot is taken, of any content."""
    named = value.get("crossing")
    return (named,) if isinstance(named, str) else ()


_taken = fields(
    {
        "point": _code, "slot_s": INSTANT, "crossing": entry_id, "vehicles": whole(0, 10_000),
        "persons": whole(0, 10_000), "humanitarian": yes_or_no,
    },
    optional={},
)  # fmt: skip
_left = fields({"point": _code, "slot_s": INSTANT, "of": entry_id}, optional={})

SLOT_KINDS: Mapping[str, Kind] = {
    TAKEN: Kind(TAKEN, True, content(_taken), keyed=slots_key, cites=crossing_named),
    LEFT: Kind(LEFT, False, content(_left), keyed=slots_key),
}
