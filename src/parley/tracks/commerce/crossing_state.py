"""A crossing as it stands: what was asked, in which version, who decided what, and what became of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.commerce.crossing_entries import PASSED
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "crossing"
ASKED, GIVEN, REFUSED, WITHDRAWN = "asked", "given", "refused", "withdrawn"
YES, NO = "given", "refused"
# That of a humanitarian crossing, whatever the charter says of others.
HUMANITARIAN_PRECEDENCE = "immediate"


@dataclass(frozen=True, slots=True)
class Version(Said):
    """For which slot and by which route it is asked; `of` a change is the version that it replaces."""

    slot_s: int
    route: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Decision(Said):
    """What a member that decides said of a version."""

    how: str
    text: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class Telling(Said):
    """What became of a crossing by who tells it: passed, turned back, or not come; how many, where counted."""

    how: str
    told_at_s: int
    text: str | None
    lang: str | None
    vehicles: int | None
    persons: int | None


@dataclass(frozen=True, slots=True)
class Withdrawal(Said):
    """That who asked no longer asks."""

    why: str


@dataclass(frozen=True, slots=True)
class Opened(Said):
    """That the step for which the crossing waited is certified; `of` is the entry of its instrument that shows it."""

    text: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class CrossingState:
    """A crossing. `deciders` are those whom the charter named when it was asked, without who asked; `tellers` likewise.

    `terms` is what was asked, but for slot and route, which stand in the versions.
    """

    opening: Opening
    precedence: str
    terms: Mapping[str, Any]
    deciders: tuple[str, ...]
    tellers: tuple[str, ...]
    slot_minutes: int
    versions: Sequence[Version]
    decisions: Sequence[Decision] = ()
    tellings: Sequence[Telling] = ()
    withdrawal: Withdrawal | None = None
    lapses: Sequence[Lapse] = ()
    openings: Sequence[Opened] = ()

    @property
    def gate(self) -> Mapping[str, Any] | None:
        """Return the step of an instrument for which it waits, if for any."""
        return self.terms.get("waits_for")

    @property
    def opened(self) -> Opened | None:
        """Return what first told that this step is certified, by its author's clock."""
        return min(self.openings, key=lambda each: (each.at_ms, each.entry), default=None)

    @property
    def version(self) -> Version:
        """Return the version in force."""
        return self.versions[-1]

    @property
    def is_humanitarian(self) -> bool:
        """Return whether it comes before others, and is not asked to move."""
        return bool(self.terms["humanitarian"])

    @property
    def until_s(self) -> int:
        """Return when the slot of the version in force ends."""
        return self.version.slot_s + 60 * self.slot_minutes

    def decision(self, member: str, *, of: str | None = None) -> Decision | None:
        """Return what a member decided last of a version, of the one in force if none is named."""
        return newest(self.decisions, member=member, of=of or self.version.entry)

    @property
    def telling(self) -> Telling | None:
        """Return what was told last of it, by the tellers' own clocks."""
        return max(self.tellings, key=lambda each: (each.at_ms, each.entry), default=None)

    @property
    def permit(self) -> str:
        """Return how the permit stands: given by all, refused by one, or still asked for."""
        found = [self.decision(member) for member in self.deciders]
        if any(each is not None and each.how == NO for each in found):
            return REFUSED
        return GIVEN if all(found) else ASKED

    @property
    def name(self) -> str:
        """Return how it stands: what became of it, else whether it was withdrawn, else its permit."""
        if self.telling is not None:
            return self.telling.how
        return WITHDRAWN if self.withdrawal is not None else self.permit

    @property
    def is_over(self) -> bool:
        """Return whether nothing more is asked."""
        return self.withdrawal is not None or self.telling is not None

    @property
    def has_passed_without(self) -> bool:
        """Return whether it is told to have passed without a permit that all gave."""
        return self.name == PASSED and self.permit != GIVEN

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset(each.entry for each in (*self.versions, *self.openings))

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/commerce.md lists it."""
        version, gone, opened = self.version, self.withdrawal, self.opened
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            **{name: _plain(value) for name, value in self.terms.items()},
            "permit": self.permit,
            "passed_without_permit": self.has_passed_without,
            "version": version.entry,
            "slot_s": version.slot_s,
            "until_s": self.until_s,
            "route": version.route,
            "versions": [{"entry": each.entry, "slot_s": each.slot_s, "route": each.route, "why": each.why,
                          "at_ms": each.at_ms} for each in self.versions],
            "deciders": list(self.deciders),
            "tellers": list(self.tellers),
            "decisions": [{"entry": each.entry, "member": each.member, "of": each.of, "how": each.how,
                           "text": each.text, "lang": each.lang, "at_ms": each.at_ms} for each in self.decisions],
            "told": [{"entry": each.entry, "member": each.member, "how": each.how, "at_s": each.told_at_s,
                      "text": each.text, "lang": each.lang, "vehicles": each.vehicles, "persons": each.persons,
                      "at_ms": each.at_ms} for each in self.tellings],
            "withdrawn": {"entry": gone.entry, "why": gone.why, "at_ms": gone.at_ms} if gone else None,
            "waits_for": dict(self.gate) if self.gate else None,
            "opened": {"entry": opened.entry, "member": opened.member, "by": opened.of, "text": opened.text,
                       "lang": opened.lang, "at_ms": opened.at_ms} if opened else None,
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
