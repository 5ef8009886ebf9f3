"""What the record says of each step, whatever the hour: certified, reported, waived, disputed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from parley.matters.said import Said
from parley.tracks.commitments.timetable.effect import Gate, gate_open
from parley.tracks.commitments.timetable.plan import Plan
from parley.tracks.commitments.timetable.standing import WHOLE, Done

if TYPE_CHECKING:
    from parley.tracks.commitments.commitment_state import CommitmentState, Report


def done_of(
    state: CommitmentState, plan: Plan, name: str, *, occurrence: int | None = None, until_s: int | None = None
) -> Done:
    """Return what the record says of a step, of one turn of it, or of an event; `until_s` forgets what came later."""
    step, event = plan.steps.get(name), plan.events.get(name)
    verifiers = step.verifiers if step else (event.verifier,) if event and event.verifier else ()
    told = _about(state.certificates, name, occurrence, until_s)
    newest = [next((c for c in reversed(told) if c.member == member), None) for member in verifiers]
    said = [each for each in newest if each is not None]
    is_all = bool(verifiers) and len(said) == len(verifiers)
    percent = min((each.percent for each in said), default=0) if is_all else 0
    waived = _all_said(_about(state.waivers, name, occurrence, until_s), step.to if step else ())
    return Done(
        percent,
        max((each.done_s for each in said), default=None) if is_all and percent else None,
        max((_second(each) for each in said), default=None) if is_all else None,
        _reported(state, name, occurrence, verifiers, until_s=until_s),
        waived,
        tuple(_disputing(_about(state.contests, name, occurrence, until_s))),
    )


def gate_of(state: CommitmentState, step: str) -> Gate:
    """Return whether what waits for this step may go on."""
    return gate_open(step, done_of(state, state.plan, step) if step in state.plan.steps else None)


def gates_json(state: CommitmentState) -> dict[str, int | None]:
    """Return the steps whose gate is open, each with since when: what another track's file may wait for."""
    gates = (gate_of(state, name) for name in state.plan.steps)
    return {gate.step: gate.since_s for gate in gates if gate.is_open}


def _second(said: Said) -> int:
    return -(-said.at_ms // 1000)


def _about(said: Iterable[Any], name: str, occurrence: int | None, until_s: int | None) -> list[Any]:
    return [
        each for each in said
        if (each.step, each.occurrence) == (name, occurrence) and (until_s is None or _second(each) <= until_s)
    ]  # fmt: skip


def _reported(
    state: CommitmentState, name: str, occurrence: int | None, verifiers: tuple[str, ...], *, until_s: int | None
) -> int | None:
    """Return when the newest report that all of it is done was made, unless every verifier has answered it."""
    told: list[Report] = [e for e in _about(state.reports, name, occurrence, until_s) if e.percent == WHOLE]
    if not told:
        return None
    answered = {c.member for c in _about(state.certificates, name, occurrence, until_s) if told[-1].entry in c.answers}
    return None if answered >= set(verifiers) else _second(told[-1])


def _all_said(said: list[Any], members: tuple[str, ...]) -> int | None:
    by = {each.member: _second(each) for each in reversed(said)}
    return max(by[code] for code in members) if members and set(members) <= set(by) else None


def _disputing(said: list[Any]) -> Iterator[str]:
    newest = {each.member: each for each in said}
    return (member for member, each in newest.items() if each.stands)
