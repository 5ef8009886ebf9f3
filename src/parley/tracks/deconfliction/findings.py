"""What an overlap and an encounter have in common: findings, and what is answered to them. Pure.

An overlap stands between two notices, an encounter between a notice and a zone, a standstill or a site.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from parley.charter.model import Charter
from parley.charter.verdict import Refusal
from parley.matters.entry import Entry
from parley.matters.said import Said, newest, said_of
from parley.tracks.deconfliction.overlap_entries import WILL_CHANGE
from parley.tracks.deconfliction.refusing import refuse


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
    """A finding of either sort, as its answers and duties ask for it."""

    @property
    def entries(self) -> tuple[str, ...]:
        """Return all entries that tell it."""

    @property
    def entry(self) -> str:
        """Return the entry by which the finding is known."""

    @property
    def at_ms(self) -> int:
        """Return when it was found."""

    @property
    def precedence(self) -> str:
        """Return the precedence by which it is handled."""

    @property
    def until_s(self) -> int:
        """Return when what was found is over."""

    @property
    def clearing(self) -> Said | None:
        """Return how it was cleared."""


class Answered(Protocol):
    """The state of a matter of findings, as an answer is judged by it."""

    @property
    def finding(self) -> Finding:
        """Return the newest finding."""

    def answer(self, member: str) -> FindingAnswer | None:
        """Return what a member said last of the newest finding."""


def answer_of(entry: Entry) -> FindingAnswer:
    """Return what an entry answers to the finding that it names."""
    content = entry.content
    said = said_of(entry, of=content["of"])
    return FindingAnswer(**said, how=content["how"], text=content.get("text"), lang=content["lang"])


def last_answer(answers: Iterable[FindingAnswer], member: str, *, finding: Finding) -> FindingAnswer | None:
    """Return what a member said last of a finding."""
    return newest(tuple(each for each in answers if each.of in finding.entries), member=member, of=None)


def answers_json(state: Answered, members: Iterable[str]) -> dict[str, Any]:
    """Return what members said of the newest finding, as a state's JSON has it."""
    given = {member: said for member in members if (said := state.answer(member)) is not None}
    return {
        "will_change": [member for member, said in given.items() if said.how == WILL_CHANGE],
        "answers": {member: said.as_json() for member, said in given.items()},
    }


def refuse_answer(state: Answered, entry: Entry, *, charter: Charter, cleared: str, older: str) -> Refusal | None:
    """Refuse to answer what is cleared, an older finding, each by the clause named, and in other languages (N-2)."""
    finding, lang = state.finding, entry.content["lang"]
    if finding.clearing is not None:
        return refuse("overlap_cleared_before", cleared, entry=finding.clearing.entry)
    if entry.content["of"] not in finding.entries:
        return refuse("overlap_older_finding", older, named=entry.content["of"], newest=finding.entry)
    if lang not in charter.languages:
        return refuse("language_not_agreed", "N-2", lang=lang, languages=", ".join(charter.languages))
    return None


def refuse_same_answer(state: Answered, entry: Entry, *, clause: str) -> Refusal | None:
    """Refuse to say of the newest finding what its author said last."""
    last = state.answer(entry.member)
    if last is not None and (last.how, last.text) == (entry.content["how"], entry.content.get("text")):
        return refuse("overlap_answered_before", clause, entry=last.entry)
    return None
