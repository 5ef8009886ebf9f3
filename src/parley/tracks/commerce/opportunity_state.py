"""An opportunity, one member's interest in it, and the match of two, as they stand. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.content.lapse import Lapse, lapses_json

FORM, INTEREST_FORM, MATCH_FORM = "opportunity", "interest", "match"
OFFERED, WITHDRAWN = "offered", "withdrawn"
DECLARED, TAKEN_BACK = "declared", "taken_back"
MATCHED, RECEIVED_BY_ONE, RECEIVED_BY_BOTH, LEFT = "matched", "received_by_one", "received_by_both", "left"


@dataclass(frozen=True, slots=True)
class Ending(Said):
    """That somebody withdrew an offer, or left a match."""

    why: str


@dataclass(frozen=True, slots=True)
class OpportunityState:
    """An opportunity: what is offered between whom, who matches, until when. It says nothing of anybody's interest."""

    opening: Opening
    precedence: str
    terms: Mapping[str, Any]
    matcher: str
    withdrawal: Ending | None = None

    @property
    def name(self) -> str:
        """Return whether it is still offered; that it has expired says the hour."""
        return OFFERED if self.withdrawal is None else WITHDRAWN

    @property
    def expires_s(self) -> int:
        """Return the second from which on nobody is matched by it."""
        return int(self.terms["expires_s"])

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: none."""
        return frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commerce.md lists it."""
        gone = self.withdrawal
        return {
            "form": FORM, "name": self.name, **self.opening.as_json(), "precedence": self.precedence,
            **{name: list(value) if isinstance(value, list | tuple) else value for name, value in self.terms.items()},
            "matcher": self.matcher,
            "withdrawn": {"entry": gone.entry, "why": gone.why, "at_ms": gone.at_ms} if gone else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word(Said):
    """That a member is interested, or is no longer (`stands` false)."""

    stands: bool
    text: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class InterestState:
    """One member's interest in an opportunity, as it and the supervisor that matches read it."""

    opening: Opening
    opportunity: str
    member: str
    words: Sequence[Word]

    @property
    def precedence(self) -> str:
        """Return none: nothing is owed."""
        return ""

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: none."""
        return frozenset()

    @property
    def word(self) -> Word:
        """Return what the member said last."""
        return self.words[-1]

    @property
    def name(self) -> str:
        """Return whether the interest stands."""
        return DECLARED if self.word.stands else TAKEN_BACK

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commerce.md lists it."""
        return {
            "form": INTEREST_FORM, "name": self.name, **self.opening.as_json(), "opportunity": self.opportunity,
            "member": self.member, "word": self.word.entry,
            "words": [{"entry": each.entry, "stands": each.stands, "text": each.text, "lang": each.lang,
                       "at_ms": each.at_ms} for each in self.words],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt(Said):
    """A member's word that it received a match, and how it may be reached."""

    how: str
    text: str | None
    lang: str | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class MatchState:
    """That two members are both interested in an opportunity: which was disclosed to these two and to nobody else."""

    opening: Opening
    precedence: str
    opportunity: str
    members: tuple[str, str]
    subject: str
    tellings: Sequence[Said]
    receipts: Sequence[Receipt] = ()
    endings: Sequence[Ending] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def telling(self) -> Said:
        """Return the entry by which it was disclosed."""
        return self.tellings[0]

    def receipt(self, member: str) -> Receipt | None:
        """Return what a member said last of it."""
        return newest(self.receipts, member=member, of=None)

    @property
    def name(self) -> str:
        """Return how far it is: told, received by one or by both, or left by one."""
        if self.endings:
            return LEFT
        received = [self.receipt(member) is not None for member in self.members]
        return (MATCHED, RECEIVED_BY_ONE, RECEIVED_BY_BOTH)[sum(received)]

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset(each.entry for each in self.tellings)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commerce.md lists it."""
        return {
            "form": MATCH_FORM, "name": self.name, **self.opening.as_json(), "precedence": self.precedence,
            "opportunity": self.opportunity, "members": list(self.members), "subject": self.subject,
            "tellings": [each.entry for each in self.tellings],
            "receipts": [{"entry": each.entry, "member": each.member, "how": each.how, "text": each.text,
                          "lang": each.lang, "contact": each.contact, "at_ms": each.at_ms} for each in self.receipts],
            "left": [{"entry": each.entry, "member": each.member, "why": each.why, "at_ms": each.at_ms}
                     for each in self.endings],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip
