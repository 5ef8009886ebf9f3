"""Limits of height of ED-269 and ED-318: the figure, its reference and its unit, kept as they were written. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from parley.geo.band import ANYWHERE
from parley.geo.exchange.rings import number_of
from parley.geo.exchange.told import Told
from parley.geo.figures import Misread
from parley.geo.height import HIGHEST, Height, height
from parley.geo.volume import read_limits

REFERENCES = {"AGL": "AGL", "AMSL": "AMSL", "WGS84": "W84", "W84": "W84"}
UNITS = {"m": "m", "M": "m", "ft": "ft", "FT": "ft", "Ft": "ft"}
# How "unlimited" is written in files that have no word for it.
UNLIMITED = (99999, 999999)

Limits = tuple[Height | None, Height | None]


def read_unit(value: Any, *, where: str, told: Told) -> str | None:
    """Return "m" or "ft"; left out it is metres, as both forms say, and that is told."""
    if value is None:
        told.repaired("zones.metres_taken", where)
        return "m"
    found = UNITS.get(value) if isinstance(value, str) else None
    if found is None:
        told.fault("geo.unit_unknown", where)
    return found


def read_pair(layer: Mapping[str, Any], names: Mapping[str, str], *, where: str, told: Told) -> Limits | None:
    """Return the lower and the upper limit; `names` says what the form calls each field."""
    unit = read_unit(layer.get(names["unit"]), where=f"{where}.{names['unit']}", told=told)
    before = len(told.faults)
    found = {}
    for side in ("lower", "upper"):
        value, reference = layer.get(names[side]), layer.get(names[f"{side}_reference"])
        found[side] = _limit(value, reference, unit or "m", side=side, where=f"{where}.{names[side]}", told=told)
    lower, upper = found["lower"], found["upper"]
    if unit is None or len(told.faults) > before:
        return None
    if lower is not None and upper is not None:
        refused = read_limits(lower, upper, ground=ANYWHERE)
        if refused is not None:
            told.fault(refused, f"{where}.{names['upper']}")
            return None
    return lower, upper


def _limit(value: Any, reference: Any, unit: str, *, side: str, where: str, told: Told) -> Height | None:
    if value is None:
        return None
    figure = number_of(value)
    if figure is None:
        told.fault("geo.height_not_understood", where)
        return None
    if isinstance(value, str):
        told.repaired("zones.numbers_as_text", where)
    if side == "upper" and figure in UNLIMITED:
        told.repaired("zones.unlimited", where, value=int(figure))
        return None
    # A zone is not made smaller by rounding.
    whole = math.floor(figure) if side == "lower" else math.ceil(figure)
    if whole != figure:
        told.repaired("zones.height_rounded", where, value=str(value), whole=whole)
    if not isinstance(reference, str) or reference not in REFERENCES:
        told.fault("geo.reference_missing" if reference is None else "geo.reference_unknown", where)
        return None
    found = height(whole, unit=unit, reference=REFERENCES[reference]) if abs(whole) <= HIGHEST else None
    if isinstance(found, Height):
        return found
    told.fault(found or Misread("geo.height_out_of_range", data={"lowest": -2_000, "highest": HIGHEST}), where)
    return None
