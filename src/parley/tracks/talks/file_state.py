"""A file of talks as it stands: what it is about, who leads it, for which steps it waits. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import Opening
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.talks.saying import plain

FORM = "file"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Gate:
    """A file waits for this step of an instrument (the id of the entry that proposed it)."""

    instrument: str
    step: str


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of talks."""

    opening: Opening
    terms: Mapping[str, Any]
    lapses: Sequence[Lapse] = ()

    @property
    def name(self) -> str:
        """Return how it stands by its own entries; whether its gates are open says `file_standing`."""
        return OPEN

    @property
    def precedence(self) -> str:
        """Return routine: its clocks are the charter's hours for talks, and not those of a precedence."""
        return "routine"

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return the steps for which it waits."""
        return tuple(Gate(each["instrument"], each["step"]) for each in self.terms.get("gates") or ())

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
            "gates": [{"instrument": each.instrument, "step": each.step} for each in self.gates],
            "lapses": lapses_json(self.lapses),
        }
