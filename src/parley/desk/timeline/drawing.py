"""The geometry of the time line: where hours and marks stand, in hundredths of its width. Pure.

Earlier is at the start side: `Scale` turns the arithmetic round for languages that are written from right to left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote

from parley.desk.adding import Mark, Span, TimeRow

HOUR_MS = 3_600_000
ROW_HEIGHT = 22
HEAD_HEIGHT = 26
# Marks nearer than this to one another are drawn as one with their number; so are those that the number would cover.
NEAR_PERCENT, COVERED_PERCENT = 1.5, 3.1
# What a label takes of the width: its shape, and each letter of it.
SHAPE_PERCENT = 1.7
LETTER_PERCENT = 0.66
TONES = ("plain", "done", "wait", "theirs", "away", "soon", "over", "flash")


@dataclass(frozen=True, slots=True)
class Scale:
    """From an instant to hundredths of the width, from the left edge of the screen."""

    span: Span
    is_rtl: bool

    def at(self, at_ms: int) -> float:
        """Return the place of an instant."""
        share = 100 * (at_ms - self.span.from_ms) / (self.span.until_ms - self.span.from_ms)
        return 100 - share if self.is_rtl else share

    def bar(self, from_ms: int, until_ms: int) -> tuple[float, float]:
        """Return left edge and width of a bar, cut at the edges of the hours shown."""
        one = self.at(min(max(from_ms, self.span.from_ms), self.span.until_ms))
        other = self.at(max(min(until_ms, self.span.until_ms), self.span.from_ms))
        return min(one, other), round(abs(one - other), 2)


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour: its place, "10", and the day where a new one begins. Narrow screens leave out odd ones."""

    x: str
    label: str
    day: str
    is_odd: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark in its place. `count` is above one where several stand as one; `text` is drawn, `said` is read out."""

    mark: Mark
    x: str
    y: int
    count: int
    text: str
    said: str
    address: str
    bar_x: str = ""
    bar_width: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its label and marks; `marks` are drawn, `listed` are all of them in order of time.

    Where the member is out of reach, what lies between its last proof and now is hatched. `more` are not among them:
    `more_address` says why, `whole` is the address of a list that holds them all.
    """

    name: str
    label: str
    y: int
    marks: tuple[Placed, ...]
    listed: tuple[Mark, ...]
    more: int = 0
    more_address: str = ""
    whole: str = ""
    stale_x: str = ""
    stale_width: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template draws. Lengths in hundredths are strings: a template would write a comma in them."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    now_x: str
    now_label: str
    past_x: str
    past_width: str
    height: int
    span: Span
    text_dx: int
    head: int = HEAD_HEIGHT
    row_height: int = ROW_HEIGHT
    bar_height: int = ROW_HEIGHT - 1
    shape_y: int = (ROW_HEIGHT - 16) // 2
    text_y: int = ROW_HEIGHT // 2 + 4


def drawn(rows: Iterable[TimeRow], *, span: Span, is_rtl: bool, more: str, left_out: str = "") -> Drawing:
    """Return the drawing of rows for the hours of `span`.

    `more` is where several marks that stand as one lead, `left_out` where the number of those leads that are not
    drawn; both with a query to which theirs is added.
    """
    scale = Scale(span, is_rtl)
    placed = tuple(
        replace(
            _row(row, scale=scale, y=HEAD_HEIGHT + place * ROW_HEIGHT, more=more),
            more=row.more, more_address=f"{left_out}&row={quote(row.name)}", whole=row.whole,
        )
        for place, row in enumerate(rows)
    )  # fmt: skip
    is_within = span.from_ms <= span.now_ms < span.until_ms
    past_x, past_width = scale.bar(span.from_ms, span.now_ms)
    return Drawing(
        placed,
        tuple(_ticks(scale)),
        _percent(scale.at(span.now_ms)) if is_within else "",
        f"{datetime.fromtimestamp(span.now_ms / 1000, UTC):%H:%M}",
        _percent(past_x),
        _percent(past_width),
        HEAD_HEIGHT + ROW_HEIGHT * len(placed),
        span,
        text_dx=-11 if is_rtl else 11,
    )


def _ticks(scale: Scale) -> Iterable[Tick]:
    hours = (scale.span.until_ms - scale.span.from_ms) / HOUR_MS
    step = next(step for step in (1, 2, 3, 6, 12, 24) if hours / step <= 13 or step == 24)
    first = -(-scale.span.from_ms // HOUR_MS) * HOUR_MS
    for at_ms in range(first, scale.span.until_ms, HOUR_MS):
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        x = scale.at(at_ms)
        # A figure at the very edge would be cut in two, one behind the line of now could not be read.
        is_hidden = not 0.8 <= x <= 99.2 or abs(x - scale.at(scale.span.now_ms)) < 2.6
        if at.hour % step == 0:
            day = f"{at:%m-%d}" if at.hour == 0 and 4 <= x <= 96 else ""
            yield Tick(_percent(x), "" if is_hidden else f"{at:%H}", day, bool(at.hour // step % 2))


def _row(row: TimeRow, *, scale: Scale, y: int, more: str) -> Row:
    listed = tuple(sorted(row.marks, key=lambda mark: mark.at_ms))
    groups = _near(listed, scale=scale)
    placed = []
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else None
        address = f"{more}&row={quote(row.name)}&from={group[0].at_ms}&until={group[-1].at_ms}"
        placed.append(_placed(group, following=following, scale=scale, y=y, more=address))
    made = Row(row.name, row.label, y, tuple(placed), listed)
    if row.proven_until_ms is None:
        return made
    stale_x, stale_width = scale.bar(row.proven_until_ms, scale.span.now_ms)
    return replace(made, stale_x=_percent(stale_x), stale_width=_percent(stale_width))


def _near(marks: tuple[Mark, ...], *, scale: Scale) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    for mark in marks:
        near = COVERED_PERCENT if groups and len(groups[-1]) > 1 else NEAR_PERCENT
        if groups and abs(scale.at(mark.at_ms) - scale.at(groups[-1][0].at_ms)) < near and not mark.until_ms:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _placed(group: list[Mark], *, following: list[Mark] | None, scale: Scale, y: int, more: str) -> Placed:
    gravest = max(group, key=lambda mark: TONES.index(mark.tone) if mark.tone in TONES else 0)
    mark = replace(gravest, at_ms=group[0].at_ms)
    x = scale.at(mark.at_ms)
    end = scale.at(following[0].at_ms) if following else (0.0 if scale.is_rtl else 100.0)
    text = f"×{len(group)}" if len(group) > 1 else mark.short
    fits = len(group) > 1 or abs(end - x) > SHAPE_PERCENT + LETTER_PERCENT * len(text)
    said = "; ".join(_said(each) for each in group)
    address = mark.address if len(group) == 1 else more
    placed = Placed(mark, _percent(x), y, len(group), text if fits else "", said, address)
    if mark.until_ms is None:
        return placed
    bar_x, bar_width = scale.bar(mark.at_ms, mark.until_ms)
    return replace(placed, bar_x=_percent(bar_x), bar_width=_percent(bar_width))


def _said(mark: Mark) -> str:
    at = f"{datetime.fromtimestamp(mark.at_ms / 1000, UTC):%H:%MZ}"
    return " ".join(filter(None, (at, mark.short, mark.label, f"({mark.word})" if mark.word else "")))


def _percent(share: float) -> str:
    return f"{share:.3f}".rstrip("0").rstrip(".")
