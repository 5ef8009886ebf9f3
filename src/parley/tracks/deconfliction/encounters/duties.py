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
from parley.matters.duty import Course, Duty, ReadAt, Readings
from parley.matters.duty_clock import DutyClock, sorted_duties
from parley.tracks.deconfliction.encounters.state import EncounterAnswer, EncounterState, Finding
from parley.tracks.deconfliction.overlap_entries import ADVISES, ASKS, WILL_CHANGE


def encounter_duties(
    state: EncounterState, *, charter: Charter, readings: Readings, now_ms: int
) -> tuple[Duty, ...]:
    """Return every duty of the encounter, met or not, sorted by id."""
    asked = _Asked(state, DutyClock(charter, readings, now_ms))
    return sorted_duties(each for index in range(len(state.findings)) for each in asked.of_finding(index))


class _Asked:
    """One question after duties: of which encounter, by which clock."""

    def __init__(self, state: EncounterState, clock: DutyClock) -> None:
        self._state, self._clock = state, clock

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

    def _of(self, finding: Finding) -> list[EncounterAnswer]:
        return [each for each in self._state.answers if each.of in finding.entries]

    def _answer(self, index: int, member: str, what: str) -> Duty | None:
        finding = self._state.findings[index]
        later = {entry for each in self._state.findings[index:] for entry in each.entries}
        given = [each.at_ms for each in self._state.answers if each.member == member and each.of in later]
        read = self._first_reading(finding, member)
        due = self._clock.due(read, precedence=finding.precedence)
        course = Course(finding.at_ms, read, due, min(given, default=None), self._ended_ms(index, member))
        return self._duty(course, finding.entry, member, what, "ECD-1")

    def _change(self, index: int, said: EncounterAnswer) -> Duty | None:
        finding = self._state.findings[index]
        moved = [each.at_ms for each in self._state.findings[index + 1 :] if each.versions[0] != finding.versions[0]]
        cleared = self._cleared_ms(index)
        due, read = max(finding.from_s * 1000, said.at_ms), self._clock.read(said.entry, said.member)
        # What is cleared by whatever is done too: nothing is left to change.
        done = min([*moved, *cleared], default=None)
        course = Course(said.at_ms, read, due, done, self._over_ms(finding))
        return self._duty(course, said.entry, said.member, "change_activity", "ECD-2")

    def _advise(self, index: int, asked: EncounterAnswer, supervisor: str) -> Duty | None:
        finding = self._state.findings[index]
        given = [each.at_ms for each in self._of(finding) if (each.member, each.how) == (supervisor, ADVISES)]
        read = self._clock.read(asked.entry, supervisor)
        due = self._clock.due(read, precedence=finding.precedence)
        course = Course(asked.at_ms, read, due, min(given, default=None), self._ended_ms(index, supervisor))
        return self._duty(course, asked.entry, supervisor, "advise_on_encounter", "ECD-3")

    def _duty(self, course: Course, entry: str, member: str, what: str, clause: str) -> Duty | None:
        opening = self._state.opening
        return self._clock.duty(course, entry=entry, opening=opening, owed_by=member, what=what, clause=clause)

    def _first_reading(self, finding: Finding, member: str) -> ReadAt | None:
        """Return when a member first read any entry that tells the finding."""
        reads = [self._clock.read(entry, member) for entry in finding.entries]
        return min((read for read in reads if read is not None), key=lambda read: (read.at_ms, read.by), default=None)

    def _cleared_ms(self, index: int) -> list[int]:
        """Return when this finding, or a later one, was cleared: what clears a later one ends the earlier ones too."""
        return [each.clearing.at_ms for each in self._state.findings[index:] if each.clearing is not None]

    def _over_ms(self, finding: Finding) -> int | None:
        until_ms = finding.until_s * 1000
        return until_ms if self._clock.now_ms >= until_ms else None

    def _ended_ms(self, index: int, member: str) -> int | None:
        """Return when a finding asked for nothing more: cleared, replaced by one that was read, or over."""
        newer = [self._first_reading(each, member) for each in self._state.findings[index + 1 :]]
        over = self._over_ms(self._state.findings[index])
        ends = [*self._cleared_ms(index), *([over] if over is not None else [])]
        ends += [read.at_ms for read in newer if read is not None]
        return min(ends, default=None)
