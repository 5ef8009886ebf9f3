"""What waits for what in a plan: dependencies, obligations that go together (knots), cycles. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parley.tracks.commitments.timetable.plan import Plan
from parley.tracks.commitments.timetable.term import DAY_D


@dataclass(frozen=True, slots=True)
class Graph:
    """The knots of a plan in an order in which each comes after all it waits for, and what waits in a circle.

    A knot is the names that are due together: coupled steps, or one step or event alone. `direct` says for each name
    of what it waits directly, for its condition or its date, and `behind` what waits for it.
    """

    knots: tuple[tuple[str, ...], ...]
    direct: Mapping[str, tuple[str, ...]]
    behind: Mapping[str, tuple[str, ...]]
    knot_of: Mapping[str, tuple[str, ...]]
    cycle: tuple[str, ...]
    circular: frozenset[str]

    def waited_for_by(self, name: str) -> tuple[str, ...]:
        """Return what waits directly for this name, in the order of the plan."""
        return self.behind.get(name, ())

    def follows(self, name: str) -> frozenset[str]:
        """Return everything that waits for this name or for what is due with it, at however many removes."""
        found = {name}
        waiting = list(self.knot_of.get(name, (name,)))
        while waiting:
            for each in self.waited_for_by(waiting.pop()):
                new = set(self.knot_of.get(each, (each,))) - found
                found |= new
                waiting += sorted(new)
        return frozenset(found - {name})


def graph_of(plan: Plan) -> Graph:
    """Return what waits for what; a cycle is named by its members, the first again at the end."""
    direct = {name: _needs(plan, name) for name in (*plan.events, *plan.steps)}
    knots = _knots(plan)
    of = {name: knot for knot in knots for name in knot}
    needs = {knot: {of[x] for name in knot for x in direct[name] if x in of} for knot in knots}
    ordered, left = _ordered(knots, needs)
    behind: dict[str, tuple[str, ...]] = {}
    for name, needed in direct.items():
        for each in needed:
            behind[each] = (*behind.get(each, ()), name)
    circular = frozenset(name for knot in left for name in knot)
    return Graph(tuple(ordered), direct, behind, of, _cycle(left, direct, of), circular)


def _needs(plan: Plan, name: str) -> tuple[str, ...]:
    event = plan.events.get(name)
    if event is not None:
        return (event.on.anchor,) if event.on is not None and event.on.anchor is not None else ()
    step = plan.steps[name]
    return tuple(dict.fromkeys((*step.after, *step.anchors)))


def _knots(plan: Plan) -> list[tuple[str, ...]]:
    of: dict[str, frozenset[str]] = {name: frozenset((name,)) for name in (*plan.events, *plan.steps)}
    for step in plan.steps.values():
        for other in step.coupled:
            if other in plan.steps:
                joined = of[step.id] | of[other]
                of.update(dict.fromkeys(joined, joined))
    order = {name: n for n, name in enumerate(of)}
    return [tuple(sorted(knot, key=order.__getitem__)) for knot in dict.fromkeys(of.values())]


_Knot = tuple[str, ...]


def _ordered(knots: Iterable[_Knot], needs: Mapping[_Knot, set[_Knot]]) -> tuple[list[_Knot], list[_Knot]]:
    """Return the knots in order, and those that wait in a circle or for one that does."""
    ordered: list[_Knot] = []
    placed: set[_Knot] = set()
    left = list(knots)
    while ready := [knot for knot in left if needs[knot] <= placed]:
        ordered += ready
        placed.update(ready)
        left = [knot for knot in left if knot not in placed]
    return ordered, left


def _cycle(left: list[_Knot], direct: Mapping[str, tuple[str, ...]], of: Mapping[str, _Knot]) -> tuple[str, ...]:
    """Walk from what waits to what it waits for, until a knot comes again: that is the circle."""
    if not left:
        return ()
    inside = set(left)
    trail: list[str] = []
    seen: dict[_Knot, int] = {}
    knot = left[0]
    while knot not in seen:
        seen[knot] = len(trail)
        name, needed = next((n, x) for n in knot for x in direct[n] if x != DAY_D or x in of if of.get(x) in inside)
        trail.append(name)
        knot = of[needed]
    found = trail[seen[knot] :]
    return (*found, found[0])
