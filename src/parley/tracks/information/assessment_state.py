"""A joint assessment as it stands: whose words it is, who dissents, and what became of the reports it rests on. Pure.

It stands for those who signed it. Nobody is bound by what others find, and nothing is asked of who dissents but its
words, which are read beside the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.matters.signing import Signing
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.information.assessment_entries import NO_LONGER

FORM = "assessment"
PROPOSED, JOINT, WITH_DISSENT, NOT_JOINT, WITHDRAWN = (
    "proposed",
    "joint",
    "joint_with_dissent",
    "not_joint",
    "withdrawn",
)
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Dissent(Said):
    """What a member that does not sign says beside the assessment."""

    why: str
    lang: str


@dataclass(frozen=True, slots=True)
class BasisRetracted(Said):
    """A reader says that a report that is cited was retracted; `retraction` is the entry that did it."""

    report: str
    retraction: str


@dataclass(frozen=True, slots=True)
class Review(Said):
    """A signatory says, after a report was retracted, whether it still holds to the assessment."""

    how: str
    text: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class AssessmentState:
    """An assessment; what was said stands in the order of logs and numbers, so that arrival leaves no trace."""

    opening: Opening
    precedence: str
    main: Signing
    dissents: tuple[Dissent, ...] = ()
    basis: tuple[BasisRetracted, ...] = ()
    reviews: tuple[Review, ...] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def signers(self) -> tuple[str, ...]:
        """Return who signed, by code."""
        return tuple(each.member for each in self.main.signatures)

    @property
    def dissenters(self) -> tuple[str, ...]:
        """Return who dissents and has not signed, by code."""
        return tuple(sorted({each.member for each in self.dissents} - set(self.signers)))

    @property
    def undecided(self) -> tuple[str, ...]:
        """Return who has neither signed nor dissented."""
        return tuple(code for code in self.main.missing if code not in self.dissenters)

    @property
    def name(self) -> str:
        """Return how it stands. Once all have spoken and two have signed, a crossing withdrawal is without effect."""
        if not self.undecided and len(self.signers) >= FEWEST:
            return WITH_DISSENT if self.dissenters else JOINT
        if self.main.withdrawn is not None:
            return WITHDRAWN
        return PROPOSED if self.undecided else NOT_JOINT

    @property
    def is_joint(self) -> bool:
        """Return whether it stands as the word of those who signed."""
        return self.name in (JOINT, WITH_DISSENT)

    def first_word(self, member: str) -> tuple[int, str] | None:
        """Return when and by which entry a member signed or dissented first."""
        signature = self.main.signature(member)
        said = [(each.at_ms, each.entry) for each in self.dissents if each.member == member]
        if signature is not None:
            said.append((signature.at_ms, signature.entry))
        return min(said, default=None)

    def basis_of(self, retraction: str) -> BasisRetracted | None:
        """Return the first word on a retraction, by the clock of who said it."""
        said = [each for each in self.basis if each.retraction == retraction]
        return min(said, key=lambda each: (each.at_ms, each.entry), default=None)

    @property
    def retracted(self) -> tuple[BasisRetracted, ...]:
        """Return the first word on each retraction, in the order of the retractions' ids."""
        found = (self.basis_of(each) for each in sorted({each.retraction for each in self.basis}))
        return tuple(each for each in found if each is not None)

    def review_of(self, basis: BasisRetracted, member: str) -> Review | None:
        """Return what a member said first after a report was retracted, of whichever word on it."""
        same = {each.entry for each in self.basis if each.retraction == basis.retraction}
        said = [each for each in self.reviews if each.member == member and each.of in same]
        return min(said, key=lambda each: (each.at_ms, each.entry), default=None)

    @property
    def no_longer(self) -> tuple[str, ...]:
        """Return which signers said last that they no longer hold to it."""
        last = ((code, newest(self.reviews, member=code, of=None)) for code in self.signers)
        return tuple(code for code, said in last if said is not None and said.how == NO_LONGER)

    @property
    def owing(self) -> bool:
        """Return whether anything may still be owed."""
        if self.name in (WITHDRAWN, NOT_JOINT):
            return False
        unseen = any(self.review_of(each, code) is None for each in self.retracted for code in self.signers)
        return bool(self.undecided) or unseen

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id, *(each.entry for each in self.basis)))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/information.md lists it."""
        main = self.main.as_json()
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "subject": main["terms"]["subject"],
            "main": main,
            "signers": list(self.signers),
            "dissenters": list(self.dissenters),
            "undecided": list(self.undecided),
            "no_longer": list(self.no_longer),
            "dissents": [_json(each) for each in self.dissents],
            "basis_retracted": [_json(each) for each in self.retracted],
            "reviews": [_json(each) for each in self.reviews],
            "lapses": lapses_json(self.lapses),
        }


def _json(said: Said) -> dict[str, Any]:
    found: Mapping[str, Any] = {name: getattr(said, name) for name in said.__dataclass_fields__}
    return dict(found)
