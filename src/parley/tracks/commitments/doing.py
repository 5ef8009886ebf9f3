"""What the record says of each step, whatever the hour: certified, reported, waived, disputed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from parley.matters.said import Said, all_about, last_about
from parley.matters.sayings import Sayings
from parley.tracks.commitments.timetable.effect import Gate, gate_open
from parley.tracks.commitments.timetable.plan import Plan
from parley.tracks.commitments.timetable.standing import WHOLE, Done

if TYPE_CHECKING:
    from parley.tracks.commitments.commitment_state import CommitmentState, Report


Turn = tuple[str, int | None]


class _Rows:
    """Things said of steps, by step and turn; what is kept by turn already is not looked through."""

    def __init__(self, said: Sequence[Any], until_s: int | None) -> None:
        self._kept = said if until_s is None and isinstance(said, Sayings) else None
        self._by_turn = _by_turn(said, until_s) if self._kept is None else {}

    def all(self, turn: Turn) -> Sequence[Any]:
        return self._by_turn.get(turn, ()) if self._kept is None else all_about(self._kept, turn)

    def last(self, turn: Turn) -> Any:
        return next(iter(self.all(turn)[-1:]), None) if self._kept is None else last_about(self._kept, turn)

    def newest(self, turn: Turn) -> Iterator[Any]:
        """Yield what each member said last, by member."""
        if self._kept is None:
            yield from {each.member: each for each in self._by_turn.get(turn, ())}.values()
            return
        for member in sorted(self._kept.members):
            found = self._kept.newest(member, turn)
            if found is not None:
                yield found


class Told:
    """What was said in an instrument, by step and turn; `until_s` forgets what came later."""

    def __init__(self, state: CommitmentState, *, until_s: int | None = None) -> None:
        """Find everything where it belongs."""
        self._state, self._until_s = state, until_s
        self._reports = _Rows(state.reports, until_s)
        self._certificates = _Rows(state.certificates, until_s)
        self._contests = _Rows(state.contests, until_s)
        self._waivers = _Rows(state.waivers, until_s)

    def done(self, plan: Plan, name: str, *, occurrence: int | None = None) -> Done:
        """Return what the record says of a step, of one turn of it, or of an event."""
        step, event = plan.steps.get(name), plan.events.get(name)
        verifiers = step.verifiers if step else (event.verifier,) if event and event.verifier else ()
        turn = (name, occurrence)
        newest = {each.member: each for each in self._certificates.newest(turn)}
        said = [newest[member] for member in verifiers if member in newest]
        is_all = bool(verifiers) and len(said) == len(verifiers)
        percent = min((each.percent for each in said), default=0) if is_all else 0
        return Done(
            percent,
            max((each.done_s for each in said), default=None) if is_all and percent else None,
            max((_second(each) for each in said), default=None) if is_all else None,
            self._reported(turn, verifiers),
            _all_said(self._waivers.all(turn), step.to if step else ()),
            tuple(each.member for each in self._contests.newest(turn) if each.stands),
        )

    def newest_report(self, name: str, occurrence: int | None) -> Report | None:
        """Return what who owes a step reported of it last."""
        found: Report | None = self._reports.last((name, occurrence))
        return found

    def answered_ms(self, report: Report, member: str) -> int | None:
        """Return when a verifier first answered a report."""
        found = self._state.answered.get((report.entry, member))
        is_later = found is not None and self._until_s is not None and -(-found // 1000) > self._until_s
        return None if is_later else found

    def _reported(self, turn: Turn, verifiers: tuple[str, ...]) -> int | None:
        """Return when the newest report that all of it is done was made, unless every verifier has answered it."""
        last = next((each for each in reversed(self._reports.all(turn)) if each.percent == WHOLE), None)
        if last is None:
            return None
        answered = all(self.answered_ms(last, member) is not None for member in verifiers)
        return None if answered else _second(last)


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
