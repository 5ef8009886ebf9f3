"""The military grid (MGRS) on WGS 84 between 80 S and 84 N: a place as "36S YB 63531 68762" and back. Pure.

Squares are named after DMA TM 8358.1, "Datums, Ellipsoids, Grids, and Grid Reference Systems" (1990), chapter 3, with
the widened zones of Norway and Svalbard. A reference names the square metre in which a place lies (figures are cut,
never rounded); read back it gives that square's middle. The polar caps have another grid, which is not read or shown.
"""

from __future__ import annotations

import re
from math import degrees, floor, radians

from parley.geo.figures import Misread, plain, too_long
from parley.geo.place import E7, Place
from parley.geo.projection import backward, forward

SOUTHERNMOST_E7, NORTHERNMOST_E7 = -80 * E7, 84 * E7
BANDS = "CDEFGHJKLMNPQRSTUVWX"
SQUARE_M = 100_000
# Northings of the squares begin again after two thousand kilometres.
CYCLE_M = 2_000_000
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_FALSE_NORTHING_M = 10_000_000
_WRITTEN = re.compile(r"(\d{1,2}) ?([C-HJ-NP-X]) ?([A-HJ-NP-Z])([A-HJ-NP-V]) ?(\d*) ?(\d*)")


def grid_text(place: Place) -> str:
    """Return the reference to the metre, "36S YB 63531 68762"; "" in the polar caps, which this grid leaves out."""
    if not SOUTHERNMOST_E7 <= place.lat_e7 < NORTHERNMOST_E7:
        return ""
    lat, lon = place.lat_e7 / E7, place.lon_e7 / E7
    zone = _zone(lat, lon)
    easting, northing = forward(radians(lat), radians(_from_middle(lon, zone=zone)))
    # A micrometre is added before cutting: a place on a line of the grid must not fall below it by rounding.
    east, north = floor(easting + 1e-6), floor(northing + (_FALSE_NORTHING_M if lat < 0 else 0) + 1e-6)
    column, row = _letters(zone, east=east, north=north)
    return f"{zone:02d}{_band(lat)} {column}{row} {east % SQUARE_M:05d} {north % SQUARE_M:05d}"


def parse_grid(text: str) -> Place | Misread:
    """Read a reference of two to ten figures, with or without spaces, and return the middle of the square it names.

    Refused: an odd number of figures, letters that this zone and band do not have, the polar caps.
    """
    if refused := too_long(text):
        return refused
    match = _WRITTEN.fullmatch(plain(text).upper())
    if match is None or not 1 <= int(match[1]) <= 60:
        return Misread("geo.grid_not_understood")
    figures = match[5] + match[6]
    if match[6] and len(match[5]) != len(match[6]):
        return Misread("geo.grid_uneven")
    if len(figures) % 2 or not 2 <= len(figures) <= 10:
        return Misread("geo.grid_uneven")
    half = len(figures) // 2
    size = 10 ** (5 - half)
    within = (int(figures[:half]) * size + size / 2, int(figures[half:]) * size + size / 2)
    found = _place(int(match[1]), match[2], match[3], match[4], within=within)
    return found or Misread("geo.grid_no_such_square", data={"square": f"{match[1]}{match[2]} {match[3]}{match[4]}"})


def is_grid(text: str) -> bool:
    """Return whether a text has the shape of a reference of this grid, so that it is meant as one."""
    return not too_long(text) and _WRITTEN.fullmatch(plain(text).upper()) is not None


def _zone(lat: float, lon: float) -> int:
    zone = min(60, floor((lon + 180) / 6) + 1)
    if 56 <= lat < 64 and zone == 31 and lon >= 3:
        return 32
    if lat >= 72 and 0 <= lon < 42:
        return 31 + 2 * floor((lon + 3) / 12)
    return zone


def _from_middle(lon: float, *, zone: int) -> float:
    """Return the longitude counted from the middle of its zone, across the antimeridian too."""
    return (lon - (6 * zone - 183) + 180) % 360 - 180


def _band(lat: float) -> str:
    return BANDS[min(19, floor((lat + 80) / 8))]


def _letters(zone: int, *, east: int, north: int) -> tuple[str, str]:
    column = _COLUMNS[(zone - 1) % 3][east // SQUARE_M - 1]
    return column, _ROWS[(north // SQUARE_M + _row_shift(zone)) % 20]


def _row_shift(zone: int) -> int:
    return 5 if zone % 2 == 0 else 0


def _place(zone: int, band: str, column: str, row: str, *, within: tuple[float, float]) -> Place | None:
    """Return the place in this square; None where the zone has no such column, or the band no such row."""
    if column not in _COLUMNS[(zone - 1) % 3]:
        return None
    easting = (_COLUMNS[(zone - 1) % 3].index(column) + 1) * SQUARE_M + within[0]
    south = -80 + 8 * BANDS.index(band)
    first = (_ROWS.index(row) - _row_shift(zone)) % 20 * SQUARE_M + within[1]
    for cycle in range(6):
        northing = first + cycle * CYCLE_M - (_FALSE_NORTHING_M if south < 0 else 0)
        found = _around(zone, easting, northing)
        if found and _lies_in(found, zone=zone, band=band):
            return found
    return None


def _around(zone: int, easting: float, northing: float) -> Place | None:
    if not -9_500_000 < northing < 9_500_000:
        return None
    lat, lon = backward(easting, northing)
    turned = (degrees(lon) + 6 * zone - 183 + 180) % 360 - 180
    lon_e7 = round(turned * E7)
    return Place(round(degrees(lat) * E7), 180 * E7 if lon_e7 == -180 * E7 else lon_e7)


def _lies_in(place: Place, *, zone: int, band: str) -> bool:
    """Return whether a place lies in this zone and band; a coarse square reaches beyond them, its middle a little."""
    south = -80 + 8 * BANDS.index(band)
    north = 84 if band == "X" else south + 8
    is_wide = band == "X" or (band == "V" and zone == 32)
    is_near = abs(_from_middle(place.lon_e7 / E7, zone=zone)) <= (6.5 if is_wide else 3.5)
    return is_near and south - 0.1 <= place.lat_e7 / E7 <= north + 0.1
