"""An inspection as it stands: what was asked, what was counted on each visit, what was restricted, who answered. Pure.

What a count means stands beside it as the charter said when the report was made. Where the figure or the drawing is
not agreed, a count above it is told as above, by whom the figure is, and never as over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parley.matters.said import EntriesOf, Opening, Said, newest, said_in_entry
from parley.tracks.content.lapse import Lapse, lapses_json

FORM = "inspection"
ASKED, INSPECTED, RESTRICTED, WITHDRAWN = "asked", "inspected", "restricted", "withdrawn"
WITHIN, OVER, ABOVE, NOT_COUNTED, NO_LIMIT = "within", "over", "above", "could_not_count", "no_limit"


@dataclass(frozen=True, slots=True)
class Request(Said):
    """A request for verification, and which member verifies."""

    verifier: str
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Count:
    """One limit as it was found: how many, or why none was counted; what was allowed, and how that stands.

    `allowed` is None where the limit did not hold at the time. `standing` is the weaker of the drawing of the zone and
    the limit; `by` names whose it is, where it is not agreed.
    """

    zone: str
    limit: str
    member: str | None
    counted: int | None
    could_not_count: str | None
    why: str | None
    allowed: int | None
    standing: str
    by: tuple[str, ...]

    @property
    def over(self) -> int:
        """Return how many more there were than the figure."""
        return 0 if self.counted is None or self.allowed is None else max(0, self.counted - self.allowed)

    @property
    def name(self) -> str:
        """Return what was found: within, over (agreed), above (a figure that is not agreed), or could_not_count."""
        if self.counted is None:
            return NOT_COUNTED
        if self.allowed is None:
            return NO_LIMIT
        return WITHIN if not self.over else OVER if self.standing == "agreed" else ABOVE

    def told(self) -> dict[str, Any]:
        """Return it with what was found."""
        return {
            "zone": self.zone, "limit": self.limit, "member": self.member, "counted": self.counted,
            "could_not_count": self.could_not_count, "why": self.why, "allowed": self.allowed, "over": self.over,
            "name": self.name, "standing": self.standing, "by": list(self.by),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit(Said):
    """An inspection that was made; `of` is the request that it answers, or the entry itself."""

    terms: Mapping[str, Any]
    counts: tuple[Count, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the zones that were inspected."""
        return tuple(self.terms["zones"])


@dataclass(frozen=True, slots=True)
class Restriction(Said):
    """A movement of those who inspect that was denied, delayed or made conditional: who, where and when in `terms`."""

    how: str
    terms: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer(Said):
    """What a member says of a report or of a restriction (`of`): it agrees, disputes or comments."""

    how: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Withdrawal(Said):
    """That who asked for verification asks no more."""

    why: str


@dataclass(frozen=True, slots=True)
class InspectionState:
    """An inspection; what was said stands in the order of logs and numbers, so the order of arrival leaves no trace."""

    opening: Opening
    requests: Sequence[Request] = ()
    visits: Sequence[Visit] = ()
    restrictions: Sequence[Restriction] = ()
    answers: Sequence[Answer] = ()
    withdrawals: Sequence[Withdrawal] = ()
    lapses: Sequence[Lapse] = ()

    @property
    def precedence(self) -> str:
        """Return routine: its clocks are the charter's hours for inspections, and not those of a precedence."""
        return "routine"

    @property
    def request(self) -> Request | None:
        """Return the request that opened it; None where it was opened by a report."""
        return self.requests[0] if self.requests else None

    @property
    def withdrawal(self) -> Withdrawal | None:
        """Return by which word the request was withdrawn."""
        return self.withdrawals[0] if self.withdrawals else None

    @property
    def name(self) -> str:
        """Return how far it is: asked, withdrawn, restricted and not yet made, or inspected."""
        if self.visits:
            return INSPECTED
        if self.withdrawals:
            return WITHDRAWN
        return RESTRICTED if self.restrictions else ASKED

    @property
    def subject(self) -> str:
        """Return what it is about, in the words of who opened it."""
        return str(self._terms.get(self.opening.id, {}).get("subject", ""))

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the zones that it names, each once, as first named."""
        return tuple(dict.fromkeys(zone for terms in self._terms.values() for zone in terms["zones"]))

    @property
    def _terms(self) -> Mapping[str, Mapping[str, Any]]:
        """Return by entry what the request, the reports and the restrictions say."""
        return {
            **{each.entry: each.terms for each in self.requests},
            **{each.entry: each.terms for each in self.visits},
            **{each.entry: each.terms for each in self.restrictions},
        }

    def reported(self, entry: str) -> Visit | Restriction | None:
        """Return the report of this entry, of an inspection or of a restriction."""
        return said_in_entry(self.visits, entry) or said_in_entry(self.restrictions, entry)

    def answer(self, member: str, *, of: str) -> Answer | None:
        """Return what a member said last of a report."""
        return newest(self.answers, member=member, of=of)

    @property
    def entry_ids(self) -> EntriesOf:
        """Return the entries from which a duty may come."""
        return EntriesOf(self.requests)

    def as_json(self) -> dict[str, Any]:
        """Return the state as docs/incidents.md lists it."""
        gone = self.withdrawal
        return {
            "form": FORM,
            "name": self.name,
            **self.opening.as_json(),
            "precedence": self.precedence,
            "subject": self.subject,
            "zones": list(self.zones),
            "requests": [{**_said_json(each), "verifier": each.verifier, "terms": plain(each.terms)}
                         for each in self.requests],
            "withdrawn": None if gone is None else {**_said_json(gone), "why": gone.why},
            "visits": [{**_said_json(each), "terms": plain(each.terms),
                        "counts": [one.told() for one in each.counts]} for each in self.visits],
            "restrictions": [{**_said_json(each), "how": each.how, "terms": plain(each.terms)}
                             for each in self.restrictions],
            "answers": [{**_said_json(each), "how": each.how, "text": each.text, "lang": each.lang}
                        for each in self.answers],
            "lapses": lapses_json(self.lapses),
        }  # fmt: skip


def _said_json(said: Said) -> dict[str, Any]:
    return {"entry": said.entry, "member": said.member, "role": said.role, "at_ms": said.at_ms, "of": said.of}


def plain(value: Any) -> Any:
    """Return mappings and lists of any make as the plain ones that are written."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value
