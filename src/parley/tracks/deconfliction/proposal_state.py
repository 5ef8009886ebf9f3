"""The ways out of an overlap as they stand: what was proposed, who accepted, and what is agreed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Said
from parley.tracks.deconfliction.proposing.moves import Proposal


@dataclass(frozen=True, slots=True)
class Menu(Said):
    """What a node proposed for a finding, `of`; `burdens` are what each side had conceded, as that node had read."""

    proposals: tuple[Proposal, ...]
    burdens: tuple[int, int]

    def as_json(self) -> dict[str, Any]:
        """Return the menu as a state's JSON has it."""
        return {
            "entry": self.entry, "member": self.member, "at_ms": self.at_ms, "of": self.of,
            "burdens": list(self.burdens),
            "proposals": [
                {"digest": each.digest, "greatest": each.greatest, **each.as_json()} for each in self.proposals
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acceptance(Said):
    """That a member whose notice would move accepts a proposal; `of` is the finding."""

    digest: str

    def as_json(self) -> dict[str, Any]:
        """Return the acceptance as a state's JSON has it."""
        return {
            "entry": self.entry, "member": self.member, "role": self.role, "at_ms": self.at_ms, "of": self.of,
            "digest": self.digest,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreed:
    """A proposal that all who would move by it have accepted, with their acceptances sorted by member."""

    proposal: Proposal
    acceptances: tuple[Acceptance, ...]

    @property
    def entries(self) -> list[str]:
        """Return the acceptances by their ids, as a change names them."""
        return [each.entry for each in self.acceptances]


def proposal_known(menus: Sequence[Menu], *, digest: str, of: Sequence[str]) -> Proposal | None:
    """Return the proposal of this digest in any menu of these findings."""
    every = (proposal for menu in menus if menu.of in of for proposal in menu.proposals)
    return next((each for each in every if each.digest == digest), None)


def agreed_of(menus: Sequence[Menu], acceptances: Sequence[Acceptance], *, of: Sequence[str]) -> list[Agreed]:
    """Return what is agreed for these findings; a member accepts one proposal of a finding, so that none contradict."""
    given = [each for each in acceptances if each.of in of]
    found = []
    for digest in sorted({each.digest for each in given}):
        proposal = proposal_known(menus, digest=digest, of=of)
        by_member = {each.member: each for each in given if each.digest == digest}
        if proposal is not None and all(move.member in by_member for move in proposal.moves):
            movers = sorted(move.member for move in proposal.moves)
            found.append(Agreed(proposal, tuple(by_member[member] for member in movers)))
    return found
