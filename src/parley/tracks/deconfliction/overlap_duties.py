"""What is owed of an overlap at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| OD-1 | answer each finding: its two authors; who has the right of way acknowledges it | handling time of the higher \
precedence of both classes, from the first reading |
| OD-2 | change the plan: who said that it will, or accepted what is agreed | the beginning of what is shared |
| OD-3 | advise: a supervisor that was asked | the same handling time, from its first reading of the question |

They end when the overlap is cleared, when a newer finding was read, and when what is shared is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.deconfliction.findings import FindingAnswer, Findings
from parley.tracks.deconfliction.overlap_entries import ADVISES, ASKS, WILL_CHANGE
from parley.tracks.deconfliction.overlap_state import OverlapState
from parley.tracks.deconfliction.proposal_state import Acceptance, agreed_of


def duties(state: OverlapState, *, charter: Charter, readings: Readings, now_ms: int) -> tuple[Duty, ...]:
    """Return every duty of the overlap, met or not, sorted by id."""
    asked = _Asked(state, DutyClock(charter, readings, now_ms))
    return sorted_duties(each for index in range(len(state.findings)) for each in asked.of_finding(index))


class _Asked:
    """One question after duties: of which overlap, by which clock."""

    def __init__(self, state: OverlapState, clock: DutyClock) -> None:
        self._state, self._clock, self._findings = state, clock, Findings(state.findings, clock)

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
        for answer in self._state.answers:
            if answer.of in finding.entries and answer.how == ASKS:
                for supervisor in sorted(set(self._clock.charter.supervisors) & set(self._state.opening.to)):
                    yield self._advise(index, answer, supervisor)

    def _answer(self, index: int, member: str, what: str) -> Duty | None:
        finding = self._state.findings[index]
        known = self._findings.entries_since(index)
        # Who accepts a way out has answered: it moves, once the other does.
        said = (*self._state.answers, *self._state.acceptances)
        given = [each.at_ms for each in said if each.member == member and each.of in known]
        read = self._findings.first_reading(finding, member)
        due = self._clock.due(read, precedence=finding.precedence)
        course = Course(finding.at_ms, read, due, min(given, default=None), self._findings.ended_ms(index, member))
        return self._duty(course, finding.entry, member, what, "OD-1")

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
        return self._duty(course, said.entry, said.member, "change_activity", "OD-2")

    def _advise(self, index: int, asked: FindingAnswer, supervisor: str) -> Duty | None:
        finding = self._state.findings[index]
        given = [each.at_ms for each in self._state.answers if each.member == supervisor and each.how == ADVISES
                 and each.of in finding.entries]  # fmt: skip
        read = self._clock.read(asked.entry, supervisor)
        due = self._clock.due(read, precedence=finding.precedence)
        course = Course(asked.at_ms, read, due, min(given, default=None), self._findings.ended_ms(index, supervisor))
        return self._duty(course, asked.entry, supervisor, "advise_on_overlap", "OD-3")

    def _duty(self, course: Course, entry: str, member: str, what: str, clause: str) -> Duty | None:
        opening = self._state.opening
        return self._clock.duty(course, entry=entry, opening=opening, owed_by=member, what=what, clause=clause)
