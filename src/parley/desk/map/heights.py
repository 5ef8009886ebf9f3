"""Heights on the map: those of facts, and the filter beside the slider, with what it is measured from said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parley.desk.map.adding import Heights
from parley.geo.band import ANYWHERE, Ground, as_written, band_of, offsets, same_reference
from parley.geo.figures import Misread, plain
from parley.geo.height import REFERENCES, Height, height
from parley.node.running import Node

# What a filter may be given in: unit and reference together, so that none is guessed.
MEASURES = ("m AGL", "ft AGL", "m AMSL", "ft AMSL", "m W84", "FL")


@dataclass(frozen=True, slots=True)
class HeightsAsked:
    """What was typed into the filter, and what it means; `fault` says why it was not understood."""

    low: str
    high: str
    measure: str
    found: Heights | None = None
    fault: Misread | None = None


def heights_asked(values: Mapping[str, str], *, ground: Ground) -> HeightsAsked:
    """Read the filter of an address; nothing typed is no filter, what is not understood is told and filters nothing."""
    low, high = values.get("low", "").strip()[:20], values.get("high", "").strip()[:20]
    measure = values.get("measure", "")
    asked = HeightsAsked(low, high, measure if measure in MEASURES else MEASURES[0])
    if not low and not high:
        return asked
    ends = [_height(text, asked.measure) for text in (low, high)]
    fault = next((each for each in ends if isinstance(each, Misread)), None)
    lower, upper = (each if isinstance(each, Height) else None for each in ends)
    found = heights_of(lower, upper, ground=ground)
    if fault is None and lower is not None and upper is not None and not _is_upwards(lower, upper):
        fault = Misread("geo.band_upside_down", "high")
    return HeightsAsked(low, high, asked.measure, None if fault else found, fault)


def heights_of(lower: Height | None, upper: Height | None, *, ground: Ground) -> Heights:
    """Return two limits as the map compares them."""
    band, given = band_of(lower, upper, ground=ground), [each for each in (lower, upper) if each is not None]
    if not given or not same_reference(lower, upper):
        return Heights(finite(band.lower), finite(band.upper))
    written = as_written(lower, upper)
    ends = (finite(written.lower), finite(written.upper))
    return Heights(finite(band.lower), finite(band.upper), given[0].reference, ends)


def heights_signed(volume: Mapping[str, Any], *, ground: Ground) -> Heights:
    """Return the limits of a signed volume as the map compares them."""
    lower, upper = (Height(**volume[name]) for name in ("lower", "upper"))
    return heights_of(lower, upper, ground=ground)


def ground_of(node: Node) -> Ground:
    """Return what the charter says of the ground of its area, else what holds anywhere."""
    terms = node.charter().activities
    return ANYWHERE if terms is None else terms.ground


def offsets_told(ground: Ground) -> dict[str, tuple[float, float]]:
    """Return for the screen by how much each reference lies above the ellipsoid, at least and at most."""
    return {reference: offsets(reference, ground) for reference in REFERENCES}


def _height(text: str, measure: str) -> Height | Misread | None:
    if not text:
        return None
    figures = plain(text)
    if not figures.removeprefix("-").isdecimal() or len(figures) > 7:
        return Misread("geo.height_whole_figures")
    unit, _, reference = measure.partition(" ")
    return height(int(figures), unit=unit, reference=reference or unit)


def _is_upwards(lower: Height, upper: Height) -> bool:
    band = as_written(lower, upper)
    return band.lower < band.upper


def finite(value: float) -> float | None:
    """Return a limit, None for one that is none: JSON knows no infinity."""
    return value if math.isfinite(value) else None
