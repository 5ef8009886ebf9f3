"""What follows from a step: what moves when it slips, what waits for it, which gates it opens. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from parley.tracks.commitments.timetable.graph import graph_of
from parley.tracks.commitments.timetable.plan import Plan
from parley.tracks.commitments.timetable.reckoning import Facts, reckon
from parley.tracks.commitments.timetable.standing import Done


@dataclass(frozen=True, slots=True)
class Slipped:
    """A step after another one slipped: by when it was and is expected to be due; `moves` says whether that differs.

    `follows` says whether it waits for the one that slipped at all: what does and does not move has slack.
    """

    step: str
    before_s: int | None
    after_s: int | None
    follows: bool

    @property
    def moves(self) -> bool:
        """Return whether it is due at another instant."""
        return self.before_s != self.after_s


def slip(plan: Plan, facts: Facts, *, step: str, to_s: int) -> tuple[Slipped, ...]:
    """Return for every other step what would follow if this one were certified at `to_s` and not as planned.

    What is dated by the calendar or from D alone does not move, whatever comes before it.
    """
    before = reckon(plan, facts)
    after = reckon(plan, replace(facts, completed_s={**facts.completed_s, step: to_s}))
    follows = graph_of(plan).follows(step)
    return tuple(
        Slipped(name, before[name].expected_s, after[name].expected_s, name in follows)
        for name in plan.steps
        if name != step
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether what waits for a step may go on: open since the step was certified in full, shut before."""

    step: str
    is_open: bool
    since_s: int | None
    disputed_by: tuple[str, ...]


def gate_open(step: str, done: Done | None) -> Gate:
    """Return the gate of a step: open once all of it is certified and nobody disputes that.

    A waiver opens no gate: what waits for a thing done waits for the doing.
    """
    if done is None or not done.is_whole:
        return Gate(step, is_open=False, since_s=None, disputed_by=())
    return Gate(step, not done.disputed_by, done.certified_s, done.disputed_by)


def waiting(plan: Plan) -> Mapping[str, Mapping[str, Iterable[str]]]:
    """Return for each step and event what it waits for, what waits for it directly, and all that follows from it."""
    graph = graph_of(plan)
    follows = {name: graph.follows(name) for name in graph.direct}
    return {
        name: {
            "waits_for": graph.direct[name],
            "waited_for_by": graph.waited_for_by(name),
            "follows": tuple(each for each in graph.direct if each in follows[name]),
        }
        for name in graph.direct
    }
