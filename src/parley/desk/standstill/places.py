"""The area of a standstill or of a site read out: from what it was drawn, how large it is, its limits of height."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from parley.desk.notices.showing import volume_in_words
from parley.geo.height import Height, height_text

_ANY = {"value": 0, "unit": "m", "reference": "AGL"}


def place_in_words(place: Mapping[str, Any]) -> str:
    """Return an area in one line of figures; without limits it says so."""
    whole = volume_in_words({**place, "lower": _ANY, "upper": _ANY, "windows": []})
    drawn, extent, *_ = whole.split(" · ")
    lower, upper = (_limit(place.get(name)) for name in ("lower", "upper"))
    if not lower and not upper:
        return f"{drawn} · {extent} · {gettext('at every height')}"
    heights = f"{lower or '…'} – {upper or '…'}"
    return f"{drawn} · {extent} · {heights}"


def extent_in_words(area: Any) -> str:
    """Return an outline that has no limits of height in one line of figures."""
    whole = volume_in_words({"area": area, "drawn": None, "lower": _ANY, "upper": _ANY, "windows": []})
    return " · ".join(whole.split(" · ")[:2])


def _limit(value: Mapping[str, Any] | None) -> str:
    if value is None:
        return ""
    return height_text(Height(int(value["value"]), str(value["unit"]), str(value["reference"])))
