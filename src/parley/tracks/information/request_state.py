"""A request for information as it stands: who was asked by when, who answered, who refused and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "information_request"
OPEN, ANSWERED, REFUSED, WITHDRAWN = "open", "answered", "refused", "withdrawn"


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """What a member that was asked gives: reports, words, or that it holds nothing."""

    how: str
    reports: tuple[str, ...]
    text: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class Refused(Said):
    """A member that was asked does not answer, for a reason and in words."""

    reason: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Said):
    """Who asked no longer asks."""

    why: str


@dataclass(frozen=True, slots=True)
class RequestState:
    """A request; what was said stands in the order of logs and numbers, so that arrival leaves no trace."""

    opening: Opening
    precedence: str
    terms: Mapping[str, Any]
    answers: tuple[Answer, ...] = ()
    refusals: tuple[Refused, ...] = ()
    withdrawals: tuple[Withdrawn, ...] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Return who was asked, by code."""
        return tuple(sorted(self.terms["asked"]))

    @property
    def withdrawal(self) -> Withdrawn | None:
        """Return the word by which who asked no longer asks."""
        return self.withdrawals[0] if self.withdrawals else None

    def answers_of(self, member: str) -> tuple[Answer, ...]:
        """Return what a member answered, the first first."""
        return tuple(each for each in self.answers if each.member == member)

    def refusal_of(self, member: str) -> Refused | None:
        """Return the word by which a member refused."""
        return next((each for each in self.refusals if each.member == member), None)

    def first_word(self, member: str) -> Said | None:
        """Return what a member that was asked said first: an answer or a refusal."""
        refused = self.refusal_of(member)
        said: list[Said] = [*self.answers_of(member), *((refused,) if refused is not None else ())]
        return min(said, key=lambda each: each.at_ms, default=None)

    @property
    def name(self) -> str:
        """Return how it stands: withdrawn; open while one asked has said nothing; answered by one at least; refused."""
        if self.withdrawal is not None:
            return WITHDRAWN
        if any(self.first_word(member) is None for member in self.asked):
            return OPEN
        return ANSWERED if self.answers else REFUSED

    @property
    def owing(self) -> bool:
        """Return whether somebody may still owe an answer."""
        return self.name == OPEN

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset({self.opening.id})

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/information.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "subject": self.terms["subject"],
            "terms": _plain(self.terms),
            "answers": [_json(each) for each in self.answers],
            "refusals": [_json(each) for each in self.refusals],
            "withdrawal": _json(self.withdrawal) if self.withdrawal is not None else None,
            "lapses": lapses_json(self.lapses),
        }


def _json(said: Said) -> dict[str, Any]:
    return {name: _plain(getattr(said, name)) for name in said.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
