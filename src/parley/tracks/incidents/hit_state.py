"""A hit as it stands: which accounts lie within what is protected, and what each reader said of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "hit"
FOUND, SOME, ALL = "found", "answered_by_some", "answered_by_all"


@dataclass(frozen=True, slots=True)
class Hit:
    """That an account lies within a version; `entries` are all that say so: two nodes may find it at once."""

    entries: tuple[str, ...]
    member: str
    at_ms: int
    account: str
    version: str
    where: str
    distance_m: int

    @property
    def entry(self) -> str:
        """Return the entry by which it is known."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """What a reader said of it; `of` is the finding that it had read."""

    how: str
    text: str | None
    lang: str


@dataclass(frozen=True, slots=True)
class HitState:
    """A case; what was found in canonical order, what was said in the order of logs and numbers.

    `owner` notified what is protected, `reporter` reported the incident; `sort` is site or movement.
    """

    opening: Opening
    precedence: str
    incident: str
    protected: str
    sort: str
    subject: str
    owner: str
    reporter: str
    hits: tuple[Hit, ...]
    answers: Sequence[Answer] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def owing(self) -> tuple[str, ...]:
        """Return who is asked to say something: every reader but who reported the incident."""
        return tuple(member for member in self.opening.to if member != self.reporter)

    def answer(self, member: str) -> Answer | None:
        """Return what a member said last."""
        return newest(self.answers, member=member, of=None)

    @property
    def name(self) -> str:
        """Return whether nobody, some or all who are asked have answered."""
        said = [self.answer(member) is not None for member in self.owing]
        return ALL if all(said) else SOME if any(said) else FOUND

    def known(self, *, account: str, version: str) -> Hit | None:
        """Return what was found of this account and this version."""
        return next((each for each in self.hits if (each.account, each.version) == (account, version)), None)

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset(entry for each in self.hits for entry in each.entries)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/incidents.md lists it."""
        return {
            "form": FORM, "name": self.name, **self.opening.as_json(), "precedence": self.precedence,
            "incident": self.incident, "protected": self.protected, "sort": self.sort, "subject": self.subject,
            "owner": self.owner, "reporter": self.reporter,
            "hits": [{"entry": each.entry, "entries": list(each.entries), "account": each.account,
                      "version": each.version, "where": each.where, "distance_m": each.distance_m,
                      "at_ms": each.at_ms} for each in self.hits],
            "answers": [{"entry": each.entry, "member": each.member, "of": each.of, "how": each.how,
                         "text": each.text, "lang": each.lang, "at_ms": each.at_ms} for each in self.answers],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip
