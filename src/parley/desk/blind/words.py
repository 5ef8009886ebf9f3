"""The words of blind notices for the codes and figures that their states carry. Light to load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from parley.geo.place import E7


def cell_text(cell: Mapping[str, Any]) -> str:
    """Return the edges of a cell in figures: "N 33–33.25, E 35.75–36".

    The letters stand first: so the figures keep their order within a sentence that is read from right to left.
    """
    south, west, size = int(cell["south_e7"]), int(cell["west_e7"]), int(cell["size_e7"])
    return f"{_edges(south, south + size, 'SN')}, {_edges(west, west + size, 'WE')}"


def _edges(low: int, high: int, letters: str) -> str:
    """Return two edges in degrees with their letter; no cell of a grid that begins at 0 lies on both sides of it."""
    inner, outer = sorted((abs(low), abs(high)))
    return f"{letters[low >= 0]} {inner / E7:g}–{outer / E7:g}"


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
