"""One figure of one member with all that it was counted from: no figure where there was nothing to count. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from parley.node.figures.facts import Fact
from parley.node.figures.spread import Spread, spread

COUNT, TIMES, LASTED = "count", "times", "lasted"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was counted: the entry it hangs on, empty for a slot in which none came, and how it went.

    `what` is a duty's code or empty, `by` the entry that met it or came next, `took_ms` how long it took or lasted.
    """

    entry: str
    matter: str = ""
    what: str = ""
    clause: str = ""
    at_ms: int | None = None
    due_ms: int | None = None
    done_ms: int | None = None
    by: str = ""
    took_ms: int | None = None
    outcome: str = ""
    short_by_min: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure: `kind` count (`count` of `of`), times (a spread) or lasted (the longest in `count`, milliseconds).

    `items` are what was counted, each of them once. Nothing to count (`of` nought) is no figure, and never nought.
    """

    kind: str
    of: int
    count: int | None = None
    times: Spread | None = None
    items: tuple[Item, ...] = ()

    @property
    def is_none(self) -> bool:
        """Return whether there was nothing to count."""
        return self.of == 0


def counted(found: list[Item], *, of: int) -> Cell:
    """Return how many there are, of how many."""
    return Cell(COUNT, of, len(found) if of else None, items=tuple(found))


def timed(found: list[Item]) -> Cell:
    """Return how long these took, each of which took a known time."""
    durations = [each.took_ms for each in found if each.took_ms is not None]
    return Cell(TIMES, len(durations), len(durations) or None, spread(durations), tuple(found))


def item_of(fact: Fact, *, now_ms: int) -> Item:
    """Return a duty as a thing that was counted."""
    return Item(
        fact.entry if fact.matter else "", fact.matter, fact.what, fact.clause, fact.read_ms or fact.sent_ms,
        fact.due_ms, fact.done_ms, fact.done_by, fact.took_ms, fact.outcome(now_ms=now_ms) or "", id=fact.id,
    )  # fmt: skip
