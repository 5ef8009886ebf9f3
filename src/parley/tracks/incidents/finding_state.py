"""What was found of an incident: on three questions apart, each with its author, what was said against it. Pure.

Nothing here makes one verdict of several findings: they stand side by side, and so do those who find differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Said, all_about, last_about, newest, said_in_entry
from parley.tracks.incidents.finding_entries import BREACHES

STANDS, REPLACED, WITHDRAWN = "stands", "replaced", "withdrawn"


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision that a finding cites, as the charter said when it was made: what of it, how it stands, by whom."""

    said: Mapping[str, Any]
    standing: str
    by: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """Return what was cited and how it stands."""
        return {**self.said, "standing": self.standing, "by": list(self.by)}


@dataclass(frozen=True, slots=True)
class Finding(Said):
    """A finding on one question; `of` is the finding that it replaces, or the entry itself.

    `considered` are the entries on which it rests.
    """

    question: str
    outcome: str
    standard: str
    text: str
    lang: str
    members: tuple[str, ...]
    provisions: tuple[Provision, ...]
    considered: tuple[str, ...] = ()

    @property
    def is_asserted(self) -> bool:
        """Return whether it says that something was broken that is not agreed: then it is its author's word alone."""
        return self.outcome in BREACHES and not any(each.standing == "agreed" for each in self.provisions)


@dataclass(frozen=True, slots=True)
class Reply(Said):
    """What a member says of a finding (`of`): it accepts, disputes or comments."""

    how: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Gone(Said):
    """That its author withdrew a finding (`of`)."""

    why: str


@dataclass(frozen=True, slots=True)
class Measures(Said):
    """What a member says it has done about the incident, of itself; `of` is the finding that it names, or itself."""

    what: tuple[str, ...]
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found of one incident, in the order of logs and numbers."""

    findings: Sequence[Finding] = ()
    minorities: Sequence[Finding] = ()
    replies: Sequence[Reply] = ()
    withdrawals: Sequence[Gone] = ()
    measures: Sequence[Measures] = ()

    def finding(self, entry: str) -> Finding | None:
        """Return the finding that this entry made."""
        return said_in_entry(self.findings, entry)

    def name_of(self, finding: Finding) -> str:
        """Return whether a finding stands, was replaced by its author, or withdrawn by it."""
        if last_about(self.withdrawals, finding.entry) is not None:
            return WITHDRAWN
        is_replaced = any(each.entry != finding.entry for each in all_about(self.findings, finding.entry))
        return REPLACED if is_replaced else STANDS

    def standing(self, question: str) -> tuple[Finding, ...]:
        """Return the findings on a question that stand, those of several members side by side."""
        return tuple(each for each in self.findings if each.question == question and self.name_of(each) == STANDS)

    def reply(self, member: str, *, of: str) -> Reply | None:
        """Return what a member said last of a finding."""
        return newest(self.replies, member=member, of=of)

    def minorities_of(self, entry: str) -> tuple[Finding, ...]:
        """Return who finds differently from a finding."""
        return all_about(self.minorities, entry)

    def gone_ms(self, finding: Finding) -> int | None:
        """Return when a finding was withdrawn or replaced, by its author's clock; None while it stands."""
        said = [each.at_ms for each in all_about(self.withdrawals, finding.entry)]
        said += [each.at_ms for each in all_about(self.findings, finding.entry) if each.entry != finding.entry]
        return min(said, default=None)

    def named_by(self, finding: Finding) -> tuple[str, ...]:
        """Return the members that a finding names, less its own author: those whose answer is asked for."""
        return tuple(sorted({*finding.members} - {finding.member}))

    def answers_of(self, finding: Finding, member: str) -> tuple[Said, ...]:
        """Return what a member said of a finding: its answers, and its own finding on the same question."""
        said = (*all_about(self.replies, finding.entry), *all_about(self.minorities, finding.entry))
        return tuple(each for each in said if each.member == member)

    @property
    def waits(self) -> bool:
        """Return whether a member that a standing finding names has said nothing of it yet."""
        return any(
            self.gone_ms(each) is None and not self.answers_of(each, member)
            for each in self.findings
            if each.members
            for member in self.named_by(each)
        )

    def told(self, *, gone: Mapping[str, str]) -> dict[str, Any]:
        """Return it all; `gone` names by which entry each account was withdrawn on which a finding may rest."""
        return {
            "findings": [{**self._finding_json(each), "name": self.name_of(each),
                          "rests_on_withdrawn": {one: gone[one] for one in each.considered if one in gone},
                          "minorities": [self._finding_json(one) for one in self.minorities_of(each.entry)],
                          "replies": [_words(one) | {"how": one.how} for one in all_about(self.replies, each.entry)],
                          "withdrawn": next(({"entry": one.entry, "at_ms": one.at_ms, "why": one.why}
                                             for one in all_about(self.withdrawals, each.entry)), None)}
                         for each in self.findings],
            "measures": [_words(each) | {"what": list(each.what)} for each in self.measures],
        }  # fmt: skip

    def _finding_json(self, finding: Finding) -> dict[str, Any]:
        return _words(finding) | {
            "question": finding.question, "outcome": finding.outcome, "standard": finding.standard,
            "members": list(finding.members), "provisions": [each.told() for each in finding.provisions],
            "considered": list(finding.considered), "is_asserted": finding.is_asserted,
        }  # fmt: skip


def _words(said: Finding | Reply | Measures) -> dict[str, Any]:
    return {
        "entry": said.entry, "member": said.member, "role": said.role, "at_ms": said.at_ms, "of": said.of,
        "text": said.text, "lang": said.lang,
    }  # fmt: skip


NOTHING_FOUND = Found()
