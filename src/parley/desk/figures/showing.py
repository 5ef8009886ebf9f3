"""The figures as their page shows them: groups of rows, a cell a member, each cell with where it is explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from parley.desk.addresses import address_of_entry, address_of_matter
from parley.desk.duty_words import duty_word
from parley.desk.figures.words import GROUPS, group_hint, group_of, group_word, outcome_word, row_word
from parley.desk.templatetags.desk import lag
from parley.node.figures.cell import LASTED, TIMES, Cell, Item
from parley.node.figures.sheet import Row, Sheet

if TYPE_CHECKING:
    from parley.desk.frame import Frame

# Of one cell so many things are listed on a page; the table and the JSON hold them all.
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class CellShown:
    """A figure of one member: what is read, out of how many, where it is explained; `is_none` where nothing was."""

    member: str
    text: str
    times: tuple[str, ...]
    of: int
    address: str
    is_none: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row; `clause` where it is told of one."""

    name: str
    label: str
    clause: str
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one heading, with how they are counted."""

    name: str
    label: str
    hint: str
    rows: tuple[RowShown, ...]


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One thing that was counted, with the links to it."""

    entry: str
    address: str
    matter: str
    matter_address: str
    what: str
    clause: str
    at_ms: int | None
    due_ms: int | None
    done_ms: int | None
    by: str
    by_address: str
    took: str
    outcome: str
    outcome_shape: str


def groups_shown(sheet: Sheet, *, frame: Frame, query: dict[str, str]) -> list[RowGroup]:
    """Return the groups in their order; rows of clauses and days only where a member has something to count."""
    rows: dict[str, list[RowShown]] = {name: [] for name in GROUPS}
    for row in sheet.rows:
        rows[group_of(row)].append(_row(row, frame=frame, query=query))
    return [RowGroup(name, group_word(name), group_hint(name), tuple(found)) for name, found in rows.items() if found]


def _row(row: Row, *, frame: Frame, query: dict[str, str]) -> RowShown:
    page = reverse("figures-why")
    why = {code: f"{page}?{urlencode({**query, 'figure': row.name, 'of': code})}" for code in row.cells}
    cells = tuple(cell_shown(cell, frame.name_of(code), why[code]) for code, cell in row.cells.items())
    return RowShown(row.name, row_word(row), row.of if row.code == "lapsed" else "", cells)


def cell_shown(cell: Cell, member: str, address: str) -> CellShown:
    """Return one figure of one member as it is read."""
    if cell.is_none:
        return CellShown(member, "", (), 0, address, is_none=True)
    if cell.kind == TIMES:
        assert cell.times is not None  # there is something to count
        times = (cell.times.median_ms, cell.times.ninetieth_ms, cell.times.worst_ms)
        return CellShown(member, "", tuple(lag(each) for each in times), cell.of, address, is_none=False)
    text = lag(cell.count or 0) if cell.kind == LASTED else str(cell.count)
    return CellShown(member, text, (), 0 if cell.kind == LASTED else cell.of, address, is_none=False)


def items_shown(items: Iterable[Item]) -> list[ItemShown]:
    """Return what was counted, with links."""
    return [_item(item) for item in items]


def _item(item: Item) -> ItemShown:
    return ItemShown(
        entry=item.entry or item.id,
        address=address_of_entry(item.entry) if item.entry else "",
        matter=item.matter,
        matter_address=address_of_matter(item.matter) if item.matter else "",
        what=duty_word(item.what) if item.clause else item.what.replace("_", " "),
        clause=item.clause,
        at_ms=item.at_ms,
        due_ms=item.due_ms,
        done_ms=item.done_ms,
        by=item.by,
        by_address=address_of_entry(item.by) if item.by else "",
        took=lag(item.took_ms) if item.took_ms is not None else "",
        outcome=outcome_word(item.outcome),
        outcome_shape={"in_time": "done", "late": "soon", "unmet": "over"}.get(item.outcome, ""),
    )
