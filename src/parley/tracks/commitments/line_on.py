"""The line on any date: which lines and zones hold by the charter and by the steps that were certified. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parley.charter.as_of import drawn_at
from parley.charter.model import Charter
from parley.tracks.commitments.commitment_state import CommitmentState
from parley.tracks.commitments.doing import Told

BY_CHARTER, BEGUN, ENDED = "charter", "begun", "ended"


@dataclass(frozen=True, slots=True)
class Holding:
    """A line or zone at an instant: whether it holds, since when and by what; a step is named with its instrument.

    `disputed` says that somebody disputes the step that brought it about.
    """

    name: str
    holds: bool
    by: str
    since_s: int | None
    matter: str
    step: str
    disputed: bool


def line_on(charter: Charter, states: Iterable[CommitmentState], *, at_s: int) -> tuple[Holding, ...]:
    """Return every line and zone of the charter that holds at `at_s`, or that a certified step ended by then.

    The charter says what may hold when; of what obligations name, the newest step that was certified by then says
    whether it does. Only what all have signed counts, and only a step that is certified in full.
    """
    steps = sorted(_steps(list(states), at_s=at_s), key=lambda each: (each.since_s or 0, each.matter, each.step))
    newest = {each.name: each for each in steps}
    held = drawn_at(charter, at_s)
    names = [*(line.name for line in held.lines), *(zone.name for zone in held.zones)]
    found = [newest.pop(name) if name in newest else _by_charter(name) for name in names]
    return (*found, *newest.values())


def _by_charter(name: str) -> Holding:
    return Holding(name, holds=True, by=BY_CHARTER, since_s=None, matter="", step="", disputed=False)


def _steps(states: list[CommitmentState], *, at_s: int) -> Iterator[Holding]:
    for state in states:
        if state.from_s is None or state.is_variance:
            continue
        told = Told(state)
        for step in state.plan.steps.values():
            done = told.done(state.plan, step.id)
            if not done.is_whole or done.certified_s is None or done.certified_s > at_s:
                continue
            for field, holds, by in (("begins", True, BEGUN), ("ends", False, ENDED)):
                for name in step.terms.get(field) or ():
                    yield Holding(
                        name, holds, by, done.certified_s, state.opening.id, step.id, bool(done.disputed_by)
                    )
