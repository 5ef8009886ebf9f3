"""A standstill as it stands: who has signed it, from when until when it holds, its variances and its ending. Pure.

Nothing here knows the hour: a screen compares the seconds that follow from the signatures with its own clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import EntriesOf, Opening, said_in_entry
from parley.matters.signing import DECLINED, SIGNED, WITHDRAWN, Signing
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "standstill"
ENDING = "ending"


@dataclass(frozen=True, slots=True)
class StandstillState:
    """A standstill with what was proposed about it; variances and endings in the order of their entries' ids.

    `ended_s` is the second from which it holds no more by an ending that all have signed.
    """

    opening: Opening
    precedence: str
    main: Signing
    variances: Sequence[Signing] = ()
    endings: Sequence[Signing] = ()
    lapses: Sequence[Lapse] = ()
    ended_s: int | None = None

    @property
    def instruments(self) -> tuple[Signing, ...]:
        """Return the standstill itself, then its variances and endings."""
        return (self.main, *self.variances, *self.endings)

    def instrument(self, entry: str) -> Signing | None:
        """Return the instrument that this entry proposed."""
        if entry == self.main.entry:
            return self.main
        return said_in_entry(self.variances, entry) or said_in_entry(self.endings, entry)

    @property
    def from_s(self) -> int | None:
        """Return from which second it holds: its own, and never before the last signature; None before all signed."""
        signed_s = self.main.signed_s
        return None if signed_s is None else max(int(self.main.terms["from_s"]), signed_s)

    @property
    def until_s(self) -> int:
        """Return the second from which it holds no more: its own, or that of an ending which all have signed."""
        until_s = int(self.main.terms["until_s"])
        return until_s if self.ended_s is None else min(until_s, self.ended_s)

    def holds_at(self, at_s: int) -> bool:
        """Return whether it is in force at this second."""
        return self.from_s is not None and self.from_s <= at_s < self.until_s

    @property
    def name(self) -> str:
        """Return how it stands: proposed, declined, withdrawn, signed, or signed and ended by a signed ending."""
        if self.main.name == SIGNED and self.ended_s is not None:
            return ENDING
        return self.main.name

    @property
    def may_hold(self) -> bool:
        """Return whether it holds at some time, or still may: it is signed, or waits for signatures."""
        return self.name not in (WITHDRAWN, DECLINED) and (self.from_s is None or self.from_s < self.until_s)

    def variances_signed(self) -> Iterator[tuple[Signing, tuple[int, int]]]:
        """Yield each variance that all have signed, with the seconds in which it excepts."""
        for each in self.variances:
            if each.signed_s is not None:
                start, end = max(int(each.terms["from_s"]), each.signed_s), int(each.terms["until_s"])
                if start < end:
                    yield each, (start, end)

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.variances, self.endings, opening=self.main.entry)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/deconfliction.md lists it."""
        terms: Mapping[str, Any] = self.main.as_json()["terms"]
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            **{key: terms[key] for key in ("subject", "texts", "parties", "classes", "excepted", "areas")},
            "asked_from_s": terms["from_s"],
            "asked_until_s": terms["until_s"],
            "from_s": self.from_s,
            "until_s": self.until_s,
            "main": self.main.as_json(),
            "variances": [each.as_json() for each in self.variances],
            "endings": [each.as_json() for each in self.endings],
            "crossed_withdrawals": [entry for each in self.instruments for entry in each.crossed],
            "lapses": lapses_json(self.lapses),
        }
