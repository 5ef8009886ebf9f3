"""Coordinates as officers type them, held as whole ten-millionths of a degree (WGS 84). Pure.

No floating point: two nodes must never differ in the last digit of a place. 1e-7 degree is about one
centimetre; what is typed finer is rounded half to even, alike everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from parley.geo.figures import Misread, plain, too_long

E7 = 10_000_000
LAT_LIMIT_E7 = 90 * E7
LON_LIMIT_E7 = 180 * E7

_WORDS = {
    "شمالا": "N", "شمال": "N", "جنوبا": "S", "جنوب": "S", "شرقا": "E", "شرق": "E", "غربا": "W", "غرب": "W",
    "צפון": "N", "דרום": "S", "מזרח": "E", "מערב": "W",
    "NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W",
}  # fmt: skip
_ANGLE = re.compile(
    r"(?P<sign>[+-])?\s*(?P<deg>\d{1,3}(?:\.\d+)?)"
    r"(?:(?:\s*°\s*|\s+|\s*:\s*)(?P<min>\d{1,2}(?:\.\d+)?)"
    r"(?:(?:\s*'\s*|\s+|\s*:\s*)(?P<sec>\d{1,2}(?:\.\d+)?))?)?"
    r"\s*(?P<mark>[°'\"]?)"
)
_COMPACT = {
    "lat": re.compile(r"(\d{2})(\d{2})(\d{2}(?:\.\d+)?)?"),
    "lon": re.compile(r"(\d{3})(\d{2})(\d{2}(?:\.\d+)?)?"),
}
_AXES = {"N": ("lat", 1), "S": ("lat", -1), "E": ("lon", 1), "W": ("lon", -1)}
_LIMITS = {"lat": LAT_LIMIT_E7, "lon": LON_LIMIT_E7}


@dataclass(frozen=True, slots=True)
class Place:
    """A point on WGS 84: latitude north and longitude east, in ten-millionths of a degree."""

    lat_e7: int
    lon_e7: int


def parse_place(text: str) -> Place | Misread:
    """Read a place typed in one line: decimal degrees, degrees-minutes(-seconds), or DDMMSSN DDDMMSSE.

    Both hemisphere letters (or their Arabic or Hebrew words) are asked for: near 33 N 35 E nobody can tell a
    latitude from a longitude by its size. Refused besides: out of range, minutes or seconds of 60 and more, a
    sign beside a letter, a decimal comma, and whatever can be read in two ways.
    """
    if refused := too_long(text):
        return refused
    halves = _halves(_lettered(text))
    if isinstance(halves, Misread):
        return halves
    found: dict[str, int] = {}
    for letter, figures in halves:
        axis, sign = _AXES[letter]
        value = _angle(figures, axis=axis)
        if isinstance(value, Misread):
            return value
        found[axis] = sign * value
    return Place(lat_e7=found["lat"], lon_e7=_same_meridian(found["lon"]))


def latitude_text(lat_e7: int) -> str:
    """Return a latitude as exact decimal degrees with its letter: "33.1256 N"."""
    return f"{_decimal(abs(lat_e7))} {'S' if lat_e7 < 0 else 'N'}"


def longitude_text(lon_e7: int) -> str:
    """Return a longitude as exact decimal degrees with its letter: "35.8246 E"."""
    return f"{_decimal(abs(lon_e7))} {'W' if lon_e7 < 0 else 'E'}"


def place_text(place: Place) -> str:
    """Return the read-out of a place in decimal degrees; typed again it gives the same place."""
    return f"{latitude_text(place.lat_e7)}, {longitude_text(place.lon_e7)}"


def place_text_dms(place: Place) -> str:
    """Return the read-out in degrees, minutes and as few decimals of seconds as give the same place again."""
    lat = _sexagesimal(abs(place.lat_e7), width=2) + ("S" if place.lat_e7 < 0 else "N")
    return lat + " " + _sexagesimal(abs(place.lon_e7), width=3) + ("W" if place.lon_e7 < 0 else "E")


def _lettered(text: str) -> str:
    read = plain(text).upper()
    for word, letter in _WORDS.items():
        read = re.sub(rf"\b{word}\b", letter, read)
    return read


def _halves(text: str) -> list[tuple[str, str]] | Misread:
    """Cut "33.1 N, 35.8 E" or "N33.1 E35.8" at its two letters."""
    letters = [c for c in text if c.isalpha()]
    if any(c not in _AXES for c in letters):
        return Misread("geo.place_not_understood")
    if len(letters) < 2:
        return Misread("geo.hemisphere_missing")
    if len(letters) > 2 or _AXES[letters[0]][0] == _AXES[letters[1]][0]:
        return Misread("geo.hemisphere_twice")
    second = text.index(letters[1], text.index(letters[0]) + 1)
    if text[0].isalpha() and not text[-1].isalpha():
        parts = text[1:second], text[second + 1 :]
    elif text[-1].isalpha() and not text[0].isalpha():
        first = text.index(letters[0])
        parts = text[:first], text[first + 1 : second]
    else:
        return Misread("geo.hemisphere_unclear")
    return [(letter, part.strip(" ,;/")) for letter, part in zip(letters, parts, strict=True)]


def _angle(text: str, *, axis: str) -> int | Misread:
    if re.search(r"\d\s*,\s*\d", text):
        return Misread("geo.decimal_comma", axis)
    parts = _parts(text, axis=axis)
    if isinstance(parts, Misread):
        return parts
    degrees, minutes, seconds = parts
    if minutes >= 60 or seconds >= 60:
        return Misread("geo.sixty_or_more", axis)
    value = round((degrees + minutes / 60 + seconds / 3600) * E7)
    if value > _LIMITS[axis]:
        return Misread("geo.out_of_range", axis, {"limit": _LIMITS[axis] // E7})
    return value


def _parts(text: str, *, axis: str) -> tuple[Fraction, Fraction, Fraction] | Misread:
    """Return degrees, minutes and seconds as exact fractions; the letter says the sign."""
    compact = _COMPACT[axis].fullmatch(text)
    if compact:
        return Fraction(compact[1]), Fraction(compact[2]), Fraction(compact[3] or 0)
    match = _ANGLE.fullmatch(text)
    if match is None:
        return Misread(
            "geo.compact_digits" if re.fullmatch(r"\d{4,}(\.\d+)?", text) else "geo.place_not_understood", axis
        )
    if match["sign"]:
        return Misread("geo.sign_and_hemisphere", axis)
    if ("." in match["deg"] and match["min"]) or (match["min"] and "." in match["min"] and match["sec"]):
        return Misread("geo.fraction_before_smaller_unit", axis)
    if match["mark"] and match["mark"] != _last_mark(match):
        return Misread("geo.place_not_understood", axis)
    return Fraction(match["deg"]), Fraction(match["min"] or 0), Fraction(match["sec"] or 0)


def _last_mark(match: re.Match[str]) -> str:
    return '"' if match["sec"] else "'" if match["min"] else "°"


def _same_meridian(lon_e7: int) -> int:
    return LON_LIMIT_E7 if lon_e7 == -LON_LIMIT_E7 else lon_e7


def _decimal(value_e7: int) -> str:
    whole, rest = divmod(value_e7, E7)
    # Four decimals at least: "33.1" read aloud sounds like a rough place.
    return f"{whole}.{f'{rest:07d}'.rstrip('0'):0<4}"


def _sexagesimal(value_e7: int, *, width: int) -> str:
    for decimals in range(6):
        units = round(Fraction(value_e7, E7) * 3600 * 10**decimals)
        if round(Fraction(units, 3600 * 10**decimals) * E7) == value_e7:
            break
    seconds, part = divmod(units, 10**decimals)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    fraction = f".{part:0{decimals}d}" if decimals else ""
    return f"{degree:0{width}d}°{minute:02d}'{second:02d}{fraction}\""
