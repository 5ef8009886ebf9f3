"""A project as it stands: who decided what, whether it is suspended or ended, which milestones were reached. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.commerce.project_entries import APPROVED, REFUSED
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "project"
PROPOSED, SUSPENDED, ENDED = "proposed", "suspended", "ended"


@dataclass(frozen=True, slots=True)
class Decision(Said):
    """What a party decided, with its reasons."""

    how: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Halt(Said):
    """That a party suspended it."""

    why: str


@dataclass(frozen=True, slots=True)
class Resumption(Said):
    """That a party resumed it; `halts` are the suspensions that stood and that it had read."""

    why: str
    halts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ending(Said):
    """That a party ended it: completed or abandoned."""

    how: str
    why: str


@dataclass(frozen=True, slots=True)
class Reached(Said):
    """That a milestone was reached; `of` is the certificate on which that rests, `gate` that of what it waited for."""

    milestone: str
    gate: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project. Who opened it has approved it by that. `standing_halts` are the suspensions that nobody resumed."""

    opening: Opening
    precedence: str
    terms: Mapping[str, Any]
    decisions: Sequence[Decision] = ()
    halts: Sequence[Halt] = ()
    standing_halts: tuple[Halt, ...] = ()
    resumptions: Sequence[Resumption] = ()
    endings: Sequence[Ending] = ()
    reached: Sequence[Reached] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def deciders(self) -> tuple[str, ...]:
        """Return the parties that decide: all but who opened it."""
        return tuple(code for code in self.terms["parties"] if code != self.opening.member)

    def decision(self, member: str) -> Decision | None:
        """Return what a party decided last."""
        return newest(self.decisions, member=member, of=None)

    @property
    def decided(self) -> str:
        """Return how it is decided: approved by all parties, refused by one, or still proposed."""
        found = [self.decision(member) for member in self.deciders]
        if any(each is not None and each.how == REFUSED for each in found):
            return REFUSED
        return APPROVED if all(found) else PROPOSED

    @property
    def name(self) -> str:
        """Return how it stands."""
        if self.endings:
            return ENDED
        return SUSPENDED if self.standing_halts and self.decided == APPROVED else self.decided

    def milestone(self, name: str) -> Mapping[str, Any] | None:
        """Return a milestone by its id."""
        return next((each for each in self.terms["milestones"] if each["id"] == name), None)

    def reached_by(self, name: str) -> Reached | None:
        """Return by what a milestone was reached first, in the order of the record."""
        return next((each for each in self.reached if each.milestone == name), None)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Return the ids of the milestones that were not reached."""
        return tuple(each["id"] for each in self.terms["milestones"] if self.reached_by(each["id"]) is None)

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset((self.opening.id,))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commerce.md lists it."""
        plain = {name: value for name, value in self.terms.items() if name not in ("parties", "milestones")}
        return {
            "form": FORM, "name": self.name, **self.opening.as_json(), "precedence": self.precedence, **plain,
            "parties": list(self.terms["parties"]), "decided": self.decided, "deciders": list(self.deciders),
            "milestones": [self._milestone(each) for each in self.terms["milestones"]],
            "decisions": [{"entry": each.entry, "member": each.member, "how": each.how, "text": each.text,
                           "lang": each.lang, "at_ms": each.at_ms} for each in self.decisions],
            "suspended": [{"entry": each.entry, "member": each.member, "why": each.why, "at_ms": each.at_ms}
                          for each in self.standing_halts],
            "ended": [{"entry": each.entry, "member": each.member, "how": each.how, "why": each.why,
                       "at_ms": each.at_ms} for each in self.endings],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip

    def _milestone(self, each: Mapping[str, Any]) -> dict[str, Any]:
        reached, gate = self.reached_by(each["id"]), each.get("waits_for")
        told = {name: each[name] for name in ("id", "what", "commitment", "step")}
        return {
            **told, "waits_for": dict(gate) if gate else None,
            "reached": {"entry": reached.entry, "certificate": reached.of, "at_ms": reached.at_ms} if reached else None,
        }  # fmt: skip
