"""The panel that leads from an incident, a site or a movement to the hits that were found of it. Light to load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from parley.desk.addresses import address_of_form
from parley.desk.hotline.wordings import state_word
from parley.desk.reach import tracks_read
from parley.node import reading
from parley.tracks.incidents.hit_state import FORM
from parley.tracks.incidents.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def hits_of(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return the hits of an incident, a site or a movement, for its panel; None where there is none."""
    if TRACK.name not in tracks_read(frame.officer):
        return None
    rows = reading.of_form(frame.node, FORM, from_ms=0)
    found = [row for row in rows if matter in (row.state["incident"], row.state["protected"])]
    told = [(row.id, address_of_form(FORM, row.id), row.state, state_word(str(row.state["name"]))) for row in found]
    return {"hits": told} if told else None
