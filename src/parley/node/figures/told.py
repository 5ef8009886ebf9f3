"""Figures in plain values: JSON with the entries of each, and a table for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from parley.node.figures.cell import Cell, Item
from parley.node.figures.sheet import Row, Sheet

MARK = "\ufeff"
COLUMNS = ("figure", "of", "member", "count", "out_of", "median_s", "ninetieth_s", "worst_s", "entries")
FORMAT = "parley-figures-v1"


def as_json(sheet: Sheet) -> dict[str, Any]:
    """Return all figures with the entries from which each comes; the same on every node that holds the same."""
    asked = sheet.asked
    return {
        "format": FORMAT,
        "from": _instant(asked.from_ms),
        "until": _instant(asked.until_ms),
        "as_of": _instant(asked.now_ms),
        "scope": asked.scope,
        "silent_minutes": sheet.silent_minutes,
        "members": list(sheet.members),
        "figures": [_row_json(row) for row in sheet.rows],
    }


def as_table(sheet: Sheet, *, word: Callable[[str], str], row_word: Callable[[Row], str]) -> bytes:
    """Return a row a figure and member (RFC 4180); an empty cell where there was nothing to count.

    `word` says a column, `row_word` a figure, in the reader's language.
    """
    made = io.StringIO()
    made.write(MARK)
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([word(name) for name in COLUMNS])
    for row in sheet.rows:
        for code, cell in row.cells.items():
            writer.writerow([row_word(row), row.of, code, *_figures(cell), " ".join(_entries(cell))])
    return made.getvalue().encode()


def _figures(cell: Cell) -> list[str]:
    if cell.is_none:
        return ["", "0", "", "", ""]
    if cell.times is not None:
        times = (cell.times.median_ms, cell.times.ninetieth_ms, cell.times.worst_ms)
        return [str(cell.count), str(cell.of), *(_seconds(each) for each in times)]
    if cell.kind == "lasted":
        return ["", str(cell.of), "", "", _seconds(cell.count or 0)]
    return [str(cell.count), str(cell.of), "", "", ""]


def _entries(cell: Cell) -> Iterator[str]:
    for item in cell.items:
        if item.entry or item.id:
            yield item.entry or item.id


def _seconds(lasted_ms: int) -> str:
    return f"{lasted_ms / 1000:.3f}".rstrip("0").rstrip(".")


def _row_json(row: Row) -> dict[str, Any]:
    return {"figure": row.code, "of": row.of, "values": {code: _cell_json(cell) for code, cell in row.cells.items()}}


def _cell_json(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": cell.kind, "of": cell.of, "count": None if cell.is_none else cell.count}
    if cell.times is not None:
        told |= {
            "median_ms": cell.times.median_ms, "ninetieth_ms": cell.times.ninetieth_ms, "worst_ms": cell.times.worst_ms
        }  # fmt: skip
    return {**told, "entries": [_item_json(item) for item in cell.items]}


def _item_json(item: Item) -> dict[str, Any]:
    told = {
        "entry": item.entry, "matter": item.matter, "duty": item.id, "what": item.what, "clause": item.clause,
        "from": _instant(item.at_ms), "due": _instant(item.due_ms), "done": _instant(item.done_ms), "by": item.by,
        "took_ms": item.took_ms, "outcome": item.outcome, "short_by_min": item.short_by_min or None,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in ("", None)}


def _instant(at_ms: int | None) -> str | None:
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
