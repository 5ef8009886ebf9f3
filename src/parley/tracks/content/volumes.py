"""Places of contents as volumes that can be compared. Pure; loads GEOS, so it is imported where there is an area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parley.geo.area import Area, read_area
from parley.geo.volume import Volume, Window
from parley.tracks.content.place_form import height_of


def volume_of(value: Mapping[str, Any]) -> Volume:
    """Return a volume of a plan as the detector takes it."""
    windows = tuple((int(start), int(end)) for start, end in value["windows"])
    return Volume(area_of(value), height_of(value["lower"]), height_of(value["upper"]), windows)


def closed_volume(place: Mapping[str, Any], window: Window) -> Volume:
    """Return an area with its limits of height for one window."""
    return Volume(area_of(place), height_of(place.get("lower")), height_of(place.get("upper")), (window,))


def area_of(value: Mapping[str, Any]) -> Area:
    """Return the outline of a content that was checked before."""
    found = read_area(value["area"])
    assert isinstance(found, Area)  # the form of the content was checked before
    return found
