"""A joint assessment as it stands: whose words it is, who dissents, who still holds to it after a retraction. Pure.

That a report was retracted which it rests on is said in the matter of the report (`basis.py`). It stands for those who
signed it. Nobody is bound by what others find, and nothing is asked of who dissents but its words, which are read
beside the text.
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
class Review(Said):
    """A signatory says, after a retraction (`of`) of a cited report, whether it still holds to the assessment."""

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

    def joint_for_ms(self, member: str) -> int:
        """Return from when on a member stands by it as joint: all had spoken, and it had signed."""
        signature, words = self.main.signature(member), [self.first_word(code) for code in self.main.needed]
        said = [each[0] for each in words if each is not None]
        return max([*said, *((signature.at_ms,) if signature is not None else ())], default=0)

    def review_of(self, retraction: str, member: str) -> Review | None:
        """Return what a member said first after this retraction."""
        said = [each for each in self.reviews if each.member == member and each.of == retraction]
        return min(said, key=lambda each: (each.at_ms, each.entry), default=None)

    @property
    def no_longer(self) -> tuple[str, ...]:
        """Return which signers said last that they no longer hold to it."""
        last = ((code, newest(self.reviews, member=code, of=None)) for code in self.signers)
        return tuple(code for code, said in last if said is not None and said.how == NO_LONGER)

    @property
    def owing(self) -> bool:
        """Return whether somebody has still to sign or to dissent; what a retraction asks for stands elsewhere."""
        return self.name not in (WITHDRAWN, NOT_JOINT) and bool(self.undecided)

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries of the matter from which a duty may come."""
        return frozenset((self.opening.id,))

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
            "reviews": [_json(each) for each in self.reviews],
            "lapses": lapses_json(self.lapses),
        }


def _json(said: Said) -> dict[str, Any]:
    found: Mapping[str, Any] = {name: getattr(said, name) for name in said.__dataclass_fields__}
    return dict(found)
