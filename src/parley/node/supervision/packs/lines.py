"""The lines of a pack: under each heading what was counted of whom, beside the span before, with its entries. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from parley.node.figures.cell import LASTED, Cell
from parley.node.figures.sheet import Sheet
from parley.node.supervision.packs.events import (
    COMMERCE,
    DISPUTES,
    HOTLINE,
    INCIDENTS,
    INFORMATION,
    NOTICES,
    OTHERS,
    OVERLAPS,
    STANDSTILLS,
    STEPS_OWED,
    SUPERVISION,
    TALKS,
    Event,
)
from parley.node.supervision.packs.spans import Span
from parley.tracks.supervision.standing import Held

MECHANISM, FIGURES = "mechanism", "figures"
SECTIONS = (
    MECHANISM, HOTLINE, NOTICES, OVERLAPS, STANDSTILLS, INCIDENTS, DISPUTES, STEPS_OWED, TALKS, INFORMATION, COMMERCE,
    OTHERS, SUPERVISION, FIGURES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: `count` out of `out_of` (None where it is out of nothing), or how long it took (milliseconds).

    `before` is the same of the span before, None where that had nothing to count. `times` are the middle one, that of
    nine in ten and the longest.
    """

    section: str
    code: str
    of: str
    member: str
    count: int | None
    out_of: int | None = None
    times: tuple[int, ...] = ()
    before: int | None = None
    entries: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what makes two lines of two spans the same one."""
        return self.section, self.code, self.of, self.member

    @property
    def name(self) -> str:
        """Return the name under which its entries are asked for."""
        return "~".join(self.key)

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {
            "figure": self.code, "of": self.of, "member": self.member, "count": self.count, "out_of": self.out_of,
            "times_ms": list(self.times), "before": self.before, "entries": list(self.entries),
        }  # fmt: skip


def lines_of_events(events: Iterable[Event], span: Span) -> Iterator[Line]:
    """Yield what happened within the span, counted by what, sort and member, beside the span before."""
    from_ms, until_ms = span.before
    now: dict[tuple[str, str, str, str], list[Event]] = defaultdict(list)
    before: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for each in events:
        key = (each.section, each.code, each.of, each.member)
        if span.from_ms <= each.at_ms < span.until_ms:
            now[key].append(each)
        elif from_ms <= each.at_ms < until_ms:
            before[key] += 1
    for key in sorted({*now, *before}):
        found = sorted(now.get(key, ()), key=lambda each: (each.at_ms, each.entry))
        yield Line(*key, len(found), before=before.get(key, 0), entries=tuple(each.entry for each in found))


def lines_of_mechanism(states: Iterable[Held], span: Span) -> Iterator[Line]:
    """Yield each state that the mechanism had within the span, by the entry that brought it about."""
    for each in states:
        began, over = (each.from_s or 0) * 1000, None if each.until_s is None else each.until_s * 1000
        if began < span.until_ms and (over is None or over > span.from_ms):
            at = "" if each.from_s is None else str(each.from_s)
            yield Line(MECHANISM, each.name, at, "", None, entries=(each.entry,) if each.entry else ())


def lines_of_figures(now: Sheet, before: Sheet) -> Iterator[Line]:
    """Yield every figure of every member that has anything to count in one of the two spans."""
    for row in now.rows:
        earlier = before.row(row.name)
        for code, cell in row.cells.items():
            was = earlier.cells.get(code) if earlier is not None else None
            if not cell.is_none or (was is not None and not was.is_none):
                yield _figure(row.code, row.of, code, cell, was)


def _figure(code: str, of: str, member: str, cell: Cell, was: Cell | None) -> Line:
    entries = tuple(each.entry or each.id for each in cell.items if each.entry or each.id)
    times = cell.times
    spread: tuple[int, ...] = () if times is None else (times.median_ms, times.ninetieth_ms, times.worst_ms)
    if cell.kind == LASTED and cell.count is not None:
        spread = (cell.count,)
    count = None if cell.is_none or cell.kind == LASTED else cell.count
    return Line(FIGURES, code, of, member, count, cell.of, spread, _headline(was), entries)


def _headline(cell: Cell | None) -> int | None:
    if cell is None or cell.is_none:
        return None
    return cell.times.median_ms if cell.times is not None else cell.count
