"""From which entries a pack is counted: of each log the first so many, no entry without what its author had read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from parley.charter.lognames import log_name
from parley.node.running import Node
from parley.node.store import cursors, logs
from parley.node.tree import StoredTree
from parley.record.leaf import parse_leaf


@dataclass(frozen=True, slots=True)
class Position:
    """The first `size` entries of a log, by the root over them."""

    log: str
    size: int
    root: str

    def as_json(self) -> dict[str, object]:
        """Return it in plain values."""
        return {"log": self.log, "size": self.size, "root": self.root}


def positions_at(node: Node, at_ms: int) -> tuple[Position, ...]:
    """Return the most that this node holds of what was said before an instant, and of what that was said upon."""
    conn, held = node.reader(), _held(node)
    sizes = {origin: _said_before(conn, head.id, size=size, at_ms=at_ms) for origin, (_, head, size) in held.items()}
    _close(sizes, lambda origin, number: _seen(conn, held[origin][1].id, number))
    return tuple(
        Position(name, sizes[origin], StoredTree(conn, head.id).root_at(sizes[origin]).hex())
        for origin, (name, head, _) in sorted(held.items(), key=lambda each: each[1][0])
        if sizes[origin]
    )


def held_of(node: Node, positions: tuple[Position, ...]) -> dict[str, str]:
    """Return by the log's name what keeps this node from counting these: "missing" or "other"; empty where nothing."""
    conn, found = node.reader(), {}
    by_name = {name: (head, size) for name, head, size in _held(node).values()}
    for each in positions:
        head, size = by_name.get(each.log, (None, 0))
        if head is None or size < each.size:
            found[each.log] = "missing"
        elif StoredTree(conn, head.id).root_at(each.size).hex() != each.root:
            found[each.log] = "other"
    return found


def _held(node: Node) -> dict[str, tuple[str, logs.Head, int]]:
    """Return by origin each member's log: its name, its head, and how many of its entries were judged."""
    conn = node.reader()
    heads = logs.heads(conn)
    return {
        origin: (log_name(code, origin), heads[origin], cursors.cursor(conn, heads[origin].id).processed)
        for code in node.charter().codes
        for origin in node.ledger.origins_of(code)
        if origin in heads
    }


def _said_before(conn: sqlite3.Connection, log: int, *, size: int, at_ms: int) -> int:
    """Return how many of the first `size` entries of a log were said before an instant, by its clock that goes on."""

    def is_later(number: int) -> bool:
        row = cursors.point(conn, log, number)
        return row is None or row.at_ms >= at_ms

    return _first(size, is_later)


def _close(sizes: dict[str, int], seen: Callable[[str, int], Mapping[str, int]]) -> None:
    """Take from the ends what had read more than is left, until nothing has: what an author had read only grows."""
    is_whole = False
    while not is_whole:
        is_whole = True
        for origin, size in sizes.items():
            kept = _first(size, partial(_reads_beyond, sizes, seen, origin))
            if kept != size:
                sizes[origin], is_whole = kept, False


def _reads_beyond(
    sizes: Mapping[str, int], seen: Callable[[str, int], Mapping[str, int]], origin: str, number: int
) -> bool:  # fmt: skip
    return any(size > sizes.get(log, 0) for log, size in seen(origin, number).items())


def _seen(conn: sqlite3.Connection, log: int, number: int) -> Mapping[str, int]:
    return {each.log: each.size for each in parse_leaf(logs.raw_leaves(conn, log, number, number + 1)[0]).seen}


def _first(size: int, is_so: Callable[[int], bool]) -> int:
    """Return the first number below `size` of which this is so, as of all behind it; `size` where of none."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_so(middle) else (middle + 1, high)
    return low
