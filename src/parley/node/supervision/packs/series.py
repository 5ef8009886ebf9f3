"""What a matter owed and a later one of its series took over, of the matters that are counted alone. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from parley.charter.lognames import parts_of
from parley.matters.entry import entry_number
from parley.matters.track import Series


@dataclass(frozen=True, slots=True)
class Link:
    """One matter of a series, when it was opened, and its place: the order of its member's entries in all its logs."""

    matter: str
    opened_ms: int
    series: Series

    @property
    def place(self) -> tuple[int, int]:
        """Return which log of its member it stands in, and where."""
        name, number = entry_number(self.matter)
        return parts_of(name)[1], number


class Placed:
    """The series of these matters, each in its order; as `parley.node.store.series` keeps them of all."""

    def __init__(self, links: Iterable[Link]) -> None:
        rows: dict[str, list[Link]] = defaultdict(list)
        for each in links:
            rows[each.series.name].append(each)
        self._rows = {name: sorted(found, key=lambda each: each.place) for name, found in rows.items()}
        self._ended = {
            each.matter: _ended(row, number) for row in self._rows.values() for number, each in enumerate(row)
        }

    def ended_ms(self, matter: str) -> int | None:
        """Return when others of its series ended what a matter owed; None where none did."""
        return self._ended.get(matter)

    def first_opened_ms(self, name: str, part: str) -> int | None:
        """Return when the first matter about one thing was opened; None where none was."""
        return min((each.opened_ms for each in self._rows.get(name, ()) if each.series.part == part), default=None)


def _ended(row: list[Link], number: int) -> int | None:
    own = row[number]
    if own.series.owes_once and number and row[number - 1].series.part == own.series.part:
        return own.opened_ms
    for each in row[number + 1 :]:
        if each.series.part != own.series.part:
            return each.opened_ms
        if each.series.met_ms is not None:
            return each.series.met_ms
    return None
