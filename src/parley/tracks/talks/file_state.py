"""A file of talks as it stands: what it is about, who leads it, for which steps it waits. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import EntriesOf, Opening, Said, all_about, said_in_entry
from parley.matters.signing import Signing
from parley.tracks.content.lapse import Lapse, lapses_json
from parley.tracks.talks.saying import plain, whole_json

FORM = "file"
OPEN, AGREED, SET_ASIDE = "open", "agreed", "set_aside"


@dataclass(frozen=True, slots=True)
class Gate:
    """A file waits for this step of an instrument (the id of the entry that proposed it)."""

    instrument: str
    step: str


@dataclass(frozen=True, slots=True)
class Turn(Said):
    """That a file was closed (agreed or set_aside), or reopened; `turn` counts the closings and reopenings before it.

    `round` and `decision` say where it was agreed.
    """

    how: str
    why: str
    round: str
    decision: str
    turn: int


@dataclass(frozen=True, slots=True)
class Position(Said):
    """A position that its author holds and does not tell: the SHA-256 of its words with a salt."""

    digest: str


@dataclass(frozen=True, slots=True)
class Disclosure(Said):
    """The words of the reserved position `of`, as its author disclosed them."""

    text: str
    lang: str
    salt: str


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of talks; what was said stands in the order of logs and numbers, so the order of arrival leaves no trace.

    `instruments` are proposals of other gates, each with who signed it.
    """

    opening: Opening
    terms: Mapping[str, Any]
    instruments: Sequence[Signing] = ()
    turns: Sequence[Turn] = ()
    positions: Sequence[Position] = ()
    disclosures: Sequence[Disclosure] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def last_turn(self) -> Turn | None:
        """Return what closed or reopened it last; what was agreed stands before what came beside it."""
        order = (each for each in self.turns)
        return max(order, key=lambda each: (each.turn, each.how == AGREED, each.at_ms, each.entry), default=None)

    @property
    def name(self) -> str:
        """Return how it stands by its own entries; whether its gates are open says `file_standing`."""
        last = self.last_turn
        return OPEN if last is None or last.how == OPEN else last.how

    @property
    def is_over(self) -> bool:
        """Return whether it is agreed or set aside, and was not reopened."""
        return self.name != OPEN

    @property
    def precedence(self) -> str:
        """Return routine: its clocks are the charter's hours for talks, and not those of a precedence."""
        return "routine"

    @property
    def parties(self) -> tuple[str, ...]:
        """Return who talks about it, and signs what changes it."""
        return tuple(sorted(self.terms["parties"]))

    @property
    def agreed_gates(self) -> Signing | None:
        """Return the gates that all parties have signed last; None where those of the opening stand."""
        signed = [each for each in self.instruments if each.signed_s is not None]
        return max(signed, key=lambda each: (each.signed_s or 0, each.at_ms, each.entry), default=None)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return the steps for which it waits."""
        changed = self.agreed_gates
        terms = self.terms if changed is None else changed.terms
        return tuple(Gate(each["instrument"], each["step"]) for each in terms.get("gates") or ())

    def instrument(self, entry: str) -> Signing | None:
        """Return the proposal of other gates that this entry made."""
        return said_in_entry(self.instruments, entry)

    def disclosed(self, position: str) -> Disclosure | None:
        """Return the words of a reserved position, None while its author keeps them."""
        return next(iter(all_about(self.disclosures, position)), None)

    @property
    def crossed(self) -> tuple[str, ...]:
        """Return closings and reopenings that came beside each other, and withdrawals without effect."""
        turns = [each.turn for each in self.turns]
        rivals = [each.entry for each in self.turns if turns.count(each.turn) > 1]
        return (*rivals, *(entry for each in self.instruments for entry in each.crossed))

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.instruments, opening=self.opening.id)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/talks.md lists it."""
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            **plain(self.terms),
            "gates": [{"instrument": each.instrument, "step": each.step} for each in self.gates],
            "gates_by": self.agreed_gates.entry if self.agreed_gates is not None else self.opening.id,
            "changes_of_gates": [each.as_json() for each in self.instruments],
            "turns": [whole_json(each) for each in self.turns],
            "positions": [
                {**whole_json(each), "disclosed": whole_json(told) if (told := self.disclosed(each.entry)) else None}
                for each in self.positions
            ],
            "lapses": lapses_json(self.lapses),
            "crossed": list(self.crossed),
        }


@dataclass(frozen=True, slots=True)
class PositionState:
    """A member's own note of its position on a file, which it alone can read."""

    opening: Opening
    terms: Mapping[str, Any]
    digest: str

    @property
    def name(self) -> str:
        """Return how it stands: noted. Whether it is reserved or disclosed says the file."""
        return "noted"

    @property
    def precedence(self) -> str:
        """Return routine: nothing is owed of it."""
        return "routine"

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/talks.md lists it."""
        return {
            "form": "position", "name": self.name, **self.opening.as_json(), "precedence": self.precedence,
            **plain(self.terms), "digest": self.digest,
        }  # fmt: skip
