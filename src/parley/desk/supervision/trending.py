"""The trend on the console: figures of the last seven days beside those of the seven before, kept for a minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from parley.charter.verdict import Refusal
from parley.desk.figures.showing import CellShown, cell_shown
from parley.desk.figures.words import row_word
from parley.desk.frame import Frame
from parley.node.figures.asked import DAY_MS, Asked
from parley.node.figures.gathering import figures
from parley.node.figures.sheet import Row, Sheet

WEEK_MS = 7 * DAY_MS
# Whatever is open within two weeks is counted for it: not for each look at the page.
KEPT_MS = 60_000


@dataclass(frozen=True, slots=True)
class TrendCell:
    """A figure of one member for these seven days, and in words what it was in the seven before."""

    member: str
    text: str
    of: int
    address: str
    is_none: bool
    was: str


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A figure of every member."""

    label: str
    clause: str
    cells: tuple[TrendCell, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The rows of the trend, as of an instant."""

    rows: tuple[TrendRow, ...]
    at_ms: int


@dataclass(frozen=True, slots=True)
class _Sheets:
    at_ms: int
    now: Sheet
    before: Sheet


def trend_shown(frame: Frame) -> Trend | Refusal:
    """Return the figures of the last seven days beside those of the seven before them, at most a minute old.

    Refused as figures are (FIG-1, FIG-2).
    """
    found = _sheets(frame)
    if isinstance(found, Refusal):
        return found
    rows = (row for row in found.now.rows if row.code != "flash_day" and not row.is_none)
    return Trend(tuple(_trend(row, found.before, frame) for row in rows), found.at_ms)


def _sheets(frame: Frame) -> _Sheets | Refusal:
    node, now_ms = frame.node, frame.now_ms
    kept: dict[Any, _Sheets] = node.kept.setdefault("console_trend", {})
    key = (frame.tracks, node.charter().digest)
    known = kept.get(key)
    if known is not None and 0 <= now_ms - known.at_ms < KEPT_MS:
        return known
    until_ms = (now_ms // DAY_MS + 1) * DAY_MS
    found: list[Sheet] = []
    for end in (until_ms, until_ms - WEEK_MS):
        counted = figures(node, Asked(end - WEEK_MS, end, now_ms=min(now_ms, end), tracks=frame.tracks))
        if isinstance(counted, Refusal):
            return counted
        found.append(counted)
    # Those of roles and charters that nobody asks for any more go.
    for old in [each for each, held in list(kept.items()) if abs(now_ms - held.at_ms) >= KEPT_MS]:
        kept.pop(old, None)
    sheets = kept[key] = _Sheets(now_ms, *found)
    return sheets


def _trend(row: Row, before: Sheet, frame: Frame) -> TrendRow:
    earlier, page = before.row(row.name), reverse("figures-why")
    cells = []
    for code, cell in row.cells.items():
        address = f"{page}?{urlencode({'span': 'week', 'figure': row.name, 'of': code})}"
        shown = cell_shown(cell, frame.name_of(code), address)
        was = cell_shown(earlier.cells[code], "", "") if earlier is not None else None
        cells.append(
            TrendCell(shown.member, _text(shown), shown.of, address, shown.is_none,
                      gettext("before: %(figure)s") % {"figure": _text(was)} if was and not was.is_none else "")
        )  # fmt: skip
    return TrendRow(_label(row), row.of if row.code == "lapsed" else "", tuple(cells))


def _label(row: Row) -> str:
    return f"{gettext('Answer times')}: {row_word(row)}" if row.code == "answers" else row_word(row)


def _text(shown: CellShown) -> str:
    return shown.times[0] if shown.times else shown.text
