"""Numbers with their unit, exact: a decimal is kept as its shortest decimal text, never as a float. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parley.geo.figures import Misread, plain, too_long

LONGEST_UNIT = 40
_CANONICAL = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,5}[1-9])?")
_TYPED = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d{1,15})(?:\.(?P<part>\d{1,6}))?(?: ?(?P<unit>[^\d\s.,'].*))?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as canonical decimal text ("12.5", never "12.50" or "-0") and its unit as written."""

    value: str
    unit: str


def parse_quantity(text: str) -> Quantity | Misread:
    """Read "3 persons" or "12.5 km"; a unit is asked for, and separators of thousands are refused as ambiguous."""
    if refused := too_long(text):
        return refused
    read = plain(text)
    if re.match(r"[+-]?\d+[,']\d", read) or re.match(r"[+-]?\d+ \d", read):
        return Misread("geo.separator_ambiguous")
    match = _TYPED.fullmatch(read)
    if match is None:
        return Misread("geo.number_not_understood")
    if not match["unit"]:
        return Misread("geo.unit_missing")
    if len(match["unit"]) > LONGEST_UNIT:
        return Misread("geo.unit_unknown", "unit")
    return Quantity(_canonical(match["sign"], match["whole"], match["part"] or ""), match["unit"])


def is_canonical(value: str) -> bool:
    """Return whether `value` is the one decimal text of its number."""
    return value != "-0" and _CANONICAL.fullmatch(value) is not None


def _canonical(sign: str, whole: str, part: str) -> str:
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    shown = f"{whole}.{part}" if part else whole
    return f"-{shown}" if sign == "-" and shown != "0" else shown
