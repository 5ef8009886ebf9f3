"""The entries of a matter in whatever order they arrive: folded whole or one by one, the same state and verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import Any

from parley.matters.entry import Entry
from parley.matters.fold import EMPTY, Folded, extend, fold_matter
from tests.tracks.hotline.cell import Cell, track_of


def _known(cell: Cell) -> Any:
    return {"track_of": track_of, "charter_at": lambda _: cell.charter, "fold_of": cell.fold_of_entry}


def arrived(cell: Cell, order: Iterable[Entry], matter: str) -> Folded:
    """Return the fold of a matter that is extended entry by entry, as they arrive."""
    live = EMPTY
    for entry in order:
        if entry.matter == matter:
            live = extend(live, entry, **_known(cell))
    return live


def folded_alike(cell: Cell, matter: str, *, rebuilt: int = 1, live: int = 1) -> Folded:
    """Return the fold of a matter; in every order, or each so many, its entries give the same whole and one by one."""
    whole = cell.folded_matter(matter)
    orders = list(permutations([entry for entry in cell.entries if entry.matter == matter]))
    found = [fold_matter(order, **_known(cell)) for order in orders[::rebuilt]]
    found += [arrived(cell, order, matter) for order in orders[::live]]
    assert all((each.state, each.verdicts) == (whole.state, whole.verdicts) for each in found)
    return whole
