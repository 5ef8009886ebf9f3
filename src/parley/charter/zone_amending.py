"""Puts sections of zones into a charter's text: the lines of everything else stay as they were written. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from parley.charter.zone_exchange import Sections


def amended(text: str, sections: Sections, *, predecessor: str = "") -> str:
    """Return a charter's text with these zones and lines; of the same names, the new ones take the place of the old.

    `predecessor` is the digest of the charter that this one would follow. Whoever calls reads the result: a charter
    that is not written in blocks, line by line, does not come out as one.
    """
    rows = text.rstrip("\n").split("\n")
    rows = _put(rows, "bases:", sections.bases, indent=2)
    rows = _put(rows, "zones:", sections.zones, indent=2)
    if sections.lines:
        rows = _with_lines(rows, sections.lines)
    if predecessor:
        rows = [row for row in rows if not row.startswith("predecessor:")]
        at = next((number for number, row in enumerate(rows) if row.startswith("since:")), -1)
        rows = [*rows[: at + 1], f"predecessor: {predecessor}", *rows[at + 1 :]]
    return "\n".join(rows) + "\n"


def _with_lines(rows: list[str], lines: Sequence[str]) -> list[str]:
    """Return the rows with these lines of the map; a charter without a map gets none, and reading it says so."""
    start, end = _block(rows, "map:", indent=0)
    inner = rows[start:end]
    return [*rows[:start], *_put(inner, "  lines:", lines, indent=4), *rows[end:]]


def _put(rows: list[str], head: str, lines: Sequence[str], *, indent: int) -> list[str]:
    """Return the rows with entries under a heading, those of the same names taken out; a new heading comes last."""
    if not lines:
        return rows
    names = [row.rstrip() for row in lines if row[:indent].isspace() and row[indent] != " "]
    if head not in rows:
        return [*rows, head, *lines]
    start, end = _block(rows, head, indent=indent - 2)
    kept: list[str] = []
    is_kept = True
    for row in rows[start + 1 : end]:
        if _indent_of(row) <= indent:
            is_kept = row.rstrip() not in names
        kept += [row] if is_kept else []
    return [*rows[: start + 1], *lines, *kept, *rows[end:]]


def _block(rows: Sequence[str], head: str, *, indent: int) -> tuple[int, int]:
    """Return where a heading stands and where what is under it ends: before the next text that is no deeper."""
    start = rows.index(head) if head in rows else len(rows)
    end = next((n for n in range(start + 1, len(rows)) if rows[n].strip() and _indent_of(rows[n]) <= indent), len(rows))
    return start, end


def _indent_of(row: str) -> int:
    """Return how deep a row stands; an empty one ends nothing."""
    return len(row) - len(row.lstrip(" ")) if row.strip() else 99
