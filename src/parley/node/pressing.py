"""What is due next, part by part: a window onto all that is owed, that shows something of each sort in every part.

What is late comes newest first: what lapsed long ago was seen by those who had the watch before, and must not push
aside what is due now. What is to come follows by its due time, and what no clock runs for by its rank and age.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parley.node.running import Node
from parley.node.store import due, matters
from parley.node.store.matters import MatterRow

Last = tuple[int, str] | None
Tracks = tuple[str, ...] | None
LATE, COMING, UNCLOCKED = 0, 1, 2
# In what proportion a part takes of each sort, for as long as there is more of each.
TURNS = (COMING, LATE, COMING, LATE, UNCLOCKED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part goes on: the instant that parted late from coming, and the last that was read of each sort.

    Each of `lasts` is a (due, matter); they stand in the order late, coming, unclocked.
    """

    split_ms: int
    lasts: tuple[Last, Last, Last]

    def __str__(self) -> str:
        lasts = (f"{last[0]},{last[1]}" if last else "" for last in self.lasts)
        return ";".join((str(self.split_ms), *lasts))


@dataclass(frozen=True, slots=True)
class Part:
    """Some matters of all that are owed in: `total` are there, `further` is where the next part begins, if any."""

    rows: tuple[MatterRow, ...]
    total: int
    further: Place | None


def place_of(text: str) -> Place | None:
    """Return the place that "1764000000000;1763999000000,SY/12;;" names; None where it names none."""
    split, *told = text.split(";")
    if not _is_instant(split) or len(told) != len(TURNS) - 2:
        return None
    lasts: list[Last] = []
    for each in told:
        due_ms, _, matter = each.partition(",")
        if each and not (_is_instant(due_ms) and matter):
            return None
        lasts.append((int(due_ms), matter) if each else None)
    return Place(int(split), (lasts[LATE], lasts[COMING], lasts[UNCLOCKED]))


def _is_instant(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 17


def part(
    node: Node, *, now_ms: int, limit: int, after: Place | None = None, ours: bool = False, tracks: Tracks = None
) -> Part:
    """Return a part of the matters in which something is owed; with `ours`, of those in which this member owes.

    With `tracks` of matters of these alone.
    """
    split_ms = after.split_ms if after else now_ms
    lasts = after.lasts if after else (None, None, None)
    runs = (
        due.Run(0, split_ms, newest_first=True, ours=ours, tracks=tracks),
        due.Run(split_ms, due.NO_CLOCK, ours=ours, tracks=tracks),
        due.Run(due.NO_CLOCK, due.END, ours=ours, tracks=tracks),
    )
    conn = node.reader()
    pairs = zip(runs, lasts, strict=True)
    found = [due.in_order(conn, run, limit=limit + 1, after=last) for run, last in pairs]
    taken = _shares([len(each) for each in found], limit=limit)
    chosen = [each[:count] for each, count in zip(found, taken, strict=True)]
    new = [each[-1] if each else last for each, last in zip(chosen, lasts, strict=True)]
    is_more = any(len(each) > count for each, count in zip(found, taken, strict=True))
    return Part(
        tuple(matters.by_id(conn, [matter for each in chosen for _, matter in each])),
        due.count(conn, due.Run(0, due.END, ours=ours, tracks=tracks)),
        Place(split_ms, (new[LATE], new[COMING], new[UNCLOCKED])) if is_more else None,
    )


def due_within(
    node: Node, *, from_ms: int, until_ms: int, now_ms: int, limit: int, tracks: Tracks = None
) -> Part:
    """Return the matters in which something is due within these hours: what is to come first, then what lapsed last.

    With `tracks` matters of these alone.
    """
    conn, split_ms = node.reader(), min(max(now_ms, from_ms), until_ms)
    coming = due.in_order(conn, due.Run(split_ms, until_ms, tracks=tracks), limit=limit)
    past = due.Run(from_ms, split_ms, newest_first=True, tracks=tracks)
    late = due.in_order(conn, past, limit=limit - len(coming))
    rows = matters.by_id(conn, [matter for _, matter in (*coming, *late)])
    return Part(tuple(rows), due.count(conn, due.Run(from_ms, until_ms, tracks=tracks)), None)


def count_ours(node: Node, *, tracks: Tracks = None) -> int:
    """Return in how many matters this member owes something; with `tracks` in those of these alone."""
    return due.count(node.reader(), due.Run(0, due.END, ours=True, tracks=tracks))


@dataclass(frozen=True, slots=True)
class Flashes:
    """The FLASH messages that this member has not acknowledged.

    `shown` are the first that are due, of each member one before a second of any; `newest` the newest ids, so many of
    each member at most; `count` is how many there are in all.
    """

    shown: tuple[MatterRow, ...]
    newest: tuple[str, ...]
    count: int


def flashes(node: Node, *, least_shown: int, most_named: int) -> Flashes:
    """Return the FLASH messages that wait: however many one member sends, those of the others are shown and named."""
    conn = node.reader()
    counts = due.flash_counts(conn)
    firsts = [due.flash_of(conn, member, limit=least_shown) for member in counts]
    shown = sorted(each[0] for each in firsts if each)
    shown += sorted(more for each in firsts for more in each[1:])[: max(0, least_shown - len(shown))]
    newest = [due.flash_of(conn, member, limit=most_named, newest_first=True) for member in counts]
    named = tuple(matter for _, matter in sorted((pair for each in newest for pair in each), reverse=True))
    rows = matters.by_id(conn, [matter for _, matter in sorted(shown)])
    return Flashes(tuple(rows), named, sum(counts.values()))


def together(first: Sequence[MatterRow], more: Iterable[MatterRow]) -> tuple[MatterRow, ...]:
    """Return these matters, and of the others those that are not among them."""
    known = {row.id for row in first}
    return (*first, *(row for row in more if row.id not in known))


def _shares(held: list[int], *, limit: int) -> list[int]:
    """Return how many to take of each sort: by turns, and what one does not need goes to the others."""
    taken = [0] * len(held)
    left = min(limit, sum(held))
    while left:
        for sort in TURNS:
            if left and taken[sort] < held[sort]:
                taken[sort] += 1
                left -= 1
    return taken
