"""What is owed of the findings of a matter, an overlap's or an encounter's, by when and until when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parley.matters.duty import Course, Duty, ReadAt
from parley.matters.duty_clock import DutyClock
from parley.matters.said import Opening, Said
from parley.tracks.deconfliction.findings import Finding, FindingAnswer
from parley.tracks.deconfliction.overlap_entries import ADVISES


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a matter, the newest last, at the moment of a clock."""

    opening: Opening
    findings: Sequence[Finding]
    clock: DutyClock

    def first_reading(self, finding: Finding, member: str) -> ReadAt | None:
        """Return when a member first read any entry that tells the finding."""
        reads = [self.clock.read(entry, member) for entry in finding.entries]
        return min((read for read in reads if read is not None), key=lambda read: (read.at_ms, read.by), default=None)

    def cleared_ms(self, index: int) -> list[int]:
        """Return when this finding, or a later one, was cleared: what clears a later one ends the earlier ones too."""
        return [each.clearing.at_ms for each in self.findings[index:] if each.clearing is not None]

    def over_ms(self, index: int) -> list[int]:
        """Return when what was found is over, once it is."""
        until_ms = self.findings[index].until_s * 1000
        return [until_ms] if self.clock.now_ms >= until_ms else []

    def ended_ms(self, index: int, member: str) -> int | None:
        """Return when a finding asked a member for nothing more: cleared, replaced by one that it read, or over."""
        newer = [self.first_reading(each, member) for each in self.findings[index + 1 :]]
        reads = [read.at_ms for read in newer if read is not None]
        return min([*self.over_ms(index), *self.cleared_ms(index), *reads], default=None)

    def to_answer(self, index: int, member: str, *, said: Iterable[Said]) -> Course:
        """Return the course of a member's answer, among all that was `said`: one to a later finding counts too."""
        finding = self.findings[index]
        known = {entry for each in self.findings[index:] for entry in each.entries}
        given = [(each.at_ms, each.entry) for each in said if each.member == member and each.of in known]
        return self._course(index, member, finding.at_ms, self.first_reading(finding, member), given)

    def to_advise(self, index: int, supervisor: str, *, asked: FindingAnswer, said: Iterable[FindingAnswer]) -> Course:
        """Return the course of a supervisor's advice, from when it was `asked` for, among all that was `said`."""
        of, advises = self.findings[index].entries, (supervisor, ADVISES)
        given = [(each.at_ms, each.entry) for each in said if each.of in of and (each.member, each.how) == advises]
        return self._course(index, supervisor, asked.at_ms, self.clock.read(asked.entry, supervisor), given)

    def _course(
        self, index: int, member: str, at_ms: int, read: ReadAt | None, given: Sequence[tuple[int, str]]
    ) -> Course:
        due = self.clock.due(read, precedence=self.findings[index].precedence)
        done_ms, done_by = min(given, default=(None, ""))
        return Course(at_ms, read, due, done_ms, self.ended_ms(index, member), done_by=done_by)

    def duty(self, course: Course, *, entry: str, owed_by: str, what: str, clause: str) -> Duty | None:
        """Return a duty of the matter; None where the need for it ended before it was due."""
        return self.clock.duty(course, entry=entry, opening=self.opening, owed_by=owed_by, what=what, clause=clause)
