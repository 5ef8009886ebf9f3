"""How the watch list tells what is owed though nothing was said yet: what it is about, and where it is looked at."""

from __future__ import annotations

from django.urls import reverse

from parley.charter.model import Charter
from parley.desk.verifying.telling import sector_said, zone_said
from parley.matters.duty import Duty
from parley.tracks.incidents.inspection_duties import INSPECT_AREA
from parley.tracks.incidents.warning.sectors import FINEST_E7
from parley.tracks.incidents.warnings import LOOK


def address_unsaid(duty: Duty) -> str:
    """Return where a duty that belongs to no matter is looked at."""
    if duty.what == INSPECT_AREA:
        return reverse("inspection-calendar")
    return reverse("sectors") if duty.what == LOOK else reverse("hotline")


def subject_unsaid(duty: Duty, *, charter: Charter) -> str:
    """Return what a duty that belongs to no matter is about: an area, a sector; empty for others."""
    if duty.what == INSPECT_AREA:
        return zone_said(charter, duty.entry.rpartition("@")[0].rpartition("-")[0])
    if duty.what != LOOK:
        return ""
    north, east, size = (int(each) for each in duty.entry.partition("@")[0].split("."))
    size_e7 = size * FINEST_E7
    return sector_said({"south_e7": north * size_e7, "west_e7": east * size_e7, "size_e7": size_e7})
