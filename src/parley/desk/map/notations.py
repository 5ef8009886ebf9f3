"""A place in every notation, and the way from one to another: what is shown for what was picked on the map."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from parley.geo.distance import bearing_text, length_text, way
from parley.geo.figures import Misread
from parley.geo.grid import grid_text, is_grid, parse_grid
from parley.geo.place import E7, Place, parse_place, place_text, place_text_dms


@dataclass(frozen=True, slots=True)
class Picked:
    """A place as typed or picked: its notations with their names, or why it was not understood."""

    typed: str
    place: Place | None = None
    notations: tuple[tuple[str, str], ...] = ()
    fault: Misread | None = None

    @property
    def degrees(self) -> str:
        """The place as "longitude,latitude", for the map; "" where it was not understood."""
        return "" if self.place is None else f"{self.place.lon_e7 / E7:.7f},{self.place.lat_e7 / E7:.7f}"


@dataclass(frozen=True, slots=True)
class Between:
    """The way between two places as read out: its length, and the bearing there and back."""

    length: str
    bearing: str
    back: str


def picked(typed: str) -> Picked | None:
    """Read a place in decimal degrees, degrees-minutes-seconds or the military grid; None where nothing was typed."""
    if not typed.strip():
        return None
    found = parse_grid(typed) if is_grid(typed) else parse_place(typed)
    if isinstance(found, Misread):
        return Picked(typed, fault=found)
    return Picked(typed, found, notations_of(found))


def notations_of(place: Place) -> tuple[tuple[str, str], ...]:
    """Return the notations of a place, each under its name."""
    grid = grid_text(place)
    found = [
        (gettext("Decimal degrees"), place_text(place)),
        (gettext("Degrees, minutes, seconds"), place_text_dms(place)),
    ]
    return (*found, (gettext("Military grid (MGRS)"), grid)) if grid else tuple(found)


def between(start: Picked | None, end: Picked | None) -> Between | None:
    """Return the way between two picked places; None unless both were understood and differ."""
    if start is None or end is None or start.place is None or end.place is None or start.place == end.place:
        return None
    there, back = way(start.place, to=end.place), way(end.place, to=start.place)
    return Between(length_text(there.metres), bearing_text(there), bearing_text(back))
