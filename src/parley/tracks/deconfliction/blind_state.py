"""What stands about blind notices: the looks of a member on a day, and what two members were told of a cell. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening, Said, newest
from parley.tracks.content.lapse import Lapse, lapses_json

LOOKS_FORM, BLIND_FORM = "blind_looks", "blind_overlap"
COUNTED = "counted"
TOLD, KNOWN_BY_ONE, KNOWN_BY_BOTH, SETTLED = "told", "known_by_one", "known_by_both", "settled"


@dataclass(frozen=True, slots=True)
class LooksState:
    """The versions of blind notices of one member that were counted on one day, in their order; `of` is the version."""

    opening: Opening
    member: str
    day: int
    looks: Sequence[Said]

    @property
    def precedence(self) -> str:
        """Return none: nothing is owed."""
        return ""

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come: none."""
        return frozenset()

    def look(self, version: str) -> Said | None:
        """Return by which entry a version was counted."""
        return next((each for each in self.looks if each.of == version), None)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        return {
            "form": LOOKS_FORM,
            "name": COUNTED,
            **self.opening.as_json(),
            "member": self.member,
            "day": self.day,
            "looks": [{"entry": each.entry, "version": each.of, "at_ms": each.at_ms} for each in self.looks],
        }


@dataclass(frozen=True, slots=True)
class Telling(Said):
    """That two members meet in a cell in an hour, as it was told on a tick; `of` is the entry itself."""

    tick_s: int


@dataclass(frozen=True, slots=True)
class Knowing(Said):
    """A member's word that it received what was told; it concedes nothing."""

    how: str


@dataclass(frozen=True, slots=True)
class Settling(Said):
    """A supervisor's word that what was told is settled; `tellings` are those that it had read."""

    tellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlindOverlapState:
    """What two members were told of one cell in one hour. It names no notice."""

    opening: Opening
    parties: tuple[str, str]
    cell: Mapping[str, Any]
    hour_s: int
    precedence: str
    tellings: Sequence[Telling]
    receipts: Sequence[Knowing] = ()
    settlings: Sequence[Settling] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def telling(self) -> Telling:
        """Return the newest telling."""
        return self.tellings[-1]

    @property
    def settled_by(self) -> Settling | None:
        """Return by what all that was told is settled; None while something stands."""
        settled = {entry for each in self.settlings for entry in each.tellings}
        return self.settlings[-1] if settled >= {each.entry for each in self.tellings} else None

    @property
    def name(self) -> str:
        """Return how far it is: told, known by one or both of the two, settled."""
        if self.settled_by is not None:
            return SETTLED
        known = [member for member in self.parties if self.receipt(member) is not None]
        return (TOLD, KNOWN_BY_ONE, KNOWN_BY_BOTH)[len(known)]

    @property
    def entry_ids(self) -> frozenset[str]:
        """Return the entries from which a duty may come."""
        return frozenset(each.entry for each in self.tellings)

    def receipt(self, member: str, *, of: str | None = None) -> Knowing | None:
        """Return what a member said last of a telling, of the newest one if none is named."""
        return newest(self.receipts, member=member, of=self.telling.entry if of is None else of)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        settled = self.settled_by
        return {
            "form": BLIND_FORM,
            "name": self.name,
            **self.opening.as_json(),
            "parties": list(self.parties),
            "cell": dict(self.cell),
            "hour_s": self.hour_s,
            "precedence": self.precedence,
            "tellings": [{"entry": each.entry, "member": each.member, "at_ms": each.at_ms, "tick_s": each.tick_s}
                         for each in self.tellings],
            "receipts": {each.member: {"entry": each.entry, "how": each.how, "of": each.of, "at_ms": each.at_ms}
                         for each in self.receipts},
            "settled": {"entry": settled.entry, "member": settled.member, "at_ms": settled.at_ms} if settled else None,
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip
