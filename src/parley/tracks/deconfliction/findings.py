"""What matters of findings have in common: an answer to a finding, and until when a finding asks for anything. Pure.

An overlap stands between two notices, an encounter between a notice and a zone, a standstill or a site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from parley.matters.duty import ReadAt
from parley.matters.duty_clock import DutyClock
from parley.matters.said import Said


@dataclass(frozen=True, slots=True)
class FindingAnswer(Said):
    """What a member says of a finding: it will change, keeps its plan, asks the supervisor, or has received it.

    Or what a supervisor advises, which binds nobody. `of` is the finding.
    """

    how: str
    text: str | None
    lang: str

    def as_json(self) -> dict[str, Any]:
        """Return the answer as a state's JSON has it."""
        return {
            "entry": self.entry, "member": self.member, "role": self.role, "at_ms": self.at_ms, "of": self.of,
            "how": self.how, "text": self.text, "lang": self.lang,
        }  # fmt: skip


class Finding(Protocol):
    """A finding of either sort, as its duties ask for it."""

    @property
    def entries(self) -> tuple[str, ...]:
        """Return all entries that tell it."""

    @property
    def until_s(self) -> int:
        """Return when what was found is over."""

    @property
    def clearing(self) -> Said | None:
        """Return how it was cleared."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a matter, the newest last, at the moment of a clock."""

    findings: Sequence[Finding]
    clock: DutyClock

    def first_reading(self, finding: Finding, member: str) -> ReadAt | None:
        """Return when a member first read any entry that tells the finding."""
        reads = [self.clock.read(entry, member) for entry in finding.entries]
        return min((read for read in reads if read is not None), key=lambda read: (read.at_ms, read.by), default=None)

    def entries_since(self, index: int) -> frozenset[str]:
        """Return what tells this finding or a later one: who answers a later one has answered the earlier."""
        return frozenset(entry for each in self.findings[index:] for entry in each.entries)

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
