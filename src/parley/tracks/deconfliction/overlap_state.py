"""An overlap of two notices as it stands: what was found, what each side answered, and how it was cleared. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from parley.charter.lognames import parts_of
from parley.matters.entry import entry_number
from parley.matters.said import Opening, Said
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.deconfliction.findings import FindingAnswer, answers_json, last_answer
from parley.tracks.deconfliction.proposal_state import Acceptance, Agreed, Menu, agreed_of
from parley.tracks.deconfliction.proposing.ledger import concessions_of

FOUND, ANSWERED_BY_ONE, ANSWERED_BY_BOTH, CLEARED = "found", "answered_by_one", "answered_by_both", "cleared"


@dataclass(frozen=True, slots=True)
class NoticeSide:
    """One of the two notices in a finding: whose it is, in which version, and by how much it came at short notice.

    `keeps_right` says that its class is never asked to move.
    """

    notice: str
    version: str
    member: str
    activity: str
    subject: str
    short_by_min: int
    keeps_right: bool

    def as_json(self) -> dict[str, Any]:
        """Return the side as a state's JSON has it."""
        return {
            "notice": self.notice, "version": self.version, "member": self.member, "class": self.activity,
            "subject": self.subject, "short_by_min": self.short_by_min, "keeps_right": self.keeps_right,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clearing(Said):
    """That the two do not meet any more; `of` is the finding, `how` "moved", "ended" or "cancelled"."""

    versions: tuple[str, str]
    how: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What two versions share. `entries` are all that say so: two nodes may find it at once; the first counts.

    `knew` says of whoever filed the later version: "ignored" where it had seen the other one, else "concurrent".
    """

    entries: tuple[str, ...]
    member: str
    at_ms: int
    sides: tuple[NoticeSide, NoticeSide]
    kind: str
    knew: str
    precedence: str
    pairs: tuple[Mapping[str, Any], ...]
    apart: Mapping[str, int]
    clearing: Clearing | None = None

    @property
    def entry(self) -> str:
        """Return the entry by which the finding is known."""
        return self.entries[0]

    @property
    def versions(self) -> tuple[str, str]:
        """Return the two versions that meet."""
        return self.sides[0].version, self.sides[1].version

    @property
    def place(self) -> tuple[tuple[int, int], ...]:
        """Return the key by which findings are sorted: of each notice later versions behind earlier ones."""
        parts = (entry_number(version) for version in self.versions)
        return tuple((parts_of(name)[1], number) for name, number in parts)

    @property
    def from_s(self) -> int:
        """Return when the two first meet."""
        return min(int(pair["from_s"]) for pair in self.pairs)

    @property
    def until_s(self) -> int:
        """Return when they have met for the last time."""
        return max(int(pair["until_s"]) for pair in self.pairs)

    @property
    def asked_to_move(self) -> tuple[str, ...]:
        """Return who is asked to move: the side whose class does not keep right, both or none of them."""
        return tuple(side.member for side in self.sides if not side.keeps_right)

    def side(self, member: str) -> NoticeSide | None:
        """Return the side of a member."""
        return next((side for side in self.sides if side.member == member), None)

    def with_entry(self, entry: str) -> Finding:
        """Return the finding, told by one more entry."""
        return replace(self, entries=(*self.entries, entry))


@dataclass(frozen=True, slots=True)
class OverlapState:
    """The matter between two notices: its findings, each of other versions, the newest last, and what was said of them.

    Which is the newest the versions say, and not when it was found: whoever had read less may find an older one later.
    """

    opening: Opening
    notices: tuple[str, str]
    findings: tuple[Finding, ...]
    answers: Sequence[FindingAnswer] = ()
    menus: Sequence[Menu] = ()
    acceptances: Sequence[Acceptance] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def finding(self) -> Finding:
        """Return the newest finding."""
        return self.findings[-1]

    @property
    def precedence(self) -> str:
        """Return the higher precedence of the two classes."""
        return self.finding.precedence

    @property
    def authors(self) -> tuple[str, str]:
        """Return whose the two notices are, in the order of the notices."""
        return self.finding.sides[0].member, self.finding.sides[1].member

    @property
    def clearing(self) -> Clearing | None:
        """Return how the newest finding was cleared, None where it stands."""
        return self.finding.clearing

    @property
    def name(self) -> str:
        """Return how far it is: found, answered by one or both of its authors, cleared."""
        if self.clearing is not None:
            return CLEARED
        answered = [member for member in self.authors if self.answer(member) is not None]
        return (FOUND, ANSWERED_BY_ONE, ANSWERED_BY_BOTH)[len(answered)]

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        found = (entry for finding in self.findings for entry in finding.entries)
        return frozenset({*found, *(each.entry for each in (*self.answers, *self.acceptances))})

    @property
    def menu(self) -> Menu | None:
        """Return the ways out proposed for the newest finding; where several nodes did, the first by its log."""
        return next((menu for menu in self.menus if menu.of in self.finding.entries), None)

    @property
    def agreed(self) -> list[Agreed]:
        """Return what is agreed of the newest finding."""
        return agreed_of(self.menus, self.acceptances, of=self.finding.entries)

    @property
    def agreed_ever(self) -> list[Agreed]:
        """Return what is agreed of any finding."""
        return [
            agreed for finding in self.findings
            for agreed in agreed_of(self.menus, self.acceptances, of=finding.entries)
        ]  # fmt: skip

    def answer(self, member: str, *, finding: Finding | None = None) -> FindingAnswer | None:
        """Return what a member said last of a finding, of the newest one if none is named."""
        return last_answer(self.answers, member, finding=finding or self.finding)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        finding = self.finding
        return {
            "form": "overlap",
            "name": self.name,
            **self.opening.as_json(),
            "notices": list(self.notices),
            "precedence": self.precedence,
            **_finding_json(finding),
            "asked_to_move": list(finding.asked_to_move),
            **answers_json(self, self.opening.to),
            "clearing": _clearing_json(self.clearing),
            "menu": self.menu.as_json() if self.menu else None,
            "accepted": [each.as_json() for each in self.acceptances if each.of in finding.entries],
            "agreed": [each.proposal.digest for each in self.agreed],
            "conceded": self._conceded(),
            "lapses": lapses_json(self.lapses),
            "earlier": [
                {**_finding_json(each), "clearing": _clearing_json(each.clearing)} for each in self.findings[:-1]
            ],
        }

    def _conceded(self) -> list[dict[str, Any]]:
        """Return what each side gave by what was agreed, of every finding: what the ledger sums."""
        names = {side.notice: side.activity for finding in self.findings for side in finding.sides}
        return [
            {**asdict(given), "agreed_by": agreed.entries} for agreed in self.agreed_ever
            for given in concessions_of(agreed.proposal, names=names, entry=agreed.entries[0])
        ]  # fmt: skip


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.entry, "found_by": list(finding.entries), "found_at_ms": finding.at_ms,
        "sides": [side.as_json() for side in finding.sides], "kind": finding.kind, "knew": finding.knew,
        "from_s": finding.from_s, "until_s": finding.until_s, "pairs": [dict(pair) for pair in finding.pairs],
        "apart": dict(finding.apart),
    }  # fmt: skip


def _clearing_json(clearing: Clearing | None) -> dict[str, Any] | None:
    if clearing is None:
        return None
    return {
        "entry": clearing.entry, "member": clearing.member, "at_ms": clearing.at_ms, "how": clearing.how,
        "versions": list(clearing.versions),
    }  # fmt: skip
