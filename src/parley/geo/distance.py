"""The shortest way between two places on the ellipsoid: its length and its bearing, by GeographicLib. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from geographiclib.geodesic import Geodesic

from parley.geo.place import E7, Place


@dataclass(frozen=True, slots=True)
class Way:
    """The geodesic from one place to another: metres, and the bearing at its start in degrees from true north."""

    metres: float
    bearing_deg: float


def way(start: Place, *, to: Place) -> Way:
    """Return the geodesic on WGS 84 (C. F. F. Karney, "Algorithms for geodesics", 2013); exact to nanometres.

    Between equal places it has no length, and its bearing says nothing.
    """
    outline = Geodesic.DISTANCE | Geodesic.AZIMUTH
    found = Geodesic.WGS84.Inverse(start.lat_e7 / E7, start.lon_e7 / E7, to.lat_e7 / E7, to.lon_e7 / E7, outline)
    return Way(found["s12"], found["azi1"] % 360)


def length_text(metres: float) -> str:
    """Return a length as it is read out: "42 m", "1,312 m", "12.4 km", "136 km"."""
    if metres < 10_000:
        return f"{metres:,.0f} m"
    return f"{metres / 1000:,.1f} km" if metres < 100_000 else f"{metres / 1000:,.0f} km"


def bearing_text(way_found: Way) -> str:
    """Return a bearing in whole degrees of three figures, "007°"; 360 is written 000."""
    return f"{round(way_found.bearing_deg) % 360:03d}°"
