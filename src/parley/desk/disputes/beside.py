"""What the details of a notice or of an incident say of disputes: the interim measures that it meets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from parley.desk.addresses import address_of_form
from parley.desk.disputes.found import disputes
from parley.desk.hotline.saying import instant
from parley.desk.reach import tracks_read
from parley.tracks.disputes.state import FORM
from parley.tracks.disputes.track import TRACK

if TYPE_CHECKING:
    from parley.desk.frame import Frame


def measures_met(frame: Frame, matter: str) -> Mapping[str, Any] | None:
    """Return the agreed measures that a matter meets; None where it meets none, or the role reads no disputes."""
    if TRACK.name not in tracks_read(frame.officer):
        return None
    found = [
        {
            "measure": met.measure,
            "dispute": met.dispute,
            "address": f"{address_of_form(FORM, met.dispute)}#{met.measure}-text",
            "when": f"{instant(met.from_s)} – {instant(met.until_s)}",
        }
        for met in disputes().met_by(matter)
    ]
    return {"found": found} if found else None
