"""Heights with their reference as written: AGL, AMSL, W84 or a flight level. Never converted. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parley.geo.figures import Misread, plain, too_long

UNITS = ("m", "ft", "FL")
REFERENCES = ("AGL", "AMSL", "W84", "FL")
LOWEST, HIGHEST = -2_000, 200_000
HIGHEST_LEVEL = 999

_REFERENCE_WORDS = {"AGL": "AGL", "AMSL": "AMSL", "MSL": "AMSL", "W84": "W84", "WGS84": "W84", "WGS 84": "W84"}
_UNIT_WORDS = {"M": "m", "FT": "ft", "METRES": "m", "METERS": "m", "FEET": "ft"}
_TEXT = re.compile(r"(?P<value>-?\d{1,6})\s*(?P<unit>[A-Z]+)?\s*(?P<reference>WGS ?84|W84|[A-Z]+)?")


@dataclass(frozen=True, slots=True)
class Height:
    """A height as written: whole units, the unit, and what it is measured from.

    A flight level has unit and reference "FL". 1,000 ft and 305 m are different heights here: turning
    one into the other is the map's business, and never changes what was signed.
    """

    value: int
    unit: str
    reference: str


def parse_height(text: str) -> Height | Misread:
    """Read "1500 ft AMSL", "300 m AGL" or "FL240"; unit and reference are asked for, never guessed."""
    if refused := too_long(text):
        return refused
    read = plain(text).upper()
    if level := re.fullmatch(r"FL ?(\d{1,3})", read):
        return height(int(level[1]), unit="FL", reference="FL")
    if re.search(r"\d[.,' ]\d", read):
        return Misread("geo.height_whole_figures")
    match = _TEXT.fullmatch(read)
    if match is None:
        return Misread("geo.height_not_understood")
    unit, reference = match["unit"], match["reference"]
    if unit in _REFERENCE_WORDS or unit is None:
        return Misread("geo.unit_missing")
    if reference is None:
        return Misread("geo.reference_missing")
    unit, reference = _UNIT_WORDS.get(unit, unit), _REFERENCE_WORDS.get(reference, reference)
    return height(int(match["value"]), unit=unit, reference=reference)


def height(value: int, *, unit: str, reference: str) -> Height | Misread:
    """Return a height from its fields; refused: unknown unit or reference, FL mixed with others, out of range."""
    if unit not in UNITS:
        return Misread("geo.unit_unknown", "unit")
    if reference not in REFERENCES:
        return Misread("geo.reference_unknown", "reference")
    if (unit == "FL") != (reference == "FL"):
        return Misread("geo.flight_level_mixed", "reference")
    if reference in ("AGL", "FL") and value < 0:
        return Misread("geo.below_ground", "value")
    highest = HIGHEST_LEVEL if unit == "FL" else HIGHEST
    if not LOWEST <= value <= highest:
        return Misread("geo.height_out_of_range", "value", {"lowest": LOWEST, "highest": highest})
    return Height(value, unit, reference)


def height_text(found: Height) -> str:
    """Return the read-out: "1500 ft AMSL" or "FL240"; typed again it gives the same height."""
    return f"FL{found.value:03d}" if found.unit == "FL" else f"{found.value} {found.unit} {found.reference}"
