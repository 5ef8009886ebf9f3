"""An encounter as it stands: what was found, what the author and those concerned said, how it was cleared. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parley.matters.entry import entry_number
from parley.matters.said import Opening, Said
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.deconfliction.findings import FindingAnswer, answers_json, last_answer

FORM = "encounter"
FOUND, ANSWERED_BY_SOME, ANSWERED_BY_ALL, CLEARED = "found", "answered_by_some", "answered_by_all", "cleared"
AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Clearing(Said):
    """That they do not meet any more; `of` is the finding, `how` by what."""

    how: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a version of a notice meets. `entries` are all that say so: two nodes may find it at once.

    `versions` names the notice's version and then that of a site, or the standstill. `by` names the members whose own
    a provision is that is not agreed.
    """

    entries: tuple[str, ...]
    member: str
    at_ms: int
    versions: tuple[str, ...]
    side: Mapping[str, Any]
    concerns: tuple[str, ...]
    pairs: tuple[Mapping[str, Any], ...]
    precedence: str
    keeps_right: bool
    by: tuple[str, ...]
    clearing: Clearing | None = None

    @property
    def entry(self) -> str:
        """Return the entry by which the finding is known."""
        return self.entries[0]

    @property
    def place(self) -> tuple[tuple[str, int], ...]:
        """Return the key by which findings are sorted: of each matter later versions behind earlier ones."""
        return tuple(entry_number(version) for version in self.versions)

    @property
    def told(self) -> tuple[Any, ...]:
        """Return what makes two findings one: the versions, and what of them meets."""
        return self.versions, tuple(tuple(sorted(pair.items())) for pair in self.pairs)

    @property
    def binds(self) -> bool:
        """Return whether anything agreed is met: only that can be broken, and only of that anything is owed."""
        return any(pair["standing"] == AGREED for pair in self.pairs)

    @property
    def standing(self) -> str:
        """Return how what is met stands: agreed where any of it is, else as the first of it."""
        return AGREED if self.binds else str(self.pairs[0]["standing"])

    @property
    def kind(self) -> str:
        """Return how it is met: by the first of what binds, or of all."""
        first = next((pair for pair in self.pairs if pair["standing"] == AGREED), self.pairs[0])
        return str(first["kind"])

    @property
    def from_s(self) -> int:
        """Return when they first meet; where anything binds, when that is."""
        return min(int(pair["from_s"]) for pair in self._counting)

    @property
    def until_s(self) -> int:
        """Return when they have met for the last time."""
        return max(int(pair["until_s"]) for pair in self._counting)

    @property
    def _counting(self) -> list[Mapping[str, Any]]:
        agreed = [pair for pair in self.pairs if pair["standing"] == AGREED]
        return agreed or list(self.pairs)

    @property
    def asked(self) -> tuple[str, ...]:
        """Return who is asked to say anything: the author first, then whom it concerns; nobody where nothing binds."""
        return (str(self.side["member"]), *self.concerns) if self.binds else ()

    def with_entry(self, entry: str) -> Finding:
        """Return the finding, told by one more entry."""
        return replace(self, entries=(*self.entries, entry))


@dataclass(frozen=True, slots=True)
class EncounterState:
    """The matter of a notice and what it meets: its findings, the newest last, and what was said of them."""

    opening: Opening
    notice: str
    met: Mapping[str, str]
    findings: tuple[Finding, ...]
    answers: Sequence[FindingAnswer] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def finding(self) -> Finding:
        """Return the newest finding."""
        return self.findings[-1]

    @property
    def author(self) -> str:
        """Return whose the notice is."""
        return str(self.finding.side["member"])

    @property
    def precedence(self) -> str:
        """Return the precedence of the activity's class."""
        return self.finding.precedence

    @property
    def clearing(self) -> Clearing | None:
        """Return how the newest finding was cleared, None where it stands."""
        return self.finding.clearing

    @property
    def name(self) -> str:
        """Return how far it is: found, answered by some or all of those who are asked, cleared."""
        if self.clearing is not None:
            return CLEARED
        asked = self.finding.asked
        given = [member for member in asked if self.answer(member) is not None]
        if not given:
            return FOUND
        return ANSWERED_BY_ALL if len(given) == len(asked) else ANSWERED_BY_SOME

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        found = (entry for finding in self.findings for entry in finding.entries)
        return frozenset({*found, *(each.entry for each in self.answers)})

    def answer(self, member: str, *, finding: Finding | None = None) -> FindingAnswer | None:
        """Return what a member said last of a finding, of the newest one if none is named."""
        return last_answer(self.answers, member, finding=finding or self.finding)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "notice": self.notice,
            "met": dict(self.met),
            "precedence": self.precedence,
            **_finding_json(self.finding),
            **answers_json(self, self.opening.to),
            "clearing": _clearing_json(self.clearing),
            "lapses": lapses_json(self.lapses),
            "earlier": [
                {**_finding_json(each), "clearing": _clearing_json(each.clearing)} for each in self.findings[:-1]
            ],
        }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.entry, "found_by": list(finding.entries), "found_at_ms": finding.at_ms,
        "versions": list(finding.versions), "side": dict(finding.side), "concerns": list(finding.concerns),
        "keeps_right": finding.keeps_right, "kind": finding.kind, "standing": finding.standing,
        "by": list(finding.by), "from_s": finding.from_s, "until_s": finding.until_s,
        "pairs": [dict(pair) for pair in finding.pairs],
    }  # fmt: skip


def _clearing_json(clearing: Clearing | None) -> dict[str, Any] | None:
    if clearing is None:
        return None
    return {"entry": clearing.entry, "member": clearing.member, "at_ms": clearing.at_ms, "how": clearing.how}
