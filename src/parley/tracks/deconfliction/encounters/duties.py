"""What is owed of an encounter at an instant: a function of its state, the receipts and the time. Pure.

| clause | owed | clock |
|---|---|---|
| ECD-1 | answer each finding: the notice's author; say that it was received: whom it concerns | handling time of the \
activity's class, from the first reading |
| ECD-2 | change the plan: an author that said it will | the beginning of what is met |
| ECD-3 | advise: a supervisor that was asked | the same handling time, from its first reading of the question |

Nothing is owed of what is only proposed, asserted or contested. They end when the encounter is cleared, when a newer
finding was read, and when what is met is over.
"""

from __future__ import annotations

from collections.abc import Iterator

from parley.charter.model import Charter
from parley.matters.duty import Course, Duty, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.deconfliction.encounters.state import EncounterState, Finding
from parley.tracks.deconfliction.finding_duties import Findings
from parley.tracks.deconfliction.findings import FindingAnswer
from parley.tracks.deconfliction.overlap_entries import ASKS, WILL_CHANGE


def encounter_duties(
    state: EncounterState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of the encounter, met or not, sorted by id."""
    asked = _Asked(state, DutyClock(charter, readings, now_ms))
    return sorted_duties(each for index in range(len(state.findings)) for each in asked.of_finding(index))


class _Asked:
    """One question after duties: of which encounter, by which clock."""

    def __init__(self, state: EncounterState, clock: DutyClock) -> None:
        self._state, self._clock, self._findings = state, clock, Findings(state.opening, state.findings, clock)

    def of_finding(self, index: int) -> Iterator[Duty | None]:
        finding = self._state.findings[index]
        if not finding.binds:
            return
        author = finding.side["member"]
        for member in finding.asked:
            must = member == author and not finding.keeps_right
            yield self._answer(index, member, "answer_encounter" if must else "acknowledge_encounter")
        supervisors = sorted(set(self._clock.charter.supervisors) & set(self._state.opening.to))
        for said in self._of(finding):
            for supervisor in supervisors if said.how == ASKS else ():
                if supervisor != said.member:
                    yield self._advise(index, said, supervisor)
        own = self._state.answer(author, finding=finding)
        if own is not None and own.how == WILL_CHANGE:
            yield self._change(index, own)

    def _of(self, finding: Finding) -> list[FindingAnswer]:
        return [each for each in self._state.answers if each.of in finding.entries]

    def _answer(self, index: int, member: str, what: str) -> Duty | None:
        course = self._findings.to_answer(index, member, said=self._state.answers)
        entry = self._state.findings[index].entry
        return self._findings.duty(course, entry=entry, owed_by=member, what=what, clause="ECD-1")

    def _change(self, index: int, said: FindingAnswer) -> Duty | None:
        finding = self._state.findings[index]
        moved = [each.at_ms for each in self._state.findings[index + 1 :] if each.versions[0] != finding.versions[0]]
        due, read = max(finding.from_s * 1000, said.at_ms), self._clock.read(said.entry, said.member)
        # What is cleared by whatever is done too: nothing is left to change.
        done = min([*moved, *self._findings.cleared_ms(index)], default=None)
        course = Course(said.at_ms, read, due, done, min(self._findings.over_ms(index), default=None))
        return self._findings.duty(
            course, entry=said.entry, owed_by=said.member, what="change_activity", clause="ECD-2"
        )

    def _advise(self, index: int, asked: FindingAnswer, supervisor: str) -> Duty | None:
        course = self._findings.to_advise(index, supervisor, asked=asked, said=self._state.answers)
        return self._findings.duty(
            course, entry=asked.entry, owed_by=supervisor, what="advise_on_encounter", clause="ECD-3"
        )
