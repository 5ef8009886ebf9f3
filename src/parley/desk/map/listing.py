"""The list beside the map: every fact as a row, newest first, a hundred a page; nothing is left out unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parley.desk.map.adding import Layer, MapFact
from parley.desk.map.window import instant_text

# static/desk/map/rows.js shows as many.
PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as the list shows it, with the name of its layer and the instant at which it was said."""

    layer: str
    fact: MapFact
    said: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows: how many there are in all, and where the next and the page before begin (None: nowhere)."""

    rows: tuple[Row, ...]
    total: int
    start: int
    later: int | None
    earlier: int | None


def listed(facts: Sequence[tuple[Layer, MapFact]], *, start: str) -> Listing:
    """Return the page of the list that begins at `start`; what was said comes first, the newest before the older."""
    ordered = sorted(facts, key=lambda each: (-(each[1].said_at_ms or 0), each[0].place))
    first = min(int(start), len(ordered)) if start.isascii() and start.isdigit() and len(start) < 8 else 0
    rows = tuple(_row(layer, fact) for layer, fact in ordered[first : first + PAGE])
    later = first + PAGE if first + PAGE < len(ordered) else None
    return Listing(rows, len(ordered), first, later, max(0, first - PAGE) if first else None)


def _row(layer: Layer, fact: MapFact) -> Row:
    return Row(layer.label(), fact, "" if fact.said_at_ms is None else instant_text(fact.said_at_ms))
