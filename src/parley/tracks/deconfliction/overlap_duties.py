"""What is owed of an overlap at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| OD-1 | answer each finding: its two authors; who has the right of way acknowledges it | handling time of the higher \
precedence of both classes, from the first reading |
| OD-2 | change the plan: who said that it will, or accepted what is agreed | the beginning of what is shared |
| OD-3 | advise: a supervisor that was asked and is no side | the same handling time, from its first reading of \
the question |

They end when the overlap is cleared, when a newer finding was read, and when what is shared is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.deconfliction.finding_duties import Findings
from parley.tracks.deconfliction.findings import FindingAnswer
from parley.tracks.deconfliction.overlap_entries import ASKS, WILL_CHANGE
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.proposal_state import Acceptance, agreed_of


def duties(state: OverlapState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the overlap, met or not, sorted by id."""
    asked = _Asked(state, DutyClock(charter, readings, now_ms))
    return sorted_duties(each for index in range(len(state.findings)) for each in asked.of_finding(index))


class _Asked:
    """One question after duties: of which overlap, by which clock."""

    def __init__(self, state: OverlapState, clock: DutyClock) -> None:
        self._state, self._clock, self._findings = state, clock, Findings(state.opening, state.findings, clock)

    def of_finding(self, index: int) -> Iterator[Duty | None]:
        finding = self._state.findings[index]
        for side in finding.sides:
            yield self._answer(index, side.member, "acknowledge_overlap" if side.keeps_right else "answer_overlap")
            said = self._state.answer(side.member, finding=finding)
            if said is not None and said.how == WILL_CHANGE:
                yield self._change(index, said)
        for agreed in agreed_of(self._state.menus, self._state.acceptances, of=finding.entries):
            for acceptance in agreed.acceptances:
                yield self._change(index, acceptance)
        # A side advises nobody (O-5), though it may be a supervisor.
        asked = set(self._clock.charter.supervisors) & set(self._state.opening.to) - set(self._state.authors)
        for answer in self._state.answers:
            if answer.of in finding.entries and answer.how == ASKS:
                for supervisor in sorted(asked):
                    yield self._advise(index, answer, supervisor)

    def _answer(self, index: int, member: str, what: str) -> Duty | None:
        # Who accepts a way out has answered: it moves, once the other does.
        course = self._findings.to_answer(index, member, said=(*self._state.answers, *self._state.acceptances))
        entry = self._state.findings[index].entry
        return self._findings.duty(course, entry=entry, owed_by=member, what=what, clause="OD-1")

    def _change(self, index: int, said: FindingAnswer | Acceptance) -> Duty | None:
        finding, later = self._state.findings[index], self._state.findings[index + 1 :]
        place = self._state.authors.index(said.member)
        told = [(each.versions[place], each.at_ms) for each in later]
        clearings = [each.clearing for each in self._state.findings[index:] if each.clearing is not None]
        told += [(each.versions[place], each.at_ms) for each in clearings]
        moved = [at_ms for version, at_ms in told if version != finding.versions[place]]
        due = max(finding.from_s * 1000, said.at_ms)
        read = self._clock.read(said.entry, said.member)
        ended = min([*self._findings.over_ms(index), *self._findings.cleared_ms(index)], default=None)
        course = Course(said.at_ms, read, due, min(moved, default=None), ended)
        return self._findings.duty(
            course, entry=said.entry, owed_by=said.member, what="change_activity", clause="OD-2"
        )

    def _advise(self, index: int, asked: FindingAnswer, supervisor: str) -> Duty | None:
        course = self._findings.to_advise(index, supervisor, asked=asked, said=self._state.answers)
        return self._findings.duty(
            course, entry=asked.entry, owed_by=supervisor, what="advise_on_overlap", clause="OD-3"
        )
