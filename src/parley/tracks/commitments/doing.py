"""What the record says of each step, whatever the hour: certified, reported, waived, disputed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from parley.matters.said import Said
from parley.tracks.commitments.timetable.effect import Gate, gate_open
from parley.tracks.commitments.timetable.plan import Plan
from parley.tracks.commitments.timetable.standing import WHOLE, Done

if TYPE_CHECKING:
    from parley.tracks.commitments.commitment_state import CommitmentState, Report


Turn = tuple[str, int | None]


class Told:
    """What was said in an instrument, by step and turn, looked through once; `until_s` forgets what came later."""

    def __init__(self, state: CommitmentState, *, until_s: int | None = None) -> None:
        """Put everything where it belongs."""
        self.reports = _by_turn(state.reports, until_s)
        self.certificates = _by_turn(state.certificates, until_s)
        self.contests = _by_turn(state.contests, until_s)
        self.waivers = _by_turn(state.waivers, until_s)

    def done(self, plan: Plan, name: str, *, occurrence: int | None = None) -> Done:
        """Return what the record says of a step, of one turn of it, or of an event."""
        step, event = plan.steps.get(name), plan.events.get(name)
        verifiers = step.verifiers if step else (event.verifier,) if event and event.verifier else ()
        turn = (name, occurrence)
        newest = {each.member: each for each in self.certificates.get(turn, ())}
        said = [newest[member] for member in verifiers if member in newest]
        is_all = bool(verifiers) and len(said) == len(verifiers)
        percent = min((each.percent for each in said), default=0) if is_all else 0
        return Done(
            percent,
            max((each.done_s for each in said), default=None) if is_all and percent else None,
            max((_second(each) for each in said), default=None) if is_all else None,
            self._reported(turn, verifiers),
            _all_said(self.waivers.get(turn, ()), step.to if step else ()),
            tuple(_disputing(self.contests.get(turn, ()))),
        )

    def newest_report(self, name: str, occurrence: int | None) -> Report | None:
        """Return what who owes a step reported of it last."""
        told: Sequence[Report] = self.reports.get((name, occurrence), ())
        return told[-1] if told else None

    def _reported(self, turn: Turn, verifiers: tuple[str, ...]) -> int | None:
        """Return when the newest report that all of it is done was made, unless every verifier has answered it."""
        last = next((each for each in reversed(self.reports.get(turn, ())) if each.percent == WHOLE), None)
        if last is None:
            return None
        answered = {each.member for each in self.certificates.get(turn, ()) if last.entry in each.answers}
        return None if answered >= set(verifiers) else _second(last)


def done_of(
    state: CommitmentState, plan: Plan, name: str, *, occurrence: int | None = None, until_s: int | None = None
) -> Done:
    """Return what the record says of one step, or of one turn of it; whoever asks for many asks `Told`."""
    return Told(state, until_s=until_s).done(plan, name, occurrence=occurrence)


def gate_of(state: CommitmentState, step: str) -> Gate:
    """Return whether what waits for this step may go on."""
    return gate_open(step, done_of(state, state.plan, step) if step in state.plan.steps else None)


def gates_json(state: CommitmentState) -> dict[str, int | None]:
    """Return the steps whose gate is open, each with since when: what another track's file may wait for."""
    told = Told(state)
    gates = (gate_open(name, told.done(state.plan, name)) for name in state.plan.steps)
    return {gate.step: gate.since_s for gate in gates if gate.is_open}


def _second(said: Said) -> int:
    return -(-said.at_ms // 1000)


def _by_turn(said: Iterable[Any], until_s: int | None) -> dict[Turn, list[Any]]:
    found: dict[Turn, list[Any]] = {}
    for each in said:
        if until_s is None or _second(each) <= until_s:
            found.setdefault((each.step, each.occurrence), []).append(each)
    return found


def _all_said(said: Sequence[Any], members: tuple[str, ...]) -> int | None:
    by = {each.member: _second(each) for each in reversed(said)}
    return max(by[code] for code in members) if members and set(members) <= set(by) else None


def _disputing(said: Sequence[Any]) -> Iterator[str]:
    newest = {each.member: each for each in said}
    return (member for member, each in newest.items() if each.stands)
