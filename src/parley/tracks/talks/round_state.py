"""A round of talks as it stands: what was proposed, who comes, what was agreed. Pure; nothing here knows the hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.talks.round_entries import DECLINES
from parley.tracks.talks.saying import plain, said_json

FORM = "round"
PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """What an invited member answers: that it comes, comes with a condition, or does not."""

    how: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class RoundState:
    """A round; what was said stands in the order of logs and numbers, so the order of arrival leaves no trace."""

    opening: Opening
    terms: Mapping[str, Any]
    answers: Sequence[Answer] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def name(self) -> str:
        """Return how far it is."""
        return PROPOSED

    @property
    def precedence(self) -> str:
        """Return routine: its clocks are the charter's hours for talks, and not those of a precedence."""
        return "routine"

    @property
    def invited(self) -> tuple[str, ...]:
        """Return who was invited, sorted."""
        return tuple(sorted(self.terms["invited"]))

    @property
    def coming(self) -> tuple[str, ...]:
        """Return who was invited and did not decline; whoever has not answered is still expected."""
        return tuple(code for code in self.invited if not self.declines(code))

    def answer(self, member: str) -> Answer | None:
        """Return what a member answered last."""
        return newest(self.answers, member=member, of=None)

    def declines(self, member: str) -> bool:
        """Return whether a member said last that it does not come."""
        said = self.answer(member)
        return said is not None and said.how == DECLINES

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id,))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/talks.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            **plain(self.terms),
            "answers": [{**said_json(each), "how": each.how, "text": each.text, "lang": each.lang}
                        for each in self.answers],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip
