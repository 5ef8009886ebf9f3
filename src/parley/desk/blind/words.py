"""The words of blind notices for the codes and figures that their states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.geo.place import latitude_text, longitude_text


def cell_text(cell: Mapping[str, Any]) -> str:
    """Return the edges of a cell in figures: "33 N – 33.25 N, 35.75 E – 36 E"."""
    south, west, size = int(cell["south_e7"]), int(cell["west_e7"]), int(cell["size_e7"])
    ways = (latitude_text, south), (longitude_text, west)
    return ", ".join(f"{text(edge)} – {text(edge + size)}" for text, edge in ways)


def hour_text(hour_s: int) -> str:
    """Return an hour in figures: "2026-03-01 10:00Z – 11:00Z"."""
    begins = datetime.fromtimestamp(hour_s, UTC)
    ends = datetime.fromtimestamp(hour_s + 3600, UTC)
    return f"{begins:%Y-%m-%d %H:%MZ} – {ends:%H:%MZ}"


def subject_of_blind(state: Mapping[str, Any]) -> str:
    """Return the line under which an answer is known."""
    figures = f"{cell_text(state['cell'])} · {hour_text(state['hour_s'])}"
    return gettext("Plans meet: %(where)s") % {"where": figures}


def blind_state_word(name: str) -> str:
    """Say how an answer stands."""
    return BLIND_STATES[name]() if name in BLIND_STATES else name


BLIND_STATES: Mapping[str, Callable[[], str]] = {
    "told": lambda: pgettext("an answer", "told"),
    "known_by_one": lambda: pgettext("an answer", "received by one"),
    "known_by_both": lambda: pgettext("an answer", "received by both"),
    "settled": lambda: pgettext("an answer", "settled"),
    "counted": lambda: pgettext("looks", "counted"),
}
